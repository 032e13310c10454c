"""What holds of every assessment, whatever the numbers are?"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal
from math import isclose, isfinite
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from metrics.assessment import Assessment, View
from metrics.rollup import roll_up
from tests.assessment.batch import Case, Row, judged, world_of_plans
from tests.assessment.metrics_at_random import case_at_random, view_at_random
from tests.worlds import NOW, World, metric, value

METRICS = 40
MOST = 10**6
MIRRORED = {"at_least": "at_most", "above": "below", "higher": "lower"}
MIRRORED |= {after: before for before, after in MIRRORED.items()}
RATIOS = ("attainment", "progress", "expected", "pace")
WORSE_TO_BETTER = (("reversed",), ("off_track", "not_due", "no_baseline"), ("behind",), ("on_track",), ("met",))
EXTREMES = [Decimal(text) for text in ("0", "0.0001", "0.0002", "-0.0001", "1", "200", "-99999999999999.9999")]
EXTREMES += [Decimal("99999999999999.9999"), Decimal("9007199254740.9920"), Decimal("9007199254740.9940")]

seeds = st.integers(0, 2**32)
quickly = settings(max_examples=6, deadline=None, phases=[Phase.reuse, Phase.generate])


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    world = world_of_plans()
    yield world
    world.store.close()


@quickly
@given(seed=seeds)
def test_mirroring_what_is_better_mirrors_the_result(world: World, seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    view = replace(view_at_random(chance), profile=chance.choice(["standard", "traffic-light"]))
    cases = [_without_growth(case) for case in _cases(chance, bases=["level"])]
    found, mirrored = judged(world, cases, view), judged(world, [_mirrored(case) for case in cases], view)
    for name, one in found.items():
        other = mirrored[name]
        assert (other.status, other.flags) == (one.status, one.flags)
        assert (other.progress, other.expected, other.pace) == (one.progress, one.expected, one.pace)
        assert (other.value, other.least, other.most) == (
            _negative(one.value),
            _negative(one.most),
            _negative(one.least),
        )


@quickly
@given(seed=seeds)
def test_another_unit_changes_nothing_but_the_numbers(world: World, seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    view = view_at_random(chance)
    cases = [_in_unit(case, "亿元", 1) for case in _cases(chance, bases=["level", "composite", "total", "yearly"])]
    found, smaller = judged(world, cases, view), judged(world, [_in_unit(case, "万元", 10_000) for case in cases], view)
    for name, one in found.items():
        other = smaller[name]
        assert (other.status, other.flags) == (one.status, one.flags)
        assert all(_close(getattr(other, ratio), getattr(one, ratio)) for ratio in RATIOS)
        assert _close(other.value, None if one.value is None else one.value * 10_000)


@quickly
@given(seed=seeds)
def test_the_order_of_entry_changes_nothing(world: World, seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    view, cases = view_at_random(chance), _cases(chance)
    shuffled = [Case(case.definitions, chance.sample(case.values, len(case.values))) for case in cases]
    assert _settled(world, chance.sample(shuffled, len(shuffled)), view) == _settled(world, cases, view)


def test_two_items_of_one_period_show_one_record_whichever_was_entered_first(world: World) -> None:
    told = metric("m", basis="checklist", items=["a", "b"], target_low=2, baseline=None, baseline_period=None)
    ticks = [value("2018", 1, item_id="a"), value("2018", 1, item_id="b", obs_status="B")]
    view = View(date(2019, 6, 30), NOW)
    assert judged(world, [Case([told], ticks)], view) == judged(world, [Case([told], ticks[::-1])], view)


@quickly
@given(
    seed=seeds,
    basis=st.sampled_from(["level", "total"]),
    profile=st.sampled_from(["standard", "traffic-light", "cagr"]),
)
def test_more_of_a_good_thing_never_worsens_a_status(world: World, seed: int, basis: str, profile: str) -> None:
    chance = Random(seed)  # noqa: S311
    told = {"basis": basis, "path": chance.choice(["linear", "stepped", "none"]), "baseline": chance.randint(-100, 300)}
    told |= {"target_low": chance.randint(-100 if basis == "level" else 0, 300)}
    told |= {"reported": "increment", "baseline": None, "baseline_period": None} if basis == "total" else {}
    last, least = chance.choice(["2016", "2018-Q3", "2020"]), -100 if basis == "level" else 0
    numbers = sorted(chance.randint(least, 400) for _ in range(METRICS))
    cases = [Case([metric(f"m{at}", **told)], [value(last, number, f"m{at}")]) for at, number in enumerate(numbers)]
    found = judged(world, cases, View(date(2020, 12, 31), NOW, profile))
    ranks = [_rank(found[f"m{at}"].status) for at in range(METRICS)]
    assert ranks == sorted(ranks)


@quickly
@given(seed=seeds)
def test_what_is_recorded_later_never_changes_what_was_known(world: World, seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    view = replace(view_at_random(chance), known_at=NOW - timedelta(days=chance.randrange(1700, 3900)))
    cases = _cases(chance)
    early = [Case(_known(case.definitions, view), _known(case.values, view)) for case in cases]
    assert _settled(world, cases, view) == _settled(world, [case for case in early if case.definitions], view)


@quickly
@given(seed=seeds)
def test_every_number_is_a_number(world: World, seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    cases = [*_cases(chance), *(_extreme(chance, f"x{number}") for number in range(METRICS))]
    view = replace(view_at_random(chance), profile=chance.choice(["standard", "cagr"]), known_at=NOW)
    found = judged(world, cases, view)
    rows = [asdict(one) for told in found.values() for one in (told, roll_up([told]))]
    endless = [row for row in rows if any(isinstance(told, float) and not isfinite(told) for told in row.values())]
    assert endless == []


@quickly
@given(seed=seeds)
def test_one_metric_rolls_up_to_itself(world: World, seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    for one in judged(world, _cases(chance), view_at_random(chance)).values():
        row, shared = roll_up([one]), one.judged and one.attainment is not None
        target = one.status != "monitored"
        assert row.counts == ({one.status: 1} if target else {})
        assert (row.targets, row.judged, row.shared) == (target, one.judged, shared)
        assert row.overdue == (target and one.overdue)
        assert row.attainment == (min(one.attainment, 1) if shared and one.attainment is not None else None)


def _cases(chance: Random, bases: Iterable[str] | None = None) -> list[Case]:
    names = [f"m{number}" for number in range(METRICS)]
    return [case_at_random(chance, name, list(bases)) if bases else case_at_random(chance, name) for name in names]


def _settled(world: World, cases: Iterable[Case], view: View) -> dict[str, Assessment]:
    """Every digit of what is said, but for projections: a regression may add in any order."""
    unsettled: dict[str, Any] = dict.fromkeys(("projected", "projected_low", "projected_high"))
    return {name: replace(one, **unsettled) for name, one in judged(world, cases, view).items()}


def _without_growth(case: Case) -> Case:
    """Negative numbers have no compound growth."""
    return Case(
        [row | ({"path": "linear"} if row["path"] == "compound" else {}) for row in case.definitions], case.values
    )


def _mirrored(case: Case) -> Case:
    """The same below zero: what was high is low, and lower is better."""
    return Case([_mirrored_definition(row) for row in case.definitions], [_mirrored_value(row) for row in case.values])


def _mirrored_definition(row: Row) -> Row:
    turned: Row = {name: MIRRORED.get(row[name], row[name]) for name in ("comparator", "direction")}
    turned |= {"target_low": _minus(row["target_high"]), "target_high": _minus(row["target_low"])}
    turned |= {"baseline": _minus(row["baseline"])}
    return row | turned | {"milestones": {day: -number for day, number in row["milestones"].items()}}


def _mirrored_value(row: Row) -> Row:
    qualifier = {"above": "below", "below": "above"}.get(row["qualifier"], row["qualifier"])
    return row | {"value": _minus(row["value"]), "qualifier": qualifier}


def _in_unit(case: Case, unit: str, factor: int) -> Case:
    """The same in a unit so many times smaller, so far as the numbers can be written in both."""
    values = [row | {"unit_id": None} for row in case.values if row["value"] is None or abs(row["value"]) < MOST]
    return Case(
        [_definition_in(row, unit, factor) for row in case.definitions],
        [row | {"value": _times(row["value"], factor)} for row in values],
    )


def _definition_in(row: Row, unit: str, factor: int) -> Row:
    names = ("target_low", "target_high", "tolerance", "baseline")
    milestones = {day: number * factor for day, number in row["milestones"].items()}
    return row | {"unit_id": unit, "milestones": milestones} | {name: _times(row[name], factor) for name in names}


def _extreme(chance: Random, metric_id: str) -> Case:
    """The largest and smallest numbers, on days that lie close together."""
    told: Row = {name: chance.choice(EXTREMES) for name in ("target_low", "baseline")}
    told["baseline_period"] = chance.choice(["2015", "2015-12-31", "2020-12-31"])
    told |= {"basis": chance.choice(["level", "total"]), "reported": "to_date"}
    told["path"] = chance.choice(["linear", "stepped", "compound", "milestones"])
    days = chance.sample(["2016-01-01", "2016-01-02", "2016-01-03", "2019", "2020-12-31"], chance.randint(1, 5))
    return Case([metric(metric_id, **told)], [value(day, str(chance.choice(EXTREMES)), metric_id) for day in days])


def _known(rows: Iterable[Row], view: View) -> list[Row]:
    return [row for row in rows if row["recorded_at"] <= view.known_at]


def _rank(status: str) -> int:
    return next(rank for rank, names in enumerate(WORSE_TO_BETTER) if status in names)


def _minus(number: Decimal | None) -> Decimal | None:
    return None if number is None else -number


def _negative(number: float | None) -> float | None:
    return None if number is None else -number


def _times(number: Decimal | None, factor: int) -> Decimal | None:
    return None if number is None else number * factor


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is None and other is None
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
