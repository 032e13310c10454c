"""Revising a target: another version from a day on, with the reason; the old one keeps its days."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from metrics.assessment import View
from metrics.errors import ForbiddenError, RefusedError, YardstickError
from metrics.people.roles import Grant, Role
from metrics.store.define import TargetChange, revise_target
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
