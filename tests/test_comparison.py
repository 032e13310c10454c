"""Metrics side by side: what is 100, and what has no index, worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from metrics.assessment import View
from metrics.comparison import Course, LeftOut, comparison_csv, course, index
from metrics.store import queries
from metrics.trajectory import trajectory
from tests.worlds import NOW, World, metric, value

END = date(2018, 12, 31)


def compared(world: World, *names: str) -> list[Course]:
    """The courses of some metrics."""
    judged = {one.metric_id: one for one in queries.assess(world.store, View(END, NOW))}
    values = {name: queries.series(world.store, name, NOW) for name in names}
    return [course(judged[name], trajectory(judged[name], values[name], [], {}, 0.05), END) for name in names]


def test_the_first_day_that_all_have_in_common_is_100() -> None:
    values = [value("2016", 120, "x"), value("2017", 150, "x"), value("2018", 180, "x")]
    values += [value("2017-Q4", 30, "y"), value("2018", 33, "y")]
    courses = compared(World().add(metric("x"), metric("y"), values=values), "x", "y")
    found = index(courses)
    assert found.day == date(2017, 12, 31)
    assert [found.of(courses[0], point.value) for point in courses[0].points] == pytest.approx([80, 100, 120])
    assert [found.of(courses[1], point.value) for point in courses[1].points] == pytest.approx([100, 110])


def test_a_metric_without_a_base_gets_no_index_and_the_others_keep_theirs() -> None:
    lacking = {
        "zero": ([value("2016", 0, "zero"), value("2017", 5, "zero")], LeftOut.BASE_NOT_POSITIVE),
        "loss": ([value("2016", -2, "loss")], LeftOut.BASE_NOT_POSITIVE),
        "over": ([value("2016", 5, "over", qualifier="above")], LeftOut.BASE_INEXACT),
        "about": ([value("2016", 5, "about", qualifier="about")], LeftOut.BASE_INEXACT),
        "none": ([], LeftOut.NO_VALUES),
        "ahead": ([value("2016", 5, "ahead", obs_status="F")], LeftOut.NO_VALUES),
    }
    world = World().add(metric("x"), values=[value("2016", 120, "x")])
    world.add(*(metric(name) for name in lacking), values=[row for rows, _ in lacking.values() for row in rows])
    found = index(compared(world, "x", *lacking))
    assert found.left_out == {name: why for name, (_, why) in lacking.items()}
    assert found.bases == {"x": 120}


def test_without_a_common_day_there_is_no_index() -> None:
    world = World().add(metric("x"), metric("y"), values=[value("2016", 1, "x"), value("2017", 1, "y")])
    found = index(compared(world, "x", "y"))
    assert (found.day, found.bases) == (None, {})
    assert set(found.left_out.values()) == {LeftOut.NOTHING_IN_COMMON}


def test_a_grade_has_no_index() -> None:
    graded = metric("y", basis="grade", scale="C<B<A", target_low=None, target_grade="A", unit_id=None, baseline=None)
    world = World().add(metric("x"), graded, values=[value("2016", 1, "x"), value("2016", None, "y", grade="B")])
    assert index(compared(world, "x", "y")).left_out == {"y": LeftOut.GRADED}


def test_of_a_yearly_metric_only_whole_years_are_compared() -> None:
    yearly = metric("y", basis="yearly", reported="increment", baseline=None, baseline_period=None)
    late = [value("2016-Q3", 3, "y"), value("2016-Q4", 4, "y")]
    whole = [value(f"2017-Q{quarter}", 5, "y") for quarter in range(1, 5)]
    (found,) = compared(World().add(yearly, values=[*late, *whole, value("2018-Q1", 9, "y")]), "y")
    assert [(point.day, point.value) for point in found.points] == [(date(2017, 12, 31), 20)]


def test_what_ends_after_the_day_of_judgement_is_not_compared_but_forecasts_are() -> None:
    values = [value("2018", 10, "x"), value("2019", 12, "x"), value("2020", 14, "x", obs_status="F")]
    (found,) = compared(World().add(metric("x"), values=values), "x")
    assert [point.value for point in found.points] == [10, 14]


def test_of_two_periods_that_end_together_the_finer_counts() -> None:
    values = [value("2016", 10, "x"), value("2016-Q4", 12, "x")]
    (found,) = compared(World().add(metric("x"), values=values), "x")
    assert [point.value for point in found.points] == [12]


def test_the_file_has_each_value_with_its_index() -> None:
    world = World().add(metric("x", target_low=Decimal(9)), values=[value("2016", 50, "x"), value("2017", 60, "x")])
    courses = compared(world, "x")
    lines = comparison_csv(courses, index(courses), View(END, NOW)).splitlines()
    assert lines[0].startswith("metric_id,metric,area_id,period,day,value,value_low,value_high,grade,unit")
    seen = "2016-12-31,2018-12-31,2026-11-20T08:00:00Z,standard"
    assert lines[1] == f"x,指标 x,a,2016,2016-12-31,50,50,50,,家,,A,100,{seen}"
    assert lines[2] == f"x,指标 x,a,2017,2017-12-31,60,60,60,,家,,A,120,{seen}"
