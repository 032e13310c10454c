"""How far a value may go: what stands for the metric itself, and else for its kind of unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from metrics.definitions import Metric, Unit


class Check(StrEnum):
    """What can be asked of a value beside its form, each with a severity of its own."""

    RANGE = "range"
    TENFOLD = "tenfold"
    UNIT_SLIP = "unit_slip"
    FALLS = "falls"
    OFF_TREND = "off_trend"
    ON_TARGET = "on_target"
    EARLY = "early"


class Severity(StrEnum):
    """What follows: it is refused, asks to be confirmed, or isn't looked at."""

    ERROR = "error"
    DOUBT = "doubt"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a metric; the bounds are in its own unit and matter for a range alone."""

    severity: Severity
    least: Decimal | None = None
    most: Decimal | None = None


DOUBTED = Limit(Severity.DOUBT)


def limits_of(metric: Metric, units: Mapping[str, Unit], rows: Iterable[Mapping[str, Any]]) -> dict[Check, Limit]:
    """The limits that are told for a metric; of a check that isn't in it nothing was told."""
    unit = units.get(metric.unit_id or "")
    of_kind, own = {}, {}
    for row in rows:
        if row["scope"] == "metric" and row["name"] == metric.metric_id:
            own[Check(row["check_id"])] = Limit(Severity(row["severity"]), row["least"], row["most"])
        elif row["scope"] == "unit_kind" and unit is not None and row["name"] == unit.kind:
            least, most = (None if row[name] is None else row[name] / unit.factor for name in ("least", "most"))
            of_kind[Check(row["check_id"])] = Limit(Severity(row["severity"]), least, most)
    return of_kind | own
