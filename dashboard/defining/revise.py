"""How is a target revised, or dropped, from a day on?"""

from decimal import Decimal, InvalidOperation

import streamlit as st

from dashboard.choices import told_apart
from dashboard.defining.told import does, form
from dashboard.drawing.facts import Fact, draw_facts
from dashboard.sheet import sheet
from dashboard.startup import allowed, author, store, utc_now
from dashboard.visit import Visit, reader_today
from metrics.assessment import Assessment
from metrics.checks.text import NOTE
from metrics.errors import YardstickError
from metrics.people.roles import Action
from metrics.store.define import TargetChange, TargetDrop, drop_target, revise_target
from metrics.vocabulary import Basis
from metrics.words.promise import promise


def revise(visit: Visit) -> None:
    """The targets that the person at the page may change, and the fields for the one that is chosen."""
    named = told_apart({
        one.metric_id: f"{visit.name('metrics', one.metric_id)} · {visit.name('areas', one.area_id)}"
        for one in visit.assessments
        if one.comparator is not None and _mine(visit, one.metric_id)
    })  # fmt: skip
    chosen = st.selectbox(
        visit.says("define.metric"), named, format_func=named.__getitem__, index=None,
        key=f"define-{form().done}-metric", placeholder=visit.says("people.pick"),
    )  # fmt: skip
    if chosen is None:
        return
    one = visit.assessment(chosen)
    sheet(draw_facts([Fact(visit.says("define.now"), promise(one, visit.language))]), visit.language, "now")
    dropped = _dropped(visit, one)
    low, high, since = st.columns(3)
    if not dropped:
        low.text_input(visit.says("define.low"), key="define-low", max_chars=20, disabled=one.target_low is None)
        high.text_input(visit.says("define.high"), key="define-high", max_chars=20, disabled=one.target_high is None)
    since.date_input(visit.says("define.since"), value=reader_today(), key="define-since", format="YYYY-MM-DD")
    st.text_input(visit.says("people.reason"), key="define-why", max_chars=NOTE)
    key, seen = "drop" if dropped else "save", visit.known.metrics[chosen]["version"]
    st.button(
        visit.says(f"define.{key}"), type="primary", key=f"define-{key}", on_click=form().once(does),
        args=(visit, lambda: (_drop if dropped else _save)(visit, chosen, seen)),
    )  # fmt: skip


def _mine(visit: Visit, metric_id: str) -> bool:
    return allowed(Action.DEFINE, visit.known.concern(visit.known.metrics[metric_id]))


def _dropped(visit: Visit, one: Assessment) -> bool:
    """Whether the target is to be dropped; what has no bound of its own can't be anything else here."""
    unbound = one.basis in (Basis.GRADE, Basis.CHECKLIST)
    if unbound:
        st.caption(visit.says("define.unbound"))
    return st.checkbox(visit.says("define.drop_it"), key="define-drop-it", value=unbound, disabled=unbound)


def _save(visit: Visit, metric_id: str, seen: int) -> str:
    told = st.session_state.to_dict()
    low, high = _bound(told["define-low"]), _bound(told["define-high"])
    change = TargetChange(metric_id, low, high, told["define-since"], told["define-why"], seen)
    revise_target(store(), change, author(), utc_now())
    return visit.says("define.saved", name=visit.name("metrics", metric_id))


def _drop(visit: Visit, metric_id: str, seen: int) -> str:
    told = st.session_state.to_dict()
    drop = TargetDrop(metric_id, told["define-since"], told["define-why"], seen)
    drop_target(store(), drop, author(), utc_now())
    return visit.says("define.dropped", name=visit.name("metrics", metric_id))


def _bound(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip().replace(",", "")) if text.strip() else None
    except InvalidOperation as error:
        raise YardstickError("bad_number", value=text) from error
