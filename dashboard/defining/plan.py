"""How is a plan added, with its document?"""

import streamlit as st

from dashboard.defining.fields import Asked, ask, tell_typed
from dashboard.defining.told import add, does, form
from dashboard.startup import allowed
from dashboard.visit import Visit
from metrics.package.written import Written
from metrics.people.roles import Action, Concern

_PLAN = ("name", "name_en", "plan_id", "kind", "area_id", "period_start", "period_end", "source_id", "note")
_SOURCE = ("source_id", "title", "publisher", "published_on", "document_number", "url")


def add_plan(visit: Visit) -> None:
    """The fields of a plan, and of its document where it isn't known yet."""
    areas = [name for name in visit.known.areas if allowed(Action.DEFINE, Concern(areas=visit.known.above(name)))]
    id_help = visit.says("define.id_help")
    plan = Asked(visit, "plans", "plan", {"kind": "plan"}, {"plan_id": id_help}, {"area_id": areas})
    source = Asked(visit, "sources", "source", hints={"source_id": id_help})
    tell_typed(plan)
    left, right = st.columns(2)
    with left:
        ask(plan, "name", "name_en", "plan_id", "kind")
    with right:
        ask(plan, "area_id", "period_start", "period_end", "note")
    st.markdown(f"### {visit.says('define.document')}")
    new = st.checkbox(visit.says("define.new_document"), source.typed is not None, key=f"define-{form().done}-new")
    if new:
        left, right = st.columns(2)
        with left:
            ask(source, *_SOURCE[:3])
        with right:
            ask(source, *_SOURCE[3:])
    else:
        ask(plan, "source_id")
    st.button(
        visit.says("define.add_plan"), type="primary", key="define-add-plan", on_click=form().once(does),
        args=(visit, lambda: add(visit, _rows(plan, source, new=new)), [plan.draft, source.draft]),
    )  # fmt: skip


def _rows(plan: Asked, source: Asked, *, new: bool) -> list[Written]:
    row = plan.cells(_PLAN)
    if not new:
        return [Written("plans", row)]
    document = source.cells(_SOURCE)
    return [Written("sources", document), Written("plans", row | {"source_id": document.get("source_id", "")})]
