"""Which plans are there, and what exactly does each promise?"""

import streamlit as st

from dashboard import plan_facts
from dashboard.drawing.facts import draw_facts, draw_heading, draw_table
from dashboard.drawing.place import Crumb, draw_place
from dashboard.drawing.targets import draw_targets
from dashboard.filters import tell_instant
from dashboard.frame import entitle, visit_or_stop
from dashboard.plan_facts import MONITORED_COLUMNS, TARGET_COLUMNS
from dashboard.sheet import sheet
from dashboard.visit import Visit
from metrics.assessment import Assessment


def _page(visit: Visit) -> None:
    tell_instant(visit)
    plan = visit.address.plan
    if plan:
        entitle(visit, visit.name("plans", plan))
        sheet(_plan(visit, plan), visit.language, "plan")
        if not plan_facts.metrics_of(visit, plan):
            st.info(visit.says("plan.empty"), icon=":material/folder_open:")
    else:
        headings, rows = plan_facts.plans(visit)
        html = draw_place([], visit.says("frame.plans")) + draw_table(headings, rows, visit.says("frame.plans"))
        sheet(html, visit.language, "plans")


def _plan(visit: Visit, plan: str) -> str:
    metrics = plan_facts.metrics_of(visit, plan)
    targets = [one for one in metrics if one.comparator is not None]
    monitored = [one for one in metrics if one.comparator is None]
    tables = {
        "milestones": plan_facts.milestones(visit, targets),
        "items": plan_facts.items(visit, metrics),
        "parts": plan_facts.parts(visit, metrics),
        "changes": plan_facts.changes(visit, plan),
    }
    others = Crumb(visit.says("plan.others"), visit.address.href("plans", plan=""))
    drawn = [
        draw_place([others], visit.name("plans", plan), "", visit.says("frame.plans")),
        draw_facts(plan_facts.document(visit, plan)),
        _definitions(visit, "targets", targets, TARGET_COLUMNS),
        _definitions(visit, "monitored", monitored, MONITORED_COLUMNS),
    ]
    for name, (headings, rows) in tables.items():
        if rows:
            title = visit.says(f"plan.{name}")
            drawn.append(draw_heading(title, 2) + draw_table(headings, rows, title))
    return "".join(drawn)


def _definitions(visit: Visit, name: str, shown: list[Assessment], columns: tuple[str, ...]) -> str:
    if not shown:
        return ""
    title = visit.says(f"plan.{name}")
    headings, groups = plan_facts.definitions(visit, shown, columns)
    return draw_heading(title, 2) + draw_targets(headings, groups, title)


_page(visit_or_stop())
