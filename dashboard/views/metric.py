"""How does one metric stand, how did it get there, and who says so?"""

import streamlit as st

from dashboard.address import PAGES
from dashboard.chart import Chart, show_chart
from dashboard.comparing import peers
from dashboard.drawing.facts import draw_facts, draw_heading, draw_table, draw_value, draw_verdict
from dashboard.drawing.gauges import draw_gauges, of_metric
from dashboard.drawing.lines import draw_neighbours
from dashboard.drawing.place import Crumb, draw_place
from dashboard.drawing.status import flags_of, mark_of
from dashboard.drawn_once import drawn_once
from dashboard.filters import instant, tell_instant
from dashboard.frame import entitle, visit_or_stop
from dashboard.metric_chart import chart_of
from dashboard.metric_facts import definition, items, name_of, other_rules, parts, reckoning, records
from dashboard.metric_pick import pick_metric
from dashboard.metric_sources import who_says
from dashboard.remarks import show_remarks
from dashboard.sheet import sheet
from dashboard.startup import allowed
from dashboard.visit import Visit
from metrics.assessment import Assessment
from metrics.explanation import outlook, reason
from metrics.people.roles import Action
from metrics.trajectory import Kind
from metrics.words import figures

_VALUED = (Kind.VALUE, Kind.DERIVED)


def _page(visit: Visit) -> None:
    line = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom")
    if not visit.address.metric:
        pick_metric(visit)
        return
    one = visit.assessments.find(visit.address.metric)
    if one is None:
        st.info(visit.says("compare.not_in_force", name=visit.name("metrics", visit.address.metric)))
        return
    entitle(visit, name_of(one, visit.language))
    with line.container(width="stretch"):
        sheet(_title(visit, one), visit.language, "title")
    with line.container(width=260):
        instant(visit)
    tell_instant(visit)
    _standing(visit, one)
    _trend(visit, one)
    sheet(drawn_once("rest", visit, lambda: _rest(visit, one)), visit.language, "rest")
    show_remarks(visit, one.metric_id)
    if allowed(Action.ENTER, visit.known.concern(visit.known.metrics[one.metric_id])):
        query = visit.address.query()
        st.page_link("views/enter.py", label=visit.says("metric.enter"), icon=":material/edit:", query_params=query)


def _title(visit: Visit, one: Assessment) -> str:
    anew = visit.address
    crumbs = [
        Crumb(visit.name("areas", one.area_id), anew.href("area", area=one.area_id, metric="")),
        Crumb(visit.name("plans", one.plan_id), anew.href("plans", plan=one.plan_id, metric="")),
        Crumb(
            visit.name("categories", one.category_id),
            anew.href("", plan=one.plan_id, category=one.category_id, metric=""),
        ),
    ]
    return draw_place(crumbs, name_of(one, visit.language), "", visit.says("metric.belongs"))


def _standing(visit: Visit, one: Assessment) -> None:
    why = reason(one, visit.known.profiles[visit.view.profile], visit.language)
    flags = flags_of(one, visit.language)
    verdict = draw_verdict(mark_of(one, visit.language), [why, outlook(one, visit.language)], flags)
    if one.comparator is None:
        value = draw_value(figures.value(one, visit.language), figures.period(one, visit.language))
        sheet(value + verdict + draw_facts(who_says(visit, one)), visit.language, "verdict")
        return
    dial, beside = st.columns([2, 5], vertical_alignment="center")
    with dial:
        sheet(
            draw_gauges([of_metric(name_of(one, visit.language), one, visit.language)], large=True),
            visit.language,
            "gauge",
        )
    with beside:
        sheet(verdict + draw_facts(who_says(visit, one)), visit.language, "verdict")


def _trend(visit: Visit, one: Assessment) -> None:
    line = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom")
    line.markdown(f"## {visit.says('metric.trend')}", width="content")
    query = {"metrics": drawn_once("peers", visit, lambda: peers(visit, one)), "metric": ""}
    line.page_link(
        PAGES["compare"].file, label=visit.says("metric.compare"), icon=":material/stacked_line_chart:",
        query_params=visit.address.query(**query), width="content",
    )  # fmt: skip
    valued, chart = drawn_once("trend", visit, lambda: _chart(visit, one))
    if not valued:
        st.info(visit.says("metric.no_values"), icon=":material/edit_note:")
    if chart is not None:
        show_chart(visit, chart)


def _chart(visit: Visit, one: Assessment) -> tuple[bool, Chart | None]:
    """Whether there is any value, and the chart where there is anything to draw."""
    points = visit.trajectory(one)
    return any(point.kind in _VALUED for point in points), chart_of(visit, one, points) if points else None


def _rest(visit: Visit, one: Assessment) -> str:
    """Why, what other rules would say, every revision, the definition."""
    tables = {
        "why": reckoning(visit, one),
        "other_rules": other_rules(visit, one),
        "items": items(visit, one),
        "parts": parts(visit, one),
        "values": records(visit, one),
    }
    drawn = [
        draw_heading(visit.says(f"metric.{name}"), 2) + draw_table(headings, rows, visit.says(f"metric.{name}"))
        for name, (headings, rows) in tables.items()
        if rows
    ]
    drawn += [draw_heading(visit.says("metric.definition"), 2), draw_facts(definition(visit, one))]
    together = visit.assessments.neighbours(one)
    around = draw_neighbours(one, together, lambda other: _there(visit, other), visit.language)
    return "".join([*drawn, draw_heading(visit.says("neighbours.title"), 2), around])


def _there(visit: Visit, one: Assessment) -> str:
    return visit.address.href("metric", metric=one.metric_id)


_page(visit_or_stop())
