"""What has changed between two instants, what was revised, which statuses moved, and why?"""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

import streamlit as st

from dashboard.drawing.changes import Moved, draw_moved
from dashboard.drawing.facts import Fact
from dashboard.drawing.foot import draw_foot
from dashboard.drawing.status import mark
from dashboard.filters import filters
from dashboard.foot import TAKEN
from dashboard.frame import visit_or_stop
from dashboard.made import judged
from dashboard.metric_facts import name_of
from dashboard.sheet import sheet
from dashboard.startup import public, utc_now
from dashboard.visit import Visit, choose
from metrics.assessment import Assessment, View
from metrics.definitions import Observation
from metrics.instants import FIRST_DAY, LAST_DAY, read_day, write_moment
from metrics.periods import Grain, period_on
from metrics.snapshot.asked import settled
from metrics.snapshot.changes import Cause, Change, changes, revisions_between
from metrics.store import Row
from metrics.words import Language, figures

_SHOWN = 30


def _page(visit: Visit) -> None:
    filters(visit, "changes")
    since = _since(visit)
    _choose_since(visit, since)
    before, after = _views(visit, since)
    found = changes(public(), before, after, visit.address.selection, judged)
    chosen = visit.assessments.among(visit.address.selection.wanted(visit.known)).texts("metric_id")
    revised = [row for row in revisions_between(public(), before, after) if row["metric_id"] in chosen]
    st.caption(visit.says("changes.between", before=_told(before, visit.language), after=_told(after, visit.language)))
    tables = {
        "moved": [_moved(visit, one) for one in found if one.before is not None and one.moved],
        "targets": [_target(visit, one) for one in found if Cause.TARGET in one.causes],
        "revised": [_revised(visit, row, visit.assessment(row["metric_id"])) for row in revised],
        "values": [_moved(visit, one, marked=False) for one in found if _reported(one)],
        "new": [_moved(visit, one) for one in found if one.before is None],
    }
    drawn = [draw_moved(rows[:_SHOWN], len(rows), kind, visit.language) for kind, rows in tables.items() if rows]
    if not drawn:
        st.info(visit.says("changes.nothing"), icon=":material/balance:")
        return
    sheet("".join([*drawn, _files(visit, before, after)]), visit.language, "changes")


def _since(visit: Visit) -> date:
    """The asked day, else the last day of the quarter before."""
    if visit.address.since:
        return read_day(visit.address.since)
    return period_on(visit.view.as_of, Grain.QUARTER).start - timedelta(days=1)


def _choose_since(visit: Visit, since: date) -> None:
    st.session_state["choose-since"] = since
    with st.popover(visit.says("changes.since_day", day=since), icon=":material/event:", width="content"):
        st.date_input(
            visit.says("changes.since"),
            key="choose-since",
            format="YYYY-MM-DD",
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            on_change=lambda: choose("since", str(st.session_state["choose-since"] or "")),
        )


def _views(visit: Visit, since: date) -> tuple[View, View]:
    then = settled(public(), since, datetime.combine(since, time.max), utc_now(), visit.view.profile)
    return then, visit.settled


def _told(view: View, language: Language) -> str:
    return figures.dated(str(view.as_of), f"{view.known_at:%Y-%m-%d %H:%M} UTC", language)


def _reported(one: Change) -> bool:
    return one.before is not None and not one.moved and Cause.VALUE in one.causes


def _moved(visit: Visit, one: Change, *, marked: bool = True) -> Moved:
    language, before = visit.language, one.before
    return Moved(
        name_of(one.after, language),
        visit.address.href("metric", metric=one.after.metric_id),
        one.after.area if language is Language.ZH else one.after.area_en,
        _value(before, language),
        _value(one.after, language),
        mark(before.status, language) if before is not None and marked else None,
        mark(one.after.status, language) if marked else None,
        ("\uff1b" if language is Language.ZH else "; ").join(visit.says(f"changes.{cause}") for cause in one.causes),
    )


def _value(one: Assessment | None, language: Language) -> str:
    if one is None or one.value is None:
        return figures.NONE
    return figures.reported(one, language)


def _target(visit: Visit, one: Change) -> Moved:
    language = visit.language
    before, after = (
        "" if each is None else f"{figures.target(each, language)}, {each.due or figures.NONE}"
        for each in (one.before, one.after)
    )
    place = one.after.area if language is Language.ZH else one.after.area_en
    there = visit.address.href("metric", metric=one.after.metric_id)
    return Moved(name_of(one.after, language), there, place, before, after, None, None, one.after.note or "")


def _revised(visit: Visit, row: Row, one: Assessment) -> Moved:
    language = visit.language
    place = one.area if language is Language.ZH else one.area_en
    there = visit.address.href("history", metric=one.metric_id, when=row["period"], item=row["item_id"])
    before = {**row, "value": row["value_before"], "unit_id": row["unit_before"], "grade": row["grade_before"]}
    before |= {"qualifier": row["qualifier_before"], "obs_status": row["obs_status_before"]}
    said, says = (
        figures.entered(
            Observation.of(each | {"source_id": None}), one.unit_id, language, visit.known.units, one.decimals
        )
        for each in (before, row)
    )
    who = f"{row['recorded_by']} {row['recorded_at']:%Y-%m-%d %H:%M} UTC"
    note = " · ".join(part for part in (row["note"], who) if part)
    return Moved(f"{name_of(one, language)} {row['period']}", there, place, said, says, None, None, note)


def _files(visit: Visit, before: View, after: View) -> str:
    given = {name: text for name in TAKEN if (text := getattr(visit.address, name))}
    given |= {"as_of": str(after.as_of), "known_at": write_moment(after.known_at), "since": str(before.as_of)}
    given |= {"profile": after.profile} if visit.address.profile else {}
    files = [Fact(visit.says(f"foot.{form}"), "", f"api/changes.{form}?{urlencode(given)}") for form in ("csv", "xlsx")]
    there = Fact(visit.says("foot.cite"), "", visit.address.href("snapshots"))
    return draw_foot(visit.says("foot.view"), files, there)


_page(visit_or_stop())
