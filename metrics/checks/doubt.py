"""What is odd about a value that isn't wrong: a slip of the unit, a leap, a fall, the target to the digit."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import sqrt
from statistics import linear_regression

from metrics.checks.limits import DOUBTED, Check, Severity
from metrics.checks.observation import Subject, size
from metrics.definitions import Metric, Observation
from metrics.errors import Problem
from metrics.package.schema import plain
from metrics.periods import parse_period
from metrics.vocabulary import Basis, Direction, ObsStatus

_TENFOLD, _WAN, _YI = 10, 10**4, 10**8
# A slip of the unit: within this factor of ten thousand or a hundred million times.
_NEAR = 3
# Far from where the trend leads: so many half-widths of its 80 % prediction interval, of at least this share.
_FAR, _SHARE = 3, 0.05
_Z80 = 1.2816


@dataclass(frozen=True, slots=True)
class Point:
    """A value on its last day: in base units of its kind, and for amounts of periods a day's share of it."""

    day: date
    size: Decimal
    told: Observation


def check_doubts(subject: Subject, told: Observation, others: Sequence[Observation]) -> list[Problem]:
    """What asks to be confirmed, given the metric's other values. What its limits call an error is one."""
    metric = subject.metric
    if told.value is None or metric.basis is Basis.CHECKLIST:
        return []
    period = told.when
    before = sorted(
        (_point(subject, one) for one in others if _counts(one) and one.when.end < period.end),
        key=lambda point: point.day,
    )
    new = _point(subject, told)
    checks: dict[Check, Callable[[], Iterator[Problem]]] = {
        Check.EARLY: lambda: _early(subject, told),
        Check.UNIT_SLIP: lambda: _slip(subject, new, before),
        Check.TENFOLD: lambda: _tenfold(new, before),
        Check.FALLS: lambda: _falls(metric, new, before),
        Check.OFF_TREND: lambda: _off_trend(subject, new, before),
        Check.ON_TARGET: lambda: _on_target(subject, told),
    }
    found: list[Problem] = []
    for check, asked in checks.items():
        severity = subject.limits.get(check, DOUBTED).severity
        if severity is not Severity.NONE:
            found.extend(
                Problem(one.key, "", {"metric": metric.metric_id, **one.filled}, doubt=severity is Severity.DOUBT)
                for one in asked()
            )
    return found


def _counts(told: Observation) -> bool:
    return told.value is not None and told.obs_status is not ObsStatus.FORECAST


def _point(subject: Subject, told: Observation) -> Point:
    period = told.when
    days = (period.end - period.start).days + 1 if subject.metric.sums else 1
    return Point(period.end, size(subject, told) / days, told)


def _early(subject: Subject, told: Observation) -> Iterator[Problem]:
    if subject.plan_start is None:
        return
    first = date(subject.plan_start.year - 1, 1, 1)
    if subject.metric.baseline_period:
        first = min(first, parse_period(subject.metric.baseline_period).start)
    if told.when.end < first:
        yield Problem("early", filled={"period": told.period, "start": subject.plan_start})


def _slip(subject: Subject, new: Point, before: Sequence[Point]) -> Iterator[Problem]:
    """Against the last value, or where there is none against the target."""
    metric = subject.metric
    target = metric.target_low if metric.target_low is not None else metric.target_high
    last, key = (before[-1].size, "unit_slip") if before else (None, "unit_slip_target")
    if last is None and target is not None and not metric.sums:
        last = target * subject.units[metric.unit_id or ""].factor
    if last and (times := _slipped(new.size, last)):
        yield Problem(key, filled={"value": _shown(new.told), "times": times, **_compared(before)})


def _slipped(new: Decimal, last: Decimal) -> str:
    for factor, word in ((_YI, "亿"), (_WAN, "万")):
        for high, low in ((new, last), (last, new)):
            if abs(low) * factor <= abs(high) * _NEAR and abs(high) <= abs(low) * factor * _NEAR:
                return word
    return ""


def _tenfold(new: Point, before: Sequence[Point]) -> Iterator[Problem]:
    if not before or not new.size or not before[-1].size or _slipped(new.size, before[-1].size):
        return
    ratio = abs(new.size / before[-1].size)
    filled = {"value": _shown(new.told), **_compared(before)}
    if ratio >= _TENFOLD:
        yield Problem("tenfold", filled=filled)
    elif ratio * _TENFOLD <= 1:
        yield Problem("tenth", filled=filled)


def _falls(metric: Metric, new: Point, before: Sequence[Point]) -> Iterator[Problem]:
    if metric.sums or len(before) <= 2 or before[0].size == before[-1].size:
        return
    steps = [after.size - earlier.size for earlier, after in pairwise(before)]
    filled = {"value": _shown(new.told), **_compared(before)}
    if min(steps) >= 0 and new.size < before[-1].size:
        yield Problem("falls", filled=filled)
    elif max(steps) <= 0 and new.size > before[-1].size and metric.direction is Direction.LOWER:
        yield Problem("rises", filled=filled)


def _off_trend(subject: Subject, new: Point, before: Sequence[Point]) -> Iterator[Problem]:
    """Ordinary least squares with its 80 % prediction interval (NIST/SEMATECH e-Handbook 4.5.2.1)."""
    by_day = {point.day.toordinal(): float(point.size) for point in before}
    if subject.metric.sums or len(by_day) <= 2:
        return
    days, sizes = list(by_day), list(by_day.values())
    slope, intercept = linear_regression(days, sizes)
    mean, at = sum(days) / len(days), new.day.toordinal()
    squares = sum((day - mean) ** 2 for day in days)
    left = sum((one - intercept - slope * day) ** 2 for day, one in by_day.items())
    wide = sqrt(left / (len(days) - 2)) * sqrt(1 + 1 / len(days) + (at - mean) ** 2 / squares)
    middle = intercept + slope * at
    half = max(_student(len(days) - 2) * wide, abs(middle) * _SHARE)
    if abs(float(new.size) - middle) > _FAR * half:
        factor = float(subject.units[new.told.unit_id or subject.metric.unit_id or ""].factor)
        filled = {"value": _shown(new.told), "expected": f"{middle / factor:.4g}", "count": len(days)}
        yield Problem("off_trend", filled=filled)


def _student(freedom: int) -> float:
    """Student's t for a two-sided 80 % (Abramowitz and Stegun 26.7.5)."""
    z = _Z80
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


def _on_target(subject: Subject, told: Observation) -> Iterator[Problem]:
    metric = subject.metric
    adds_up = metric.basis is Basis.TOTAL and metric.sums
    if metric.comparator is None or adds_up or told.qualifier or told.obs_status is ObsStatus.FORECAST:
        return
    own = subject.units[metric.unit_id or ""].factor
    if size(subject, told) in [bound * own for bound in (metric.target_low, metric.target_high) if bound is not None]:
        yield Problem("on_target", filled={"value": _shown(told)})


def _compared(before: Sequence[Point]) -> dict[str, object]:
    return {"last": _shown(before[-1].told), "period": before[-1].told.period} if before else {}


def _shown(told: Observation) -> str:
    assert told.value is not None  # noqa: S101 - only values come here
    return plain(told.value) + (told.unit_id or "")
