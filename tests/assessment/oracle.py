"""What must an assessment say? The rules of the design once more: slowly, in plain Python, in exact fractions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeAlias

from metrics.assessment import View
from tests.worlds import DUE

Row: TypeAlias = Mapping[str, Any]

SLACK = Fraction(1, 10**9)
BEYOND_MEASURE = Fraction(10**100)  # growth of days taken for a year's
GRACE = timedelta(days=30)
DAY = timedelta(days=1)
FACTORS = {"家": 1, "元": 1, "万元": 10**4, "亿元": 10**8, "%": 1}
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
PACED = ("on_track", "behind", "off_track", "reversed", "not_due", "no_baseline")
SHORTEST = {"month": 28, "quarter": 90, "half": 181, "year": 365, None: 365}


@dataclass(frozen=True, slots=True)
class Profile:
    """The cuts of a profile."""

    method: str
    on_track_from: Fraction
    behind_from: Fraction
    about_margin: Fraction = Fraction(5, 100)


PROFILES = {
    "standard": Profile("path", Fraction(95, 100), Fraction(60, 100)),
    "traffic-light": Profile("path", Fraction(1), Fraction(70, 100)),
    "cagr": Profile("cagr", Fraction(95, 100), Fraction(60, 100)),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of one metric. Ratios are fractions; what isn't known is None."""

    status: str
    value: float | None = None
    least: float | None = None
    most: float | None = None
    certain: bool = False
    possible: bool = False
    attainment: float | None = None
    progress: float | None = None
    expected: float | None = None
    pace: float | None = None
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as exactly as it is known: an end that is None has no limit, one that is open doesn't belong to it."""

    value: Fraction
    least: Fraction | None
    most: Fraction | None
    least_open: bool
    most_open: bool


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a target holds: from `low` to `high`, where there are such; `strict` leaves the bound itself out."""

    low: Fraction | None
    high: Fraction | None
    strict: bool = False

    def certainly(self, told: Amount) -> bool:
        return self._above_low(told.least, told.least_open) and self._below_high(told.most, told.most_open)

    def possibly(self, told: Amount) -> bool:
        low_reached = self.low is None or told.most is None or told.most > self.low
        high_reached = self.high is None or told.least is None or told.least < self.high
        low_touched = told.most == self.low and not (self.strict or told.most_open)
        high_touched = told.least == self.high and not (self.strict or told.least_open)
        return (low_reached or low_touched) and (high_reached or high_touched)

    def distance(self, number: Fraction) -> Fraction:
        below = Fraction(0) if self.low is None else self.low - number
        above = Fraction(0) if self.high is None else number - self.high
        return max(below, above, Fraction(0))

    def exceeded(self, told: Amount) -> bool:
        """Certainly past the upper bound."""
        if self.high is None or told.least is None:
            return False
        return told.least > self.high or (told.least == self.high and (self.strict or told.least_open))

    def _above_low(self, end: Fraction | None, is_open: bool) -> bool:
        if self.low is None:
            return True
        return end is not None and (end > self.low or (end == self.low and (is_open or not self.strict)))

    def _below_high(self, end: Fraction | None, is_open: bool) -> bool:
        if self.high is None:
            return True
        return end is not None and (end < self.high or (end == self.high and (is_open or not self.strict)))


@dataclass(frozen=True, slots=True)
class Subject:
    """One version of a metric in its plan, seen from one day by one profile."""

    row: Row
    plan_start: date
    as_of: date
    profile: Profile

    @property
    def basis(self) -> str:
        return str(self.row["basis"])

    @property
    def targeted(self) -> bool:
        return self.row["comparator"] is not None

    @property
    def sums(self) -> bool:
        return self.basis == "yearly" or (self.basis == "total" and self.row["reported"] == "increment")

    @property
    def grows(self) -> bool:
        """Whether it starts from nothing on the plan's first day."""
        return self.basis in ("total", "yearly", "checklist")

    @property
    def ceiling(self) -> bool:
        """Whether it is an amount that is used up."""
        return self.row["direction"] == "lower" and self.basis in ("total", "yearly")

    @property
    def due(self) -> date:
        due = self.row["due"]
        assert isinstance(due, date)
        return due

    @property
    def over(self) -> bool:
        return self.targeted and self.as_of > self.due

    @property
    def years(self) -> set[int]:
        """The calendar years of the plan, up to the due date."""
        return set(range(self.plan_start.year, self.due.year + 1))

    @property
    def start_day(self) -> date:
        if not self.grows and self.row["baseline_period"] is not None:
            return last_day_of(self.row["baseline_period"])
        return self.plan_start - DAY

    @property
    def base(self) -> Fraction | None:
        if self.grows:
            return Fraction(0)
        return None if self.row["baseline"] is None else Fraction(self.row["baseline"])

    @property
    def bounds(self) -> Bounds:
        if self.basis == "grade":
            return Bounds(Fraction(self.rank(self.row["target_grade"])), None)
        if self.basis == "checklist":
            return Bounds(Fraction(self.row["target_low"] or len(self.row["items"])), None)
        slack = Fraction(self.row["tolerance"] or 0) if self.row["comparator"] == "about" else Fraction(0)
        low = None if self.row["target_low"] is None else Fraction(self.row["target_low"]) - slack
        high = None if self.row["target_high"] is None else Fraction(self.row["target_high"]) + slack
        return Bounds(
            None if self.row["direction"] == "lower" else low,
            None if self.row["direction"] == "higher" else high,
            self.row["comparator"] in ("above", "below"),
        )

    @property
    def goal(self) -> Fraction | None:
        """The number to reach; there is none where it is to stay within bounds, or only followed."""
        if not self.targeted or self.basis in ("grade", "checklist"):
            return self.bounds.low if self.targeted else None
        told = {"higher": self.row["target_low"], "lower": self.row["target_high"]}.get(self.row["direction"])
        return None if told is None else Fraction(told)

    def rank(self, grade: str) -> int:
        return 1 + str(self.row["scale"]).split("<").index(grade)


