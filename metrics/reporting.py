"""Which report of a metric comes next, and by when: an addition to the flag `overdue`, which the assessment decides."""

from dataclasses import dataclass
from datetime import date, timedelta

from metrics.periods import Grain, Period, period_on

# A report is due when its period has ended and overdue so long after (`report` in sql/assessment.sql).
GRACE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class NextReport:
    """The first period that no report reaches the end of, and the last day on which its report is not overdue."""

    period: Period
    by: date


def next_report(frequency: str | None, plan_start: date, due: date | None, reported: date | None) -> NextReport | None:
    """`reported` is the last day of the last period that was reported on; None for a metric that nobody must report on
    any more, or ever: periods that end after the due date are not asked for.
    """
    if frequency is None:
        return None
    since = plan_start if reported is None else max(reported + timedelta(days=1), plan_start)
    period = period_on(since, Grain(frequency))
    if due is not None and period.end > due:
        return None
    return NextReport(period, period.end + GRACE - timedelta(days=1))
