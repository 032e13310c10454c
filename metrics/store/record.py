"""How one value is entered: checked, added as the next revision, durable before it is acknowledged."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from metrics.assessment import Assessment, View
from metrics.checks.observation import Subject, check_observation, check_series
from metrics.checks.text import TITLE, check_address, check_text
from metrics.definitions import Metric, Observation
from metrics.errors import ConflictError, Problem, RefusedError, StoreError
from metrics.store.connection import Row, Store, Write
from metrics.store.queries import Known, assess, known


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was published."""

    title: str
    publisher: str = ""
    published_on: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody wants to record. `seen` is the revision that they looked at, 0 for none, None for the newest."""

    observation: Observation
    source: Source | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an entry. `revision` is the one that stands; `added` is False where it stood already."""

    observation: Observation
    revision: int
    recorded_at: datetime
    added: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What a value does to its metric: how it stands without it and with it."""

    before: Assessment
    after: Assessment


def record(store: Store, entry: Entry, author: str, now: datetime, token: str = "") -> Recorded:
    """Enter a value. A second call with the same token changes nothing and gives the same answer.

    Raises `RefusedError` with every problem, `ConflictError` where somebody has revised the value meanwhile, and
    `StoreError` where it couldn't be written; after each of them nothing has changed.
    """
    try:
        with store.write(author, f"record {entry.observation.metric_id} {entry.observation.period}", now) as write:
            if token and write.read("SELECT 1 FROM submission WHERE token = $token", {"token": token}):
                raise _StandsAlready
            if token:
                write.append("submission", [{"token": token, "change_id": write.change_id}])
            return _added(write, entry)
    except _StandsAlready:
        return _standing(store, entry)


def effect(store: Store, entry: Entry, author: str, now: datetime, view: View) -> Effect:
    """What a value would do, by the same rules: it is entered, judged and taken back. Raises as `record` does."""
    metric_id = entry.observation.metric_id
    try:
        with store.write(author, "try", now, keep=False) as write:
            before = _of(assess(write, replace(view, known_at=write.now)), metric_id)
            _added(write, entry)
            after = _of(assess(write, replace(view, known_at=write.now)), metric_id)
            return Effect(before, after)
    except _StandsAlready:
        standing = _of(assess(store, replace(view, known_at=now)), metric_id)
        return Effect(standing, standing)


class _StandsAlready(Exception):  # noqa: N818 - no error: the store says already what was to be recorded
    """The value stands as it was to be entered."""


def _added(write: Write, entry: Entry) -> Recorded:
    told = entry.observation
    defined = known(write, write.now)
    metric = defined.metric(told.metric_id)
    history = _newest(write, metric)
    _checked(defined, metric, history, entry, write.now.date())
    newest = history.get((told.period, told.item_id))
    told = replace(told, source_id=_source(write, defined, entry.source) or told.source_id)
    if newest is not None and _same(newest, told):
        raise _StandsAlready
    seen = newest["revision"] if newest else 0
    if entry.seen is not None and entry.seen != seen and newest is not None:
        raise ConflictError(
            "revised",
            by=newest["recorded_by"],
            at=f"{newest['recorded_at']:%Y-%m-%d %H:%M}",
            value=_shown(newest),
        )
    if newest is not None and not (told.note or "").strip():
        raise RefusedError([Problem("correction_unexplained")])
    period = told.when
    write.append("observations", [{
        "metric_id": told.metric_id, "period": told.period, "item_id": told.item_id, "revision": seen + 1,
        "value": told.value, "unit_id": told.unit_id, "grade": told.grade, "qualifier": told.qualifier,
        "obs_status": told.obs_status, "source_id": told.source_id, "note": told.note,
        "period_start": period.start, "period_end": period.end,
        "recorded_at": write.now, "recorded_by": write.author,
    }])  # fmt: skip
    return Recorded(told, seen + 1, write.now, added=True)


def _newest(write: Write, metric: Metric) -> dict[tuple[str, str], Row]:
    sql = "SELECT * FROM observations WHERE metric_id = $metric_id ORDER BY revision"
    rows = write.read(sql, {"metric_id": metric.metric_id})
    return {(row["period"], row["item_id"]): row for row in rows}


def _checked(defined: Known, metric: Metric, history: dict[tuple[str, str], Row], entry: Entry, today: date) -> None:
    told = entry.observation
    items = [row["item_id"] for row in defined.items.get(metric.metric_id, [])]
    subject = Subject(metric, items, defined.convertible())
    problems = check_observation(subject, told, today, "")
    if entry.source is not None:
        problems.extend(_source_problems(entry.source))
    if not problems:
        others = [Observation.of(row) for key, row in history.items() if key != (told.period, told.item_id)]
        problems = check_series(subject, [("", one) for one in (*others, told)], told)
    if problems:
        raise RefusedError(problems)


def _source_problems(source: Source) -> Iterator[Problem]:
    if not source.title.strip():
        yield Problem("source_untitled")
    yield from check_text("title", source.title, TITLE)
    yield from check_text("publisher", source.publisher, TITLE)
    yield from check_address(source.url)


def _source(write: Write, defined: Known, source: Source | None) -> str | None:
    if source is None:
        return None
    content = "\n".join((source.title, source.publisher, str(source.published_on or ""), source.url))
    source_id = "s-" + hashlib.sha256(content.encode()).hexdigest()[:16]
    if source_id not in defined.sources:
        write.append("sources", [{
            "source_id": source_id, "title": source.title, "publisher": source.publisher or None,
            "published_on": source.published_on, "document_number": None, "url": source.url or None,
            "note": None, "version": 1, "recorded_at": write.now, "recorded_by": write.author,
        }])  # fmt: skip
    return source_id


def _same(row: Row, told: Observation) -> bool:
    return Observation.of(row) == replace(
        told, note=told.note or row["note"], source_id=told.source_id or row["source_id"]
    )


def _shown(row: Row) -> str:
    return str(row["grade"] or (f"{row['value'].normalize():f}" if row["value"] is not None else "-"))


def _standing(store: Store, entry: Entry) -> Recorded:
    told = entry.observation
    sql = """SELECT * FROM observations WHERE metric_id = $metric_id AND period = $period AND item_id = $item_id
             ORDER BY revision DESC LIMIT 1"""
    rows = store.read(sql, {"metric_id": told.metric_id, "period": told.period, "item_id": told.item_id})
    if not rows:
        raise StoreError("overtaken")
    return Recorded(Observation.of(rows[0]), rows[0]["revision"], rows[0]["recorded_at"], added=False)


def _of(assessments: list[Assessment], metric_id: str) -> Assessment:
    return next(one for one in assessments if one.metric_id == metric_id)