@dataclass(frozen=True, slots=True)
class Reading:
    """The value that counts, and what it is made of."""

    amount: Amount
    last_day: date
    parts: Sequence[Row]


def judge(definitions: Iterable[Row], observations: Iterable[Row], plan_start: date, view: View) -> Verdict | None:
    """How a metric stands; None where no definition of it is known or in force."""
    in_force = [
        row
        for row in definitions
        if row["recorded_at"] <= view.known_at
        and (row["effective_from"] is None or row["effective_from"] <= view.as_of)
    ]
    if not in_force:
        return None
    newest = max(in_force, key=lambda row: (row["effective_from"] or date.min, int(row["version"])))
    subject = Subject(newest, plan_start, view.as_of, PROFILES[view.profile])
    reports = _reports(observations, view)
    counted = [row for row in reports if _counts(subject, row)]
    reading = _reading(subject, counted)
    overdue = {"overdue"} if _overdue(subject, reports) else set()
    if reading is None:
        return Verdict("no_data" if subject.targeted else "monitored", flags=frozenset(overdue))
    return _verdict(subject, reading, counted, overdue)


def _verdict(subject: Subject, reading: Reading, counted: Sequence[Row], flags: set[str]) -> Verdict:
    told = reading.amount
    certain = subject.targeted and subject.bounds.certainly(told)
    possible = subject.targeted and subject.bounds.possibly(told)
    progress, expected = _progress(subject, told.value), _expected(subject, reading.last_day)
    status = _status(subject, reading, counted) if subject.targeted else "monitored"
    if _lacks_a_year(subject, reading, counted):
        flags = flags | {"incomplete"}
    return Verdict(
        status=status,
        value=float(told.value),
        least=_float(told.least),
        most=_float(told.most),
        certain=certain,
        possible=possible,
        attainment=_float(_attainment(subject, told.value)),
        progress=_float(progress),
        expected=_float(expected),
        pace=_float(_pace(subject, reading)) if subject.targeted else None,
        flags=frozenset(flags | _flags(subject, reading, status)),
    )


