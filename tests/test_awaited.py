"""Which report is asked for and hasn't come, worked by hand."""

from datetime import date

import pytest

from metrics.vocabulary import Report
from tests.worlds import World, metric, value

QUARTERLY = metric(frequency="quarter")


@pytest.mark.parametrize(
    ("as_of", "report", "awaited"),
    [
        (date(2018, 6, 29), None, None),  # the second quarter is under way
        (date(2018, 6, 30), Report.DUE, date(2018, 6, 30)),
        (date(2018, 7, 29), Report.DUE, date(2018, 6, 30)),
        (date(2018, 7, 30), Report.OVERDUE, date(2018, 6, 30)),
        (date(2018, 10, 5), Report.OVERDUE, date(2018, 6, 30)),  # the overdue one before the one that is only due
        (date(2018, 10, 30), Report.OVERDUE, date(2018, 9, 30)),
        (date(2026, 1, 1), Report.OVERDUE, date(2020, 12, 31)),  # nothing is asked for after the due date
    ],
)
def test_a_report_is_due_for_thirty_days_after_its_period_and_then_overdue(
    as_of: date, report: Report | None, awaited: date | None
) -> None:
    one = World().add(QUARTERLY, values=[value("2018-Q1", 150)]).judged(as_of)
    assert (one.report, one.awaited_day) == (report, awaited)


def test_nothing_is_asked_for_before_the_plan_began_or_without_a_frequency() -> None:
    world = World().add(QUARTERLY, metric("n"))
    assert world.judged(date(2016, 1, 20)).report is None
    assert world.judged(date(2020, 1, 20), metric_id="n").report is None


def test_nothing_is_asked_for_of_what_is_only_monitored_once_its_plan_is_over() -> None:
    monitored = metric(frequency="year") | dict.fromkeys(("comparator", "direction", "target_low", "path", "due"))
    world = World().add(monitored, values=[value("2020", 150)])
    assert world.judged(date(2020, 2, 15)).report is Report.OVERDUE
    assert world.judged(date(2022, 12, 31)).report is None
