"""What is judged again and put in its place is what one would judge from nothing, whatever was written between."""

from collections.abc import Iterator
from random import Random

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from metrics.assessment import View
from metrics.columns import Judged
from metrics.store import Store
from metrics.store.again import touched
from metrics.store.many import judge, judge_all
from tests.assessment.metrics_at_random import view_at_random
from tests.assessment.writes_at_random import Office

METRICS, WRITES = 16, 12
TEXTS = ("metric_id", "plan_id", "name", "period", "status", "qualifier", "source", "recorded_by", "note", "outlook")


@pytest.fixture(scope="module", autouse=True)
def a_few_are_many() -> Iterator[None]:
    """Otherwise so few metrics would be judged from nothing each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("metrics.store.again._MANY", 0)
        patch.setattr("metrics.store.again._SHARE", 1)
        yield


@settings(max_examples=3, deadline=None, phases=[Phase.reuse, Phase.generate])
@given(seed=st.integers(0, 2**32))
def test_after_any_write_all_stand_as_judged_from_nothing(seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    office, days = Office(chance, METRICS), [view_at_random(chance), view_at_random(chance)]
    held: dict[tuple[int, int], Judged] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("metrics.store.gathered._MOST", chance.choice([0, 5000]))  # over tables, or gathered
        for _ in range(WRITES):
            written = office.write()
            for number, (side, day) in enumerate(_looks(chance, office, days)):
                view = View(day.as_of, side.settled(None, office.now), day.profile)
                found = judge(side, view)
                held[number % 2, days.index(day)] = found
                _same(found, judge_all(side, view), written)
    office.world.store.close()


def _looks(chance: Random, office: Office, days: list[View]) -> Iterator[tuple[Store, View]]:
    """Either side, on one of two days; at times nobody looks between two writes."""
    for side in (office.world.store, office.world.store.published()):
        if chance.random() < 0.7:
            yield side, chance.choice(days)


def _same(found: Judged, wanted: Judged, written: str) -> None:
    assert list(found) == list(wanted), written
    for name in TEXTS:
        (ours, names), (theirs, told) = found.codes(name), wanted.codes(name)
        assert (names, ours.tolist()) == (told, theirs.tolist()), (written, name)
    for name in ("value", "projected", "overdue", "last_day", "position", "target_low"):
        assert np.array_equal(found.numbers(name), wanted.numbers(name), equal_nan=True), (written, name)


def test_most_writes_touch_few() -> None:
    """So that the comparison above is not one of twice the same."""
    office = Office(Random(20261120), METRICS)  # noqa: S311
    counts = []
    for _ in range(40):
        since = office.world.store.settled(None, office.now)
        office.write()
        names = touched(office.world.store, since, office.world.store.settled(None, office.now), METRICS)
        counts.append(None if names is None else len(names))
    assert sum(count is not None and count < METRICS / 2 for count in counts) > 25
    assert None in counts
    office.world.store.close()