# Which values count


def _reports(observations: Iterable[Row], view: View) -> list[Row]:
    """The newest revision known of each period and item, of periods that have ended."""
    newest: dict[tuple[str, str], Row] = {}
    for row in sorted(observations, key=lambda row: int(row["revision"])):
        if row["recorded_at"] <= view.known_at:
            newest[row["period"], row["item_id"]] = row
    return [row for row in newest.values() if row["period_end"] <= view.as_of]


def _counts(subject: Subject, row: Row) -> bool:
    if row["obs_status"] in ("F", "M"):
        return False
    if subject.basis == "checklist" and row["item_id"] not in subject.row["items"]:
        return False
    if not subject.targeted:
        return True
    if subject.grows and row["period_end"] < subject.plan_start:
        return False
    return bool(row["period_start"] <= subject.due)


def _reading(subject: Subject, counted: Sequence[Row]) -> Reading | None:
    if not counted:
        return None
    last = max(counted, key=lambda row: (row["period_end"], row["period_start"]))
    parts: Sequence[Row] = [last]
    if subject.basis == "yearly":
        parts = [row for row in counted if row["period_end"].year == last["period_end"].year]
    elif subject.sums:
        parts = counted
    elif subject.basis == "checklist":
        parts = _newest_of_items(counted)
    reading = Reading(_sum(subject, parts), last["period_end"], parts)
    if subject.sums and subject.targeted and _incomplete(subject, reading):
        return replace(reading, amount=replace(reading.amount, most=None))
    return reading


def _newest_of_items(counted: Sequence[Row]) -> list[Row]:
    newest: dict[str, Row] = {}
    for row in sorted(counted, key=lambda row: (row["period_end"], row["period_start"])):
        newest[row["item_id"]] = row
    return list(newest.values())


def _sum(subject: Subject, parts: Sequence[Row]) -> Amount:
    """What the parts come to; each qualifier among them makes the sum as inexact as itself."""
    total = sum((_number(subject, row) for row in parts), Fraction(0))
    qualifiers = {row["qualifier"] for row in parts} if subject.basis != "checklist" else set()
    margin = abs(total) * subject.profile.about_margin if "about" in qualifiers else Fraction(0)
    return Amount(
        total,
        None if "below" in qualifiers else total - margin,
        None if "above" in qualifiers else total + margin,
        least_open="above" in qualifiers,
        most_open="below" in qualifiers,
    )


def _number(subject: Subject, row: Row) -> Fraction:
    if subject.basis == "grade":
        return Fraction(subject.rank(row["grade"]))
    if subject.basis == "checklist":
        return Fraction(row["value"] == 1)
    own = subject.row["unit_id"]
    return Fraction(row["value"]) * FACTORS[row["unit_id"] or own] / FACTORS[own]


# How far it is


def _attainment(subject: Subject, value: Fraction) -> Fraction | None:
    if not subject.targeted:
        return None
    if subject.row["direction"] == "within":
        return _attainment_within(subject.bounds, value)
    goal = subject.goal
    if goal is None or goal <= 0:
        return None
    if subject.row["direction"] == "higher":
        return value / goal
    return goal / value if value > 0 else None


def _attainment_within(bounds: Bounds, value: Fraction) -> Fraction | None:
    low, high = bounds.low, bounds.high
    assert low is not None
    assert high is not None
    if low <= value <= high:
        return Fraction(1)
    if value < low:
        return value / low if low > 0 else None
    return high / value if high > 0 else None


