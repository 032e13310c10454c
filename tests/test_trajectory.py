"""What is drawn of a metric over time, worked by hand, and that the drawn path is the one by which it is judged."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from metrics.assessment import Assessment, View
from metrics.store import queries
from metrics.trajectory import Kind, Point, trajectory, trajectory_csv, way
from tests.worlds import DUE, NOW, World, metric, value

END = date(2018, 12, 31)


def drawn(world: World, as_of: date = END, metric_id: str = "m") -> tuple[Assessment, list[Point]]:
    """A metric and what there is to draw of it; 'about' reaches 5 %."""
    one = world.judged(as_of, metric_id=metric_id)
    values = queries.series(world.store, metric_id, NOW)
    milestones = queries.milestones(world.store, metric_id, one.version)
    return one, trajectory(one, values, queries.targets(world.store, metric_id, NOW), milestones, 0.05)


def of_kind(points: list[Point], kind: Kind) -> list[tuple[Any, ...]]:
    return [(point.day.isoformat(), point.value, point.low, point.high) for point in points if point.kind is kind]


def test_a_value_that_is_not_exactly_known_is_an_interval_with_its_open_end() -> None:
    values = [
        value("2016", 120, qualifier="above"),
        value("2017", 60, qualifier="below"),
        value("2018", 40, qualifier="about"),
    ]
    _, points = drawn(World().add(metric(), values=values))
    assert of_kind(points, Kind.VALUE) == [
        ("2016-12-31", 120, 120, None),
        ("2017-12-31", 60, None, 60),
        ("2018-12-31", 40, 38, 42),
    ]


def test_a_sum_of_which_one_amount_is_only_known_from_below_is_only_known_from_below() -> None:
    summed = metric(basis="total", reported="increment", baseline=None, baseline_period=None)
    values = [value("2016", 10), value("2017", 20, qualifier="above"), value("2018", 5)]
    _, points = drawn(World().add(summed, values=values))
    assert [row[1:] for row in of_kind(points, Kind.VALUE)] == [(10, 10, 10), (30, 30, None), (35, 35, None)]


def test_amounts_from_before_the_plan_stand_alone_and_what_is_missing_leaves_a_gap() -> None:
    summed = metric(basis="total", reported="increment", baseline=None, baseline_period=None)
    values = [value("2015", 500), value("2016", 10), value("2017", obs_status="M"), value("2018", 5)]
    _, points = drawn(World().add(summed, values=values))
    told = [(point.value, point.joined) for point in points if point.kind is Kind.VALUE]
    assert told == [(500, False), (10, False), (15, False)]


def test_a_forecast_adds_to_the_sum_so_far() -> None:
    summed = metric(basis="total", reported="increment", baseline=None, baseline_period=None)
    values = [value("2016", 10), value("2017", 7, obs_status="F"), value("2018", 8, obs_status="F")]
    _, points = drawn(World().add(summed, values=values))
    assert [row[1] for row in of_kind(points, Kind.VALUE)] == [10, 17, 25]


def test_a_yearly_metric_begins_each_year_anew() -> None:
    yearly = metric(basis="yearly", reported="increment", baseline=None, baseline_period=None)
    values = [value("2016-Q3", 3), value("2016-Q4", 4), value("2017-Q1", 5)]
    _, points = drawn(World().add(yearly, values=values))
    told = [(point.value, point.joined) for point in points if point.kind is Kind.VALUE]
    assert told == [(3, False), (7, True), (5, False)]
    assert of_kind(points, Kind.PATH) == []


def test_no_line_leads_across_a_break() -> None:
    values = [value("2016", 120), value("2017", 90, obs_status="B"), value("2018", 95)]
    _, points = drawn(World().add(metric(), values=values))
    assert [point.joined for point in points if point.kind is Kind.VALUE] == [False, False, True]


def test_a_changed_target_leaves_the_earlier_one_standing_before_its_day() -> None:
    changed = metric(version=2, target_low=Decimal(300), effective_from=date(2018, 7, 1))
    world = World().add(metric(), changed)
    _, points = drawn(world)
    assert of_kind(points, Kind.EARLIER_TARGET) == [
        ("2015-12-31", 200, 200, None),
        ("2018-06-30", 200, 200, None),
    ]
    assert of_kind(points, Kind.TARGET) == [("2018-07-01", 300, 300, None), ("2020-12-31", 300, 300, None)]
    _, points = drawn(world, date(2017, 12, 31))
    assert [row[1] for row in of_kind(points, Kind.TARGET)] == [200, 200]
    assert [row[1] for row in of_kind(points, Kind.LATER_TARGET)] == [300, 300]


def test_a_target_with_a_tolerance_is_a_band() -> None:
    about: dict[str, Any] = {"comparator": "about", "direction": "within", "tolerance": Decimal(3)}
    _, points = drawn(World().add(metric(**about, target_low=Decimal(50), target_high=Decimal(50))))
    assert of_kind(points, Kind.TARGET)[0] == ("2015-12-31", 50, 47, 53)


def test_a_target_of_zero_is_drawn_at_zero() -> None:
    told: dict[str, Any] = {"comparator": "at_most", "direction": "lower", "target_low": None}
    told["target_high"] = Decimal(0)
    _, points = drawn(World().add(metric(**told)))
    assert of_kind(points, Kind.TARGET)[0] == ("2015-12-31", 0, None, 0)


@pytest.mark.parametrize(
    ("path", "corners"),
    [
        ("linear", [("2015-12-31", 100), ("2020-12-31", 200)]),
        # days from 2015-12-31: 366, 731, 1096, 1461 of 1827
        (
            "stepped",
            [
                ("2015-12-31", 100),
                ("2016-12-31", 120.03),
                ("2017-12-31", 140.01),
                ("2018-12-31", 159.99),
                ("2019-12-31", 179.97),
                ("2020-12-31", 200),
            ],
        ),
        ("milestones", [("2015-12-31", 100), ("2018-12-31", 130), ("2020-12-31", 200)]),
        ("none", []),
    ],
)
def test_the_path_has_corners_where_it_turns(path: str, corners: list[tuple[str, float]]) -> None:
    one, _ = drawn(World().add(metric(path=path)))
    found = way(one, {date(2018, 12, 31): 130.0} if path == "milestones" else {})
    assert [(day.isoformat(), round(number, 2)) for day, number in found] == corners


def test_the_drawn_path_leads_through_what_the_assessment_expects() -> None:
    lower = {"comparator": "at_most", "direction": "lower", "target_low": None, "target_high": Decimal(50)}
    world = World()
    names = []
    for path in ("linear", "stepped", "milestones", "compound"):
        for told, corner in (({}, 130), (lower, 80)):
            for period in ("2016", "2017-Q2", "2019-Q3", "2020"):
                names.append(f"{path}-{corner}-{period.lower()}")
                milestones = {date(2018, 12, 31): corner} if path == "milestones" else {}
                one = metric(names[-1], path=path, milestones=milestones, **told)
                world.add(one, values=[value(period, 101, names[-1])])
    for name in names:
        judged, points = drawn(world, DUE, name)
        assert judged.expected_value == pytest.approx(_at(of_kind(points, Kind.PATH), judged))


def _at(path: list[tuple[Any, ...]], one: Assessment) -> float:
    """The path on the day of the value: on a corner, on the step before it, or straight between two corners."""
    assert one.last_day is not None
    told = [(date.fromisoformat(day), number) for day, number, _, _ in path]
    before = max(row for row in told if row[0] <= one.last_day)
    after = min((row for row in told if row[0] >= one.last_day), default=before)
    if one.path == "stepped" or after == before:
        return float(before[1])
    share = (one.last_day - before[0]).days / (after[0] - before[0]).days
    return float(before[1] + share * (after[1] - before[1]))


def test_the_projection_runs_from_the_last_value_to_the_due_date() -> None:
    values = [value("2016", 120), value("2017", 150), value("2018", 160)]
    _, points = drawn(World().add(metric(), values=values))
    (first, last) = of_kind(points, Kind.PROJECTION)
    assert first == ("2018-12-31", 160, 160, 160)
    assert last[0] == "2020-12-31"
    assert last[1] == pytest.approx(203.388, abs=0.001)
    assert last[3] - last[2] == pytest.approx(2 * 60.736, abs=0.01)


def test_the_file_has_a_line_for_each_point_with_raw_numbers() -> None:
    world = World().add(metric(), values=[value("2016", 120.5, qualifier="above", obs_status="P")])
    one, points = drawn(world)

    lines = trajectory_csv(one, points, View(END, NOW)).splitlines()
    assert lines[0] == (
        "metric_id,kind,period,day,value,value_low,value_high,grade,unit,qualifier,obs_status,as_of,known_at,profile"
    )
    told = "2018-12-31,2026-11-20T08:00:00Z,standard"
    assert f"m,baseline,2015,2015-12-31,100,100,100,,家,,,{told}" in lines
    assert f"m,value,2016,2016-12-31,120.5,120.5,,,家,above,P,{told}" in lines
    assert f"m,target,,2020-12-31,200,200,,,家,,,{told}" in lines
    assert f"m,path,,2020-12-31,200,200,200,,家,,,{told}" in lines


def test_a_composite_without_a_value_of_its_own_stands_where_its_parts_put_it() -> None:
    # 0.25 x 60 + 0.75 x 80
    parts = {"x": Decimal("0.25"), "y": Decimal("0.75")}
    whole = metric(basis="composite", parts=parts, target_low=Decimal(100), baseline=Decimal(50))
    world = World().add(metric("x"), metric("y"), whole, values=[value("2018", 60, "x"), value("2018", 80, "y")])
    _, points = drawn(world)
    assert of_kind(points, Kind.DERIVED) == [("2018-12-31", 75, 75, 75)]
    world.add(values=[value("2018", 77)])
    assert of_kind(drawn(world)[1], Kind.DERIVED) == []


def test_of_a_checklist_each_day_has_one_count() -> None:
    done = metric(basis="checklist", items=["i", "j"], target_low=None, unit_id=None, baseline=None)
    values = [value("2017", 1, item_id="i"), value("2017", 1, item_id="j")]
    _, points = drawn(World().add(done, values=values))
    assert [row[:2] for row in of_kind(points, Kind.VALUE)] == [("2017-12-31", 2)]


def test_amounts_from_after_the_due_date_stand_alone() -> None:
    summed = metric(basis="total", reported="increment", baseline=None, baseline_period=None, due=date(2018, 12, 31))
    values = [value("2017", 40), value("2018", 40), value("2019", 40)]
    running = [one.running for one in queries.series(World().add(summed, values=values).store, "m", NOW)]
    assert running == [40, 80, 40]


def test_an_item_that_was_withdrawn_in_between_is_done_once() -> None:
    listed = metric(basis="checklist", items=["x", "y"], target_low=None, baseline=None, baseline_period=None)
    values = [
        value("2016", 1, item_id="x"),
        value("2017", obs_status="M", item_id="x"),
        value("2018", 1, item_id="x"),
        value("2019", 1, item_id="y"),
    ]
    running = [one.running for one in queries.series(World().add(listed, values=values).store, "m", NOW)]
    assert running == [1, None, 1, 2]


def test_a_sum_that_lacks_a_quarter_is_open_above_from_there_on() -> None:
    summed = metric(basis="total", reported="increment", baseline=None, baseline_period=None, frequency="quarter")
    values = [value("2016-Q1", 10), value("2016-Q2", 10), value("2016-Q4", 10), value("2017-Q1", 10)]
    _, points = drawn(World().add(summed, values=values))
    assert [row[1:] for row in of_kind(points, Kind.VALUE)] == [
        (10, 10, 10),
        (20, 20, 20),
        (30, 30, None),
        (40, 40, None),
    ]
