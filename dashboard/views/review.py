"""Which values wait, for whom, and what becomes of them?"""

import streamlit as st

from dashboard.choices import told_apart
from dashboard.drawing.facts import Fact, draw_table
from dashboard.frame import only_for, visit_or_stop
from dashboard.outcome import outcome
from dashboard.remarks import show_reports
from dashboard.sheet import sheet
from dashboard.startup import allowed, author, store, utc_now
from dashboard.visit import Visit
from metrics.checks.text import NOTE
from metrics.definitions import Observation
from metrics.errors import YardstickError
from metrics.people.roles import Action, Concern
from metrics.store import Row
from metrics.store.entries import Key
from metrics.store.review import Move, ReviewRule, State, ask_review, move, reviewed_plans, standing
from metrics.words import figures, say

_BUTTONS = {
    State.SUBMITTED: Action.ENTER,
    State.APPROVED: Action.REVIEW,
    State.RETURNED: Action.REVIEW,
    State.REOPENED: Action.REOPEN,
}


def _page(visit: Visit) -> None:
    only_for(visit, Action.SEE_ENTERED)
    outcome("review").tell()
    rows = [row for row in standing(store()) if _concerned(visit, row)]
    title = visit.says("frame.review")
    if rows:
        headings = [visit.says(f"review.{name}") for name in ("metric", "period", "value", "state", "by", "comment")]
        table = draw_table(headings, [_line(visit, row) for row in rows], title)
        sheet(table, visit.language, "values")
        _moves(visit, rows)
    else:
        st.info(visit.says("review.nothing"), icon=":material/task_alt:")
    show_reports(visit)
    if allowed(Action.DEFINE):
        _rules(visit)


def _concerned(visit: Visit, row: Row) -> bool:
    concern = visit.known.concern(visit.known.metrics[row["metric_id"]])
    return any(allowed(action, concern) for action in _BUTTONS.values())


def _name(visit: Visit, row: Row) -> str:
    metric = visit.known.metrics[row["metric_id"]]
    return f"{visit.name('metrics', row['metric_id'])} · {visit.name('areas', metric['area_id'])}"


def _line(visit: Visit, row: Row) -> list[Fact]:
    by = visit.says("people.by", who=row["recorded_by"], at=f"{row['recorded_at']:%Y-%m-%d}")
    return [
        Fact("note", _name(visit, row), visit.address.href("metric", metric=row["metric_id"])),
        Fact("", row["period"]),
        Fact("number", _value(visit, row)),
        Fact("", say(f"review.{row['state']}", visit.language)),
        Fact("", by),
        Fact("note", row["comment"] or ""),
    ]


def _moves(visit: Visit, rows: list[Row]) -> None:
    names = told_apart({
        (row["metric_id"], row["period"], row["item_id"], row["revision"]): _choice(visit, row) for row in rows
    })  # fmt: skip
    st.multiselect(
        visit.says("review.which"), names, format_func=names.__getitem__, key="review-which",
        placeholder=visit.says("people.pick"),
    )  # fmt: skip
    st.text_input(visit.says("review.comment"), key="review-comment", max_chars=NOTE)
    line = st.container(horizontal=True)
    for to, action in _BUTTONS.items():
        if allowed(action):
            line.button(
                visit.says(f"review.to_{to}"),
                key=f"review-{to}",
                on_click=outcome("review").once(_do),
                args=(visit, to),
            )


def _choice(visit: Visit, row: Row) -> str:
    state = say(f"review.{row['state']}", visit.language)
    return " · ".join(filter(None, (_name(visit, row), row["period"], row["item_id"], _value(visit, row), state)))


def _value(visit: Visit, row: Row) -> str:
    unit = visit.known.metrics[row["metric_id"]]["unit_id"]
    return figures.entered(Observation.of(row), unit, visit.language, visit.known.units)


def _do(visit: Visit, to: State) -> None:
    held = st.session_state.to_dict()
    chosen = held["review-which"]
    try:
        # what isn't offered any more, since it has changed meanwhile, comes as the text that it had
        if not all(isinstance(one, tuple) for one in chosen):
            raise YardstickError("choice_gone")
        seen: dict[Key, int] = {one[:3]: one[3] for one in chosen}
        count = move(store(), Move(seen, to, held["review-comment"]), author(), utc_now())
    except YardstickError as error:
        outcome("review").refuse(error.text(visit.language))
        st.session_state["review-which"] = _standing_still(chosen)
        return
    outcome("review").finish()
    outcome("review").say(visit.says("review.done", count=count))
    st.session_state["review-which"] = []
    st.session_state["review-comment"] = ""


def _standing_still(chosen: list[tuple[str, str, str, int]]) -> list[tuple[str, str, str, int]]:
    """What of it is offered again: nobody has revised it meanwhile."""
    now = {(row["metric_id"], row["period"], row["item_id"], row["revision"]) for row in standing(store())}
    return [one for one in chosen if one in now]


def _rules(visit: Visit) -> None:
    """Which plans ask for review, for those who may say so."""
    asking = reviewed_plans(store())
    plans = [plan for plan in visit.known.plans if allowed(Action.DEFINE, Concern(plan_id=plan))]
    st.markdown(f"## {visit.says('review.rules')}")
    st.selectbox(
        visit.says("people.plan"), plans, key="review-plan", index=None, placeholder=visit.says("people.pick"),
        format_func=lambda plan: f"{visit.name('plans', plan)} · {visit.says(f'review.{_asks(plan in asking)}')}",
    )  # fmt: skip
    st.text_input(visit.says("people.reason"), key="review-why", max_chars=NOTE)
    plan = st.session_state["review-plan"]
    required = plan not in asking
    label = visit.says("review.ask" if required else "review.stop")
    st.button(
        label,
        key="review-rule",
        disabled=plan is None,
        on_click=outcome("review").once(_do_rule),
        args=(visit, required),
    )


def _asks(asks: bool) -> str:
    return "asks" if asks else "asks_not"


def _do_rule(visit: Visit, required: bool) -> None:
    held = st.session_state.to_dict()
    rule = ReviewRule(held["review-plan"] or "", required, held["review-why"])
    try:
        ask_review(store(), rule, author(), utc_now())
        outcome("review").finish()
    except YardstickError as error:
        outcome("review").refuse(error.text(visit.language))


_page(visit_or_stop())
