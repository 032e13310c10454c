"""How several metrics go side by side: each in its unit, or as an index of the first day that they have in common."""

import io
from calendar import isleap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain

from metrics.assessment import Assessment, View
from metrics.package.lines import write_lines
from metrics.periods import parse_period
from metrics.snapshot import cell
from metrics.trajectory import Kind, Point
from metrics.vocabulary import Basis, ObsStatus

MOST = 8  # lines that can be told apart


class LeftOut(StrEnum):
    """Why a metric has no index."""

    NO_VALUES = "no_values"
    GRADED = "graded"
    BASE_NOT_POSITIVE = "base_not_positive"
    BASE_INEXACT = "base_inexact"
    NOTHING_IN_COMMON = "nothing_in_common"


@dataclass(frozen=True, slots=True)
class Course:
    """A metric with its values over time, oldest first, the finer of two that end together."""

    one: Assessment
    points: tuple[Point, ...]

    @property
    def final(self) -> dict[date, Point]:
        """By day, what was reported and is no forecast."""
        return {point.day: point for point in self.points if not _ahead(point)}


@dataclass(frozen=True, slots=True)
class Indexed:
    """What is 100 (None where there is no common day), by metric its base, and which metrics have none, and why."""

    day: date | None
    bases: Mapping[str, float]
    left_out: Mapping[str, LeftOut]

    def of(self, course: Course, value: float | None) -> float | None:
        """A value as an index, None without a base."""
        base = self.bases.get(course.one.metric_id)
        return None if base is None or value is None else value / base * 100


def course(one: Assessment, points: Sequence[Point], as_of: date) -> Course:
    """The values among the points of a metric until the day on which one judges, and what is forecast.

    Of a yearly metric only the sums of years that are reported whole.
    """
    known = [point for point in points if point.kind is Kind.VALUE and (point.day <= as_of or _ahead(point))]
    by_day = {point.day: point for point in known}
    if one.basis == Basis.YEARLY:
        whole = _whole_years(known)
        by_day = {day: point for day, point in by_day.items() if (day.month, day.day) == (12, 31) and day.year in whole}
    return Course(one, tuple(by_day.values()))


def _whole_years(points: Iterable[Point]) -> set[int]:
    told: Counter[int] = Counter()
    for point in points:
        if point.value is not None:
            period = parse_period(point.period)
            told[period.end.year] += (period.end - period.start).days + 1
    return {year for year, days in told.items() if days >= 365 + isleap(year)}


def index(courses: Sequence[Course]) -> Indexed:
    """The first day on which every metric that can have an index has an exact value above zero is 100.

    Where there is none it is the first day on which each has a value, and those whose value is not above zero or not
    exactly known get no index: nothing stands in for a base.
    """
    left_out = {each.one.metric_id: why for each in courses if (why := _unfit(each))}
    fit = [each for each in courses if each.one.metric_id not in left_out]
    common = set.intersection(*(set(each.final) for each in fit)) if fit else set()
    if not common:
        return Indexed(None, {}, left_out | {each.one.metric_id: LeftOut.NOTHING_IN_COMMON for each in fit})
    good = [day for day in common if not any(_bad_base(each.final[day]) for each in fit)]
    day = min(good or common)
    bases = {each.one.metric_id: each.final[day] for each in fit}
    left_out |= {name: why for name, point in bases.items() if (why := _bad_base(point))}
    return Indexed(day, {name: point.value or 0 for name, point in bases.items() if name not in left_out}, left_out)


def _ahead(point: Point) -> bool:
    return point.obs_status == ObsStatus.FORECAST


def _unfit(one: Course) -> LeftOut | None:
    if not one.final:
        return LeftOut.NO_VALUES
    return LeftOut.GRADED if one.one.scale else None


def _bad_base(point: Point) -> LeftOut | None:
    if point.low != point.high or point.low is None:
        return LeftOut.BASE_INEXACT
    return LeftOut.BASE_NOT_POSITIVE if point.low <= 0 else None


def comparison_csv(courses: Sequence[Course], indexed: Indexed, view: View) -> str:
    """UTF-8 text without a byte-order mark: one line a value, metric after metric, with its index where it has one."""
    text = io.StringIO()
    write_lines(text, chain([_COLUMNS], _rows(courses, indexed, view)))
    return text.getvalue()


def _rows(courses: Sequence[Course], indexed: Indexed, view: View) -> Iterator[list[str]]:
    for each in courses:
        one = each.one
        for point in each.points:
            value = None if point.grade else point.value
            told = (one.metric_id, one.name, one.area_id, point.period, point.day, value, point.low, point.high)
            more = (point.grade, one.unit_id, point.qualifier, point.obs_status, indexed.of(each, value), indexed.day)
            yield [cell(part) for part in (*told, *more, view.as_of, view.known_at, view.profile)]


_COLUMNS = (
    *("metric_id", "metric", "area_id", "period", "day", "value", "value_low", "value_high", "grade", "unit"),
    *("qualifier", "obs_status", "index", "index_base_day", "as_of", "known_at", "profile"),
)
