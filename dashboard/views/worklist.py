"""What is to be reported for a period, and how far is it?"""

import streamlit as st

from dashboard.drawing.worklist import Line, draw_progress, draw_worklist
from dashboard.frame import visit_or_stop
from dashboard.literally import literally
from dashboard.scope import choose_scope
from dashboard.sheet import sheet
from dashboard.visit import Visit
from metrics.assessment import Assessment
from metrics.errors import YardstickError
from metrics.words import Language, figures
from metrics.worklist import Task, Work, progress


def _page(visit: Visit) -> None:
    try:
        scope = choose_scope(visit)
    except YardstickError as error:
        st.warning(literally(error.text(visit.language)), icon=":material/help:")
        return
    if not scope.tasks:
        st.info(visit.says("worklist.nothing", period=scope.asked.name), icon=":material/task_alt:")
        return
    lines = [_line(visit, task, visit.assessment(task.metric_id)) for task in scope.tasks]
    drawn = draw_progress(progress(scope.tasks), scope.asked.name, visit.language)
    sheet(drawn, visit.language, "progress")
    query = visit.address.query(metric="", when=scope.asked.name)
    st.page_link("views/grid.py", label=visit.says("worklist.grid"), icon=":material/grid_on:", query_params=query)
    sheet(draw_worklist(lines, visit.language), visit.language, "tasks")


def _line(visit: Visit, task: Task, one: Assessment) -> Line:
    zh = visit.language is Language.ZH
    last = figures.value(one, visit.language)
    return Line(
        name=one.name if zh else one.name_en,
        href=visit.address.href(
            "enter", metric=task.metric_id, when=task.told if task.work is Work.RETURNED else task.period
        ),
        area=one.area if zh else one.area_en,
        period=task.period,
        opens=task.opens,
        closes=task.closes,
        last=figures.dated(last, figures.period(one, visit.language), visit.language),
        target=figures.target(one, visit.language),
        work=task.work,
        comment=task.comment,
    )


_page(visit_or_stop())
