"""What a period is: 2019, 2019-H1, 2019-Q3, 2019-11 or 2019-11-30, with its first and last day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?", re.ASCII
)


class Grain(StrEnum):
    """How long a period is, from the longest."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"


_MONTHS = {Grain.YEAR: 12, Grain.HALF: 6, Grain.QUARTER: 3, Grain.MONTH: 1}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days with a name. `start` and `end` both belong to it."""

    name: str
    grain: Grain
    start: date
    end: date

    def overlaps(self, other: "Period") -> bool:
        """Whether they share a day."""
        return self.start <= other.end and other.start <= self.end


@lru_cache(maxsize=4096)
def parse_period(name: str) -> Period:
    """The period with that name; `ValueError` where there is none, such as 2019-13 or 2019-02-29."""
    match = _FORM.fullmatch(name)
    if match is None:
        raise ValueError(name)
    year = int(match["year"])
    if match["day"]:
        only = date(year, int(match["month"]), int(match["day"]))
        return Period(name, Grain.DAY, only, only)
    if match["month"]:
        return _months(name, Grain.MONTH, year, int(match["month"]))
    if match["quarter"]:
        return _months(name, Grain.QUARTER, year, 3 * int(match["quarter"]) - 2)
    if match["half"]:
        return _months(name, Grain.HALF, year, 6 * int(match["half"]) - 5)
    return _months(name, Grain.YEAR, year, 1)


def period_on(day: date, grain: Grain) -> Period:
    """The period of a grain that holds a day."""
    first = (day.month - 1) // _MONTHS.get(grain, 1)
    names = {
        Grain.YEAR: f"{day.year:04}",
        Grain.HALF: f"{day.year:04}-H{first + 1}",
        Grain.QUARTER: f"{day.year:04}-Q{first + 1}",
        Grain.MONTH: f"{day.year:04}-{day.month:02}",
        Grain.DAY: day.isoformat(),
    }
    return parse_period(names[grain])


def periods_between(first: date, last: date, grain: Grain) -> list[Period]:
    """The periods of a grain that begin on or before `last` and end on or after `first`, oldest first."""
    periods, day = [], first
    while day <= last:
        period = period_on(day, grain)
        periods.append(period)
        day = period.end + timedelta(days=1)
    return periods


def _months(name: str, grain: Grain, year: int, month: int) -> Period:
    last = month + _MONTHS[grain] - 1
    return Period(name, grain, date(year, month, 1), date(year, last, monthrange(year, last)[1]))
