"""What is odd about a value is asked about, each oddity by a sentence of its own, and data says what is asked."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from metrics.errors import DoubtedError, RefusedError
from metrics.store.entries import Click, Entry
from metrics.store.record import effect, record
from tests.test_record import VIEW, enter, entry, revisions
from tests.worlds import NOW, START, World, metric, value

RISING = [value("2015", 100), value("2016", 110), value("2017", 120)]


def world_of(*values: dict[str, Any], **told: Any) -> World:
    return World().add(metric(**told), values=values)


def doubts(world: World, told: Entry) -> list[str]:
    return [problem.key for problem in effect(world.store, told, "tester", NOW, VIEW).doubts]


def limit(world: World, check: str, severity: str, least: int | None = None, most: int | None = None) -> None:
    with world.store.write("test", "limit", START) as write:
        told = {"scope": "metric", "name": "m", "check_id": check, "severity": severity, "version": 1}
        write.append("limits", [
            told | {"least": least, "most": most, "recorded_at": START, "recorded_by": "test"}
        ])  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("130", []),
        ("1200", ["tenfold", "off_trend"]),
        ("12", ["tenth", "falls", "off_trend"]),
        ("1200000", ["unit_slip", "off_trend"]),
        ("12000000000", ["unit_slip", "off_trend"]),
        ("0.012", ["unit_slip", "falls", "off_trend"]),
        ("119", ["falls"]),
        ("120", []),
        ("170", ["off_trend"]),
        ("200", ["off_trend", "on_target"]),
        ("200.0001", ["off_trend"]),
    ],
)
def test_what_is_odd_after_100_and_110_and_120(typed: str, found: list[str]) -> None:
    assert doubts(world_of(*RISING), entry("2018", typed)) == found


def test_a_doubt_is_refused_until_it_is_confirmed() -> None:
    world = world_of(*RISING)
    with pytest.raises(DoubtedError, match="119 is less than 120 in 2017") as doubted:
        enter(world, entry("2018", "119"))
    assert len(revisions(world)) == 3
    done = record(world.store, entry("2018", "119"), "tester", NOW, Click(confirmed=doubted.value.problems))
    assert (done.revision, done.added) == (1, True)


def test_what_was_confirmed_of_one_value_is_not_confirmed_of_another() -> None:
    world = world_of(*RISING)
    seen = effect(world.store, entry("2018", "119"), "tester", NOW, VIEW).doubts
    with pytest.raises(DoubtedError):
        record(world.store, entry("2018", "12"), "tester", NOW, Click(confirmed=seen))


def test_what_stands_is_not_doubted_again() -> None:
    world = world_of(*RISING, value("2018", 20))
    assert not enter(world, entry("2018", "20")).added


def test_a_metric_that_falls_by_intent_is_asked_when_it_rises() -> None:
    told = {"direction": "lower", "comparator": "at_most", "target_low": None, "target_high": Decimal(50)}
    world = world_of(value("2015", 100), value("2016", 95), value("2017", 90), **told)
    assert doubts(world, entry("2018", "92")) == ["rises"]
    assert doubts(world, entry("2018", "82")) == []


def test_amounts_are_compared_by_the_day() -> None:
    world = world_of(value("2016", 365), basis="total", reported="increment", baseline=None, baseline_period=None)
    assert doubts(world, entry("2017-Q1", "90")) == []
    assert doubts(world, entry("2017-Q1", "900")) == ["tenfold"]
    assert doubts(world, entry("2017-Q1", "200")) == []  # a sum doesn't equal its target by one of its parts


def test_the_first_value_is_held_against_the_target() -> None:
    world = world_of(unit_id="亿元", baseline=None, baseline_period=None)
    assert doubts(world, entry("2017", "1800000")) == ["unit_slip_target"]
    assert doubts(world, entry("2017", "180")) == []


def test_a_unit_that_was_not_written_out_is_asked_about() -> None:
    world = world_of(unit_id="亿元", baseline=None, baseline_period=None)
    read = replace(entry("2017", "2500", unit_id="万元"), guessed=True)
    (asked,) = (one for one in effect(world.store, read, "t", NOW, VIEW).doubts if one.key == "unit_guessed")
    assert (asked.filled["value"], asked.filled["own"]) == ("2500万元", "0.25亿元")
    assert "unit_guessed" not in doubts(world, entry("2017", "2500", unit_id="万元"))
    above = replace(entry("2017", "1.2", unit_id="亿元"), guessed=True)
    assert "unit_guessed" not in doubts(world_of(unit_id="万元"), above)


def test_a_negative_count_is_refused() -> None:
    world = world_of()
    with pytest.raises(RefusedError, match="-5 is below 0"):
        enter(world, entry("2017", "-5"))
    money = world_of(unit_id="亿元", target_low=Decimal(3), baseline=Decimal(1))
    assert enter(money, entry("2017", "-5")).added


def test_a_percentage_stays_within_its_limits_unless_its_own_say_otherwise() -> None:
    world = world_of(unit_id="%", target_low=Decimal(50), baseline=Decimal(10))
    with pytest.raises(RefusedError, match=r"100\.5 is above 100"):
        enter(world, entry("2017", "100.5"))
    limit(world, "range", "error", -100, 1000)
    assert enter(world, entry("2017", "100.5")).added
    with pytest.raises(RefusedError, match="1001 is above 1000"):
        enter(world, entry("2018", "1001"))


@pytest.mark.parametrize(("severity", "raised"), [("error", RefusedError), ("doubt", DoubtedError), ("none", None)])
def test_how_severe_a_check_is_is_data_of_the_metric(severity: str, raised: type[Exception] | None) -> None:
    world = world_of(*RISING)
    limit(world, "falls", severity)
    if raised is None:
        assert enter(world, entry("2018", "119")).added
        return
    with pytest.raises(raised) as refused:
        enter(world, entry("2018", "119"))
    assert type(refused.value) is raised


def test_a_period_must_be_of_the_plan() -> None:
    with pytest.raises(RefusedError, match="begins after 2020-12-31"):
        enter(world_of(), entry("2021", "300"))
    summed = world_of(basis="total", reported="increment", baseline=None, baseline_period=None)
    with pytest.raises(RefusedError, match="ends before the plan begins on 2016-01-01"):
        enter(summed, entry("2015", "3"))
    assert doubts(world_of(), entry("2014", "90")) == ["early"]
    assert doubts(world_of(), entry("2015", "100")) == []


def test_a_forecast_and_a_missing_value_are_compared_with_nothing() -> None:
    world = world_of(*RISING, value("2018", 900, obs_status="F"), value("2019", None, obs_status="M"))
    assert doubts(world, entry("2020", "150")) == []
