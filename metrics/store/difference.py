"""What is it that written rows would add, change or leave, against what stands?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

from metrics.package.read import Entry
from metrics.package.rows import RECORD, Values, content, definitions
from metrics.package.schema import plain, tables
from metrics.package.written import CHILDREN, WRITABLE
from metrics.store.entries import Change
from metrics.store.queries import Known
from metrics.store.transaction import Reader, Row, Write

Key: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """What becomes of a row. `stood` is the version that stood before, 0 for none.

    `differs` is what a changed row said and says, by column; of a metric also its items, parts and milestones.
    """

    table: str
    key: Key
    place: str
    change: Change
    stood: int
    differs: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def identity(self) -> tuple[str, Key]:
        """What it is a version of."""
        return self.table, self.key


def number(write: Write, defined: Known, entries: dict[str, list[Entry]]) -> None:
    """Say of metrics and what lies below them which version they are. What isn't written of one stays as it stands."""
    below = {name: {str(entry.values["metric_id"]): entry.place for entry in entries[name]} for name in CHILDREN}
    written = {entry.values["metric_id"] for entry in entries["metrics"]}
    for metric_id, place in {
        metric_id: place for named in below.values() for metric_id, place in named.items()
    }.items():
        if metric_id in defined.metrics and metric_id not in written:
            standing = {name: defined.metrics[metric_id][name] for name in tables()["metrics"].names}
            entries["metrics"].append(Entry(place, standing))
    version = {name: int(row["version"]) + 1 for name, row in defined.metrics.items()}
    for entry in entries["metrics"]:
        metric_id = str(entry.values["metric_id"])
        entry.values["version"] = version.get(metric_id, 1)
        entry.values.update(recorded_at=write.now, recorded_by=write.author)
        for name in CHILDREN:
            if metric_id in version and metric_id not in below[name]:
                entries[name] += [Entry("", dict(row)) for row in getattr(defined, name).get(metric_id, [])]
    for entry in (entry for name in CHILDREN for entry in entries[name]):
        entry.values["version"] = version.get(str(entry.values["metric_id"]), 1)


@dataclass(frozen=True, slots=True)
class Difference:
    """A row to be added, what stood before it, and what is told of it."""

    told: Added
    row: Values
    before: Row | None


def differences(reader: Reader, defined: Known, entries: Mapping[str, Sequence[Entry]]) -> Iterator[Difference]:
    """What each row does, what others name before what names it."""
    yield from _shared(reader, defined, entries)
    yield from _metrics(defined, entries)


def _shared(reader: Reader, defined: Known, entries: Mapping[str, Sequence[Entry]]) -> Iterator[Difference]:
    placed = reader.read("SELECT * FROM cluster_areas ORDER BY version") if entries["cluster_areas"] else []
    standing = {"cluster_areas": placed, "limits": defined.limits}
    for name in WRITABLE:
        if name in ("metrics", *CHILDREN):
            continue
        rows = standing[name] if name in standing else getattr(defined, name).values()
        before = {_key(name, row): row for row in rows}
        for entry in entries[name]:
            yield _difference(name, entry.place, dict(entry.values), before.get(_key(name, entry.values)))


def _metrics(defined: Known, entries: Mapping[str, Sequence[Entry]]) -> Iterator[Difference]:
    last: dict[str, int] = {}
    for row in defined.metrics.values():
        last[row["plan_id"]] = max(last.get(row["plan_id"], -1), row["position"])
    places = {entry.values["metric_id"]: entry.place for entry in entries["metrics"]}
    for row in sorted(definitions(entries), key=lambda row: int(row["position"])):
        standing = defined.metrics.get(row["metric_id"])
        if standing is None:
            last[row["plan_id"]] = row["position"] = last.get(row["plan_id"], -1) + 1
            yield _difference("metrics", places[row["metric_id"]], row, None)
            continue
        row["position"] = standing["position"]
        children = {name: getattr(defined, name).get(row["metric_id"], []) for name in CHILDREN}
        yield _difference("metrics", places[row["metric_id"]], row, {**standing, **children, "grades": row["grades"]})


def _key(table: str, row: Mapping[str, Any]) -> Key:
    return tuple(str(row[column]) for column in tables()[table].key if column != "version")


def _difference(table: str, place: str, row: Values, before: Row | None) -> Difference:
    key = _key(table, row)
    if before is None:
        return Difference(Added(table, key, place, Change.ADDED, 0), row, None)
    names = [*(name for name in row if name not in (*RECORD, "baseline_end", "grades"))]
    differs = {
        name: (_shown(before[name]), _shown(row[name]))
        for name in names
        if content({name: before[name]}) != content({name: row[name]})
    }
    change = Change.REVISED if differs else Change.UNCHANGED
    return Difference(Added(table, key, place, change, before["version"], differs), row, before)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        own = ("metric_id", "version")
        return "; ".join(" ".join(_shown(cell) for name, cell in row.items() if name not in own) for row in value)
    if isinstance(value, Decimal):
        return plain(value)
    return "" if value is None else str(value)
