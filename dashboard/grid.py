"""A whole period at once: what stands in the grid, how it is kept while it is typed, and how it is saved together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import streamlit as st

from dashboard.outcome import Outcome, outcome
from dashboard.receipt import tell_receipt
from dashboard.scope import Scope
from dashboard.startup import author, refuse_unless_writable, store, utc_now
from dashboard.visit import Visit
from metrics.checks.text import NOTE
from metrics.definitions import Metric, Observation
from metrics.errors import Problem, RefusedError, YardstickError
from metrics.store import Row as StoredRow
from metrics.store.drafts import drop_draft, keep_draft, read_draft
from metrics.store.entries import Click, Entry, Key, Source
from metrics.store.record import newest_of, record_all, try_all
from metrics.typed import as_typed, continued, read_typed
from metrics.vocabulary import Basis, ObsStatus
from metrics.words import Language
from metrics.worklist import Work

_FORM, _BEGAN = "grid", "grid-began"
_TYPED = ("value", "note")
_MOST = {"value": 60, "note": NOTE}


def form() -> Outcome:
    """The grid of this session."""
    return outcome("grid")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the grid: what it asks for, what stands, its draft, and the one when the grid was shown first."""

    metric: Metric
    period: str
    item: str
    name: str
    standing: StoredRow | None
    draft: Mapping[str, Any]
    began: Mapping[str, Any]

    @property
    def key(self) -> Key:
        """What it is a value of."""
        return self.metric.metric_id, self.period, self.item

    @property
    def place(self) -> str:
        """The name of the line, under which its draft is kept and its problems are told."""
        return "|".join(self.key)

    @property
    def stands(self) -> str:
        """The value that stands, as one would type it; a forecast is none yet."""
        if self.standing is None or self.standing["obs_status"] == ObsStatus.FORECAST:
            return ""
        return as_typed(Observation.of(self.standing))

    @property
    def revision(self) -> int:
        """The revision that stands, 0 for none."""
        return self.standing["revision"] if self.standing else 0

    @property
    def seen(self) -> int:
        """The revision beside which it began to be typed."""
        kept = self.draft.get("seen")
        return kept if isinstance(kept, int) else self.revision

    def before(self, column: str) -> str:
        """What the cell holds before anything is typed in this grid."""
        return self._held(self.began, column)

    def kept(self, column: str) -> str:
        """What the cell holds by its draft."""
        return self._held(self.draft, column)

    def _held(self, draft: Mapping[str, Any], column: str) -> str:
        return str(draft.get(column) or (self.stands if column == "value" else ""))


@dataclass(frozen=True, slots=True)
class Typing:
    """The grid as it stands: the entries that were typed, and by line what is wrong or odd about them."""

    entries: Sequence[Entry]
    problems: Sequence[Problem]

    @property
    def wrong(self) -> bool:
        """Whether something must be mended first."""
        return any(not problem.doubt for problem in self.problems)

    @property
    def doubts(self) -> list[Problem]:
        """What asks to be confirmed."""
        return [problem for problem in self.problems if problem.doubt]


def lines_of(visit: Visit, scope: Scope) -> list[Line]:
    """The lines of the reports that are owed by now, in the metrics' order; a checklist has one for each item."""
    owed = {(task.metric_id, task.period) for task in scope.tasks if task.work is not Work.AHEAD}
    newest = newest_of(store(), {metric_id for metric_id, _ in owed})
    kept = read_draft(store(), author(), _FORM)
    drafts = kept.fields if kept else {}
    lines = []
    for metric in scope.metrics:
        periods = sorted(period for metric_id, period in owed if metric_id == metric.metric_id)
        for period in periods:
            for item, name in _named(visit, metric):
                line = Line(metric, period, item, name, newest.get((metric.metric_id, period, item)), {}, {})
                draft = drafts.get(line.place)
                lines.append(replace(line, draft=draft if isinstance(draft, dict) else {}))
    began = _began(lines)
    return [replace(line, began=began.get(line.place, {})) for line in lines]


def _began(lines: Sequence[Line]) -> Mapping[str, Mapping[str, Any]]:
    """By line the draft with which the grid was shown first. It stays while one types: a browser that gets another
    table throws away what was typed meanwhile.
    """
    key = grid_key(lines)
    kept: tuple[str, Mapping[str, Mapping[str, Any]]] | None = st.session_state.get(_BEGAN)
    if kept is None or kept[0] != key or key not in st.session_state:
        kept = key, {line.place: line.draft for line in lines}
        st.session_state[_BEGAN] = kept
    return kept[1]


def _named(visit: Visit, metric: Metric) -> list[tuple[str, str]]:
    column = "name" if visit.language is Language.ZH else "name_en"
    name = str(getattr(metric, column))
    if metric.basis is not Basis.CHECKLIST:
        return [("", name)]
    return [(row["item_id"], f"{row[column]} · {name}") for row in visit.known.items[metric.metric_id]]


