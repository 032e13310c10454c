"""The published series, each judged by our rules on the last day of its current year."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from metrics.assessment import Assessment
from tests.worlds import NOW, World, metric, value

_FILE = Path(__file__).parent / "progress_series.csv"
# Small numbers of 14 digits are scaled to keep them: neither a growth rate nor a share of a way knows a unit.
_SCALE, _SMALL = 10**9, 10**4


@dataclass(frozen=True, slots=True)
class Published:
    """One series with a target, and what its publisher said of it. `progress` is None where none was computed."""

    key: str
    name: str
    base_year: int
    base: Decimal
    year: int
    current: Decimal
    target: Decimal
    due: date
    higher: bool
    progress: float | None
    status: str


def published() -> list[Published]:
    """The series that have a target."""
    rows = csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines())
    return [_read(row) for row in rows if row["target"]]


def judged(one: Published, profile: str) -> Assessment:
    """The series under one of our profiles."""
    scale = _SCALE if max(one.base, one.current, one.target) < _SMALL else 1
    comparator, bound = ("at_least", "target_low") if one.higher else ("at_most", "target_high")
    bounds: dict[str, Any] = {"target_low": None, bound: _scaled(one.target, scale)}
    told = metric(
        comparator=comparator,
        direction="higher" if one.higher else "lower",
        baseline=_scaled(one.base, scale),
        baseline_period=str(one.base_year),
        due=one.due,
        **bounds,
    )
    world = World().add(told, values=[value(str(one.year), str(_scaled(one.current, scale)))])
    return world.judged(date(one.year, 12, 31), NOW.replace(year=2100), profile)


def _read(row: dict[str, str]) -> Published:
    return Published(
        key=row["series_key"],
        name=row["indicator_name"],
        base_year=int(float(row["base_year"])),
        base=Decimal(row["base_value"]),
        year=int(float(row["current_year"])),
        current=Decimal(row["current_value"]),
        target=Decimal(row["target"]),
        due=date(int(float(row["target_year"])), 12, 31),
        higher=row["direction"] == "1",
        progress=float(row["progress_value"]) if row["progress_value"] else None,
        status=row["status"],
    )


def _scaled(number: Decimal, scale: int) -> Decimal:
    return (number * scale).quantize(Decimal("0.0001"))
