"""What a metric's values are, period by period: the way to its goal, at its pace, with some scatter."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from random import Random

from metrics.demonstration.told import Outline, Plan
from metrics.periods import Grain, Period, parse_period, periods_between

_BROKEN = 0.04  # what a new definition of a statistic adds, as a share of the baseline
_YEARS_AHEAD = 6  # how far ahead the goal of a metric without a due date lies
_A_YEAR = {Grain.YEAR: 1, Grain.HALF: 2, Grain.QUARTER: 4, Grain.MONTH: 12}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was the case in a period: an amount, a grade, or a thing of a checklist done (1) or not (0)."""

    period: Period
    value: float | None = None
    grade: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """A metric's way through its plan, as it was on the day `until`. `pace` is progress against time on that day."""

    outline: Outline
    plan: Plan
    until: date
    pace: float
    chance: Random

    def readings(self) -> list[Reading]:
        """The readings of every period that has ended, oldest first."""
        kinds: dict[str, Callable[[], Iterator[Reading]]] = {
            "level": self._states,
            "grade": self._grades,
            "checklist": self._ticks,
            "total": self._amounts,
            "yearly": self._amounts,
        }
        return list(kinds[self.outline.basis]()) if self.outline.frequency else []

    def forecast(self, year: int) -> Reading:
        """What was expected of a year at its beginning."""
        period = parse_period(str(year))
        return Reading(period, self._rounded(self._state(period)))

    @property
    def _last(self) -> int:
        return self.plan.last or self.plan.first + _YEARS_AHEAD

    def _periods(self, first_year: int) -> list[Period]:
        ends = min(date(self._last, 12, 31), self.until)
        periods = periods_between(date(first_year, 1, 1), ends, self.outline.grain)
        return [period for period in periods if period.end <= ends]

    def _share(self, day: date) -> float:
        """How much of the plan's time has passed: 0 on the last day before it, below 0 earlier."""
        before = date(self.plan.first - 1, 12, 31)
        return min((day - before) / (date(self._last, 12, 31) - before), 1)

    def _progress(self, day: date) -> float:
        """The way that is done: as time passes at first, and more and more at the metric's own pace."""
        now = self._share(self.until)
        drift = min(max(self._share(day) / now, 0), 1) if now > 0 else 0
        return self._share(day) * (1 + (self.pace - 1) * drift)

    def _states(self) -> Iterator[Reading]:
        """From a year before the plan, so that its baseline stands among the values."""
        for period in self._periods(self.plan.first - 1):
            yield Reading(period, self._rounded(self._state(period)))

    def _state(self, period: Period) -> float:
        base, goal = self.outline.baseline or 0, self.outline.goal
        share, progress = self._share(period.end), self._progress(period.end)
        if self.outline.path == "compound" and base and goal:
            value = base * math.pow(goal / base, progress)
        elif self.outline.path == "milestones" and share > 0:
            value = base + (self._between_milestones(share) - base) * progress / share
        else:
            value = base + (goal - base) * progress
        if share:
            value += (goal - base) * self.outline.wobble * self.chance.gauss(0, 1)
        if self.outline.breaks is not None and period.end.year >= self.until.year + self.outline.breaks:
            value += base * _BROKEN
        return min(max(value, 0), 100) if self.outline.unit == "%" else max(value, 0)

    def _between_milestones(self, share: float) -> float:
        years = ((self.until.year + ahead, value) for ahead, value in self.outline.milestones)
        marks = [(self._share(date(year, 12, 31)), value) for year, value in years]
        points = [(0.0, self.outline.baseline or 0.0), *marks, (1.0, self.outline.goal)]
        (before, low), (after, high) = next(leg for leg in pairwise(points) if share <= leg[1][0])
        return low + (high - low) * (share - before) / (after - before)

    def _amounts(self) -> Iterator[Reading]:
        """What each period of the plan adds, or what all of them have come to."""
        years = 1 if self.outline.basis == "yearly" else self._last - self.plan.first + 1
        usual = self.outline.goal / (years * _A_YEAR[self.outline.grain]) * self.pace
        running = 0.0
        for period in self._periods(self.plan.first):
            running += usual * max(1 + self.outline.wobble * self.chance.gauss(0, 1), 0)
            yield Reading(period, self._rounded(running))
            if self.outline.reported != "to_date":
                running -= self._rounded(running)  # what rounding leaves goes to the next period

    def _grades(self) -> Iterator[Reading]:
        grades = self.outline.scale.split("<")
        wanted = grades.index(self.outline.grade)
        for period in self._periods(self.plan.first):
            rank = int(wanted * max(self._progress(period.end), 0))
            yield Reading(period, grade=grades[min(rank, len(grades) - 1)])

    def _ticks(self) -> Iterator[Reading]:
        """Each thing as not done, and at the end of its year as done; after that nothing more is said of it."""
        for item in self.outline.items:
            done = date(self.until.year + item["done"], 12, 31) if "done" in item else date.max
            for period in self._periods(self.plan.first):
                if period.end <= done:
                    yield Reading(period, float(period.end == done), item=item["id"])

    def _rounded(self, value: float) -> float:
        return round(value, self.outline.decimals)
