"""What is wrong with entries, or doubtful about them, beside what stands, and what each of them would do."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import TypeAlias

from metrics.checks.doubt import check_doubts
from metrics.checks.observation import Subject, check_observation, check_series
from metrics.checks.text import TITLE, check_address, check_text
from metrics.definitions import Observation
from metrics.errors import Problem, YardstickError
from metrics.package.schema import plain
from metrics.progress import Tell, silent
from metrics.store.entries import Change, Entry, Key, Source
from metrics.store.queries import Known
from metrics.store.transaction import Row

Newest: TypeAlias = Mapping[Key, Row]
_TOLD_EVERY = 50


def check_entries(
    defined: Known, newest: Newest, entries: Sequence[Entry], today: date, tell: Tell = silent
) -> list[Problem]:
    """Everything that is wrong with entries, or doubtful about them, beside what stands in `newest`."""
    found: list[Problem] = []
    entered: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        entered[entry.observation.metric_id].append(entry)
    standing: dict[str, dict[Key, Row]] = defaultdict(dict)
    for key, row in newest.items():
        standing[key[0]][key] = row
    for number, (metric_id, own) in enumerate(entered.items()):
        if number % _TOLD_EVERY == 0:
            tell(number / len(entered))
        try:
            subject = defined.subject(defined.metric(metric_id))
        except YardstickError as error:
            if len(entries) == 1:
                raise
            filled = {"name": metric_id}
            found.extend(Problem("metric_unknown", one.place, filled, str(error.filled["near"])) for one in own)
            continue
        found.extend(_check_metric(subject, standing[metric_id], own, today))
    order = {entry.place: number for number, entry in enumerate(entries)}
    return sorted(found, key=lambda problem: order[problem.place])


def _check_metric(subject: Subject, standing: Newest, entries: Sequence[Entry], today: date) -> Iterator[Problem]:
    alone = [problem for entry in entries for problem in _alone(subject, standing, entry, today)]
    yield from alone
    if any(not problem.doubt for problem in alone) or len({entry.key for entry in entries}) < len(entries):
        yield from _twice(entries)
        return
    mine = {entry.key for entry in entries}
    others = [Observation.of(row) for key, row in standing.items() if key not in mine]
    told = [*(("", one) for one in others), *((entry.place, entry.observation) for entry in entries)]
    entered = [entry.observation for entry in entries]
    yield from check_series(subject, told, entered)
    for entry in entries:
        if change_of(standing.get(entry.key), entry) is Change.UNCHANGED:
            continue
        beside = [one for one in (*others, *entered) if one is not entry.observation]
        for doubt in (*_guessed(subject, entry), *check_doubts(subject, entry.observation, beside)):
            yield replace(doubt, place=entry.place)


def _alone(subject: Subject, standing: Newest, entry: Entry, today: date) -> Iterator[Problem]:
    problems = check_observation(subject, entry.observation, today, entry.place)
    if entry.source is not None:
        problems.extend(replace(one, place=entry.place) for one in _source_problems(entry.source))
    yield from problems
    revises = change_of(standing.get(entry.key), entry) is Change.REVISED
    if not problems and revises and not (entry.observation.note or entry.reason).strip():
        yield Problem("correction_unexplained", entry.place)


def _twice(entries: Sequence[Entry]) -> Iterator[Problem]:
    first: dict[Key, str] = {}
    for entry in entries:
        if entry.key in first:
            filled = {"metric": entry.key[0], "period": entry.key[1], "first": first[entry.key]}
            yield Problem("entered_twice", entry.place, filled)
        first.setdefault(entry.key, entry.place)


def _guessed(subject: Subject, entry: Entry) -> Iterator[Problem]:
    told, own = entry.observation, subject.units.get(subject.metric.unit_id or "")
    if not entry.guessed or told.value is None or told.unit_id is None or own is None:
        return
    read = subject.units[told.unit_id]
    if read.factor < own.factor:
        shown = plain((told.value * read.factor / own.factor).normalize())
        filled = {"value": plain(told.value) + told.unit_id, "own": shown + own.unit_id, "times": told.unit_id[0]}
        yield Problem("unit_guessed", filled={"metric": told.metric_id, "unit": own.unit_id, **filled}, doubt=True)


def change_of(row: Row | None, entry: Entry) -> Change:
    """What an entry does to the value that stands, or to none."""
    if row is None:
        return Change.ADDED
    told = entry.observation
    source_id = source_identity(entry.source) if entry.source else told.source_id
    standing = Observation.of(row)
    if standing.note is not None:
        standing = replace(standing, note=standing.note.strip())  # older ones may have blanks at their ends
    same = replace(told, note=told.note or standing.note, source_id=source_id or row["source_id"])
    return Change.UNCHANGED if standing == same else Change.REVISED


def _source_problems(source: Source) -> Iterator[Problem]:
    if not source.title.strip():
        yield Problem("source_untitled")
    yield from check_text("title", source.title, TITLE)
    yield from check_text("publisher", source.publisher, TITLE)
    yield from check_address(source.url)


def source_identity(source: Source) -> str:
    """The id of a source that was typed with a value: the same for the same words."""
    content = "\n".join((source.title, source.publisher, str(source.published_on or ""), source.url))
    return "s-" + sha256(content.encode()).hexdigest()[:16]
