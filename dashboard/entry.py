"""How the entry form looks and what it sends: the metric, the value, what it would do, and the one click that saves."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.draft import Draft, field_key, forget, read_draft, save
from dashboard.drawing.facts import Fact, draw_facts, draw_verdict
from dashboard.drawing.status import mark
from dashboard.filters import instant, tell_instant
from dashboard.sheet import sheet
from dashboard.startup import author, refuse_unless_writable, store, utc_now
from dashboard.visit import Visit, choose, reader_today
from metrics.assessment import Assessment, SeriesValue
from metrics.checks.text import ADDRESS, NOTE, TITLE
from metrics.definitions import Metric
from metrics.errors import YardstickError
from metrics.explanation import outlook, reason
from metrics.periods import Grain, parse_period, periods_between
from metrics.store.record import effect
from metrics.vocabulary import Basis, ObsStatus, Qualifier
from metrics.words import Language, figures


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
    try:
        refuse_unless_writable()
    except YardstickError as error:
        st.warning(error.text(visit.language), icon=":material/lock:")
        return
    refused = _tell_last()
    instant(visit)
    tell_instant(visit)
    _pick(form)
    if not visit.address.metric:
        st.info(form.says("choose"), icon=":material/search:")
        return
    metric = visit.known.metric(visit.address.metric)
    one = next(one for one in visit.assessments if one.metric_id == metric.metric_id)
    sheet(draw_facts(_standing(form, one)), visit.language, "standing")
    _inputs(form, metric)
    draft = read_draft(visit, metric)
    if draft.typed:
        _effect(form, draft, one, quiet=refused)
    st.button(
        form.says("save"),
        type="primary",
        icon=":material/check:",
        on_click=save,
        args=(visit, metric),
        disabled=not draft.typed,
    )


def _tell_last() -> bool:
    """Say what became of the last click; whether it was refused."""
    told = st.session_state.pop("entry-told", None)
    if told is None:
        return False
    kind, text = told
    (st.success if kind == "saved" else st.error)(text)
    return bool(kind == "refused")


def _pick(form: Form) -> None:
    visit = form.visit
    zh = visit.language is Language.ZH
    names = {
        one.metric_id: f"{one.name if zh else one.name_en} · {one.area if zh else one.area_en}"
        for one in visit.assessments
    }
    st.session_state["entry-metric"] = visit.address.metric or None
    st.selectbox(
        form.says("metric"), names, format_func=names.__getitem__, index=None, key="entry-metric",
        placeholder=form.says("pick"), on_change=_picked,
    )  # fmt: skip


def _picked() -> None:
    forget()
    choose("metric", st.session_state.get("entry-metric") or "")


def _standing(form: Form, one: Assessment) -> list[Fact]:
    language = form.visit.language
    last = figures.value(one, language)
    return [
        Fact(form.says("last"), f"{last} ({one.period})" if one.period else form.says("none_yet")),
        Fact(form.says("target"), figures.target(one, language) if one.comparator else ""),
        Fact(form.says("status"), mark(one.status, language).word),
    ]


def _inputs(form: Form, metric: Metric) -> None:
    left, right = st.columns(2)
    with left:
        _period(form, metric)
        _value(form, metric)
    with right:
        st.text_input(form.says("source"), key=field_key("source"), max_chars=TITLE)
        when, where = st.columns(2)
        when.date_input(
            form.says("published_on"),
            value=None,
            key=field_key("published"),
            format="YYYY-MM-DD",
            min_value=date(1949, 1, 1),
        )
        where.text_input(form.says("url"), key=field_key("url"), max_chars=ADDRESS)
        st.text_area(
            form.says("note"), key=field_key("note"), placeholder=form.says("note_help"), height=110, max_chars=NOTE
        )


def _period(form: Form, metric: Metric) -> None:
    visit = form.visit
    usual = metric.frequency or Grain.YEAR
    st.session_state.setdefault(field_key("grain"), usual)
    grain, period = st.columns(2)
    grain.selectbox(
        form.says("grain"), [*Grain], format_func=lambda name: visit.says(f"grain.{name}"), key=field_key("grain")
    )
    if st.session_state[field_key("grain")] == Grain.DAY:
        period.date_input(
            form.says("period"),
            value=reader_today(),
            key=field_key("day"),
            format="YYYY-MM-DD",
            min_value=date(1949, 1, 1),
        )
        return
    begun = _periods(visit, metric)
    if st.session_state.get(field_key("period")) not in begun:
        ended = [name for name in begun if parse_period(name).end <= reader_today()]
        st.session_state[field_key("period")] = next(iter(ended or begun), None)
    period.selectbox(form.says("period"), begun, key=field_key("period"))


def _periods(visit: Visit, metric: Metric) -> list[str]:
    """The periods that have begun, the newest first: those of the plan, and the ones of the baseline before it."""
    plan = visit.known.plans[metric.plan_id]
    last = min(reader_today(), plan["period_end"] or reader_today())
    first = date(plan["period_start"].year - 1, 1, 1)
    found = periods_between(first, last, Grain(st.session_state[field_key("grain")]))
    return [period.name for period in reversed(found)]


def _value(form: Form, metric: Metric) -> None:
    visit = form.visit
    if metric.basis is Basis.CHECKLIST:
        zh = visit.language is Language.ZH
        items = {row["item_id"]: row["name" if zh else "name_en"] for row in visit.known.items[metric.metric_id]}
        st.selectbox(
            form.says("item"),
            items,
            format_func=items.__getitem__,
            key=field_key("item"),
            index=None,
            placeholder=form.says("pick_one"),
        )
        st.checkbox(form.says("done"), key=field_key("done"), value=True)
    elif metric.basis is Basis.GRADE:
        st.selectbox(
            form.says("grade"),
            metric.grades,
            key=field_key("grade"),
            index=None,
            placeholder=form.says("pick_one"),
        )
    else:
        _number(form, metric)
    st.selectbox(
        form.says("obs_status"),
        [*ObsStatus],
        format_func=lambda code: visit.says(f"obs_status.{code}"),
        key=field_key("status"),
    )


def _number(form: Form, metric: Metric) -> None:
    unit = metric.unit_id or ""
    shown = unit if form.visit.language is Language.ZH else form.visit.known.units[unit]["name_en"]
    value, exact = st.columns(2)
    value.text_input(
        f"{form.says('value')} ({shown})", key=field_key("value"), placeholder=form.says("value_help"), max_chars=60
    )
    exact.selectbox(form.says("qualifier"), ["exact", *Qualifier], format_func=form.says, key=field_key("qualifier"))


def _effect(form: Form, draft: Draft, one: Assessment, *, quiet: bool) -> None:
    """What the value does. `quiet` where its problem stands on the page already."""
    visit = form.visit
    if draft.entry is None:
        _tell_problem(draft.problem, quiet)
        return
    standing = _standing_value(visit.series(one.metric_id), draft)
    st.session_state[field_key("seen")] = (*draft.key, standing.revision if standing else 0)
    try:
        done = effect(store(), draft.entry, author(), utc_now(), visit.view)
    except YardstickError as error:
        _tell_problem(error.text(visit.language), quiet)
        return
    before, after = mark(done.before.status, visit.language), mark(done.after.status, visit.language)
    st.markdown(f"**{form.says('effect')}** — {before.word} → {after.word}")
    why = reason(done.after, visit.known.profiles[visit.view.profile], visit.language)
    attained = figures.ratio(done.after.attainment, visit.language, 1)
    sheet(draw_verdict(after, [why, outlook(done.after, visit.language)], [attained]), visit.language, "effect")
    if done.after == done.before:
        st.info(form.says("idle", period=draft.key[1]), icon=":material/info:")


def _tell_problem(text: str, quiet: bool) -> None:
    if not quiet:
        st.error(text, icon=":material/error:")


def _standing_value(values: tuple[SeriesValue, ...], draft: Draft) -> SeriesValue | None:
    _, period, item = draft.key
    return next((value for value in values if (value.period, value.item_id) == (period, item)), None)
