"""What stands in the entry form, as the domain reads it, how it is kept while it is typed, and how it is saved."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import streamlit as st

from dashboard.last import unasked
from dashboard.startup import author, refuse_unless_writable, store, utc_now
from dashboard.visit import Visit
from metrics.assessment import SeriesValue
from metrics.definitions import Metric, Observation
from metrics.errors import Problem, YardstickError
from metrics.numbers import Typed, read_number
from metrics.periods import Grain, parse_period
from metrics.store.drafts import drop_draft, keep_draft, read_draft
from metrics.store.entries import Click, Entry, Source
from metrics.store.record import record
from metrics.vocabulary import Basis, ObsStatus, Qualifier
from metrics.words import Language, figures

EXACT = "exact"
_GENERATION = "entry-generation"
# What stays for the next value: a clerk enters many metrics for one period.
_KEPT = ("grain", "period", "day")
_FIELDS = (
    *_KEPT,
    "seen",
    "value",
    "qualifier",
    "grade",
    "item",
    "done",
    "status",
    "source",
    "published",
    "url",
    "note",
)
# What a field holds where that isn't text.
_HELD: Mapping[str, type] = {"day": date, "published": date, "done": bool, "seen": list}


def field_key(name: str) -> str:
    """The key of a widget of the form. A form that was saved is a new form: a browser keeps what stands under a key."""
    return f"entry-{st.session_state.setdefault(_GENERATION, 0)}-{name}"


def field(name: str) -> Any:
    """What stands in a field of the form."""
    return st.session_state.get(field_key(name))


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed so far. `entry` is None where it can't be read; then `problem` says why."""

    key: tuple[str, str, str]
    typed: bool
    entry: Entry | None
    problem: str


def read_form(visit: Visit, metric: Metric) -> Draft:
    """The form as it stands. What the browser sent is read here and checked again where it is recorded."""
    status = ObsStatus(field("status") or ObsStatus.NORMAL)
    item = str(field("item") or "") if metric.basis is Basis.CHECKLIST else ""
    key = (metric.metric_id, _period(), item)
    typed = (
        bool(field({Basis.CHECKLIST: "item", Basis.GRADE: "grade"}.get(metric.basis, "value")))
        or status is ObsStatus.MISSING
    )
    try:
        value = _value(visit, metric, status)
    except ValueError:
        problem = YardstickError("bad_number", value=field("value")).text(visit.language)
        return Draft(key, typed, None, problem)
    observation = Observation(
        metric_id=metric.metric_id,
        period=key[1],
        value=value.value,
        unit_id=value.unit_id,
        grade=field("grade") if metric.basis is Basis.GRADE and status is not ObsStatus.MISSING else None,
        qualifier=value.qualifier,
        obs_status=status,
        item_id=item,
        note=str(field("note") or "").strip() or None,
    )
    return Draft(key, typed, Entry(observation, _source(), _seen(key), guessed=value.guessed), "")


def take_up(metric: Metric, when: str) -> datetime | None:
    """Put back what this writer has typed for the metric and not saved, once a form; when it was typed.

    Where there is nothing, the form begins at the period that the address names.
    """
    if field("taken-up") != metric.metric_id:
        st.session_state[field_key("taken-up")] = metric.metric_id
        kept = read_draft(store(), author(), _form(metric.metric_id))
        st.session_state[field_key("typed-at")] = kept.saved_at if kept else None
        if when and not kept:
            _begin_at(when)
        for name, content in (kept.fields if kept else {}).items():
            if name in _FIELDS and _stands(metric, name, content):
                st.session_state[field_key(name)] = content
    typed_at = field("typed-at")
    return typed_at if isinstance(typed_at, datetime) else None


def _begin_at(when: str) -> None:
    try:
        period = parse_period(when)
    except ValueError:  # the address may say anything
        return
    st.session_state[field_key("grain")] = period.grain
    st.session_state[field_key("day" if period.grain is Grain.DAY else "period")] = (
        period.end if period.grain is Grain.DAY else period.name
    )


def _stands(metric: Metric, name: str, content: object) -> bool:
    """Whether a field can hold what was kept: the definition may have changed since, and a browser sends anything."""
    closed: dict[str, Sequence[str]] = {
        "grain": [*Grain],
        "qualifier": [EXACT, *Qualifier],
        "status": [*ObsStatus],
        "grade": metric.grades,
    }
    return isinstance(content, _HELD.get(name, str)) and (name not in closed or content in closed[name])


