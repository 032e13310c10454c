"""How are plans and metrics added, changed and taken away?"""

import streamlit as st

from dashboard.defining.from_sheet import from_sheet
from dashboard.defining.metric import add_metric
from dashboard.defining.package import leave, load
from dashboard.defining.plan import add_plan
from dashboard.defining.reference import add_reference
from dashboard.defining.revise import revise
from dashboard.defining.told import form
from dashboard.frame import only_for, visit_or_stop
from dashboard.startup import allowed
from dashboard.visit import Visit
from metrics.people.roles import Action, Concern

_TASKS = {
    "revise": revise,
    "metric": add_metric,
    "sheet": from_sheet,
    "plan": add_plan,
    "export": leave,
    "reference": add_reference,
    "load": load,
}
# What all plans share is for those who may define everything.
_FOR_ALL = ("reference", "load")


def _page(visit: Visit) -> None:
    only_for(visit, Action.DEFINE)
    form().tell()
    everything = allowed(Action.DEFINE, Concern())
    tasks = [task for task in _TASKS if everything or task not in _FOR_ALL]
    st.segmented_control(
        visit.says("define.task"), tasks, format_func=lambda task: visit.says(f"define.to_{task}"), key="define-task",
        default="revise", required=True, label_visibility="collapsed",
    )  # fmt: skip
    chosen = st.session_state["define-task"]
    task = chosen if chosen in tasks else "revise"
    st.markdown(f"## {visit.says(f'define.to_{task}')}")
    _TASKS[task](visit)


_page(visit_or_stop())
