"""What a period is, and what is none."""

from datetime import date

import pytest

from metrics.periods import Grain, parse_period, period_on, periods_between


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2019-H1", date(2019, 1, 1), date(2019, 6, 30)),
        ("2019-H2", date(2019, 7, 1), date(2019, 12, 31)),
        ("2019-Q1", date(2019, 1, 1), date(2019, 3, 31)),
        ("2019-Q3", date(2019, 7, 1), date(2019, 9, 30)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-02-29", date(2020, 2, 29), date(2020, 2, 29)),
    ],
)
def test_a_period_begins_and_ends_on_its_days(name: str, start: date, end: date) -> None:
    assert (parse_period(name).start, parse_period(name).end) == (start, end)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "19",
        "2019-13",
        "2019-00",
        "2019-Q5",
        "2019-Q0",
        "2019-H3",
        "2019-02-29",
        "2019-1",
        "2019-Q3 ",
        "0000",
        "２０１９",
    ],
)
def test_what_is_no_period_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        parse_period(name)


@pytest.mark.parametrize("grain", [*Grain])
def test_a_day_lies_in_its_period_of_every_grain(grain: Grain) -> None:
    period = period_on(date(2020, 2, 29), grain)
    assert period.grain is grain
    assert period.start <= date(2020, 2, 29) <= period.end


def test_periods_between_two_days_leave_no_gap() -> None:
    names = [period.name for period in periods_between(date(2022, 9, 27), date(2023, 4, 1), Grain.QUARTER)]
    assert names == ["2022-Q3", "2022-Q4", "2023-Q1", "2023-Q2"]
