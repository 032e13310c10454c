"""How values are entered: checked together, added as next revisions, durable before they are acknowledged."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from metrics.assessment import View
from metrics.definitions import Observation
from metrics.errors import ConflictError, DoubtedError, Problem, RefusedError, StoreError, YardstickError
from metrics.package.schema import plain
from metrics.people.roles import Action
from metrics.progress import Tell, silent
from metrics.store.checked import Newest, change_of, check_entries, source_identity
from metrics.store.connection import Store
from metrics.store.entries import UNCONFIRMED, Change, Click, Effect, Entry, Key, Receipt, Recorded, Source
from metrics.store.queries import Known, assess, known
from metrics.store.review import refuse_locked
from metrics.store.transaction import Reader, Row, Write
from metrics.typed import continued, same_value


def record(store: Store, entry: Entry, author: str, now: datetime, click: Click = UNCONFIRMED) -> Recorded:
    """Enter one value, as `record_all` enters many."""
    recorded = record_all(store, [entry], author, now, click).recorded
    if not recorded:
        raise StoreError("overtaken")
    return recorded[0]


def record_all(
    store: Store, entries: Sequence[Entry], author: str, now: datetime, click: Click = UNCONFIRMED
) -> Receipt:
    """Enter values together: all of them or none. A second call with the same token and the same entries changes
    nothing; with others `YardstickError`.

    Raises `RefusedError` with every problem, `DoubtedError` with every doubt that isn't among the confirmed ones,
    `ConflictError` where somebody has revised a value meanwhile, and `StoreError` where it couldn't be written;
    after each of them nothing has changed.
    """
    with store.write(author, _what(entries), now) as write:
        digest = _digest(entries)
        if clicked(write, click.token, digest):
            write.keep = False
            return _standing(write, entries)
        receipt = record_in(write, entries, click.confirmed)
        write.keep = any(one.added for one in receipt.recorded)
        if write.keep:
            remember(write, click.token, digest)
        return receipt


def try_all(
    store: Store, entries: Sequence[Entry], author: str, now: datetime, tell: Tell = silent
) -> tuple[Receipt, list[Problem]]:
    """What recording them would do, and every doubt about them; nothing is kept. Raises as `record_all` does."""
    doubts: list[Problem] = []
    with store.trial(author, now) as write:
        return record_in(write, entries, (), doubts, tell), doubts


def effect(store: Store, entry: Entry, author: str, now: datetime, view: View) -> Effect:
    """What a value would do, by the same rules: it is entered, judged and taken back. Raises as `record` does."""
    doubts: list[Problem] = []
    with store.trial(author, now) as write:
        record_in(write, [entry], (), doubts)
        (after,) = assess(write, replace(view, known_at=write.now), [entry.observation.metric_id])
        return Effect(after, doubts)


def clicked(write: Write, token: str, digest: str) -> bool:
    """Whether this was saved under this token already; an empty one is none.

    `YardstickError` where something else was: nothing that somebody wants to save may pass for saved.
    """
    sql = "SELECT token FROM submission WHERE token = $token OR starts_with(token, $token || ' ')"
    saved = {row["token"] for row in write.read(sql, {"token": token})} if token else set()
    if saved and not saved & {token, f"{token} {digest}"}:
        raise YardstickError("token_spent")
    return bool(saved)


def remember(write: Write, token: str, digest: str) -> None:
    """Let nothing else than what has this digest be saved under this token; an empty one is none."""
    if token:
        write.append("submission", [{"token": f"{token} {digest}", "change_id": write.change_id}])


def _digest(entries: Sequence[Entry]) -> str:
    content = repr([(entry.observation, entry.source, entry.reason) for entry in entries])
    return hashlib.sha256(content.encode("utf-8", "backslashreplace")).hexdigest()


def _what(entries: Sequence[Entry]) -> str:
    if len(entries) == 1:
        return f"record {entries[0].observation.metric_id} {entries[0].observation.period}"
    return f"record {len(entries)} values"


def record_in(
    write: Write,
    entries: Sequence[Entry],
    confirmed: Collection[Problem],
    doubts: list[Problem] | None = None,
    tell: Tell = silent,
) -> Receipt:
    """Check entries and add them within a transaction. Doubts go into a list where one is given, and aren't raised."""
    defined = known(write, write.now)
    asked_for = {entry.observation.metric_id for entry in entries}
    for metric_id in asked_for & defined.metrics.keys():
        write.require(Action.ENTER, defined.concern(defined.metrics[metric_id]))
    newest = newest_of(write, asked_for)
    entries = [_continued(defined, newest.get(entry.key), entry.trimmed()) for entry in entries]
    found = check_entries(defined, newest, entries, write.now.date(), tell)
    errors = [problem for problem in found if not problem.doubt]
    if errors:
        raise RefusedError(errors)
    changes = [change_of(newest.get(entry.key), entry) for entry in entries]
    _refuse_overtaken(newest, entries, changes)
    refuse_locked(
        write, [one.key for one, change in zip(entries, changes, strict=True) if change is not Change.UNCHANGED]
    )
    asked = [problem for problem in found if problem not in confirmed]
    if doubts is not None:
        doubts.extend(asked)
    elif asked:
        raise DoubtedError(asked)
    return _added(write, defined, newest, list(zip(entries, changes, strict=True)))


