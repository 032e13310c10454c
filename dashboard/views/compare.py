"""How do metrics and areas go side by side over time?"""

from collections.abc import Sequence

import streamlit as st

from dashboard.address import ABSOLUTE
from dashboard.chart import show_chart
from dashboard.comparing import chart_of, courses, full_name, not_in_force
from dashboard.comparing_areas import area_courses, chart_of_areas
from dashboard.drawing.facts import draw_heading
from dashboard.drawing.lines import draw_lines
from dashboard.drawing.place import draw_place
from dashboard.filters import instant, tell_instant
from dashboard.frame import visit_or_stop
from dashboard.literally import literally
from dashboard.sheet import sheet
from dashboard.visit import Visit, choose
from metrics.comparison import MOST, Course, Indexed, LeftOut, index


def _page(visit: Visit) -> None:
    line = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom")
    with line.container(width="stretch"):
        sheet(draw_place([], visit.says("compare.heading")), visit.language, "title")
    with line.container(width=260):
        instant(visit)
    tell_instant(visit)
    _pick(visit)
    if not visit.address.compared and not visit.address.compared_areas:
        st.info(visit.says("compare.choose", most=MOST), icon=":material/stacked_line_chart:")
    if visit.address.compared:
        _metrics(visit)
    if visit.address.compared_areas:
        _areas(visit)


_MOST = 5000  # metrics that a box offers; of more, only those that the address names stay in it


def _pick(visit: Visit) -> None:
    metrics, areas = st.columns([3, 2])
    few = len(visit.assessments) <= _MOST
    offered = visit.assessments if few else [visit.assessments.find(name) for name in visit.address.compared]
    names = {one.metric_id: full_name(visit, one) for one in offered if one is not None}
    with metrics:
        _choose(visit, "metrics", visit.address.compared, names)
    used = visit.assessments.targets.texts("area_id")
    around = {above for area in used for above in visit.known.above(area)}
    with areas:
        named = {area: visit.name("areas", area) for area in visit.known.areas if area in around}
        _choose(visit, "areas", visit.address.compared_areas, named)


def _choose(visit: Visit, name: str, chosen: Sequence[str], names: dict[str, str]) -> None:
    key = f"choose-{name}"
    st.session_state[key] = [one for one in chosen if one in names]
    st.multiselect(
        visit.says(f"compare.{name}", most=MOST), names, format_func=names.__getitem__, key=key,
        placeholder=visit.says("metric.search"), max_selections=MOST, on_change=_chosen, args=(name, key),
    )  # fmt: skip


def _chosen(name: str, key: str) -> None:
    choose(name, ",".join(st.session_state[key]))


def _metrics(visit: Visit) -> None:
    for name in not_in_force(visit):
        st.caption(literally(visit.says("compare.not_in_force", name=name)))
    compared = courses(visit)
    if not compared:
        return
    _how(visit)
    none = Indexed(None, {}, {})
    indexed = none if visit.address.scale == ABSOLUTE else index(compared)
    _tell_left_out(visit, compared, indexed)
    if any(each.points for each in compared):
        show_chart(visit, chart_of(visit, compared, indexed))
    sheet(_ways(visit, compared), visit.language, "newest")


def _areas(visit: Visit) -> None:
    """What share of their targets areas had reached, where any value judges one."""
    st.markdown(f"## {visit.says('compare.by_area')}")
    compared = area_courses(visit)
    known = [each for each in compared if any(one.shared for _, one in each.standings)]
    for each in compared:
        if each not in known:
            st.caption(literally(visit.says("compare.no_values", name=visit.name("areas", each.area_id))))
    if known:
        show_chart(visit, chart_of_areas(visit, known))


def _how(visit: Visit) -> None:
    st.session_state["choose-scale"] = visit.address.scale
    st.segmented_control(
        visit.says("compare.how"), ["", ABSOLUTE], format_func=lambda each: visit.says(f"compare.{each or 'indexed'}"),
        key="choose-scale", label_visibility="collapsed", required=True, on_change=_scaled,
    )  # fmt: skip


def _scaled() -> None:
    choose("scale", st.session_state["choose-scale"] or "")


def _tell_left_out(visit: Visit, compared: list[Course], indexed: Indexed) -> None:
    """Which metrics have no index, and why; where none has a day in common, that each stands in its own unit."""
    if LeftOut.NOTHING_IN_COMMON in indexed.left_out.values():
        st.warning(visit.says("compare.nothing_in_common"), icon=":material/event_busy:")
        return
    for each in compared:
        why = indexed.left_out.get(each.one.metric_id) or (None if each.points else LeftOut.NO_VALUES)
        if why:
            st.caption(literally(visit.says(f"compare.{why}", name=full_name(visit, each.one))))


def _ways(visit: Visit, compared: list[Course]) -> str:
    """The way to each metric's own page, with its newest value."""
    newest = draw_lines(
        [each.one for each in compared],
        lambda one: visit.address.href("metric", metric=one.metric_id),
        visit.language,
    )
    return draw_heading(visit.says("compare.last"), 2) + newest


_page(visit_or_stop())
