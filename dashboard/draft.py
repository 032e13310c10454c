"""What stands in the entry form, as the domain reads it, how it is kept while it is typed, and how it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

import streamlit as st

from dashboard.outcome import Outcome, outcome
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
Fields: TypeAlias = Mapping[str, Any]

# What stays for the next value: a clerk enters many metrics for one period.
_KEPT = ("grain", "period", "day")
_SEEN = "seen"  # the revision beside which the value was typed
_FIELDS = (
    *_KEPT,
    _SEEN,
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
_HELD: Mapping[str, type] = {"day": date, "published": date, "done": bool, _SEEN: list}


def form() -> Outcome:
    """The entry form of this session."""
    return outcome("entry")


def field_key(name: str) -> str:
    """The key of a widget of the form."""
    return f"entry-{form().done}-{name}"


def fields() -> Fields:
    """What stands in each field of the form that is shown, all of it read at once."""
    state = st.session_state.to_dict()
    return {name: state[field_key(name)] for name in _FIELDS if field_key(name) in state}


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed so far. `entry` is None where it can't be read; then `problem` says why."""

    key: tuple[str, str, str]
    typed: bool
    entry: Entry | None
    problem: str


def read_form(visit: Visit, metric: Metric) -> Draft:
    """The form as it stands. What the browser sent is read here and checked again where it is recorded."""
    held = fields()
    status = ObsStatus(held.get("status") or ObsStatus.NORMAL)
    item = str(held.get("item") or "") if metric.basis is Basis.CHECKLIST else ""
    key = (metric.metric_id, _period(held), item)
    typed = (
        bool(held.get({Basis.CHECKLIST: "item", Basis.GRADE: "grade"}.get(metric.basis, "value")))
        or status is ObsStatus.MISSING
    )
    try:
        value = _value(visit, metric, status, held)
    except ValueError:
        problem = YardstickError("bad_number", value=held.get("value")).text(visit.language)
        return Draft(key, typed, None, problem)
    observation = Observation(
        metric_id=metric.metric_id,
        period=key[1],
        value=value.value,
        unit_id=value.unit_id,
        grade=held.get("grade") if metric.basis is Basis.GRADE and status is not ObsStatus.MISSING else None,
        qualifier=value.qualifier,
        obs_status=status,
        item_id=item,
        note=str(held.get("note") or "").strip() or None,
    )
    return Draft(key, typed, Entry(observation, _source(held), _seen(key), guessed=value.guessed), "")


def take_up(metric: Metric, when: str) -> datetime | None:
    """Put back what this writer has typed for the metric and not saved, once a form; when it was typed.

    Where there is nothing, the form begins at the period that the address names.
    """
    memory = form().memory
    for name, content in memory.get("kept", {}).items():
        st.session_state[field_key(name)] = content
    memory.pop("kept", None)
    if memory.get("taken_up") != metric.metric_id:
        memory["taken_up"] = metric.metric_id
        kept = read_draft(store(), author(), _form(metric.metric_id))
        memory["typed_at"] = kept.saved_at if kept else None
        if when and not kept:
            _begin_at(when)
        for name, content in (kept.fields if kept else {}).items():
            if name in _FIELDS and _stands(metric, name, content):
                _put(name, content)
    typed_at = memory.get("typed_at")
    return typed_at if isinstance(typed_at, datetime) else None


def _put(name: str, content: object) -> None:
    if name == _SEEN:
        form().memory[_SEEN] = content
    else:
        st.session_state[field_key(name)] = content


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
    form().memory["standing"] = {(value.period, value.item_id): value.revision for value in values}


def see(key: tuple[str, str, str]) -> None:
    """Remember, once, the revision beside which a value began to be typed."""
    memory = form().memory
    if _seen(key) is None:
        memory[_SEEN] = [*key, memory.get("standing", {}).get(key[1:], 0)]


def reread(metric_id: str, language: Language) -> None:
    """Go on from what others have entered meanwhile, now that it was read."""
    form().memory.pop(_SEEN, None)
    keep(metric_id, language)


def keep(metric_id: str, language: Language) -> None:
    """Keep what stands in the form. Runs with every change of a field."""
    held = fields()
    if any(held.get(name) for name in ("value", "grade", "item")) or held.get("status") == ObsStatus.MISSING:
        see((metric_id, _period(held), str(held.get("item") or "")))
    seen = {name: content for name, content in form().memory.items() if name == _SEEN}
    try:
        refuse_unless_writable()
        keep_draft(store(), author(), _form(metric_id), {**held, **seen}, utc_now())
    except YardstickError as error:
        form().refuse(error.text(language))


def discard(metric_id: str, language: Language) -> None:
    """Throw away what was typed."""
    forget(keep_period=True)
    _drop(metric_id, language)


def save(visit: Visit, metric: Metric, confirmed: Sequence[Problem]) -> None:
    """Record what stands in the form. Runs as the button's callback, so that no other click can cut it in two."""
    draft = read_form(visit, metric)
    if not draft.typed:
        return  # a browser may press what isn't offered
    if draft.entry is None:
        form().refuse(draft.problem)
        return
    try:
        done = record(store(), draft.entry, author(), utc_now(), Click(form().token, confirmed))
    except YardstickError as error:
        form().refuse(error.text(visit.language))
        return
    told = done.observation
    filled = {
        "name": metric.name if visit.language is Language.ZH else metric.name_en,
        "period": told.period,
        "value": figures.entered(told, metric.unit_id, visit.language, visit.known.units),
        "revision": done.revision,
    }
    forget(keep_period=True)
    form().say(visit.says("enter.saved" if done.added else "enter.stood", **filled))
    _drop(metric.metric_id, visit.language)


def forget(*, keep_period: bool = False) -> None:
    """Begin a new, empty form."""
    held = fields()
    kept = {name: held.get(name) for name in _KEPT if keep_period and held.get(name) is not None}
    form().finish()
    form().memory["kept"] = kept


def _drop(metric_id: str, language: Language) -> None:
    try:
        drop_draft(store(), author(), _form(metric_id))
    except YardstickError as error:
        form().refuse(error.text(language))


def _form(metric_id: str) -> str:
    return f"one:{metric_id}"


def _period(held: Fields) -> str:
    if held.get("grain") == Grain.DAY:
        day = held.get("day")
        return day.isoformat() if isinstance(day, date) else ""
    return str(held.get("period") or "")


def _value(visit: Visit, metric: Metric, status: ObsStatus, held: Fields) -> Typed:
    if status is ObsStatus.MISSING or metric.basis is Basis.GRADE:
        return Typed(None, None, None)
    if metric.basis is Basis.CHECKLIST:
        return read_number("1" if held.get("done") else "0", metric.unit_id, visit.known.convertible())
    typed = read_number(str(held.get("value") or ""), metric.unit_id, visit.known.convertible())
    chosen: Any = held.get("qualifier")
    qualifier = Qualifier(chosen) if chosen in [*Qualifier] else typed.qualifier
    return Typed(typed.value, typed.unit_id, qualifier, typed.guessed)


def _source(held: Fields) -> Source | None:
    title = str(held.get("source") or "").strip()
    url = str(held.get("url") or "").strip()
    published = held.get("published")
    if not (title or url or published):
        return None
    return Source(title, published_on=published if isinstance(published, date) else None, url=url)


def _seen(key: tuple[str, str, str]) -> int | None:
    seen = form().memory.get(_SEEN)
    return int(seen[3]) if seen is not None and tuple(seen[:3]) == key else None
