"""Composite indices: weighted parts, parts that are missing, and a binding part that lags."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from metrics.assessment import View
from metrics.explanation import outlook
from metrics.rollup import roll_up
from metrics.store.queries import assess
from metrics.words import Language
from tests.worlds import DUE, NOW, World, metric, value

PARTS = {"one": Decimal(2), "two": Decimal(1), "three": Decimal(1)}


def world(parts: dict[str, Decimal | None] | None = None, **told: object) -> World:
    """An index of three parts, each with a target of 200 from 100, as the index itself."""
    members = [metric(name, **told) for name in ("one", "two", "three")]
    return World().add(metric(basis="composite", parts=parts or PARTS), *members)


def test_an_index_is_the_weighted_mean_of_its_parts_and_weights_need_not_sum_to_one() -> None:
    # (2 x 160 + 1 x 200 + 1 x 120) / 4 = 160
    told = [value("2017", 160, "one"), value("2017", 200, "two"), value("2017", 120, "three")]
    one = world().add(values=told).judged(date(2018, 1, 1))
    assert (one.value, one.incomplete, one.status) == (160, False, "on_track")


def test_a_part_without_a_value_is_left_out_and_never_zero() -> None:
    # (2 x 160 + 1 x 190) / 3 = 170, and a quarter of the weight is missing
    told = [value("2017", 160, "one"), value("2017", 190, "two")]
    one = world().add(values=told).judged(date(2018, 1, 1))
    assert (one.value, one.incomplete) == (170, True)


def test_a_part_without_a_published_weight_counts_for_nothing() -> None:
    told = [value("2017", 160, "one"), value("2017", 190, "two")]
    one = world({"one": Decimal(1), "two": None}).add(values=told).judged(date(2018, 1, 1))
    assert one.value == 160


def test_of_a_yearly_part_the_last_year_counts_once() -> None:
    # the years of "one" are 10, 20 and 60: (1 x 60 + 1 x 100) / 2 = 80, by the end of 2018
    parts = {"one": Decimal(1), "two": Decimal(1)}
    index = metric(basis="composite", parts=parts)
    yearly = metric("one", basis="yearly", baseline=None, baseline_period=None)
    told = [value(year, number, "one") for year, number in (("2016", 10), ("2017", 20), ("2018", 60))]
    one = World().add(index, yearly, metric("two"), values=[*told, value("2018", 100, "two")]).judged(date(2019, 1, 1))
    assert (one.value, one.last_day) == (80, date(2018, 12, 31))


@pytest.mark.parametrize(
    ("qualifier", "least", "most", "status"),
    [("above", 200, None, "met"), ("below", None, 200, "on_track"), ("about", 190, 210, "on_track")],
)
def test_an_index_is_known_no_better_than_its_parts(
    qualifier: str, least: float | None, most: float | None, status: str
) -> None:
    told = [value("2017", 240, "one", qualifier=qualifier), value("2017", 160, "two")]
    one = world({"one": Decimal(1), "two": Decimal(1)}).add(values=told).judged(date(2018, 1, 1))
    assert (one.value, one.qualifier, one.least, one.most, one.status) == (200, qualifier, least, most, status)


def test_an_index_is_incomplete_where_a_part_is() -> None:
    summed = metric("one", basis="total", reported="increment", baseline=None, baseline_period=None)
    index = metric(basis="composite", parts={"one": Decimal(1)})
    one = (
        World().add(index, summed, values=[value("2016", 60, "one"), value("2018", 60, "one")]).judged(date(2019, 1, 1))
    )
    assert (one.value, one.incomplete) == (120, True)


def test_an_index_below_its_ceiling_may_be_above_it_where_a_part_lacks_days() -> None:
    summed = metric("one", basis="total", reported="increment", baseline=None, baseline_period=None)
    ceiling: dict[str, Any] = {
        "comparator": "at_most",
        "direction": "lower",
        "target_low": None,
        "target_high": Decimal(130),
    }
    index = metric(basis="composite", parts={"one": Decimal(1)}, baseline=Decimal(150), **ceiling)
    one = (
        World().add(index, summed, values=[value("2016", 60, "one"), value("2018", 60, "one")]).judged(date(2019, 1, 1))
    )
    assert (one.value, one.qualifier, one.most, one.status) == (120, "above", None, "on_track")


def test_no_weights_at_all_give_no_value() -> None:
    one = world({"one": None, "two": None}).add(values=[value("2017", 160, "one")]).judged(date(2018, 1, 1))
    assert (one.value, one.status) == (None, "no_data")


def test_a_published_value_of_the_index_goes_before_the_mean_of_its_parts() -> None:
    told = [value("2017", 160, "one"), value("2017", 150)]
    assert world().add(values=told).judged(date(2018, 1, 1)).value == 150


def test_an_index_of_parts_has_no_projection_and_says_whose_trend_to_look_at() -> None:
    told = [value(year, number, "one") for year, number in (("2016", 110), ("2017", 130), ("2018", 150))]
    one = world().add(values=told).judged(date(2019, 1, 1))
    assert (one.value, one.projected) == (150, None)
    assert "made of its parts" in outlook(one, Language.EN)
    published = world().add(values=[value("2017", 150)]).judged(date(2018, 1, 1))
    assert "three exact values" in outlook(published, Language.EN)


def test_a_binding_part_that_lags_keeps_the_index_from_reading_green() -> None:
    told = [value("2017", 190, "one"), value("2017", 190, "two"), value("2017", 101, "three")]
    assert world().add(values=told).judged(date(2018, 1, 1)).status == "on_track"
    one = world(binding="binding").add(values=told).judged(date(2018, 1, 1))
    assert (one.status, one.held_back) == ("behind", True)


def test_roll_up_counts_the_index_and_its_parts_once_each() -> None:
    store = world().add(values=[value("2017", 160, "one")]).store
    area = roll_up(assess(store, View(DUE, NOW)))
    assert area.targets == 4
    assert area.attainment == pytest.approx((160 / 200 + 160 / 200) / 2)


def test_an_index_asked_for_by_itself_stands_as_among_all() -> None:
    deep = metric("deep", basis="composite", parts={"m": Decimal(1), "other": Decimal(1)})
    told = [
        value("2017", 160, "one"),
        value("2017", 200, "two"),
        value("2017", 120, "three"),
        value("2017", 1, "other"),
    ]
    store = world(binding="binding").add(deep, metric("other", binding="binding"), values=told).store
    view = View(date(2018, 1, 1), NOW)
    whole = {one.metric_id: one for one in assess(store, view)}
    for name, one in whole.items():
        assert assess(store, view, [name]) == [one]
    assert assess(store, view, []) == []
