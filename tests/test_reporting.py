"""The next report, worked by hand, and that it is overdue when the assessment says so."""

from datetime import date, timedelta

import pytest

from metrics.reporting import next_report
from tests.worlds import DUE, PLAN_START, World, metric, value


@pytest.mark.parametrize(
    ("frequency", "reported", "period", "by"),
    [
        ("quarter", date(2018, 6, 30), "2018-Q3", date(2018, 10, 29)),
        ("quarter", None, "2016-Q1", date(2016, 4, 29)),
        ("quarter", date(2015, 12, 31), "2016-Q1", date(2016, 4, 29)),
        ("year", date(2017, 12, 31), "2018", date(2019, 1, 29)),
        ("half", date(2018, 5, 31), "2018-H1", date(2018, 7, 29)),
        ("month", date(2020, 1, 31), "2020-02", date(2020, 3, 29)),
    ],
)
def test_the_next_report_is_of_the_first_period_that_none_reaches_the_end_of(
    frequency: str, reported: date | None, period: str, by: date
) -> None:
    found = next_report(frequency, PLAN_START, DUE, reported)
    assert found is not None
    assert (found.period.name, found.by) == (period, by)


def test_none_is_asked_for_after_the_due_date_or_without_a_frequency() -> None:
    assert next_report("year", PLAN_START, DUE, DUE) is None
    assert next_report("year", PLAN_START, date(2020, 6, 30), date(2019, 12, 31)) is None
    assert next_report(None, PLAN_START, DUE, None) is None


@pytest.mark.parametrize(("frequency", "period"), [("month", "2017-11"), ("quarter", "2015"), ("half", "2016-Q1")])
def test_it_is_overdue_from_the_day_on_which_the_assessment_says_so(frequency: str, period: str) -> None:
    world = World().add(metric(frequency=frequency), values=[value(period, 120)])
    reported = value(period, 120)["period_end"]
    found = next_report(frequency, PLAN_START, DUE, reported)
    assert found is not None
    assert not world.judged(found.by).overdue
    assert world.judged(found.by + timedelta(days=1)).overdue
