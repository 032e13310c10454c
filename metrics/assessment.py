"""What an assessment is: how a metric stands, from which instant it is seen, and what leaves the program of it."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from metrics.vocabulary import Flag, Report, Status

DEFAULT_PROFILE = "standard"


@dataclass(frozen=True, slots=True)
class View:
    """From where one looks: judged on a day, as known at a moment (UTC without a zone), by a profile."""

    as_of: date
    known_at: datetime
    profile: str = DEFAULT_PROFILE

    @property
    def given(self) -> dict[str, object]:
        """The parameters of the SQL that assesses."""
        return {"as_of": self.as_of, "known_at": self.known_at, "profile": self.profile}


@dataclass(frozen=True, slots=True)
class Assessment:
    """One metric as it stands. Ratios are fractions, values in the metric's unit; what isn't known is None."""

    metric_id: str
    version: int
    plan_id: str
    area_id: str
    cluster_id: str | None
    category_id: str
    name: str
    name_en: str
    unit_id: str | None
    decimals: int
    basis: str
    reported: str | None
    comparator: str | None
    direction: str | None
    target_low: Decimal | None
    target_high: Decimal | None
    tolerance: Decimal | None
    target_grade: str | None
    scale: str | None
    path: str | None
    due: date | None
    binding: str
    baseline: Decimal | None
    baseline_qualifier: str | None
    baseline_period: str | None
    frequency: str | None
    owner_id: str | None
    source_id: str
    section: str
    breaks_from: str | None
    note: str | None
    position: int
    start_day: date
    base: float | None
    goal: float | None
    items: float | None
    period: str | None
    last_day: date | None
    value: float | None
    qualifier: str | None
    least: float | None
    most: float | None
    attainment: float | None
    progress: float | None
    expected: float | None
    pace: float | None
    expected_value: float | None
    status: str
    held_back: bool
    years_missed: int
    years_held: int
    awaited_day: date | None
    overdue: bool
    provisional: bool
    uncertain: bool
    not_final: bool
    incomplete: bool
    needed_per_year: float | None
    projected: float | None
    projected_low: float | None
    projected_high: float | None
    trend_points: int | None
    outlook: str | None
    area: str
    area_en: str
    cluster: str | None
    cluster_en: str | None
    category: str
    category_en: str
    unit_en: str | None
    unit_factor: float | None
    base_unit_en: str | None
    source: str
    grade: str | None
    obs_status: str | None
    observation_source: str | None
    recorded_at: datetime | None
    recorded_by: str | None

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What else a reader must know, in the order of the design."""
        return tuple(flag for flag in Flag if getattr(self, flag.value))

    @property
    def report(self) -> Report | None:
        """Whether a report is asked for that hasn't come; `awaited_day` is the last day of its period."""
        return Report.OVERDUE if self.overdue else Report.DUE if self.awaited_day else None

    @property
    def judged(self) -> bool:
        """Whether a value stands behind the status."""
        return self.status not in (Status.NO_DATA, Status.MONITORED)


# The columns that leave the program, in their order: `status --json`, the CSV, the addresses.
EXPORTED = (
    *(
        "plan_id",
        "metric_id",
        "metric",
        "metric_en",
        "area_id",
        "area",
        "area_en",
        "cluster_id",
        "cluster",
        "category",
    ),
    *(
        "unit",
        "basis",
        "comparator",
        "direction",
        "target_low",
        "target_high",
        "target_grade",
        "due",
        "binding",
    ),
    *("baseline", "baseline_period", "period", "value", "grade", "qualifier", "obs_status"),
    *("attainment", "progress", "expected", "pace", "status", "flags", "needed_per_year"),
    *(
        "projected",
        "projected_low",
        "projected_high",
        "source",
        "observation_source",
        "recorded_at",
        "recorded_by",
    ),
    *("as_of", "known_at", "profile"),
)
_RENAMED = {"metric": "name", "metric_en": "name_en", "unit": "unit_id"}
_FIELDS = frozenset(field.name for field in fields(Assessment))


def exported(assessment: Assessment, view: View) -> dict[str, object]:
    """One row of what leaves the program. An unknown is None, never 0; a grade has no number; flags stand with ';'."""
    row: dict[str, object] = {}
    for column in EXPORTED:
        name = _RENAMED.get(column, column)
        row[column] = getattr(assessment, name) if name in _FIELDS else None
    graded = assessment.scale is not None
    row |= {
        "value": None if graded else assessment.value,
        "grade": assessment.grade if graded else None,
        "flags": ";".join(assessment.flags),
        **view.given,
    }
    return row


@dataclass(frozen=True, slots=True)
class TargetSpan:
    """A target while it stood: from a day (None from the start) to a day (None to the end)."""

    version: int
    from_day: date | None
    to_day: date | None
    target_low: Decimal | None
    target_high: Decimal | None


@dataclass(frozen=True, slots=True)
class SeriesValue:
    """One value of a metric's series, in the metric's unit; `entered` is in the unit in which it was typed.

    `running` is the sum with the values before it of the same bucket, for amounts that add up; `open_up`, `open_down`
    and `about` are of `running`, and `partial` says that it lacks days which nobody has reported on.
    """

    metric_id: str
    period: str
    item_id: str
    period_start: date
    period_end: date
    revision: int
    grade: str | None
    qualifier: str | None
    obs_status: str
    source_id: str | None
    note: str | None
    recorded_at: datetime
    recorded_by: str
    entered: Decimal | None
    entered_unit: str | None
    basis: str
    reported: str | None
    value: float | None
    running: float | None
    bucket: str
    open_up: bool
    open_down: bool
    about: bool
    partial: bool
