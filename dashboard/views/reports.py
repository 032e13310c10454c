"""The monitoring report of a plan for a quarter, a half or a year, to print or to go on writing."""

from datetime import timedelta
from urllib.parse import urlencode

import streamlit as st

from dashboard.drawing.facts import Fact
from dashboard.drawing.papers import PaperRow, draw_papers
from dashboard.frame import visit_or_stop
from dashboard.literally import literally
from dashboard.made import judged, report_views
from dashboard.sheet import sheet
from dashboard.startup import public
from dashboard.visit import Visit, choose
from metrics.errors import YardstickError
from metrics.instants import write_moment
from metrics.periods import Grain, Period, period_on, periods_between
from metrics.report.content import compose
from metrics.report.names import period_name
from metrics.report.subject import REPORTED, read_period, subject_of
from metrics.report.write import Paper
from metrics.words import Language


def _page(visit: Visit) -> None:
    plans = [name for name, row in visit.known.plans.items() if row["kind"] == "plan"]
    left, right = st.columns(2)
    with left:
        _choose(visit, "plan", {name: visit.name("plans", name) for name in plans}, visit.address.plan)
    if not visit.address.plan:
        st.info(visit.says("reports.choose"), icon=":material/description:")
        return
    try:
        period = _period(visit)
    except YardstickError as error:
        st.warning(literally(error.text(visit.language)), icon=":material/help:")
        return
    with right:
        periods = {one.name: period_name(one, visit.language) for one in _periods(visit, period)}
        _choose(visit, "when", periods, period.name)
    try:
        _show(visit, period)
    except YardstickError as error:
        st.warning(literally(error.text(visit.language)), icon=":material/event_busy:")


def _choose(visit: Visit, name: str, names: dict[str, str], chosen: str) -> None:
    key = f"choose-report-{name}"
    st.session_state[key] = chosen or None
    st.selectbox(
        visit.says(f"reports.{name}"),
        names,
        format_func=names.__getitem__,
        index=None,
        key=key,
        on_change=lambda: choose(name, st.session_state[key] or ""),
    )


def _period(visit: Visit) -> Period:
    """The asked one, else the last quarter of the plan that has ended."""
    if visit.address.when:
        return read_period(visit.address.when)
    plan = visit.known.plans[visit.address.plan]
    day = min(visit.view.as_of, (plan["period_end"] or visit.view.as_of) + timedelta(days=1))
    return period_on(max(period_on(day, Grain.QUARTER).start - timedelta(days=1), plan["period_start"]), Grain.QUARTER)


def _periods(visit: Visit, period: Period) -> list[Period]:
    """The periods of the plan that have begun, the latest first, and the asked one."""
    plan = visit.known.plans[visit.address.plan]
    last = min(visit.view.as_of, plan["period_end"] or visit.view.as_of)
    found = {one.name: one for grain in REPORTED for one in periods_between(plan["period_start"], last, grain)}
    return sorted((found | {period.name: period}).values(), key=lambda one: (one.end, one.start), reverse=True)


def _show(visit: Visit, period: Period) -> None:
    known_at = visit.settled.known_at
    instants = report_views(period, known_at, visit.view.profile)
    report = compose(subject_of(public(), visit.address.plan, period, instants, judged), visit.language)
    given = {"plan": visit.address.plan, "when": period.name, "known_at": write_moment(known_at)}
    if visit.address.profile:
        given["profile"] = visit.address.profile
    st.markdown(literally(f"## {report.title} · {report.subtitle}"))
    papers = [_paper(visit, paper, given) for paper in Paper]
    sheet(draw_papers(papers, report.sections[0], visit.language), visit.language, "report")


def _paper(visit: Visit, paper: Paper, given: dict[str, str]) -> PaperRow:
    links = [
        Fact(visit.says(f"reports.{language}"), "", f"api/report.{paper}?{urlencode({**given, 'lang': language})}")
        for language in Language
    ]
    return PaperRow(visit.says(f"reports.{paper}"), visit.says(f"reports.{paper}_use"), links)


_page(visit_or_stop())
