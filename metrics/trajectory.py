"""What there is to draw of a metric over time: values as intervals, targets, the way to them, where it is heading."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from metrics.assessment import Assessment, SeriesValue, TargetSpan, View
from metrics.periods import Grain, periods_between
from metrics.snapshot import cell
from metrics.vocabulary import Basis, ObsStatus


class Kind(StrEnum):
    """What a point is; `kind` of the CSV."""

    VALUE = "value"
    DERIVED = "derived"
    EARLIER_SERIES = "earlier_series"
    BASELINE = "baseline"
    TARGET = "target"
    EARLIER_TARGET = "earlier_target"
    LATER_TARGET = "later_target"
    PATH = "path"
    MILESTONE = "milestone"
    PROJECTION = "projection"


@dataclass(frozen=True, slots=True)
class Point:
    """Something on a day, in the metric's unit; of a period, on its last day.

    `low` and `high` are what it certainly lies between, None where that end is open or the point is unknown. `joined`
    says whether it continues the point of its kind before it: no line leads across a break, a gap or a new sum.
    """

    kind: Kind
    day: date
    value: float | None
    low: float | None
    high: float | None
    period: str = ""
    qualifier: str = ""
    obs_status: str = ""
    grade: str = ""
    joined: bool = True


def trajectory(
    one: Assessment,
    values: Sequence[SeriesValue],
    spans: Sequence[TargetSpan],
    milestones: Mapping[date, float],
    margin: float,
) -> list[Point]:
    """Every point, kind after kind. `margin` is how far 'about' reaches by the rule on which one judges."""
    return [
        *_baseline(one, margin),
        *_values(values, margin),
        *_derived(one),
        *_targets(one, spans),
        *(Point(Kind.PATH, day, value, value, value) for day, value in way(one, milestones)),
        *(Point(Kind.MILESTONE, day, value, value, value) for day, value in sorted(milestones.items())),
        *_projection(one),
    ]


def earlier_series(values: Sequence[SeriesValue], own: Sequence[Point], margin: float) -> list[Point]:
    """The values of the metric that another one follows, up to the first of its `own`; no line joins the two."""
    first = min((point.day for point in own if point.kind is Kind.VALUE), default=date.max)
    points = [point for point in _values(values, margin) if point.obs_status != ObsStatus.FORECAST]
    return [replace(point, kind=Kind.EARLIER_SERIES) for point in points if point.day < first]


def way(one: Assessment, milestones: Mapping[date, float]) -> list[tuple[date, float]]:
    """The corners of the path to the target, from the day on which it begins; none where nothing is expected before.

    `stepped` holds the value of each corner until the next. `compound` is curved, with a corner each quarter.
    """
    if one.base is None or one.goal is None or one.due is None or one.basis == Basis.YEARLY:
        return []
    start, days = one.start_day, (one.due - one.start_day).days
    ends = (start, one.base), (one.due, one.goal)
    between = [day for day in _corners(one, milestones) if start < day < one.due]
    if one.path in (None, "none") or days <= 0 or (one.path == "compound" and min(one.base, one.goal) <= 0):
        return []
    shares = [((day - start).days / days, day) for day in between]
    if one.path == "milestones":
        inner = [(day, milestones[day]) for day in between]
    elif one.path == "compound":
        inner = [(day, one.base * (one.goal / one.base) ** share) for share, day in shares]
    else:
        inner = [(day, one.base + share * (one.goal - one.base)) for share, day in shares]
    return [ends[0], *inner, ends[1]]


def _corners(one: Assessment, milestones: Mapping[date, float]) -> list[date]:
    grain = {"stepped": Grain.YEAR, "compound": Grain.QUARTER}.get(one.path or "")
    if grain is None or one.due is None:
        return sorted(milestones) if one.path == "milestones" else []
    return [period.end for period in periods_between(one.start_day, one.due, grain)]


def trajectory_csv(one: Assessment, points: Sequence[Point], view: View) -> str:
    """UTF-8 text without a byte-order mark: one line a point, in the order given, ISO dates and raw numbers."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for point in points:
        bounds = point.value if point.grade == "" else None, point.low, point.high
        told = (one.metric_id, point.kind, point.period, point.day, *bounds, point.grade, one.unit_id)
        seen = (point.qualifier, point.obs_status, view.as_of, view.known_at, view.profile)
        writer.writerow([cell(each) for each in (*told, *seen)])
    return text.getvalue()


