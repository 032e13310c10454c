"""How readings become records: when a clerk reports them, what is provisional, revised, late or missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeAlias

from metrics.demonstration.course import Course, Reading
from metrics.demonstration.told import words
from metrics.periods import Grain

Row: TypeAlias = dict[str, object]

_LAG = {
    Grain.MONTH: (6, 13),
    Grain.QUARTER: (10, 24),
    Grain.HALF: (14, 27),
    Grain.YEAR: (18, 28),
}  # days, first and last
_LATE = (55, 110)
_SETTLES, _CORRECTS = (95, 130), (5, 15)
_FORECAST_ON = (3, 12)  # 12 March
_SLIP = 10  # a decimal point in the wrong place
_UNSETTLED = 0.006  # by so much a provisional value is off, as a share


@dataclass(frozen=True, slots=True)
class _Step:
    """One revision of a value, `factor` times what is right, and the days until the next one."""

    status: str
    note: str
    factor: float = 1
    wait: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Reporting:
    """The records of one metric. `factor` is how many units of a report make one of the metric's own."""

    metric_id: str
    course: Course
    source_id: str
    factor: float
    chance: Random

    def records(self) -> list[Row]:
        """Every revision that had been recorded before the day on which one looks."""
        outline, until = self.course.outline, self.course.until
        told = self.course.readings()
        told = told[: len(told) - outline.silent] if outline.silent < len(told) else []
        records = [record for number, reading in enumerate(told) for record in self._report(number, len(told), reading)]
        if outline.forecast:
            records.append(self._forecast(until))
        return [record for record in records if str(record["recorded_at"])[:10] < until.isoformat()]

    def _report(self, number: int, count: int, reading: Reading) -> Iterator[Row]:
        """The first record of a reading, and the revisions that follow it."""
        at, with_plan = self._moment(reading, late=self._told("late", number, count))
        qualifier = next((word for each, word in self.course.outline.rough if each % count == number), "")
        for revision, step in enumerate(self._steps(number, count, reading, with_plan=with_plan), 1):
            yield self._row(reading, revision, at, step) | {"qualifier": qualifier}
            at += timedelta(days=self.chance.randint(*step.wait))

    def _steps(self, number: int, count: int, reading: Reading, *, with_plan: bool) -> Iterator[_Step]:
        outline = self.course.outline
        if self._told("missing", number, count):
            yield _Step("M", words()["missing"])
            return
        final, note = self._kind(reading)
        if self._told("estimated", number, count):
            final, note = "E", words()["estimated"]
        note = note or (words()["late"] if self._told("late", number, count) else "")
        first = "P" if outline.settles and not with_plan else final
        if self._told("corrected", number, count):
            yield _Step(first, note, _SLIP, _CORRECTS)
            note = words()["corrected"]
        if first != final:
            yield _Step(first, note, 1 + self.chance.gauss(0, _UNSETTLED), _SETTLES)
            note = words()["settled"]
        yield _Step(final, note)

    def _told(self, event: str, number: int, count: int) -> bool:
        """Whether something is to happen to a report; numbers below 0 count from the last one."""
        return number in {each % count for each in getattr(self.course.outline, event)}

    def _kind(self, reading: Reading) -> tuple[str, str]:
        outline, until = self.course.outline, self.course.until
        broke = until.year + (outline.breaks or 0)
        if outline.breaks is None or reading.period.end.year != broke or reading.period.start != date(broke, 1, 1):
            return "A", ""
        return "B", words()["break"].format(year=broke)

    def _moment(self, reading: Reading, *, late: bool) -> tuple[datetime, bool]:
        """When a reading was recorded, and whether that was with the plan itself."""
        days = self.chance.randint(*_LAG[self.course.outline.grain]) + (self.chance.randint(*_LATE) if late else 0)
        office_hours = time(self.chance.randint(1, 9), self.chance.randint(0, 59))
        at = datetime.combine(reading.period.end + timedelta(days=days), office_hours)
        published = self.course.plan.published
        return (at, False) if at > published else (published, True)

    def _forecast(self, until: date) -> Row:
        year = until.year if (until.month, until.day) > _FORECAST_ON else until.year - 1
        at = datetime.combine(date(year, *_FORECAST_ON), time(3))
        return self._row(self.course.forecast(year), 1, at, _Step("F", words()["forecast"]))

    def _row(self, reading: Reading, revision: int, at: datetime, step: _Step) -> Row:
        outline = self.course.outline
        missing = step.status == "M" or reading.value is None
        return {
            "metric_id": self.metric_id, "period": reading.period.name, "item_id": reading.item, "revision": revision,
            "value": "" if missing else self._written((reading.value or 0) * step.factor),
            "unit_id": "" if missing else outline.reported_in, "grade": reading.grade,
            "obs_status": step.status, "source_id": self.source_id, "note": step.note,
            "recorded_at": f"{at:%Y-%m-%dT%H:%M:%SZ}", "recorded_by": self.chance.choice(words()["clerks"]),
        }  # fmt: skip

    def _written(self, value: float) -> str:
        """The number as it is reported; in another unit it is a whole one."""
        if self.course.outline.reported_in:
            return f"{value * self.factor:.0f}"
        return f"{value:.{self.course.outline.decimals}f}"