def _progress(subject: Subject, value: Fraction) -> Fraction | None:
    """The share of the way; there is no way where the start is at the goal already, or past it."""
    base, goal = subject.base, subject.goal
    if not subject.targeted or base is None:
        return None
    if subject.row["direction"] == "within":
        away = subject.bounds.distance(base)
        return None if away == 0 else 1 - subject.bounds.distance(value) / away
    if goal is None or goal == base:
        return None
    if subject.ceiling:
        return value / goal if goal > 0 else None
    ahead = goal > base if subject.row["direction"] == "higher" else goal < base
    return (value - base) / (goal - base) if ahead else None


def _expected(subject: Subject, day: date) -> Fraction | None:
    """The progress that the path asks for on a day; a yearly metric runs through every year on its own."""
    if not subject.targeted:
        return None
    path, share = subject.row["path"], _share(subject, day)
    if path == "none":
        return share if share == 1 else None
    if subject.basis == "yearly" or share in (0, 1):
        return share
    if path == "milestones":
        return _towards(subject, _milestone_value(subject, day))
    if path == "compound":
        return _towards(subject, _compound_value(subject, share))
    return share


def _share(subject: Subject, day: date) -> Fraction:
    start, end = subject.start_day, subject.due
    if subject.basis == "yearly":
        start, end = max(date(day.year, 1, 1), subject.plan_start) - DAY, date(day.year, 12, 31)
    elif subject.row["path"] == "stepped" and day < end and (day.month, day.day) != (12, 31):
        day = date(day.year - 1, 12, 31)
    if day >= end:
        return Fraction(1)
    return max(Fraction((day - start).days, (end - start).days), Fraction(0)) if day > start else Fraction(0)


def _towards(subject: Subject, reached: Fraction | None) -> Fraction | None:
    base, goal = subject.base, subject.goal
    if reached is None or base is None or goal is None or goal == base:
        return None
    return (reached - base) / (goal - base)


def _milestone_value(subject: Subject, day: date) -> Fraction | None:
    start, due = subject.start_day, subject.due
    if subject.base is None or subject.goal is None:
        return None
    inner = {on: Fraction(number) for on, number in subject.row["milestones"].items() if start < on < due}
    points = sorted({start: subject.base, **inner, due: subject.goal}.items())
    for (from_day, from_value), (to_day, to_value) in pairwise(points):
        if day <= to_day:
            return from_value + (to_value - from_value) * Fraction((day - from_day).days, (to_day - from_day).days)
    raise AssertionError(day)


def _compound_value(subject: Subject, share: Fraction) -> Fraction | None:
    base, goal = subject.base, subject.goal
    if base is None or goal is None or base <= 0 or goal <= 0:
        return None
    return Fraction(float(base) * (float(goal) / float(base)) ** float(share))


def _pace(subject: Subject, reading: Reading) -> Fraction | None:
    if subject.profile.method == "cagr":
        return _growth_pace(subject, reading)
    progress = _progress(subject, reading.amount.value)
    expected = _expected(subject, reading.last_day)
    if progress is None or expected is None:
        return None
    if subject.ceiling:
        return expected / progress if progress > 0 and expected > 0 else None
    return progress / expected if expected > 0 else None


def _growth_pace(subject: Subject, reading: Reading) -> Fraction | None:
    base, goal, value = subject.base, subject.goal, reading.amount.value
    if subject.basis not in ("level", "composite") or base is None or goal is None:
        return None
    past = _years(reading.last_day) - _years(subject.start_day)
    whole = _years(subject.due) - _years(subject.start_day)
    if min(base, goal, value) <= 0 or goal == base or past <= 0 or whole <= 0:
        return None
    observed, required = _growth(value / base, past), _growth(goal / base, whole)
    beyond = subject.row["direction"] == ("higher" if base > goal else "lower")
    return observed / required * (-1 if beyond else 1)


def _growth(ratio: Fraction, years: Fraction) -> Fraction:
    try:
        return Fraction(float(ratio) ** float(1 / years)) - 1
    except OverflowError:
        return BEYOND_MEASURE


