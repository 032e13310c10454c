"""How areas went over time: the share of their targets that was reached by the end of each year, and of how many."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from metrics.assessment import View
from metrics.rollup import Rollup
from metrics.snapshot import cell

MOST_DAYS = 8


@dataclass(frozen=True, slots=True)
class AreaCourse:
    """An area with the areas below it, on each day as it stood by then."""

    area_id: str
    standings: tuple[tuple[date, Rollup], ...]


def days(starts: Iterable[date], as_of: date) -> list[date]:
    """The last days of the years from the first of some plans on, and the day on which one judges; the last eight."""
    first = min(starts, default=as_of)
    ends = [date(year, 12, 31) for year in range(first.year, as_of.year)]
    return [*ends, as_of][-MOST_DAYS:]


def areas_csv(courses: Sequence[AreaCourse], view: View) -> str:
    """UTF-8 text without a byte-order mark: one line for an area and a day. Attainment is a fraction, empty where no
    target has a share; `judged` of `targets` have a value.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("area_id", "day", "attainment", "judged", "targets", "known_at", "profile"))
    for course in courses:
        for day, one in course.standings:
            told = (course.area_id, day, one.attainment, one.judged, one.targets, view.known_at, view.profile)
            writer.writerow([cell(part) for part in told])
    return text.getvalue()
