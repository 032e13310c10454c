"""Revising a target: another version from a day on, with the reason; the old one keeps its days."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from metrics.assessment import View
from metrics.errors import ConflictError, ForbiddenError, RefusedError, YardstickError
from metrics.people.roles import Grant, Role
from metrics.store.define import TargetChange, TargetDrop, drop_target, revise_target
from metrics.store.people import RoleChange, change_role
from metrics.store.queries import assess
from tests.worlds import DUE, NOW, World, metric, value

CHANGE = TargetChange("m", Decimal(250), None, date(2018, 7, 1), "mid-term review")
LATER = NOW + timedelta(days=1)


@pytest.fixture
def world() -> World:
    return World().add(metric(milestones={DUE: 200}), values=[value("2018", 160)])


def target(world: World, as_of: date) -> Decimal | None:
    (one,) = assess(world.store, View(as_of, LATER))
    return one.target_low


def test_the_new_target_stands_from_its_day_and_the_old_one_before(world: World) -> None:
    assert revise_target(world.store, CHANGE, "boss", NOW) == 2
    assert target(world, date(2018, 6, 30)) == 200
    assert target(world, date(2018, 7, 1)) == 250
    rows = world.store.read("SELECT version, note, recorded_by FROM metrics ORDER BY version")
    assert [(row["version"], row["note"]) for row in rows] == [(1, None), (2, "mid-term review")]
    assert world.store.read("SELECT version FROM milestones ORDER BY version") == [{"version": 1}, {"version": 2}]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (replace(CHANGE, reason=" "), "say why"),
        (replace(CHANGE, target_low=Decimal(200)), "stays what it is"),
        (replace(CHANGE, target_low=None), "target_low"),
        (replace(CHANGE, target_high=Decimal(300)), "target_high"),
        (replace(CHANGE, effective_from=date(2016, 1, 1)), "not after 2016-01-01"),
        (replace(CHANGE, effective_from=date(2021, 1, 1)), "by 2020-12-31"),
        (replace(CHANGE, target_low=Decimal("NaN")), "14 digits"),
        (replace(CHANGE, target_low=Decimal("1e20")), "14 digits"),
    ],
)
def test_what_can_not_be_is_refused_and_changes_nothing(world: World, change: TargetChange, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        revise_target(world.store, change, "boss", NOW)
    assert target(world, date(2019, 1, 1)) == 200


def test_whoever_looked_at_an_earlier_version_is_shown_the_one_that_stands_first(world: World) -> None:
    revise_target(world.store, replace(CHANGE, seen=1), "boss", NOW)
    with pytest.raises(ConflictError, match="somebody has changed 'm' since you looked"):
        revise_target(world.store, replace(CHANGE, target_low=Decimal(300), seen=1), "li", NOW)
    with pytest.raises(ConflictError, match="somebody has changed 'm' since you looked"):
        drop_target(world.store, TargetDrop("m", date(2018, 7, 1), "given up", seen=1), "li", NOW)
    assert target(world, date(2019, 1, 1)) == 250
    assert (
        revise_target(
            world.store, replace(CHANGE, target_low=Decimal(300), effective_from=date(2019, 1, 1), seen=2), "li", NOW
        )
        == 3
    )


def test_a_metric_that_there_is_not_has_no_target(world: World) -> None:
    with pytest.raises(YardstickError, match="no metric"):
        revise_target(world.store, replace(CHANGE, metric_id="none"), "boss", NOW)


@pytest.mark.parametrize("role", [*Role])
def test_only_an_editor_of_the_plan_revises(world: World, role: Role) -> None:
    world.store.operators = frozenset({"root"})
    change_role(world.store, RoleChange("anna", Grant(role, "plan:p")), "root", NOW)
    if role in (Role.EDITOR, Role.ADMINISTRATOR):
        assert revise_target(world.store, CHANGE, "anna", NOW) == 2
        return
    with pytest.raises(ForbiddenError):
        revise_target(world.store, CHANGE, "anna", NOW)


DROP = TargetDrop("m", date(2018, 7, 1), "withdrawn by the mid-term review")


def test_a_dropped_target_is_judged_before_its_day_and_only_followed_from_it_on(world: World) -> None:
    assert drop_target(world.store, DROP, "boss", NOW) == 2
    before, after = (world.judged(day, LATER) for day in (date(2018, 6, 30), date(2018, 12, 31)))
    assert (before.target_low, before.frequency, before.status) == (Decimal(200), None, "no_data")
    assert (after.comparator, after.status, after.value, after.overdue) == (None, "monitored", 160.0, False)
    assert world.judged(date(2018, 12, 31), NOW - timedelta(days=1)).target_low == 200
    (now,) = world.store.read("SELECT note, frequency, unit_id FROM metrics WHERE version = 2")
    assert now == {"note": DROP.reason, "frequency": None, "unit_id": "家"}


@pytest.mark.parametrize(
    ("drop", "said"),
    [
        (replace(DROP, reason=" "), "say why"),
        (replace(DROP, effective_from=date(2016, 1, 1)), "not after 2016-01-01"),
        (replace(DROP, effective_from=NOW.date() + timedelta(days=1)), "still to come"),
        (replace(DROP, metric_id="free"), "it has no target"),
        (replace(DROP, metric_id="each"), "'comparator' is empty, which yearly needs"),
    ],
)
def test_what_can_not_be_dropped_stays(world: World, drop: TargetDrop, said: str) -> None:
    free = {"comparator": None, "direction": None, "target_low": None, "path": None, "due": None}
    world.add(metric("free", **free), metric("each", basis="yearly", baseline=None, baseline_period=None))
    with pytest.raises(RefusedError, match=said):
        drop_target(world.store, drop, "boss", NOW)


@pytest.mark.parametrize("role", [*Role])
def test_only_an_editor_of_the_plan_drops_a_target(world: World, role: Role) -> None:
    world.store.operators = frozenset({"root"})
    change_role(world.store, RoleChange("anna", Grant(role, "plan:p")), "root", NOW)
    if role in (Role.EDITOR, Role.ADMINISTRATOR):
        assert drop_target(world.store, DROP, "anna", NOW) == 2
        return
    with pytest.raises(ForbiddenError):
        drop_target(world.store, DROP, "anna", NOW)
