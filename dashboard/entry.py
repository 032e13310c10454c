"""How one value is entered: the metric, how it stands, the value, what it would do, and the one click that saves."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import streamlit as st

from dashboard.choices import told_apart
from dashboard.draft import Draft, discard, field_key, forget, look, read_form, reread, save, see, take_up
from dashboard.drawing.facts import Fact, draw_facts, draw_note, draw_table, draw_verdict
from dashboard.drawing.status import mark, mark_of
from dashboard.entry_fields import Fields, show_fields
from dashboard.filters import instant, tell_instant
from dashboard.literally import literally
from dashboard.metric_facts import items, value_row
from dashboard.outcome import outcome
from dashboard.sheet import sheet
from dashboard.startup import author, refuse_unless_writable, store, utc_now
from dashboard.visit import Visit, choose
from metrics.assessment import Assessment
from metrics.definitions import Metric
from metrics.errors import ConflictError, Problem, YardstickError
from metrics.explanation import outlook, reason
from metrics.store.entries import Key
from metrics.store.record import effect
from metrics.store.review import returned
from metrics.vocabulary import Basis, ObsStatus
from metrics.words import Language, figures

_LAST = 5


@dataclass(frozen=True, slots=True)
class Form:
    """The form for one visit."""

    visit: Visit

    def says(self, key: str, **filled: object) -> str:
        """A phrase of the form."""
        return self.visit.says(f"enter.{key}", **filled)


def show_form(form: Form) -> None:
    """The whole page: pick a metric, see how it stands, type, see what it does, save."""
    visit = form.visit
    if not writable(visit):
        return
    refused = outcome("entry").tell()
    with st.container(width=260):
        instant(visit)
    tell_instant(visit)
    _pick(form)
    if not visit.address.metric:
        st.info(form.says("choose"), icon=":material/search:")
        return
    metric = visit.known.metric(visit.address.metric)
    one = visit.assessment(metric.metric_id)
    _standing(form, one)
    _tell_draft(form, metric)
    look(visit.series(metric.metric_id))
    show_fields(Fields(visit, metric))
    draft = read_form(visit, metric)
    _tell_returned(form, draft.key)
    doubts = _effect(form, draft, one, quiet=refused) if draft.typed else []
    sure = confirmed(visit, [doubt.sentence(visit.language) for doubt in doubts], field_key("confirm"))
    st.button(
        form.says("save"),
        type="primary",
        icon=":material/check:",
        on_click=outcome("entry").once(save),
        args=(visit, metric, doubts if sure else []),
        disabled=not draft.typed or not sure,
    )


def writable(visit: Visit) -> bool:
    """Whether this visitor may enter values here; where not, it says why."""
    try:
        refuse_unless_writable()
    except YardstickError as error:
        st.warning(literally(error.text(visit.language)), icon=":material/lock:")
        return False
    return True


def _pick(form: Form) -> None:
    visit = form.visit
    zh = visit.language is Language.ZH
    names = told_apart({
        one.metric_id: f"{one.name if zh else one.name_en} · {one.area if zh else one.area_en}"
        for one in visit.assessments
    })  # fmt: skip
    st.session_state["entry-metric"] = visit.address.metric or None
    st.selectbox(
        form.says("metric"), names, format_func=names.__getitem__, index=None, key="entry-metric",
        placeholder=form.says("pick"), on_change=_picked,
    )  # fmt: skip


def _picked() -> None:
    forget()
    choose("metric", st.session_state.get("entry-metric") or "")


def _standing(form: Form, one: Assessment) -> None:
    """How the metric stands, and its last values with the way to the history of each."""
    visit, language = form.visit, form.visit.language
    last = figures.value(one, language)
    expected = (
        "" if one.expected_value is None else figures.amount(round(one.expected_value, one.decimals), one, language)
    )
    facts = [
        Fact(
            form.says("last"),
            figures.dated(last, figures.period(one, language), language) if one.period else form.says("none_yet"),
        ),
        Fact(form.says("target"), figures.target(one, language) if one.comparator else ""),
        Fact(form.says("expected", day=one.last_day or ""), expected),
        Fact(form.says("status"), mark_of(one, language).word),
    ]
    html = draw_facts(facts, abreast=True)
    if one.basis == Basis.CHECKLIST:
        headings, rows = items(visit, one)
        html += draw_table(headings, rows, visit.says("metric.items"))
    elif values := [value for value in visit.series(one.metric_id) if value.value is not None][-_LAST:]:
        headings = [form.says("period"), form.says("value"), form.says("note")]
        html += draw_table(headings, [value_row(visit, value) for value in reversed(values)], form.says("last_values"))
    sheet(html, language, "standing")


def _tell_draft(form: Form, metric: Metric) -> None:
    typed_at = take_up(metric, form.visit.address.when)
    if typed_at is None:
        return
    line = st.container(horizontal=True, vertical_alignment="center")
    line.caption(form.says("draft", at=f"{typed_at:%Y-%m-%d %H:%M}"), width="content")
    line.button(
        form.says("discard"), type="tertiary", on_click=discard, args=(metric.metric_id, form.visit.language)
    )  # fmt: skip


def _tell_returned(form: Form, key: Key) -> None:
    """Why a reviewer has sent back the value that stands, where one has."""
    comment = returned(store(), [key[0]]).get(key)
    if comment is not None:
        st.warning(form.says("returned"), icon=":material/undo:")
        sheet(draw_note(comment), form.visit.language, "returned")


def _effect(form: Form, draft: Draft, one: Assessment, *, quiet: bool) -> Sequence[Problem]:
    """What the value does; the doubts about it. `quiet` where its problem stands on the page already."""
    visit = form.visit
    if draft.entry is None:
        _tell_problem(draft.problem, quiet)
        return []
    see(draft.key)
    try:
        done = effect(store(), draft.entry, author(), utc_now(), visit.view)
    except YardstickError as error:
        _tell_problem(error.text(visit.language), quiet)
        if isinstance(error, ConflictError):
            st.button(form.says("reread"), on_click=reread, args=(one.metric_id, visit.language))
        return []
    before = visit.latest(one.metric_id)
    st.markdown(effect_line(visit, before, done.after))
    why = reason(done.after, visit.known.profiles[visit.view.profile], visit.language)
    attained = figures.ratio(done.after.attainment, visit.language, 1)
    sheet(
        draw_verdict(mark(done.after.status, visit.language), [why, outlook(done.after, visit.language)], [attained]),
        visit.language,
        "effect",
    )
    if done.after == before and draft.entry.observation.obs_status is not ObsStatus.MISSING:
        st.info(form.says("idle", period=draft.key[1]), icon=":material/info:")
    return done.doubts


def effect_line(visit: Visit, before: Assessment, after: Assessment) -> str:
    """From which status to which a value takes its metric, as Markdown."""
    words = " → ".join(mark(one.status, visit.language).word for one in (before, after))
    return f"**{visit.says('enter.effect')}** — {words}"


def _tell_problem(text: str, quiet: bool) -> None:
    if not quiet:
        st.error(literally(text), icon=":material/error:")


def confirmed(visit: Visit, texts: Sequence[str], key: str) -> bool:
    """Whether nothing is doubtful, or the doubts that stand here were confirmed: other doubts are another question."""
    if not texts:
        return True
    st.warning(literally("\n\n".join(texts)), icon=":material/help:")
    asked = sha256("\n".join(texts).encode()).hexdigest()[:12]
    return st.checkbox(visit.says("enter.confirm"), key=f"{key}-{asked}")
