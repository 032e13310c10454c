"""What rows the store keeps of a package's: a metric with its children and its place, and whether two say the same."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from metrics.package.read import Entry
from metrics.package.written import CHILDREN
from metrics.periods import parse_period

Values: TypeAlias = dict[str, Any]

# Who recorded a row and when, and where it stands: not what it says.
RECORD = ("recorded_at", "recorded_by", "version", "revision", "position")


def definitions(entries: Mapping[str, Sequence[Entry]]) -> list[Values]:
    """The metrics with their items, parts, milestones and grades, the first versions first."""
    children = {name: by_version(dict(entry.values) for entry in entries[name]) for name in CHILDREN}
    rows = []
    for position, entry in enumerate(entries["metrics"]):
        row: Values = {**entry.values, "position": position}
        row["baseline_end"] = parse_period(row["baseline_period"]).end if row["baseline_period"] else None
        for name in CHILDREN:
            row[name] = children[name].get((row["metric_id"], row["version"]), [])
        scale = row["scale"].split("<") if row["scale"] else []
        row["grades"] = [
            {"metric_id": row["metric_id"], "rank": rank, "grade": grade} for rank, grade in enumerate(scale, 1)
        ]
        rows.append(row)
    return sorted(rows, key=lambda row: row["version"])


def by_version(children: Iterable[Values]) -> dict[tuple[str, int], list[Values]]:
    """Items, parts, milestones or grades by the version of a metric that they belong to."""
    grouped: dict[tuple[str, int], list[Values]] = {}
    for child in children:
        grouped.setdefault((child["metric_id"], child["version"]), []).append(child)
    return grouped


def content(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a row says, whoever recorded it and when: two that say the same are equal."""
    return tuple(sorted((column, _frozen(value)) for column, value in row.items() if column not in RECORD))


def _frozen(value: Any) -> str:
    if isinstance(value, list):
        return repr(sorted(content(each) for each in value))
    return "" if value is None else f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
