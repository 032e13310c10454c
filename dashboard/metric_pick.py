"""How is a metric chosen on a page that is about one?"""

import streamlit as st

from dashboard.choices import told_apart
from dashboard.metric_facts import name_of
from dashboard.visit import Visit, choose

_MOST = 5000  # a box with more names takes longer to send than a reader waits


def pick_metric(visit: Visit) -> None:
    """A box in which part of a name finds the metric; the choice goes into the address."""
    if len(visit.assessments) > _MOST:
        st.info(visit.says("metric.too_many", count=len(visit.assessments)), icon=":material/search:")
        return
    names = told_apart({
        one.metric_id: f"{name_of(one, visit.language)} · {visit.name('areas', one.area_id)}"
        for one in visit.assessments
    })  # fmt: skip
    st.selectbox(
        visit.says("metric.pick"), names, format_func=names.__getitem__, index=None, key="pick",
        placeholder=visit.says("metric.search"), on_change=_picked,
    )  # fmt: skip


def _picked() -> None:
    choose("metric", st.session_state["pick"] or "")
