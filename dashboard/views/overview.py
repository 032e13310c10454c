"""Where do the plans stand?"""

from collections.abc import Callable, Iterator

import streamlit as st

from dashboard.drawing.bullets import draw_bullets
from dashboard.drawing.facts import Fact, draw_heading, draw_hint, draw_summary
from dashboard.drawing.gauges import draw_gauges, of_rollup
from dashboard.filters import filters
from dashboard.frame import visit_or_stop
from dashboard.sheet import sheet
from dashboard.visit import Visit
from metrics.assessment import Assessment
from metrics.rollup import roll_up
from metrics.snapshot import assessments_csv
from metrics.vocabulary import Status


def _page(visit: Visit) -> None:
    filters(visit, "")
    chosen = visit.chosen
    standing = [
        draw_summary(chosen, visit.language),
        _hint(visit, chosen),
        *(_gauges(visit, kind, chosen) for kind in ("area", "cluster")),
    ]
    sheet("".join(standing), visit.language, "standing")
    _heading(visit, chosen)
    if not chosen:
        st.info(visit.says("overview.nothing"), icon=":material/filter_alt_off:")
        return
    sheet("".join(_tables(visit, chosen)), visit.language, "tables")


def _hint(visit: Visit, chosen: list[Assessment]) -> str:
    """Where no target has a value that decides by now: the way to the last day on which one had."""
    targets = [one for one in chosen if one.comparator is not None]
    days = [one.last_day for one in targets if one.last_day is not None]
    if not days or any(one.judged for one in targets):
        return ""
    there = Fact(visit.says("overview.last_day", day=max(days)), "", visit.address.href("", as_of=str(max(days))))
    return draw_hint(visit.says("overview.undecided"), there)


def _gauges(visit: Visit, kind: str, chosen: list[Assessment]) -> str:
    """A dial for each district, zone, park or cluster that has targets among the chosen ones, of these targets."""
    table = {"area": "areas", "cluster": "clusters"}[kind]
    gauges = [
        of_rollup(visit.name(table, identity), _link(visit, kind, identity), together, visit.language)
        for identity in _places(visit, kind)
        if (together := roll_up(visit.within(kind, identity, chosen))).targets
    ]
    return draw_heading(visit.says(f"overview.by_{kind}"), 2) + draw_gauges(gauges) if gauges else ""


def _places(visit: Visit, kind: str) -> list[str]:
    if kind == "cluster":
        return list(visit.known.clusters)
    return [name for name, row in visit.known.areas.items() if row["kind"] in ("district", "zone", "park")]


def _link(visit: Visit, kind: str, identity: str) -> str:
    return visit.address.href("", **{kind: identity, "metric": ""})


def _heading(visit: Visit, chosen: list[Assessment]) -> None:
    line = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom")
    line.markdown(f"## {visit.says('overview.targets')}", width="content")
    line.download_button(
        visit.says("overview.download"),
        data=lambda: assessments_csv(chosen, visit.view).encode(),
        file_name=f"yardstick-{visit.view.as_of}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _tables(visit: Visit, chosen: list[Assessment]) -> Iterator[str]:
    """One table a plan, and one of the metrics that only monitor."""
    targets = [one for one in chosen if one.status != Status.MONITORED]
    monitored = [one for one in chosen if one.status == Status.MONITORED]
    for plan in visit.known.plans:
        own = [one for one in targets if one.plan_id == plan]
        if own:
            yield draw_heading(visit.name("plans", plan), 3)
            yield draw_bullets(own, _metric(visit), visit.otherwise, visit.language)
    if monitored:
        yield draw_heading(visit.says("overview.monitored"), 2)
        yield draw_bullets(monitored, _metric(visit), {}, visit.language)


def _metric(visit: Visit) -> Callable[[Assessment], str]:
    return lambda one: visit.address.href("metric", metric=one.metric_id)


_page(visit_or_stop())
