"""What the demonstration is told: its places and plans, what it measures there, and how each metric is to fare."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from metrics.periods import Grain

_FOLDER = Path(__file__).parent
_SETTLED = timedelta(days=10)  # a plan is published so long before its first day
Words: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """An area. `size` is what counts of size 1 are multiplied by."""

    id: str
    kind: str
    name: str
    name_en: str
    above: str = ""
    size: float = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of one area, with its first and its last year; one that only monitors has no last year."""

    id: str
    area: Place
    name: str
    name_en: str
    first: int
    last: int | None

    @property
    def published(self) -> datetime:
        """The moment at which its definitions were recorded."""
        return datetime.combine(date(self.first, 1, 1) - _SETTLED, time(2))


@dataclass(frozen=True, slots=True)
class Outline:
    """A metric at one place: its definition in the columns of a package, and its course as `metrics.toml` tells it."""

    id: str
    name: str
    name_en: str
    category: str
    owner: str
    basis: str
    plan: str = "development"
    reported: str = ""
    comparator: str = ""
    direction: str = ""
    baseline: float | None = None
    low: float | None = None
    high: float | None = None
    tolerance: float | None = None
    grade: str = ""
    scale: str = ""
    unit: str = ""
    decimals: int = 0
    path: str = ""
    binding: str = "unstated"
    frequency: str = ""
    note: str = ""
    breaks_from: str = ""
    cluster: str = ""
    milestones: tuple[tuple[int, float], ...] = ()
    items: tuple[Mapping[str, Any], ...] = ()
    parts: tuple[tuple[str, float], ...] = ()
    sized: bool = False
    unpublished: bool = False
    aim: float | None = None
    pace: float | None = None
    wobble: float = 0.015
    settles: bool = False
    forecast: bool = False
    silent: int = 0
    late: tuple[int, ...] = ()
    corrected: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    estimated: tuple[int, ...] = ()
    rough: tuple[tuple[int, str], ...] = ()
    breaks: int | None = None
    changed: Mapping[str, float] | None = None
    reported_in: str = ""

    @property
    def grain(self) -> Grain:
        """How long the period of a report is."""
        return Grain(self.frequency)

    @property
    def goal(self) -> float:
        """The value that the course leads to."""
        told = (self.aim, self.low if self.direction != "lower" else self.high, self.high)
        return next(value for value in told if value is not None)


@cache
def _file(name: str) -> Mapping[str, Any]:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a reference table that has nothing to work out."""
    return [dict(row) for row in _file("places.toml")[table]]


def words() -> Words:
    """What documents and records of the demonstration say."""
    told: Words = _file("places.toml")["words"]
    return told


def places() -> list[Place]:
    """The areas, each after the one above it."""
    return [Place(**row) for row in _file("places.toml")["areas"]]


def plans(year: int) -> list[Plan]:
    """The plans, as they lie around the present year."""
    by_id = {place.id: place for place in places()}
    return [_plan(row, by_id[area], year) for row in _file("places.toml")["plans"] for area in row["areas"]]


def _plan(row: Mapping[str, Any], area: Place, year: int) -> Plan:
    return Plan(
        id=f"{area.id}-{row['id']}",
        area=area,
        name=row["name"].format(area=area.name),
        name_en=row["name_en"].format(area=area.name_en),
        first=year + row["first"],
        last=year + row["last"] if "last" in row else None,
    )


def outlines(clusters: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[Place, Outline]]:
    """Every metric at every place. `clusters` gives the names of those that a metric of each cluster is made for."""
    by_id = {place.id: place for place in places()}
    for told in _file("metrics.toml")["metrics"]:
        common = {name: value for name, value in told.items() if name not in ("places", "each_cluster")}
        for area, own in told["places"].items():
            outline = Outline(**{name: _frozen(value) for name, value in (common | own).items()})
            for one in _of_clusters(outline, clusters) if told.get("each_cluster") else [outline]:
                yield by_id[area], _sized(one, by_id[area].size) if one.sized else one


def _of_clusters(outline: Outline, clusters: Mapping[str, Mapping[str, str]]) -> Iterator[Outline]:
    for cluster, row in clusters.items():
        yield replace(
            outline,
            id=f"{outline.id}-{cluster}",
            cluster=cluster,
            name=outline.name.format(cluster=row["name"]),
            name_en=outline.name_en.format(cluster=row["name_en"]),
        )


def _sized(one: Outline, size: float) -> Outline:
    amounts = {name: getattr(one, name) for name in ("baseline", "low", "high", "aim")}
    return replace(
        one, **{name: round(amount * size, one.decimals) for name, amount in amounts.items() if amount is not None}
    )


def _frozen(value: Any) -> Any:
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value
