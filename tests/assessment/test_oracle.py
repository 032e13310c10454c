"""Does the SQL say what the design says? Random metrics, judged by it and by a second, slower implementation."""

from collections.abc import Iterator
from math import isclose
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from metrics.assessment import Assessment
from tests.assessment.batch import PLANS, Case, judged, world_of_plans
from tests.assessment.metrics_at_random import case_at_random, view_at_random
from tests.assessment.oracle import Verdict, judge
from tests.worlds import World

NUMBERS = ("value", "least", "most", "attainment", "progress", "expected", "pace")
# Growth in a day, taken for a year's, has more digits than anyone can use.
MOST = 1e6
METRICS = 40


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    world = world_of_plans()
    yield world
    world.store.close()


# A failing example names the few metrics that differ, so nothing is gained by looking for a smaller one.
@settings(max_examples=30, deadline=None, phases=[Phase.reuse, Phase.generate])
@given(seed=st.integers(0, 2**32))
def test_the_sql_judges_as_the_design_says(world: World, seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    view = view_at_random(chance)
    told = [case_at_random(chance, f"m{number}") for number in range(METRICS)]
    found = judged(world, told, view)
    differences: list[tuple[Case, dict[str, tuple[object, object]]]] = []
    for case in told:
        plan_start = PLANS[case.definitions[0]["plan_id"]]
        wanted = judge(case.definitions, case.values, plan_start, view)
        if different := _differences(found.get(case.metric_id), wanted):
            differences.append((case, different))
    assert differences == [], view


def _differences(found: Assessment | None, wanted: Verdict | None) -> dict[str, tuple[object, object]]:
    """What the SQL says and what it should say, where they differ."""
    if found is None or wanted is None:
        return {} if found is None and wanted is None else {"known": (found, wanted)}
    different: dict[str, tuple[object, object]] = {}
    if found.status != wanted.status:
        different["status"] = (found.status, wanted.status)
    if set(found.flags) != wanted.flags:
        different["flags"] = (sorted(found.flags), sorted(wanted.flags))
    for name in NUMBERS:
        pair = (getattr(found, name), getattr(wanted, name))
        if not _same(*pair):
            different[name] = pair
    return different


def _same(found: float | None, wanted: float | None) -> bool:
    if found is None or wanted is None:
        return found is None and wanted is None
    if min(found, wanted) > MOST or max(found, wanted) < -MOST:
        return True
    return isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-9)