def _continued(defined: Known, row: Row | None, entry: Entry) -> Entry:
    """An entry; one that only repeats the value that stands, with what it leaves unsaid as it stands.

    Nobody has a reason for repeating it: that of a whole file isn't its.
    """
    if row is None or not entry.unsaid:
        return entry
    standing, own = Observation.of(row), defined.metrics[entry.key[0]]["unit_id"]
    if not same_value(entry.observation, standing, own):
        return entry
    told = continued(entry.observation, standing, own)
    return replace(entry, observation=told, reason=entry.reason if entry.source else "")


def _refuse_overtaken(newest: Newest, entries: Sequence[Entry], changes: Sequence[Change]) -> None:
    problems = []
    for entry, change in zip(entries, changes, strict=True):
        row = newest.get(entry.key)
        if change is Change.REVISED and row is not None and entry.seen not in (None, row["revision"]):
            at = f"{row['recorded_at']:%Y-%m-%d %H:%M}"
            problems.append(Problem("revised", entry.place, {"by": row["recorded_by"], "at": at, "value": _shown(row)}))
    if problems:
        raise ConflictError(problems)


def _added(write: Write, defined: Known, newest: Newest, entries: Sequence[tuple[Entry, Change]]) -> Receipt:
    _add_sources(write, defined, [entry.source for entry, _ in entries if entry.source is not None])
    rows, recorded = [], []
    for entry, change in entries:
        standing = newest.get(entry.key)
        if change is Change.UNCHANGED and standing is not None:
            recorded.append(_unchanged(standing, entry))
            continue
        told, period = entry.observation, entry.observation.when
        if entry.source is not None:
            told = replace(told, source_id=source_identity(entry.source))
        if change is Change.REVISED:
            told = replace(told, note=told.note or entry.reason)
        revision = standing["revision"] + 1 if standing else 1
        rows.append({
            "metric_id": told.metric_id, "period": told.period, "item_id": told.item_id, "revision": revision,
            "value": told.value, "unit_id": told.unit_id, "grade": told.grade, "qualifier": told.qualifier,
            "obs_status": told.obs_status, "source_id": told.source_id, "note": told.note,
            "period_start": period.start, "period_end": period.end,
            "recorded_at": write.now, "recorded_by": write.author,
        })  # fmt: skip
        before = Observation.of(standing) if standing else None
        recorded.append(Recorded(told, revision, write.now, change, before, entry.place))
    write.append("observations", rows)
    return Receipt(recorded)


def newest_of(store: Reader, metrics: Collection[str]) -> dict[Key, Row]:
    """The newest revision of every value of some metrics."""
    sql = """SELECT * FROM observations WHERE metric_id IN (SELECT unnest($metrics)) ORDER BY revision"""
    rows = store.read(sql, {"metrics": sorted(metrics)})
    return {(row["metric_id"], row["period"], row["item_id"]): row for row in rows}


def _add_sources(write: Write, defined: Known, sources: Iterable[Source]) -> None:
    fresh = {source_identity(source): source for source in sources}
    write.append("sources", [{
        "source_id": source_id, "title": source.title, "publisher": source.publisher or None,
        "published_on": source.published_on, "document_number": None, "url": source.url or None,
        "note": None, "version": 1, "recorded_at": write.now, "recorded_by": write.author,
    } for source_id, source in fresh.items() if source_id not in defined.sources])  # fmt: skip


def _shown(row: Row) -> str:
    return str(row["grade"] or (plain(row["value"]) + (row["unit_id"] or "") if row["value"] is not None else "-"))


def _standing(write: Write, entries: Sequence[Entry]) -> Receipt:
    newest = newest_of(write, {entry.observation.metric_id for entry in entries})
    return Receipt([_unchanged(newest[entry.key], entry) for entry in entries if entry.key in newest])


def _unchanged(row: Row, entry: Entry) -> Recorded:
    told = Observation.of(row)
    return Recorded(told, row["revision"], row["recorded_at"], Change.UNCHANGED, told, entry.place)
