"""A value is taken back and put back by revisions that say why; what stood before is still there."""

from datetime import timedelta

import pytest

from metrics.errors import ConflictError, RefusedError, YardstickError
from metrics.store.entries import Entry
from metrics.store.record import record
from metrics.store.revise import history, restoration, withdrawal
from tests.test_record import enter, entry
from tests.worlds import NOW, World, metric

KEY = ("m", "2017", "")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def world() -> World:
    world = World().add(metric())
    enter(world, entry("2017", "140"))
    enter(world, entry("2017", "150", note="a slip"))
    return world


def do(world: World, told: Entry) -> None:
    record(world.store, told, "corrector", LATER)


def test_a_withdrawn_value_counts_no_more_and_is_still_in_the_history(world: World) -> None:
    do(world, withdrawal(history(world.store, KEY), "entered for the wrong year"))
    assert world.judged(known_at=LATER + timedelta(hours=1)).value is None
    newest, *earlier = history(world.store, KEY)
    assert (newest["revision"], newest["obs_status"], newest["note"]) == (3, "M", "entered for the wrong year")
    assert [row["value"] for row in earlier] == [150, 140]
    assert world.judged(known_at=NOW + timedelta(minutes=1)).value == 150


def test_an_earlier_value_is_put_back_as_it_was(world: World) -> None:
    do(world, restoration(history(world.store, KEY), 1, "it was right"))
    assert [(row["revision"], row["value"]) for row in history(world.store, KEY)] == [(3, 140), (2, 150), (1, 140)]
    do(world, withdrawal(history(world.store, KEY), "not yet final"))
    do(world, restoration(history(world.store, KEY), 2, "final now"))
    assert history(world.store, KEY)[0]["value"] == 150


def test_neither_goes_without_a_reason(world: World) -> None:
    revisions = history(world.store, KEY)
    for told in (withdrawal(revisions, " "), restoration(revisions, 1, "")):
        with pytest.raises(RefusedError):
            do(world, told)
    assert len(history(world.store, KEY)) == 2


def test_a_revision_that_there_is_not_cannot_be_put_back(world: World) -> None:
    with pytest.raises(YardstickError, match="no revision 9"):
        restoration(history(world.store, KEY), 9, "why")


def test_who_was_overtaken_sees_the_others_value_first(world: World) -> None:
    seen = history(world.store, KEY)
    enter(world, entry("2017", "155", note="newer figure"))
    with pytest.raises(ConflictError, match="tester entered 155"):
        do(world, withdrawal(seen, "wrong"))
    with pytest.raises(ConflictError, match="tester entered 155"):
        do(world, restoration(seen, 1, "wrong"))