def look(values: Sequence[SeriesValue]) -> None:
    """Remember which revisions stand as the form is drawn: they are what is looked at while one types."""
    st.session_state[field_key("standing")] = {(value.period, value.item_id): value.revision for value in values}


def see(key: tuple[str, str, str]) -> None:
    """Remember, once, the revision beside which a value began to be typed."""
    if _seen(key) is None:
        standing = field("standing") or {}
        st.session_state[field_key("seen")] = [*key, standing.get(key[1:], 0)]


def reread(metric_id: str, language: Language) -> None:
    """Go on from what others have entered meanwhile, now that it was read."""
    st.session_state.pop(field_key("seen"), None)
    keep(metric_id, language)


def keep(metric_id: str, language: Language) -> None:
    """Keep what stands in the form. Runs with every change of a field."""
    if any(field(name) for name in ("value", "grade", "item")) or field("status") == ObsStatus.MISSING:
        see((metric_id, _period(), str(field("item") or "")))
    fields = {name: field(name) for name in _FIELDS if field_key(name) in st.session_state}
    try:
        refuse_unless_writable()
        keep_draft(store(), author(), _form(metric_id), fields, utc_now())
    except YardstickError as error:
        st.session_state["entry-told"] = ("refused", error.text(language))


def discard(metric_id: str, language: Language) -> None:
    """Throw away what was typed."""
    _drop(metric_id, language)
    forget(keep_period=True)


def save(visit: Visit, metric: Metric, confirmed: Sequence[Problem]) -> None:
    """Record what stands in the form. Runs as the button's callback, so that no other click can cut it in two."""
    draft = read_form(visit, metric)
    if not draft.typed:
        unasked()  # the second half of a double click: the first has saved and cleared the form
        return
    try:
        if draft.entry is None:
            st.session_state["entry-told"] = ("refused", draft.problem)
            return
        token = st.session_state.setdefault(field_key("token"), secrets.token_urlsafe(16))
        done = record(store(), draft.entry, author(), utc_now(), Click(token, confirmed))
    except YardstickError as error:
        st.session_state["entry-told"] = ("refused", error.text(visit.language))
        return
    told = done.observation
    filled = {
        "name": metric.name if visit.language is Language.ZH else metric.name_en,
        "period": told.period,
        "value": figures.entered(told, metric.unit_id, visit.language, visit.known.units),
        "revision": done.revision,
    }
    st.session_state["entry-told"] = (
        "saved",
        visit.says("enter.saved" if done.added else "enter.stood", **filled),
    )
    _drop(metric.metric_id, visit.language)
    forget(keep_period=True)


def forget(*, keep_period: bool = False) -> None:
    """Begin a new, empty form."""
    kept = {name: field(name) for name in _KEPT if keep_period and field(name) is not None}
    st.session_state[_GENERATION] = st.session_state.get(_GENERATION, 0) + 1
    for name, value in kept.items():
        st.session_state[field_key(name)] = value


def _drop(metric_id: str, language: Language) -> None:
    try:
        drop_draft(store(), author(), _form(metric_id))
    except YardstickError as error:
        st.session_state["entry-told"] = ("refused", error.text(language))


def _form(metric_id: str) -> str:
    return f"one:{metric_id}"


def _period() -> str:
    if field("grain") == Grain.DAY:
        day = field("day")
        return day.isoformat() if isinstance(day, date) else ""
    return str(field("period") or "")


def _value(visit: Visit, metric: Metric, status: ObsStatus) -> Typed:
    if status is ObsStatus.MISSING or metric.basis is Basis.GRADE:
        return Typed(None, None, None)
    if metric.basis is Basis.CHECKLIST:
        return read_number("1" if field("done") else "0", metric.unit_id, visit.known.convertible())
    typed = read_number(str(field("value") or ""), metric.unit_id, visit.known.convertible())
    chosen = field("qualifier")
    qualifier = Qualifier(chosen) if chosen in [*Qualifier] else typed.qualifier
    return Typed(typed.value, typed.unit_id, qualifier, typed.guessed)


def _source() -> Source | None:
    title = str(field("source") or "").strip()
    url = str(field("url") or "").strip()
    published = field("published")
    if not (title or url or published):
        return None
    return Source(title, published_on=published if isinstance(published, date) else None, url=url)


def _seen(key: tuple[str, str, str]) -> int | None:
    seen = field("seen")
    return int(seen[3]) if seen is not None and tuple(seen[:3]) == key else None