def _years(day: date) -> Fraction:
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    return day.year + Fraction((day - first).days + 1, (last - first).days + 1)


# What it comes to


def _status(subject: Subject, reading: Reading, counted: Sequence[Row]) -> str:
    told, bounds = reading.amount, subject.bounds
    if subject.basis in ("total", "yearly") and bounds.exceeded(told):
        return "missed"
    if subject.basis == "yearly":
        return _yearly_status(subject, reading, counted)
    if subject.grows and bounds.high is None and bounds.certainly(told):
        return "met"
    if subject.over:
        return _final_status(subject, reading)
    if not subject.grows and bounds.certainly(told):
        return "met"
    return _pace_status(subject, reading)


def _final_status(subject: Subject, reading: Reading) -> str:
    if not _final(subject, reading):
        return "no_data"
    if subject.bounds.certainly(reading.amount):
        return "met"
    return "no_data" if subject.bounds.possibly(reading.amount) else "missed"


def _yearly_status(subject: Subject, reading: Reading, counted: Sequence[Row]) -> str:
    closed = _closed_years(subject, counted)
    if any(not subject.bounds.possibly(amount) for amount in closed.values()):
        return "missed"
    if any(subject.bounds.exceeded(_sum(subject, rows)) for rows in _by_year(counted).values()):
        return "missed"
    holding = {year for year, amount in closed.items() if subject.bounds.certainly(amount)}
    if subject.over:
        return "met" if holding >= subject.years else "no_data"
    return "on_track" if reading.last_day.year in holding else _pace_status(subject, reading)


def _closed_years(subject: Subject, counted: Sequence[Row]) -> dict[int, Amount]:
    """What every year came to whose days are all reported, from the plan's first day."""
    return {
        year: _sum(subject, rows)
        for year, rows in _by_year(counted).items()
        if not _days(max(date(year, 1, 1), subject.plan_start), date(year, 12, 31)) - _covered(rows)
    }


def _by_year(counted: Sequence[Row]) -> dict[int, list[Row]]:
    by_year: dict[int, list[Row]] = defaultdict(list)
    for row in counted:
        by_year[row["period_end"].year].append(row)
    return by_year


def _pace_status(subject: Subject, reading: Reading) -> str:
    value, pace = reading.amount.value, _pace(subject, reading)
    progress, expected = _progress(subject, value), _expected(subject, reading.last_day)
    if _fell_back(subject, reading.amount, pace):
        return "reversed"
    if expected is None:
        return "no_baseline"
    if subject.ceiling and value == 0:
        return "on_track" if expected > 0 else "not_due"
    if progress is None:
        return "no_baseline"
    if expected <= 0:
        return "not_due"
    return _cut(subject.profile, pace)


def _fell_back(subject: Subject, told: Amount, pace: Fraction | None) -> bool:
    """Whether it is worse than at the start; where there is no way to go, out of bounds that the start was in."""
    value, base, progress = told.value, subject.base, _progress(subject, told.value)
    outside = subject.bounds.distance(value) > 0 or (value != base and not subject.bounds.possibly(told))
    if progress is None and base is not None and subject.bounds.distance(base) == 0 and outside:
        return True
    shrinks = subject.profile.method == "cagr" and pace is not None and pace < 0
    return shrinks or (progress is not None and progress < 0)


def _cut(profile: Profile, pace: Fraction | None) -> str:
    if pace is None:
        return "no_baseline"
    if pace >= profile.on_track_from - SLACK:
        return "on_track"
    return "behind" if pace >= profile.behind_from - SLACK else "off_track"


# What else must be known


def _final(subject: Subject, reading: Reading) -> bool:
    return reading.last_day >= subject.due and not _incomplete(subject, reading)


