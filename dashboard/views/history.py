"""How did one value come to be what it is, and how is it taken back or put back?"""

import secrets

import streamlit as st

from dashboard.drawing.facts import draw_table
from dashboard.drawing.place import Crumb, draw_place
from dashboard.entry import confirmed, effect_line, writable
from dashboard.frame import visit_or_stop
from dashboard.literally import literally
from dashboard.metric_facts import name_of, records, value_row
from dashboard.metric_pick import pick_metric
from dashboard.outcome import outcome
from dashboard.sheet import sheet
from dashboard.startup import author, readable, store, utc_now
from dashboard.visit import Visit
from metrics.checks.text import NOTE
from metrics.errors import YardstickError
from metrics.store import Row
from metrics.store.entries import Click, Entry
from metrics.store.record import effect, record
from metrics.store.revise import history, restoration, withdrawal
from metrics.vocabulary import ObsStatus

_WITHDRAW = 0


def _page(visit: Visit) -> None:
    asked = visit.address
    if not asked.metric:
        pick_metric(visit)
        return
    one = visit.assessment(asked.metric)
    area = Crumb(visit.name("areas", one.area_id), visit.address.href("area", area=one.area_id, metric="", when=""))
    there = Crumb(visit.says("history.metric"), visit.address.href("metric", when="", item=""))
    head = draw_place([area, there], f"{name_of(one, visit.language)} {asked.when}", "", visit.says("metric.belongs"))
    sheet(head, visit.language, "metric")
    outcome("history").tell()
    known_at = visit.view.known_at if asked.known_at else None
    revisions = history(readable(), (asked.metric, asked.when, asked.item), known_at)
    if not revisions:
        _values(visit)
        return
    headings, rows = records(visit, one, (revisions[0]["period"], revisions[0]["item_id"]))
    sheet(draw_table(headings, rows, visit.says("history.title")), visit.language, "revisions")
    st.markdown(f"## {visit.says('history.change')}")
    if not visit.address.known_at and writable(visit):
        _change(visit, revisions)


def _values(visit: Visit) -> None:
    """All values of the metric, each with the way to its own history."""
    if visit.address.when:
        st.info(literally(visit.says("history.none", period=visit.address.when)), icon=":material/history:")
    rows = [value_row(visit, value) for value in reversed(visit.series(visit.address.metric))]
    if rows:
        headings = [visit.says(f"metric.{name}") for name in ("period", "value", "note")]
        sheet(draw_table(headings, rows, visit.says("history.values")), visit.language, "values")
    elif not visit.address.when:
        st.info(visit.says("metric.no_values"), icon=":material/edit_note:")


def _change(visit: Visit, revisions: list[Row]) -> None:
    """What to do, why, what it would do, and the click that does it."""
    newest = revisions[0]
    key = f"history-{newest['metric_id']}-{newest['period']}-{newest['item_id']}-{newest['revision']}"
    earlier = [row["revision"] for row in revisions[1:] if row["obs_status"] != ObsStatus.MISSING]
    ways = [*earlier, *([_WITHDRAW] if newest["obs_status"] != ObsStatus.MISSING else [])]
    if not ways:
        st.caption(visit.says("history.nothing"))
        return
    chosen = st.radio(
        visit.says("history.what"), ways, format_func=lambda way: _way(visit, way), key=f"{key}-what", horizontal=True
    )
    reason = st.text_input(visit.says("history.reason"), key=f"{key}-reason", max_chars=NOTE).strip()
    if not reason:
        st.caption(visit.says("history.why"))
        return
    entry = withdrawal(revisions, reason) if chosen == _WITHDRAW else restoration(revisions, chosen, reason)
    try:
        done = effect(store(), entry, author(), utc_now(), visit.view)
    except YardstickError as error:
        st.error(literally(error.text(visit.language)), icon=":material/error:")
        return
    st.markdown(effect_line(visit, visit.latest(newest["metric_id"]), done.after))
    sure = confirmed(visit, [doubt.sentence(visit.language) for doubt in done.doubts], key)
    token = st.session_state.setdefault(f"{key}-token", secrets.token_urlsafe(16))
    st.button(
        visit.says("history.do"),
        type="primary",
        disabled=not sure,
        on_click=outcome("history").once(_save),
        args=(visit, entry, Click(token, done.doubts if sure else ())),
    )


def _way(visit: Visit, way: int) -> str:
    return visit.says("history.withdraw") if way == _WITHDRAW else visit.says("history.restore", revision=way)


def _save(visit: Visit, entry: Entry, click: Click) -> None:
    try:
        done = record(store(), entry, author(), utc_now(), click)
    except YardstickError as error:
        outcome("history").refuse(error.text(visit.language))
        return
    filled = {"period": done.observation.period, "revision": done.revision}
    outcome("history").finish()
    outcome("history").say(visit.says("history.saved", **filled))


_page(visit_or_stop())
