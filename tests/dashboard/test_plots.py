"""Small plots tell the truth: where a value lies, where an axis begins, what is not exactly known."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboard.drawing.multiples import card, multiple, sparks
from dashboard.drawing.plots import Frame, Plot, plot
from dashboard.drawing.trend import draw_trend
from metrics.assessment import TargetSpan
from metrics.store.queries import series_of
from metrics.trajectory import Point, trajectory
from metrics.words import Language
from tests.worlds import DUE, NOW, World, metric, value

# 100 wide and 100 high without room around: over the 1827 days of the plan, a year is 20 units wide.
FRAME = Frame(100, 100, 0, 0, 0, 0, date(2015, 12, 31), DUE)


def drawn(told: dict[str, Any], *values: dict[str, Any]) -> tuple[Any, list[Point]]:
    world = World().add(told, values=values)
    one = world.judged(date(2019, 6, 30))
    span = TargetSpan(one.version, None, None, one.target_low, one.target_high)
    return one, trajectory(one, series_of(world.store, ["m"], NOW).get("m", []), [span], {}, 0.05)


def plotted(told: dict[str, Any], *values: dict[str, Any]) -> Plot:
    one, points = drawn(told, *values)
    found = plot(one, points, FRAME)
    assert found is not None
    return found


def test_a_level_lies_between_round_numbers_around_its_values_and_its_target() -> None:
    # values 120 and 150, the way from 100 to 200: the axis runs from 100 to 200, and 120 lies at a fifth of its height
    found = plotted(metric(), value("2016", 120), value("2018", 150))
    assert [mark for mark, _ in found.marks] == [100, 120, 140, 160, 180, 200]
    assert found.lines == ("M20.0 80.0 L60.0 50.0",)  # 366 and 1096 of 1827 days
    assert found.targets == ("M0.0 0.0 H100.0",)
    assert found.way == "M0.0 100.0 L100.0 0.0"


@pytest.mark.parametrize(("decimals", "marks"), [(0, [0, 1, 2]), (1, [0, 0.5, 1, 1.5, 2])])
def test_what_is_counted_whole_has_no_tick_between_whole_numbers(decimals: int, marks: list[float]) -> None:
    # two platforms had ticks at 0.5, one had them at 0.2
    told = metric(baseline=Decimal(0), target_low=Decimal(2), decimals=decimals)
    values = value("2016", 0), value("2018", 1)
    assert [mark for mark, _ in plotted(told, *values).marks] == marks
    one, points = drawn(told, *values)
    for language in Language:
        assert list(draw_trend(one, points, date(2019, 6, 30), language).layout.yaxis.tickvals) == marks


def test_a_sum_begins_at_zero_and_adds_up() -> None:
    told = metric(basis="total", reported="increment", baseline=None, baseline_period=None, target_low=Decimal(100))
    found = plotted(told, value("2016", 30), value("2017", 20))
    assert found.marks[0] == (0.0, 100.0)
    assert found.lines == ("M20.0 70.0 L40.0 50.0",)  # 30 and 30 + 20 of 100


def test_years_that_stand_alone_are_stems_from_zero() -> None:
    told = metric(basis="yearly", baseline=None, baseline_period=None, target_low=Decimal(100))
    found = plotted(told, value("2016", 100), value("2017", 50))
    assert found.lines == ()
    assert found.stems == ("M20.0 100.0 L20.0 0.0", "M40.0 100.0 L40.0 50.0")


def test_no_line_leads_across_a_break() -> None:
    found = plotted(metric(), value("2016", 120), value("2017", 130, obs_status="B"), value("2018", 150))
    assert [line.count("L") for line in found.lines] == [0, 1]


@pytest.mark.parametrize(
    ("told", "look", "reach"),
    [
        ({}, "final", None),
        ({"obs_status": "P"}, "hollow", None),
        ({"obs_status": "F"}, "forecast", None),
        ({"qualifier": "above"}, "final", (43.0, 50.0)),  # upwards, as far as an open end is drawn
        ({"qualifier": "below"}, "final", (50.0, 57.0)),
        ({"qualifier": "about"}, "final", (42.5, 57.5)),  # 150 by 5 % either way
    ],
)
def test_a_value_looks_as_exact_as_it_is(told: dict[str, Any], look: str, reach: tuple[float, float] | None) -> None:
    (dot,) = plotted(metric(), value("2018", 150, **told)).dots
    assert (dot.look, dot.whisker) == (look, reach)


def test_without_a_value_nothing_is_drawn() -> None:
    one, points = drawn(metric())
    assert plot(one, points, FRAME) is None
    assert sparks([one], {}) == {"m": None}
    assert multiple(one, "", points, card([one], {"m": points}), Language.EN) is None


def test_one_value_alone_is_no_course_of_events() -> None:
    followed = metric(comparator=None, direction=None, target_low=None, path=None, due=None)
    one, points = drawn(followed, value("2016", 120))
    assert plot(one, points, FRAME) is None
    assert plotted(followed, value("2016", 120), value("2017", 130)).targets == ()


def test_a_small_multiple_says_what_its_axis_and_its_days_are() -> None:
    one, points = drawn(metric(), value("2016", 120), value("2018", 150))
    found = multiple(one, "metric?metric=m", points, card([one], {"m": points}), Language.EN)
    assert found is not None
    assert [text for _, text in found.marks if text] == ["100", "200 家"]
    assert [text for _, _, text in found.years if text] == ["2015", "2020"]
    assert found.described == "Metric m: 2 values, the last 150 家 (2018)"


def test_the_label_of_the_last_value_stands_where_no_line_goes() -> None:
    for last, side in ((150, "bottom right"), (90, "top right")):
        one, points = drawn(metric(), *(value(str(year), 120) for year in range(2010, 2018)), value("2018", last))
        figure = draw_trend(one, points, date(2019, 1, 1), Language.EN)
        (sides,) = [trace.textposition for trace in figure.data if trace.text and any(trace.text)]
        assert set(sides[:-1]) == {"top center"}
        assert sides[-1] == side


def test_every_metric_of_a_spark_line_has_the_same_days() -> None:
    one, points = drawn(metric(), value("2016", 120), value("2018", 150))
    late = [replace(point, day=date(2025, 12, 31)) for point in points]
    alone, beside = (
        sparks([one], {"m": points})["m"],
        sparks([one, replace(one, metric_id="n")], {"m": points, "n": late})["m"],
    )
    assert alone is not None
    assert beside is not None
    assert alone.dots[-1].x > beside.dots[-1].x
    assert len(alone.dots) == 1