def _incomplete(subject: Subject, reading: Reading) -> bool:
    """Whether an item or a day has no report: of a total since its first one, of a yearly metric in its last year."""
    if subject.basis == "checklist":
        return len(reading.parts) < len(subject.row["items"])
    if not subject.sums:
        return False
    first = min(row["period_start"] for row in reading.parts)
    if subject.basis == "yearly":
        first = max(date(reading.last_day.year, 1, 1), subject.plan_start)
    late = (first - subject.plan_start).days >= SHORTEST[subject.row["frequency"]] and subject.basis == "total"
    return late or bool(_days(first, reading.last_day) - _covered(reading.parts))


def _days(first: date, last: date) -> set[date]:
    return {first + DAY * number for number in range((last - first).days + 1)}


def _covered(rows: Iterable[Row]) -> set[date]:
    covered: set[date] = set()
    return covered.union(*(_days(row["period_start"], row["period_end"]) for row in rows))


def _flags(subject: Subject, reading: Reading, status: str) -> set[str]:
    """What stands beside a status that a value decided."""
    flags = set()
    if any(row["obs_status"] in ("P", "E") for row in reading.parts):
        flags.add("provisional")
    if subject.targeted and _uncertain(subject, reading, status):
        flags.add("uncertain")
    if subject.over and status == "no_data":
        flags.add("not_final")
    if (subject.targeted or subject.basis == "checklist") and _incomplete(subject, reading):
        flags.add("incomplete")
    return flags


def _uncertain(subject: Subject, reading: Reading, status: str) -> bool:
    """Whether something is left open: by the value until it decides, by the baseline's qualifier while it is needed."""
    qualified = subject.basis != "checklist" and any(row["qualifier"] for row in reading.parts)
    inexact = qualified or _incomplete(subject, reading)
    growing = subject.basis in ("total", "yearly") and subject.bounds.high is not None
    settled = subject.bounds.certainly(reading.amount) and not (
        growing and status in PACED and not _closed(subject, reading)
    )
    if inexact and status != "missed" and not settled:
        return True
    needed = _progress(subject, reading.amount.value) is not None and status not in ("met", "missed", "no_data")
    return subject.row["baseline_qualifier"] is not None and needed


def _lacks_a_year(subject: Subject, reading: Reading, counted: Sequence[Row]) -> bool:
    """Whether a year of the plan before the last one that has a value was never wholly reported."""
    if subject.basis != "yearly":
        return False
    before = set(range(subject.plan_start.year, reading.last_day.year))
    return bool(before - set(_closed_years(subject, counted)))


def _closed(subject: Subject, reading: Reading) -> bool:
    """Whether the value is that of a year that is over and wholly reported."""
    return subject.basis == "yearly" and reading.last_day.year in _closed_years(subject, reading.parts)


def _overdue(subject: Subject, reports: Sequence[Row]) -> bool:
    if subject.row["frequency"] is None:
        return False
    latest = subject.as_of - GRACE
    latest = min(latest, subject.due if subject.targeted else DUE)  # every plan of these worlds ends on that day
    end = _last_period_end(latest, MONTHS[subject.row["frequency"]])
    if end < subject.plan_start:
        return False
    return not any(row["period_end"] >= end for row in reports if row["obs_status"] != "F")


def _last_period_end(day: date, months: int) -> date:
    """The last day of the last period of so many months that has ended by a day."""
    after = day + DAY
    return date(after.year, (after.month - 1) // months * months + 1, 1) - DAY


def last_day_of(period: str) -> date:
    """The last day of a period's name: 2015, 2015-H1, 2015-Q3, 2015-11 or 2015-11-30."""
    year, _, rest = period.partition("-")
    if rest.count("-"):
        return date.fromisoformat(period)
    if not rest:
        month = 12
    elif rest[0] in "HQ":
        month = int(rest[1]) * (6 if rest[0] == "H" else 3)
    else:
        month = int(rest)
    return date(int(year) + month // 12, month % 12 + 1, 1) - DAY


def _float(number: Fraction | None) -> float | None:
    return None if number is None else float(number)
