"""Who may do what: every role, every action, inside and outside of what the role covers."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from metrics.definitions import Observation
from metrics.errors import ForbiddenError, RefusedError
from metrics.people.roles import Action, Concern, Grant, Role, may
from metrics.store import Store, open_store
from metrics.store.entries import Entry
from metrics.store.load import load_package
from metrics.store.people import RoleChange, change_role, grants
from metrics.store.record import record
from metrics.store.transaction import grants_of
from tests.worlds import NOW, SEEDS, World, metric

OWN = Concern("p", frozenset({"a"}), "o")
ALLOWED = {
    Role.VIEWER: {"comment"},
    Role.CONTRIBUTOR: {"comment", "see_entered", "enter"},
    Role.REVIEWER: {"comment", "see_entered", "review"},
    Role.EDITOR: {"comment", "see_entered", "enter", "reopen", "define", "grant"},
    Role.ADMINISTRATOR: {
        "comment", "see_entered", "enter", "review", "reopen", "define", "grant", "administer",
    },
}  # fmt: skip


@pytest.fixture
def store() -> Store:
    """A store in which only its people may write, and `root` gives the first roles."""
    world = World().add(metric(owner_id="o"))
    with world.store.write("test", "owners", NOW) as write:
        record_of = {"version": 1, "recorded_at": NOW, "recorded_by": "test"}
        write.append("owners", [{"owner_id": "o", "name": "科委", "name_en": "Science"} | record_of])
    world.store.operators = frozenset({"root"})
    return world.store


def give(store: Store, role: Role, scope: str = "", who: str = "anna", by: str = "root") -> bool:
    return change_role(store, RoleChange(who, Grant(role, scope)), by, NOW)


def enter(store: Store, who: str = "anna") -> int:
    return record(store, Entry(Observation("m", "2017", Decimal(140))), who, NOW).revision


@pytest.mark.parametrize("role", [*Role])
def test_a_role_allows_what_it_is_for_and_nothing_else(role: Role) -> None:
    assert {action for action in Action if may([Grant(role)], action, OWN)} == ALLOWED[role]


@pytest.mark.parametrize("scope", ["plan:p", "area:a", "owner:o"])
def test_a_role_covers_its_scope_alone(scope: str) -> None:
    grant = [Grant(Role.CONTRIBUTOR, scope)]
    assert may(grant, Action.ENTER, OWN)
    assert may(grant, Action.ENTER)
    assert not may(grant, Action.ENTER, Concern("q", frozenset({"b"}), "other"))
    assert not may(grant, Action.ENTER, Concern())


def test_nobody_may_do_anything() -> None:
    assert not any(may([], action) for action in Action)


@pytest.mark.parametrize("role", [*Role])
def test_only_who_may_enter_enters(store: Store, role: Role) -> None:
    give(store, role)
    if "enter" in ALLOWED[role]:
        assert enter(store) == 1
        return
    version = store.data_version
    with pytest.raises(ForbiddenError):
        enter(store)
    assert store.read("SELECT * FROM observations") == []
    assert store.data_version == version


@pytest.mark.parametrize("role", [*Role])
def test_only_who_may_define_loads_a_package(store: Store, role: Role) -> None:
    give(store, role)
    if "define" in ALLOWED[role]:
        assert load_package(store, SEEDS, "anna", NOW).total
        return
    with pytest.raises(ForbiddenError):
        load_package(store, SEEDS, "anna", NOW)


@pytest.mark.parametrize("scope", ["area:a", "owner:o", "plan:p"])
def test_a_contributor_enters_for_the_own_department_area_or_plan(store: Store, scope: str) -> None:
    give(store, Role.CONTRIBUTOR, scope)
    assert enter(store) == 1


def test_a_contributor_of_another_area_does_not(store: Store) -> None:
    with store.write("root", "area", NOW) as write:
        row = {"area_id": "b", "parent_id": "a", "kind": "park", "name": "园", "name_en": "Park", "version": 1}
        write.append("areas", [row | {"recorded_at": NOW, "recorded_by": "root"}])
    give(store, Role.CONTRIBUTOR, "area:b")
    with pytest.raises(ForbiddenError, match="anna"):
        enter(store)


def test_an_area_covers_those_below_it(store: Store) -> None:
    with store.write("root", "area", NOW) as write:
        own = {"name": "园", "name_en": "Park", "version": 2, "recorded_at": NOW, "recorded_by": "root"}
        write.append("areas", [own | {"area_id": "city", "kind": "city", "parent_id": None}])
        write.append("areas", [own | {"area_id": "a", "kind": "district", "parent_id": "city"}])
    give(store, Role.CONTRIBUTOR, "area:city")
    assert enter(store) == 1


def test_a_role_that_was_taken_allows_nothing_from_the_next_click(store: Store) -> None:
    give(store, Role.CONTRIBUTOR)
    assert change_role(store, RoleChange("anna", Grant(Role.CONTRIBUTOR), held=False), "root", NOW)
    with pytest.raises(ForbiddenError):
        enter(store)
    assert grants(store) == []
    assert store.read("SELECT held FROM role_grant ORDER BY version") == [{"held": True}, {"held": False}]


def test_giving_what_somebody_has_changes_nothing(store: Store) -> None:
    assert give(store, Role.VIEWER)
    version = store.data_version
    assert not give(store, Role.VIEWER)
    assert not change_role(store, RoleChange("otto", Grant(Role.VIEWER), held=False), "root", NOW)
    assert store.data_version == version


@pytest.mark.parametrize("giver", [*Role])
@pytest.mark.parametrize("given", [*Role])
def test_an_editor_gives_roles_below_an_editors_and_an_administrator_every_role(
    store: Store, giver: Role, given: Role
) -> None:
    give(store, giver, who="giver")
    below = given not in (Role.EDITOR, Role.ADMINISTRATOR)
    if giver is Role.ADMINISTRATOR or (giver is Role.EDITOR and below):
        assert give(store, given, by="giver")
        assert grants_of(store, "anna") == [Grant(given)]
        return
    with pytest.raises(ForbiddenError):
        give(store, given, by="giver")
    assert grants_of(store, "anna") == []


def test_an_editor_of_a_plan_gives_roles_for_that_plan_alone(store: Store) -> None:
    give(store, Role.EDITOR, "plan:p", who="giver")
    assert give(store, Role.CONTRIBUTOR, "plan:p", by="giver")
    for scope in ("", "area:a"):
        with pytest.raises(ForbiddenError):
            give(store, Role.CONTRIBUTOR, scope, by="giver")


@pytest.mark.parametrize("scope", ["plan:q", "area:", "everything", "unit:家", "plan"])
def test_a_scope_that_there_is_not_is_refused(store: Store, scope: str) -> None:
    with pytest.raises(RefusedError, match="no scope"):
        give(store, Role.VIEWER, scope)


def test_a_scope_can_name_nothing_before_anything_is_loaded() -> None:
    with pytest.raises(RefusedError, match="nothing is loaded yet that 'area:a' could name"):
        give(open_store(None, NOW), Role.CONTRIBUTOR, "area:a")


def test_a_person_has_a_name(store: Store) -> None:
    for name in ("", " anna", "a\x00", "an\u200bna", "\u202eanna", "a\u0301nna"):
        with pytest.raises(RefusedError):
            give(store, Role.VIEWER, who=name)


def test_a_refused_write_stands_in_the_trail_with_who_what_and_why(store: Store) -> None:
    with pytest.raises(ForbiddenError):
        enter(store)
    with pytest.raises(ForbiddenError):
        enter(store, "")
    give(store, Role.CONTRIBUTOR)
    entry = Entry(Observation("m", "2017", Decimal(-1), note=None))
    with pytest.raises(RefusedError):
        record(store, replace(entry, observation=replace(entry.observation, period="never")), "anna", NOW)
    rows = store.read("SELECT recorded_by, what, reason_en, recorded_at FROM refusal ORDER BY refusal_id")
    assert [(row["recorded_by"], row["what"]) for row in rows] == [
        ("anna", "record m 2017"),
        ("", "record m 2017"),
        ("anna", "record m never"),
    ]
    assert "do not allow you to enter values" in rows[0]["reason_en"]
    assert "Sign in" in rows[1]["reason_en"]
    assert "there is no period" in rows[2]["reason_en"]
    assert rows[0]["recorded_at"] - NOW < timedelta(seconds=1)


def test_a_write_that_asks_for_no_right_is_refused(store: Store) -> None:
    with pytest.raises(ForbiddenError), store.write("anna", "sneak", NOW) as write:
        write.append("categories", [{
            "category_id": "x", "name": "x", "name_en": "x", "version": 1, "recorded_at": NOW, "recorded_by": "anna",
        }])  # fmt: skip
    assert store.read("SELECT 1 FROM categories WHERE category_id = 'x'") == []
