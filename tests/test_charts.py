"""What a chart shows: round ticks in the units of its readers, lines only where values can be compared, open ends."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboard.drawing.axis import on_axis, scale, ticks, year_axis
from dashboard.drawing.comparison import Panel, Spot, Strand, draw_comparison
from dashboard.drawing.trend import described, draw_trend
from metrics.store import queries
from metrics.trajectory import Point, earlier_series, trajectory
from metrics.words import Language
from tests.worlds import NOW, World, metric, value

END = date(2018, 12, 31)
ZH, EN = Language.ZH, Language.EN


def chart(world: World, as_of: date = END, language: Language = EN, extra: Sequence[Point] = ()) -> Any:
    """The figure of the metric `m`."""
    one = world.judged(as_of)
    values, spans = queries.series(world.store, "m", NOW), queries.targets(world.store, "m", NOW)
    milestones = queries.milestones(world.store, "m", one.version)
    points = [*trajectory(one, values, spans, milestones, 0.05), *extra]
    return draw_trend(one, points, as_of, language)


def traces(figure: Any) -> dict[str, Any]:
    """The traces that the legend names."""
    return {trace.name: trace for trace in figure.data if trace.showlegend is not False}


def solid(figure: Any) -> list[list[Any]]:
    """The numbers of the lines between values, with None where a line ends."""
    return [list(trace.y) for trace in figure.data if trace.mode == "lines" and trace.line.dash == "solid"]


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (235, 280, [230, 240, 250, 260, 270, 280]),
        (0, 0.3, [0, 0.1, 0.2, 0.3]),
        (-5, 8, [-5, 0, 5, 10]),
        (7, 7, [7]),
    ],
)
def test_ticks_are_round_and_take_in_both_ends(low: float, high: float, found: list[float]) -> None:
    assert ticks(low, high) == found


@pytest.mark.parametrize(
    ("low", "high", "grain", "found"),
    [
        (0, 1, 1, [0, 1]),
        (0, 12, 1, [0, 5, 10, 15]),  # 2.5 is no step of whole numbers
        (0, 120, 1, [0, 25, 50, 75, 100, 125]),
        (0, 0.3, 0.1, [0, 0.1, 0.2, 0.3]),  # billions of what counts in 100 million
        (2, 2.4, 1, [2, 3]),
    ],
)
def test_steps_are_multiples_of_what_is_counted(low: float, high: float, grain: float, found: list[float]) -> None:
    assert ticks(low, high, grain) == pytest.approx(found)


@pytest.mark.parametrize(
    ("unit", "largest", "chinese", "english"),
    [
        (("家", "organisations", 1, None), 280, (1, "家"), (1, "organisations")),
        (("家", "organisations", 1, None), 1_200_000, (1e4, "万家"), (1e6, "million organisations")),
        (("亿元", "100 million CNY", 1e8, "CNY"), 2500, (1, "亿元"), (10, "billion CNY")),
        (("亿元", "100 million CNY", 1e8, "CNY"), 25_000, (1e4, "万亿元"), (10, "billion CNY")),
        (("万元", "10,000 CNY", 1e4, "CNY"), 50_000, (1e4, "亿元"), (100, "million CNY")),
        (("万元", "10,000 CNY", 1e4, "CNY"), 0.5, (1, "万元"), (1e-4, "CNY")),
        (("%", "%", 1, "%"), 250_000, (1, "%"), (1, "%")),
    ],
)
def test_an_axis_counts_as_its_readers_do(
    unit: tuple[str, str, float, str | None],
    largest: float,
    chinese: tuple[float, str],
    english: tuple[float, str],
) -> None:
    one = World().add(metric()).judged()
    one = replace(one, unit_id=unit[0], unit_en=unit[1], unit_factor=unit[2], base_unit_en=unit[3])
    for language, (power, name) in ((ZH, chinese), (EN, english)):
        divided = scale(one, largest, language)
        assert divided.unit == name
        assert divided.power == pytest.approx(power)


def test_a_value_is_named_in_the_unit_of_its_axis() -> None:
    one = World().add(metric()).judged()
    assert on_axis(3_521_288, scale(one, 6e6, ZH), 0, ZH) == "352.13"
    assert on_axis(172, scale(one, 230, ZH), 1, ZH) == "172.0"
    money = scale(replace(one, unit_id="亿元", unit_factor=1e8, base_unit_en="CNY"), 300, EN)
    assert [on_axis(number, money, 1, EN) for number in (290, 287.6)] == ["29.00", "28.76"]
    assert [on_axis(number, money, 2, EN) for number in (287.61, 287.64)] == ["28.761", "28.764"]
    assert on_axis(290, money, 0, EN) == "29"


def test_a_year_stands_at_its_last_day() -> None:
    axis = year_axis([date(2015, 12, 31), date(2018, 6, 30)])
    assert axis["tickvals"] == [date(year, 12, 31) for year in (2015, 2016, 2017, 2018)]
    assert axis["range"][1] > date(2018, 12, 31)


def test_no_line_is_drawn_across_a_break_and_the_break_is_named() -> None:
    values = [value("2016", 120), value("2017", 90, obs_status="B"), value("2018", 95)]
    figure = chart(World().add(metric(), values=values))
    assert solid(figure) == [[120, None, 90, 95]]
    assert "break in series" in [one.text for one in figure.layout.annotations]


def test_each_kind_of_value_has_a_shape_and_a_word_of_its_own() -> None:
    values = [
        value("2016", 120),
        value("2017", 130, obs_status="E"),
        value("2018", 140, obs_status="P"),
        value("2019", 150, obs_status="F"),
    ]
    found = traces(chart(World().add(metric(), values=values)))
    shapes = {name: found[name].marker.symbol for name in ("Reported", "estimated", "provisional", "forecast")}
    assert len(set(shapes.values())) == len(shapes)


def test_a_forecast_is_reached_by_a_dotted_line_of_its_own() -> None:
    values = [value("2017", 130), value("2018", 140), value("2019", 150, obs_status="F")]
    figure = chart(World().add(metric(), values=values))
    assert solid(figure) == [[130, 140]]
    assert [list(one.y) for one in figure.data if one.line.dash == "dot" and 150 in one.y] == [[140, 150]]


def test_an_open_end_has_an_arrow_and_a_closed_one_none() -> None:
    values = [value("2016", 120, qualifier="above"), value("2017", 140, qualifier="about")]
    found = traces(chart(World().add(metric(), values=values)))
    assert list(found["Open end"].marker.symbol) == ["triangle-up"]
    assert min(found["Open end"].y) > 120
    closed = chart(World().add(metric(), values=values[1:]))
    assert "Open end" not in traces(closed)
    assert [list(one.y) for one in closed.data if one.legendgroup == "interval"] == [[133, 147]]


def test_the_earlier_target_stands_before_its_day_and_both_are_named() -> None:
    changed = metric(version=2, target_low=Decimal(300), effective_from=date(2018, 7, 1))
    figure = chart(World().add(metric(), changed, values=[value("2016", 120)]))
    names = [one.text for one in figure.layout.annotations]
    assert "Earlier target 200" in names
    assert "Target ≥ 300" in names


def test_sums_start_at_zero_and_levels_where_they_are() -> None:
    summed = metric(basis="total", reported="increment", baseline=None, baseline_period=None)
    total = chart(World().add(summed, values=[value("2016", 100), value("2017", 50)]))
    assert total.layout.yaxis.range[0] == 0
    level = chart(World().add(metric(), values=[value("2016", 120)]))
    assert 90 < level.layout.yaxis.range[0] < 100


def test_a_scale_of_grades_has_its_grades() -> None:
    graded = metric(basis="grade", scale="C<B<A", target_low=None, target_grade="A", unit_id=None, baseline=None)
    figure = chart(World().add(graded, values=[value("2016", None, grade="B")]))
    assert list(figure.layout.yaxis.ticktext) == ["C", "B", "A"]
    assert list(traces(figure)["Reported"].text) == ["B"]


def test_the_series_before_stands_apart_from_the_one_that_follows_it() -> None:
    world = World().add(metric("old"), metric(breaks_from="old"), values=[value("2019", 160)])
    world.add(values=[value("2016", 100, "old"), value("2017", 110, "old")])
    world.add(values=[value("2020", 120, "old")])  # goes on beside its successor, and isn't drawn there
    own = trajectory(world.judged(), queries.series(world.store, "m", NOW), [], {}, 0.05)
    figure = chart(world, extra=earlier_series(queries.series(world.store, "old", NOW), own, 0.05))
    assert solid(figure) == [[100, 110]]
    assert "Earlier series, not comparable" in traces(figure)
    assert "break in series" in [one.text for one in figure.layout.annotations]


def test_of_two_periods_that_end_together_the_line_takes_the_finer() -> None:
    values = [value("2016", 120), value("2017", 150), value("2017-Q4", 140)]
    assert solid(chart(World().add(metric(), values=values))) == [[120, 140]]


def test_a_metric_without_values_still_shows_its_target() -> None:
    world = World().add(metric())
    figure = chart(world, language=ZH)
    assert any("200" in one.text for one in figure.layout.annotations)
    assert described("m", world.judged(), [], ZH) == "尚无数值"


def test_markup_in_what_people_enter_stands_in_a_chart_as_it_was_written() -> None:
    spot = Spot(END, 1.0, "<a href='https://example.org'>name</a>\n2018: 1", final=True, joined=False)
    panel = Panel("<b>unit</b>", {}, (Strand(0, "<b>name</b>", (spot,)),))
    figure = draw_comparison([panel], EN)
    assert figure.data[0].name == "&lt;b&gt;name&lt;/b&gt;"
    assert figure.data[0].customdata[0] == "&lt;a href='https://example.org'&gt;name&lt;/a&gt;<br>2018: 1"
    assert figure.layout.annotations[0].text == "&lt;b&gt;unit&lt;/b&gt;"
