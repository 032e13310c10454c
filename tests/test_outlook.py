"""The outlook: a projection with its 80 % prediction interval, from three exact values on, worked by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from metrics.explanation import outlook
from metrics.words import Language
from tests.worlds import START, World, limit, metric, value

AS_OF = date(2018, 12, 31)


def test_two_values_give_no_projection() -> None:
    one = World().add(metric(), values=[value("2016", 120), value("2017", 140)]).judged(AS_OF)
    assert (one.projected, one.outlook) == (None, None)


@pytest.mark.parametrize("told", [{"comparator": None, "direction": None, "target_low": None}, {}])
def test_a_running_total_is_no_projection_of_itself(told: dict[str, Any]) -> None:
    running = metric(basis="total", reported="to_date", baseline=None, baseline_period=None, **told)
    one = World().add(running, values=[value("2016", 20), value("2017", 30)]).judged(AS_OF)
    assert (one.projected, one.projected_low, one.projected_high, one.outlook) == (None, None, None, None)


def test_where_a_year_and_its_last_quarter_end_on_one_day_the_quarter_is_on_the_line() -> None:
    # as the values on a line below, with the whole years of 2017 and 2018 beside their last quarters
    values = [
        value("2016", 120),
        value("2017-Q4", "156.5"),
        value("2018-Q4", 193),
        value("2017", 90),
        value("2018", 90),
    ]
    one = World().add(metric(target_low=Decimal(266)), values=values).judged(AS_OF)
    assert one.projected == pytest.approx(266.1)
    assert (one.value, one.trend_points) == (193, 3)


def test_a_projection_begins_again_at_a_break() -> None:
    # the values on a line below, after others of another definition
    earlier = [value("2016-Q1", 900), value("2016-Q2", 10)]
    values = [value("2016", 120, obs_status="B"), value("2017", "156.5"), value("2018", 193)]
    one = World().add(metric(target_low=Decimal(266)), values=[*earlier, *values]).judged(AS_OF)
    assert one.projected == pytest.approx(266.1)
    assert one.trend_points == 3
    two = World().add(metric(), values=[*earlier, *values[:2]]).judged(AS_OF)
    assert (two.projected, two.outlook) == (None, None)


def test_three_values_on_a_line_go_on_along_it_without_a_band() -> None:
    # days since 2015-12-31: 366, 731, 1096; values rise by 36.5 in 365 days; due is day 1827, 731 days on: + 73.1
    values = [value("2016", 120), value("2017", "156.5"), value("2018", 193)]
    one = World().add(metric(target_low=Decimal(266)), values=values).judged(AS_OF)
    assert one.projected == pytest.approx(266.1)
    assert one.projected_low == pytest.approx(266.1)
    assert (one.trend_points, one.outlook) == (3, "likely")


def test_the_band_is_the_prediction_interval_of_least_squares() -> None:
    # days 366, 731, 1096 (mean 731, Sxx = 2 x 365^2 = 266450); values 120, 150, 160 (mean 143.333)
    # slope = (160-120)x365/266450 = 0.0547945; fit 123.333, 143.333, 163.333; residuals -3.333, 6.667, -3.333
    # s = sqrt(66.667 / 1) = 8.16497; at day 1827: 143.333 + 0.0547945 x 1096 = 203.388
    # half = 3.0777 x 8.16497 x sqrt(1 + 1/3 + 1096^2/266450) = 25.1293 x sqrt(1.33333 + 4.50822) = 60.7357
    values = [value("2016", 120), value("2017", 150), value("2018", 160)]
    one = World().add(metric(), values=values).judged(AS_OF)
    assert one.projected == pytest.approx(203.388, abs=0.001)
    assert one.projected_high == pytest.approx(203.388 + 60.736, abs=0.01)
    assert one.projected_low == pytest.approx(203.388 - 60.736, abs=0.01)
    assert one.outlook == "open"


@pytest.mark.parametrize(
    ("target", "told", "said"),
    [
        # 203.388, 142.652 to 264.124, as above
        ("200", {}, "leads to 203 家 on 2020-12-31 (80% band 143 to 264 家)"),
        ("203.2", {}, "leads to 203.4 家 on 2020-12-31 (80% band 142.7 to 264.1 家)"),
        ("264.11", {}, "leads to 203.39 家 on 2020-12-31 (80% band 142.65 to 264.12 家)"),
        ("203", {}, "leads to 203 家 on"),
        ("203", {"comparator": "above"}, "leads to 203.4 家 on"),
        ("200", {"decimals": 1}, "leads to 203.4 家 on 2020-12-31 (80% band 142.7 to 264.1 家)"),
    ],
)
def test_whole_numbers_are_projected_in_whole_numbers_unless_a_digit_tells_whether_they_meet_the_target(
    target: str, told: dict[str, Any], said: str
) -> None:
    values = [value("2016", 120), value("2017", 150), value("2018", 160)]
    one = World().add(metric(target_low=Decimal(target), **told), values=values).judged(AS_OF)
    assert said in outlook(one, Language.EN)


def test_what_is_told_in_more_digits_than_its_unit_has_is_projected_in_more() -> None:
    # a straight line: a quarter more every year, 2 in two years
    values = [value("2016", 1), value("2017", "1.25"), value("2018", "1.5")]
    one = World().add(metric(target_low=Decimal(5), baseline=Decimal(0), unit_id="亿元"), values=values).judged(AS_OF)
    assert "约为 2.0 亿元（八成区间 2.0 至 2.0 亿元）" in outlook(one, Language.ZH)
    values[2] = value("2018", "1.6")
    one = World().add(metric(target_low=Decimal(5), baseline=Decimal(0), unit_id="亿元"), values=values).judged(AS_OF)
    # fitted 0.983, 1.283, 1.583 at days 366, 731, 1096; 0.3 a 365 days more at day 1827: 2.184
    assert "约为 2.2 亿元" in outlook(one, Language.ZH)


def test_a_band_that_lies_below_the_target_reads_unlikely() -> None:
    values = [value("2016", 101), value("2017", 102), value("2018", 103)]
    assert World().add(metric(), values=values).judged(AS_OF).outlook == "unlikely"


def test_a_projection_stays_within_the_bounds_of_its_unit() -> None:
    # 10 points a year on from 80, 90, 100: 120 at the end of 2020, and a percentage ends at 100
    values = [value("2016", 80), value("2017", 90), value("2018", 100)]
    share = metric(unit_id="%", baseline=Decimal(70), target_low=Decimal(100), comparator="above")
    one = World().add(share, values=values).judged(AS_OF)
    assert (one.projected, one.projected_high) == (100, 100)
    assert one.projected_low == pytest.approx(100, abs=0.2)
    # and no count falls below zero
    falling = metric(direction="lower", comparator="at_most", target_low=None, target_high=Decimal(5))
    one = World().add(falling, values=[value("2016", 60), value("2017", 40), value("2018", 20)]).judged(AS_OF)
    assert (one.projected, one.projected_low, one.outlook) == (0, 0, "likely")


def test_a_metrics_own_bounds_go_before_those_of_its_unit() -> None:
    share = metric(unit_id="%", baseline=Decimal(70), target_low=Decimal(110))
    world = World().add(share, values=[value("2016", 80), value("2017", 90), value("2018", 100)])
    assert world.judged(AS_OF).projected == 100
    with world.store.write("test", "limit", START) as write:
        write.append("limits", [limit("m", -100, None, scope="metric")])
    assert world.judged(AS_OF).projected == pytest.approx(120, abs=0.1)


def test_of_a_total_the_rest_flows_at_the_mean_rate_of_the_days_reported() -> None:
    # 90 in 1096 days, 731 days to go: 90 + 90 / 1096 x 731 = 150.0274; rates are all but equal, so the band is narrow
    summed = metric(basis="total", reported="increment", baseline=None, baseline_period=None, target_low=Decimal(150))
    values = [value("2016", 30), value("2017", 30), value("2018", 30)]
    one = World().add(summed, values=values).judged(AS_OF)
    assert one.projected == pytest.approx(150.0274, abs=0.001)
    assert one.outlook == "open"


def test_the_band_of_a_total_is_the_prediction_interval_of_a_sum_of_further_draws() -> None:
    # amounts 20, 30, 40 in 366, 365, 365 days: 90 in 1096; rate 0.0821168, 731 days to go: 150.0274
    # sum of a^2 / days = 400/366 + 900/365 + 1600/365 = 7.942212; less 90^2/1096 = 7.390511: 0.551701, by 2: 0.275851
    # half = 1.8856 x sqrt(0.275851 x (731 + 731^2 / 1096)) = 1.8856 x sqrt(0.275851 x 1218.559) = 1.8856 x 18.33418
    summed = metric(basis="total", reported="increment", baseline=None, baseline_period=None, target_low=Decimal(300))
    values = [value("2016", 20), value("2017", 30), value("2018", 40)]
    one = World().add(summed, values=values).judged(AS_OF)
    assert one.projected == pytest.approx(150.0274, abs=0.001)
    assert one.projected_high == pytest.approx(150.0274 + 34.5709, abs=0.01)
    assert one.projected_low == pytest.approx(150.0274 - 34.5709, abs=0.01)
    assert one.outlook == "unlikely"


def test_days_of_a_sum_that_nobody_reported_on_are_not_projected_as_nothing() -> None:
    # 2016, 2018 and 2019 come to 90 in 1096 days; 2017 and 2020 have 731: 90 + 90 / 1096 x 731 = 150.0274
    summed = metric(basis="total", reported="increment", baseline=None, baseline_period=None, target_low=Decimal(149))
    values = [value("2016", 30), value("2018", 30), value("2019", 30)]
    one = World().add(summed, values=values).judged(date(2019, 12, 31))
    assert one.projected == pytest.approx(150.0274, abs=0.001)
    assert (one.value, one.incomplete, one.outlook) == (90, True, "likely")


def test_a_sum_is_never_projected_below_what_it_is() -> None:
    summed = metric(basis="total", reported="increment", baseline=None, baseline_period=None, target_low=Decimal(300))
    values = [value("2016", 1), value("2017", 200), value("2018", 0)]
    one = World().add(summed, values=values).judged(AS_OF)
    assert one.projected_low == 201


@pytest.mark.parametrize(
    "values",
    [
        [value("2016", 120), value("2017", 130), value("2018", 140, qualifier="above")],
        [value("2016", 120), value("2017", 130), value("2018", 140, obs_status="F")],
        [value("2014", 80), value("2016", 120), value("2017", 130)],
    ],
)
def test_only_exact_values_from_the_start_on_are_points_of_the_line(values: list[dict[str, object]]) -> None:
    assert World().add(metric(), values=values).judged(AS_OF).projected is None


def test_after_the_due_date_nothing_is_projected() -> None:
    values = [value("2016", 120), value("2017", 140), value("2018", 160)]
    assert World().add(metric(), values=values).judged(date(2021, 1, 1)).projected is None


def test_on_the_due_day_a_value_of_that_day_leaves_nothing_to_project() -> None:
    # a straight line through all five values leads to 203 on the due day, whose value is 199
    values = [
        value(str(year), number) for year, number in zip(range(2016, 2021), (120, 145, 170, 195, 199), strict=True)
    ]
    one = World().add(metric(), values=values).judged(date(2020, 12, 31))
    assert (one.status, one.projected, one.outlook) == ("on_track", None, None)
    assert outlook(one, Language.EN) == ""
    late = World().add(metric(), values=values[:4]).judged(date(2020, 12, 31))
    assert late.projected == pytest.approx(220, abs=0.1)


@pytest.mark.parametrize(
    ("told", "last"),
    [
        ({}, value("2018", 250, qualifier="below")),
        ({"comparator": "above"}, value("2018", 200)),
        (
            {"comparator": "at_most", "direction": "lower", "target_low": None, "target_high": Decimal(50)},
            value("2018", 40, qualifier="above"),
        ),
    ],
)
def test_nothing_is_needed_a_year_where_the_figure_itself_has_reached_the_target(
    told: dict[str, Any], last: dict[str, Any]
) -> None:
    one = World().add(metric(**told), values=[last]).judged(date(2019, 7, 1))
    assert (one.status == "met", one.needed_per_year) == (False, None)
