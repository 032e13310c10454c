"""What readers and staff say about a metric, and how the plan's editor answers."""

import streamlit as st

from dashboard.choices import told_apart
from dashboard.drawing.facts import Fact, draw_heading, draw_table
from dashboard.outcome import outcome
from dashboard.sheet import sheet
from dashboard.startup import allowed, author, person, store, utc_now
from dashboard.visit import Visit
from metrics.checks.text import NOTE
from metrics.errors import YardstickError
from metrics.people.attempts import Attempts
from metrics.people.roles import Action
from metrics.settings import SignIn, settings
from metrics.store import Row
from metrics.store.remarks import Kind, Remark, remarks, say_so, unanswered

_reports = Attempts(free=10)


def show_remarks(visit: Visit, metric_id: str) -> None:
    """A metric's remarks for those who may see them, and the form by which anybody adds one."""
    if not _open():
        return
    if allowed(Action.SEE_ENTERED):
        said = remarks(store(), metric_id)
        if said:
            title = visit.says("remark.title")
            headings = [visit.says(f"remark.{name}") for name in ("at", "who", "kind", "text")]
            table = draw_table(headings, [_line(visit, row) for row in said], title)
            sheet(draw_heading(title, 2) + table, visit.language, "remarks")
    kinds = [Kind.REPORT, Kind.COMMENT] if allowed(Action.COMMENT) else [Kind.REPORT]
    outcome("remark").tell()
    with st.expander(visit.says("remark.report"), icon=":material/flag:"):
        st.selectbox(
            visit.says("remark.kind"), kinds, format_func=lambda kind: visit.says(f"remark.{kind}"), key="remark-kind"
        )
        st.text_area(visit.says("remark.what"), key="remark-text", max_chars=NOTE, height=110)
        st.button(
            visit.says("remark.send"),
            key="remark-send",
            on_click=outcome("remark").once(_send),
            args=(visit, metric_id),
        )


def show_reports(visit: Visit) -> None:
    """What readers take for wrong, with the form by which the plan's editor answers."""
    own = [row for row in unanswered(store()) if _mine(visit, row)]
    if not own:
        return
    title = visit.says("remark.waiting")
    headings = [visit.says(f"remark.{name}") for name in ("at", "who", "metric", "text")]
    rows = [
        [*_line(visit, row)[:2], Fact("note", visit.name("metrics", row["metric_id"]), _there(visit, row)), _text(row)]
        for row in own
    ]
    sheet(draw_heading(title, 2) + draw_table(headings, rows, title), visit.language, "reports")
    names = told_apart({
        row["remark_id"]: f"{visit.name('metrics', row['metric_id'])} · {row['text'][:40]}" for row in own
    })  # fmt: skip
    outcome("remark").tell()
    st.selectbox(visit.says("remark.which"), names, format_func=names.__getitem__, key="remark-which")
    st.text_input(visit.says("remark.answer"), key="remark-answer", max_chars=NOTE)
    st.button(
        visit.says("remark.answer_it"), key="remark-do", on_click=outcome("remark").once(_answer), args=(visit, own)
    )


def _open() -> bool:
    """Whether anything may be written here at all."""
    return settings().sign_in is not SignIn.NONE or person() is not None


def _mine(visit: Visit, row: Row) -> bool:
    return allowed(Action.DEFINE, visit.known.concern(visit.known.metrics[row["metric_id"]]))


def _there(visit: Visit, row: Row) -> str:
    return visit.address.href("metric", metric=row["metric_id"])


def _line(visit: Visit, row: Row) -> list[Fact]:
    moment, who = f"{row['recorded_at']:%Y-%m-%d %H:%M}", row["recorded_by"] or visit.says("trail.nobody")
    return [Fact("", moment), Fact("", who), Fact("", visit.says(f"remark.{row['kind']}")), _text(row)]


def _text(row: Row) -> Fact:
    return Fact("note", row["text"])


def _send(visit: Visit, metric_id: str) -> None:
    told = st.session_state.to_dict()
    if told["remark-kind"] not in (Kind.REPORT, Kind.COMMENT):  # a browser may send anything
        return
    _do(visit, Remark(Kind(told["remark-kind"]), metric_id, told["remark-text"]), "remark-text")


def _answer(visit: Visit, own: list[Row]) -> None:
    told = st.session_state.to_dict()
    metric_id = next((row["metric_id"] for row in own if row["remark_id"] == told["remark-which"]), "")
    answer = Remark(Kind.ANSWER, metric_id, told["remark-answer"], answers=told["remark-which"])
    _do(visit, answer, "remark-answer")


def _do(visit: Visit, remark: Remark, field: str) -> None:
    try:
        if not _open():
            raise YardstickError("read_only_address")
        _refuse_haste(remark)
        say_so(store(), remark, author(), utc_now())
    except YardstickError as error:
        outcome("remark").refuse(error.text(visit.language))
        return
    outcome("remark").finish()
    outcome("remark").say(visit.says("remark.sent"))
    st.session_state[field] = ""


def _refuse_haste(remark: Remark) -> None:
    """Raise where one reader sends so much that no other could send anything."""
    who, now = author() or st.context.ip_address or "", utc_now()
    if remark.kind is Kind.REPORT:
        if wait := _reports.wait(who, now):
            raise YardstickError("reports_wait", seconds=wait)
        _reports.fail(who, now)