def grid_key(lines: Sequence[Line]) -> str:
    """The key of the grid's widget: another set of lines is another grid, or a cell would be taken for another's."""
    content = sha256("\n".join(line.place for line in lines).encode()).hexdigest()[:12]
    return f"grid-{form().done}-{content}"


def cells(lines: Sequence[Line]) -> list[dict[str, str]]:
    """What each line's cells hold now. The browser may send anything: only text in our two columns is taken."""
    edited = _edited(lines)
    found = []
    for number, line in enumerate(lines):
        own = {column: line.before(column) for column in _TYPED}
        for column, typed in dict(edited.get(number) or {}).items():
            if column in _TYPED and (typed is None or isinstance(typed, str)):
                own[column] = (typed or "")[: _MOST[column] + 1].strip()
        found.append(own)
    return found


def _edited(lines: Sequence[Line]) -> Mapping[int, Any]:
    """By number of the line what its widget sends: read so that nothing stops whoever keeps it."""
    state = st.session_state.to_dict().get(grid_key(lines)) or {}
    edited = state.get("edited_rows", {}) if isinstance(state, Mapping) else {}
    return edited if isinstance(edited, Mapping) else {}


def read_grid(visit: Visit, lines: Sequence[Line], source: Source | None) -> Typing:
    """The entries of the lines in which something new was typed, checked as they will be when they are saved."""
    units = visit.known.convertible()
    entries, unread = [], []
    for line, own in zip(lines, cells(lines), strict=True):
        if not own["value"]:
            if line.stands or own["note"]:
                unread.append(Problem("emptied" if line.stands else "note_alone", line.place, {"value": line.stands}))
            continue
        if own["value"] == line.stands and not own["note"]:
            continue
        try:
            told, guessed = read_typed(line.metric, (line.period, line.item), own["value"], units)
        except ValueError:
            unread.append(Problem("unreadable", line.place, {"metric": line.metric.metric_id, "value": own["value"]}))
            continue
        told = replace(told, note=own["note"] or None)
        if line.standing:
            told = continued(told, Observation.of(line.standing), line.metric.unit_id)
        entries.append(Entry(told, source, line.seen, line.place, guessed))
    if not entries:
        return Typing([], unread)
    try:
        _, doubts = try_all(store(), entries, author(), utc_now())
    except RefusedError as refused:
        return Typing(entries, [*unread, *refused.problems])
    return Typing(entries, [*unread, *doubts])


def told(visit: Visit, problems: Sequence[Problem]) -> dict[str, str]:
    """By line, what is wrong or odd about it."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(problem.place, []).append(problem.sentence(visit.language))
    return {place: " ".join(texts) for place, texts in found.items()}


def doubted(visit: Visit, lines: Sequence[Line], doubts: Sequence[Problem]) -> list[str]:
    """The doubts, each with the name of its line."""
    names = {line.place: line.name for line in lines}
    return [f"{names[doubt.place]} · {doubt.sentence(visit.language)}" for doubt in doubts]


def keep_grid(lines: Sequence[Line], language: Language) -> None:
    """Keep what was typed. Runs with every change of a cell."""
    edited = _edited(lines)
    changed = {
        line.place: {**own, "seen": line.seen}
        for number, (line, own) in enumerate(zip(lines, cells(lines), strict=True))
        if number in edited and own != {column: line.kept(column) for column in _TYPED}
    }
    _keep(changed, language)


def reread_grid(lines: Sequence[Line], language: Language) -> None:
    """Go on from what others have entered meanwhile in these lines, now that it was read."""
    _keep({line.place: {**line.draft, "seen": line.revision} for line in lines}, language)


def _keep(changed: Mapping[str, object], language: Language) -> None:
    try:
        refuse_unless_writable()
        keep_draft(store(), author(), _FORM, changed, utc_now())
    except YardstickError as error:
        form().refuse(error.text(language))


def save_grid(visit: Visit, entries: Sequence[Entry], confirmed: Sequence[Problem]) -> None:
    """Record everything together. Runs as the button's callback, so that no other click can cut it in two."""
    try:
        receipt = record_all(store(), entries, author(), utc_now(), Click(form().token, confirmed))
        form().finish(lambda: tell_receipt(visit, receipt))
        drop_draft(store(), author(), _FORM, [entry.place for entry in entries])
    except YardstickError as error:
        form().refuse(error.text(visit.language))


def discard_grid(lines: Sequence[Line], language: Language) -> None:
    """Throw away what was typed into these lines."""
    try:
        drop_draft(store(), author(), _FORM, [line.place for line in lines])
    except YardstickError as error:
        form().refuse(error.text(language))
    form().finish()