_COLUMNS = (
    *("metric_id", "kind", "period", "day", "value", "value_low", "value_high", "grade", "unit"),
    *("qualifier", "obs_status", "as_of", "known_at", "profile"),
)


def _baseline(one: Assessment, margin: float) -> Iterator[Point]:
    if one.baseline is None or one.baseline_period is None or one.basis not in _STATES:
        return
    value, told = float(one.baseline), one.baseline_qualifier or ""
    low, high = interval(value, told == "above", told == "below", told == "about", margin)
    yield Point(Kind.BASELINE, one.start_day, value, low, high, one.baseline_period, told)


_STATES = (Basis.LEVEL, Basis.GRADE, Basis.COMPOSITE)


def interval(
    value: float, open_up: bool, open_down: bool, about: bool, margin: float
) -> tuple[float | None, float | None]:
    """What a value certainly lies between; None for an end that is not known."""
    room = abs(value) * margin if about else 0.0
    return None if open_down else value - room, None if open_up else value + room


def _values(values: Sequence[SeriesValue], margin: float) -> Iterator[Point]:
    before: SeriesValue | None = None
    for one, after in zip(values, [*values[1:], None], strict=False):
        if one.basis == Basis.CHECKLIST and after is not None and after.period_end == one.period_end:
            continue  # several things are done by the same day: the last of them has the count
        if one.running is not None:
            low, high = interval(one.running, one.open_up or one.partial, one.open_down, one.about, margin)
            yield Point(
                Kind.VALUE, one.period_end, one.running, low, high, one.period, _exactness(one), one.obs_status,
                one.grade or "", joined=_continues(one, before),
            )  # fmt: skip
        before = one


def _derived(one: Assessment) -> Iterator[Point]:
    """What a composite without a value of its own comes to by its parts."""
    if one.basis == Basis.COMPOSITE and one.obs_status is None and one.value is not None and one.last_day is not None:
        yield Point(Kind.DERIVED, one.last_day, one.value, one.least, one.most, qualifier=one.qualifier or "")


def _exactness(one: SeriesValue) -> str:
    if one.about or (one.open_up and one.open_down):
        return "about"
    return "above" if one.open_up else "below" if one.open_down else ""


def _continues(one: SeriesValue, before: SeriesValue | None) -> bool:
    if before is None or before.running is None or one.obs_status == ObsStatus.BREAK:
        return False
    adds = one.basis == Basis.YEARLY or (one.basis == Basis.TOTAL and one.reported == "increment")
    return not adds or one.bucket == before.bucket


def _targets(one: Assessment, spans: Sequence[TargetSpan]) -> Iterator[Point]:
    if one.due is None or one.comparator is None:
        return
    if one.scale or one.basis == Basis.CHECKLIST:
        for day in (one.start_day, one.due):
            yield Point(Kind.TARGET, day, one.goal, one.goal, None, grade=one.target_grade or "")
        return
    kind = Kind.EARLIER_TARGET
    for span in spans:
        kind = Kind.TARGET if span.version == one.version else kind
        low, high = _bounds(one, span)
        both = low is not None and high is not None
        value = (
            None
            if both and span.target_low != span.target_high
            else _number(span.target_high if span.target_low is None else span.target_low)
        )
        first, last = max(span.from_day or one.start_day, one.start_day), min(span.to_day or one.due, one.due)
        for day in (first, last):
            yield Point(kind, day, value, low, high, joined=day > first)
        kind = Kind.LATER_TARGET if kind is Kind.TARGET else kind


def _bounds(one: Assessment, span: TargetSpan) -> tuple[float | None, float | None]:
    room = float(one.tolerance or 0)
    low, high = _number(span.target_low), _number(span.target_high)
    return None if low is None else low - room, None if high is None else high + room


def _number(told: Decimal | None) -> float | None:
    return None if told is None else float(told)


def _projection(one: Assessment) -> Iterator[Point]:
    if one.projected is None or one.due is None or one.last_day is None or one.last_day >= one.due:
        return
    yield Point(Kind.PROJECTION, one.last_day, one.value, one.value, one.value)
    yield Point(Kind.PROJECTION, one.due, one.projected, one.projected_low, one.projected_high)
