"""What a metric and an observation are, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from metrics.periods import Period, parse_period
from metrics.vocabulary import Basis, Comparator, Direction, ObsStatus, Qualifier


@dataclass(frozen=True, slots=True)
class Metric:
    """One version of a metric's definition. Columns as in `package/schemas/metrics.json`."""

    metric_id: str
    version: int
    plan_id: str
    area_id: str
    cluster_id: str | None
    category_id: str
    name: str
    name_en: str
    basis: Basis
    reported: str | None
    comparator: Comparator | None
    direction: Direction | None
    target_low: Decimal | None
    target_high: Decimal | None
    tolerance: Decimal | None
    target_grade: str | None
    scale: str | None
    unit_id: str | None
    decimals: int
    baseline: Decimal | None
    baseline_qualifier: Qualifier | None
    baseline_period: str | None
    path: str | None
    due: date | None
    effective_from: date | None
    binding: str
    frequency: str | None
    owner_id: str | None
    source_id: str
    section: str
    breaks_from: str | None
    note: str | None
    recorded_at: datetime
    recorded_by: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """A definition from a row that has at least its columns."""
        told = {field.name: row[field.name] for field in fields(cls)}
        for name, kind in _CLOSED.items():
            if told[name] is not None:
                told[name] = kind(told[name])
        return cls(**told)

    @property
    def grades(self) -> tuple[str, ...]:
        """The places of its scale, lowest first."""
        return tuple(self.scale.split("<")) if self.scale else ()

    @property
    def sums(self) -> bool:
        """Whether its values are amounts of their own periods, which add up."""
        return self.basis is Basis.YEARLY or (self.basis is Basis.TOTAL and self.reported == "increment")


_CLOSED = {"basis": Basis, "comparator": Comparator, "direction": Direction, "baseline_qualifier": Qualifier}


@dataclass(frozen=True, slots=True)
class Observation:
    """A value for a metric and a period, as somebody entered it. `value` is in `unit_id`, or the metric's own unit."""

    metric_id: str
    period: str
    value: Decimal | None = None
    unit_id: str | None = None
    grade: str | None = None
    qualifier: Qualifier | None = None
    obs_status: ObsStatus = ObsStatus.NORMAL
    item_id: str = ""
    source_id: str | None = None
    note: str | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """An observation from a row that has at least its columns."""
        return cls(
            metric_id=row["metric_id"],
            period=row["period"],
            value=row["value"],
            unit_id=row["unit_id"],
            grade=row["grade"],
            qualifier=Qualifier(row["qualifier"]) if row["qualifier"] else None,
            obs_status=ObsStatus(row["obs_status"]),
            item_id=row["item_id"] or "",
            source_id=row["source_id"],
            note=row["note"],
        )

    @property
    def when(self) -> Period:
        """Its period; `ValueError` where the name is not one."""
        return parse_period(self.period)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: so many base units of its kind."""

    unit_id: str
    kind: str
    factor: Decimal
    name_en: str
