"""What is judged over rows that were gathered is judged as where they lie."""

from datetime import date
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from metrics.assessment import View
from metrics.store import Reader, Store, queries
from metrics.store.gathered import Among, Gathered, judging
from metrics.store.queries import assess, described_sql
from tests.assessment.batch import world_of_plans, written
from tests.assessment.metrics_at_random import case_at_random, view_at_random
from tests.worlds import NOW, World

METRICS = 40


@pytest.fixture(scope="module")
def world() -> World:
    return world_of_plans()


def both_ways(reader: Reader, view: View, only: list[str] | None) -> list[list[dict[str, object]]]:
    """What is said of some metrics over their tables, and over what was gathered."""
    over_tables = reader if only is None else Among(reader, only)
    return [one.read(described_sql(), view.given) for one in (over_tables, Gathered(reader, only))]


@settings(max_examples=20, deadline=None, phases=[Phase.reuse, Phase.generate])
@given(seed=st.integers(0, 2**32))
def test_metrics_at_random(world: World, seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    cases = [case_at_random(chance, f"m{number}") for number in range(METRICS)]
    few = chance.sample([case.metric_id for case in cases], 3)
    with written(world, cases) as write:
        view = view_at_random(chance)
        everything, gathered = both_ways(write, view, None)
        assert gathered == everything
        by_name = {row["metric_id"]: row for row in everything}
        for only in (few, []):
            over_tables, gathered = both_ways(write, view, only)
            assert gathered == over_tables == [by_name[str(row["metric_id"])] for row in over_tables]


@pytest.mark.parametrize("profile", ["standard", "traffic-light", "cagr", "nobody's"])
def test_the_seeds(seeded: Store, profile: str) -> None:
    for day in (date(2014, 6, 30), date(2018, 12, 31), NOW.date()):
        for only in (None, ["putuo-digital-index", "songjiang-5g-grade"]):
            over_tables, gathered = both_ways(seeded, View(day, NOW, profile), only)
            assert gathered == over_tables


def test_columns_are_those_of_the_rows(seeded: Store) -> None:
    given = View(NOW.date(), NOW).given
    assert Gathered(seeded).columns(described_sql(), given).to_pylist() == seeded.read(described_sql(), given)


def test_text_with_quotes_and_dollars_is_text(seeded: Store) -> None:
    named = ["o'clock", '$only"', "\\", "--", "jingan135-hightech"]
    assert [one.metric_id for one in assess(seeded, View(NOW.date(), NOW), named)] == named[-1:]


def test_many_values_are_judged_where_they_lie(seeded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(judging(seeded, None), Gathered)
    monkeypatch.setattr("metrics.store.gathered._MOST", 3)
    assert judging(seeded, None) is seeded
    assert isinstance(judging(seeded, ["jingan135-hightech"]), Gathered)
    assert isinstance(judging(seeded, list(queries.known(seeded, NOW).metrics)), Among)
