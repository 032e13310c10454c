"""Adding plans and metrics: the checks of the seeds, all of it or nothing, recorded as whoever did it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from metrics.assessment import View
from metrics.errors import ConflictError, ForbiddenError, RefusedError
from metrics.package.written import Written
from metrics.people.roles import Grant, Role
from metrics.store.add import add_definitions, preview, try_definitions
from metrics.store.entries import Change
from metrics.store.people import RoleChange, change_role
from metrics.store.queries import assess, known
from metrics.store.trail import trail
from metrics.words import Language
from tests.worlds import NOW, World, metric, value

LATER = NOW + timedelta(days=1)
PLAN = {
    "plan_id": "q", "name": "规划", "name_en": "Plan Q", "kind": "plan", "area_id": "a", "period_start": "2021-01-01",
    "period_end": "2025-12-31", "source_id": "doc",
}  # fmt: skip
SOURCE = {"source_id": "doc", "title": "区政府文件", "url": "https://example.org/doc"}
METRIC = {
    "metric_id": "q-firms", "plan_id": "q", "area_id": "a", "category_id": "c", "name": "企业数", "name_en": "Firms",
    "basis": "level", "comparator": "at_least", "direction": "higher", "target_low": "280", "unit_id": "家",
    "decimals": "0", "path": "linear", "due": "2025-12-31", "binding": "unstated", "source_id": "doc", "section": "一",
    "baseline": "200", "baseline_period": "2020",
}  # fmt: skip


def written(table: str, told: dict[str, str], place: str = "", **changed: str) -> Written:
    cells = told | changed
    at = {column: f"{place}:{column}" for column in cells} if place else {}
    return Written(table, cells, place, at)


WHOLE = [written("plans", PLAN), written("sources", SOURCE), written("metrics", METRIC)]


def standing(**changed: str) -> Written:
    """The metric `m` of a world as it stands, but for some cells."""
    row: dict[str, Any] = metric()
    cells = {name: str(told) for name, told in row.items() if told is not None and not isinstance(told, dict | list)}
    return Written("metrics", cells | changed, "M2", {name: f"M2:{name}" for name in cells | changed})


@pytest.fixture
def world() -> World:
    return World().add(metric(), values=[value("2017", 120)])


def problems(world: World, *rows: Written) -> list[str]:
    return [problem.text(Language.EN) for problem in try_definitions(world.store, rows, "ed", NOW).problems]


def test_a_plan_with_its_document_and_its_metric_is_added_at_once(world: World) -> None:
    added = add_definitions(world.store, WHOLE, "ed", NOW)
    assert [(one.table, one.key, one.change) for one in added] == [
        ("sources", ("doc",), Change.ADDED),
        ("plans", ("q",), Change.ADDED),
        ("metrics", ("q-firms",), Change.ADDED),
    ]
    found = known(world.store, LATER)
    assert found.plans["q"]["recorded_by"] == "ed"
    assert (found.metrics["q-firms"]["recorded_by"], found.metrics["q-firms"]["version"]) == ("ed", 1)
    one = next(one for one in assess(world.store, View(NOW.date(), LATER)) if one.metric_id == "q-firms")
    assert (one.target_low, one.status, one.due) == (Decimal(280), "no_data", date(2025, 12, 31))
    assert trail(world.store)[0]["what"] == "define q, doc, q-firms"


def test_adding_twice_changes_nothing(world: World) -> None:
    add_definitions(world.store, WHOLE, "ed", NOW)
    version = world.store.data_version
    assert {one.change for one in add_definitions(world.store, WHOLE, "ed", NOW)} == {Change.UNCHANGED}
    assert world.store.data_version == version


def test_a_trial_says_what_would_be_and_keeps_nothing(world: World) -> None:
    trial = try_definitions(world.store, [*WHOLE, standing(name="新名", note="更名")], "ed", NOW)
    assert trial.problems == []
    changed = next(one for one in trial.added if one.key == ("m",))
    assert (changed.change, changed.stood, changed.place) == (Change.REVISED, 1, "M2")
    assert changed.differs == {"name": ("指标 m", "新名"), "note": ("", "更名")}
    assert "q" not in known(world.store, LATER).plans
    assert known(world.store, LATER).metrics["m"]["version"] == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"comparator": "atleast"}, "'atleast' is not one of at_least"),
        ({"target_low": "28O"}, "'28O' is not a number"),
        ({"direction": ""}, "'direction' is empty, which at_least needs"),
        ({"direction": "lower"}, "contradicts"),
        ({"target_high": "300"}, "'target_high' has no meaning with at_least"),
        ({"area_id": "aa"}, "there is no 'aa' in areas. Did you mean 'a'?"),
        ({"unit_id": "个"}, "there is no '个' in units"),
        ({"decimals": ""}, "column 'decimals' is empty"),
        ({"name": "企业" * 200}, "300 are the most"),
        ({"note": "a\x00b"}, "can't be shown"),
        ({"effective_from": "2023-01-01"}, "nothing is defined for the days before"),
        ({"basis": "checklist", "baseline": "", "baseline_period": ""}, "'items' is empty, which checklist needs"),
        ({"path": "milestones"}, "'milestones' is empty, which path needs"),
        ({"breaks_from": "nothing"}, "there is no 'nothing' in metrics"),
        ({"metric_id": "Q 1"}, "has a form that isn't allowed"),
        ({"area_id": "名a"}, "there is no '名a' in areas. Did you mean '名 a'?"),
        ({"baseline_period": "2020-13"}, "there is no period '2020-13'"),
    ],
)
def test_what_the_seeds_refuse_is_refused_at_its_cell(world: World, changed: dict[str, str], said: str) -> None:
    row = written("metrics", METRIC, "M5", **changed)
    found = problems(world, *WHOLE[:2], row)
    assert any(said in one and one.startswith("M5:") for one in found), found
    with pytest.raises(RefusedError):
        add_definitions(world.store, [*WHOLE[:2], row], "ed", NOW)
    assert "q" not in known(world.store, LATER).plans


def test_what_names_a_row_that_can_not_be_read_is_not_told_too(world: World) -> None:
    assert problems(world, written("plans", PLAN, kind="town"), *WHOLE[1:]) == [
        "column 'kind': 'town' is not one of plan, monitoring"
    ]


def test_everything_is_told_at_once_and_what_is_right_is_told_too(world: World) -> None:
    bad = [written("metrics", METRIC, f"M{at}", metric_id=f"q-{at}", **told) for at, told in enumerate(_WRONG, 5)]
    trial = try_definitions(world.store, [*WHOLE, *bad], "ed", NOW)
    assert sorted(problem.place for problem in trial.problems) == ["M5:target_low", "M6:direction", "M7:area_id"]
    assert {one.key[0] for one in trial.added} == {"q", "doc", "q-firms"}
    with pytest.raises(RefusedError):
        add_definitions(world.store, [*WHOLE, *bad[:1]], "ed", NOW)
    assert "q" not in known(world.store, LATER).plans


_WRONG: list[dict[str, str]] = [{"target_low": "x"}, {"direction": "lower"}, {"area_id": "某区"}]


def test_the_same_metric_twice_and_an_address_that_is_none_are_refused(world: World) -> None:
    assert "'q-firms 1' stands already" in problems(world, *WHOLE, WHOLE[2])[0]
    assert "must begin with http" in problems(world, written("sources", SOURCE, url="javascript:alert(1)"))[0]


def test_a_made_up_place_never_comes_beside_real_ones(world: World) -> None:
    place = {"area_id": "x", "kind": "fictional", "name": "某区", "name_en": "Somewhere"}
    assert "can't stand in one data file with real data" in problems(world, written("areas", place))[0]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": "新名"}, "say in its note why"),
        ({"target_low": "300", "note": "x", "effective_from": "2016-01-01"}, "not after 2016-01-01"),
        ({"note": "x", "plan_id": "q"}, "belongs to the plan p"),
        ({"note": "x", "unit_id": "万元"}, "values stand that are read by 'unit_id'"),
        (
            {"note": "x", "basis": "composite"},
            "are read by 'basis'",
        ),
    ],
)
def test_a_definition_that_stands_is_changed_with_a_reason_and_never_under_its_values(
    world: World, changed: dict[str, str], said: str
) -> None:
    found = problems(world, *WHOLE[:2], standing(**changed))
    assert any(said in one for one in found), found


def test_a_metric_without_values_may_be_measured_otherwise(world: World) -> None:
    world.add(metric("other"))
    row = standing(metric_id="other", unit_id="万元", note="更正单位", name="指标 other", name_en="Metric other")
    assert problems(world, row) == []


def test_values_that_stand_must_fit_the_changed_limits_and_definition(world: World) -> None:
    limit = {"scope": "metric", "name": "m", "check_id": "range", "severity": "error", "least": "0", "most": "100"}
    assert "above 100" in problems(world, written("limits", limit), standing(name="新名", note="更名"))[0]


def test_a_changed_target_stands_from_its_day(world: World) -> None:
    rows = [standing(target_low="300", note="中期评估", effective_from="2018-07-01")]
    add_definitions(world.store, rows, "ed", NOW)
    assert [world.judged(day, LATER).target_low for day in (date(2018, 6, 30), date(2018, 7, 1))] == [200, 300]
    again = [standing(target_low="310", note="再次调整")]
    assert "counts from 2018-07-01" in problems(world, *again)[0]


def test_items_and_milestones_come_with_their_metric_and_stay_where_nothing_is_said(world: World) -> None:
    item = {"metric_id": "q-list", "item_id": "one", "name": "一", "name_en": "One"}
    listed = METRIC | {"metric_id": "q-list", "basis": "checklist", "baseline": "", "baseline_period": ""}
    step = {"metric_id": "q-firms", "due": "2023-12-31", "value": "240"}
    rows = [
        *WHOLE,
        written("metrics", listed | {"target_low": "1"}),
        written("items", item),
        written("milestones", step),
    ]
    add_definitions(world.store, rows, "ed", NOW)
    assert [row["item_id"] for row in known(world.store, LATER).items["q-list"]] == ["one"]
    changed = written("metrics", METRIC, name="企业", note="更名")
    add_definitions(world.store, [changed], "ed", LATER)
    later = LATER + timedelta(days=1)
    assert [row["value"] for row in known(world.store, later).milestones["q-firms"]] == [240]
    assert "say in its note why" in problems(world, written("items", item, item_id="two"))[0]


def test_the_parts_of_a_composite_have_its_unit(world: World) -> None:
    whole = METRIC | {"metric_id": "q-index", "basis": "composite", "baseline": "", "baseline_period": ""}
    part = {"metric_id": "q-index", "part_id": "m", "weight": "1"}
    assert problems(world, *WHOLE[:2], written("metrics", whole), written("parts", part)) == []
    other = written("metrics", whole, unit_id="万元")
    assert "has another unit" in problems(world, *WHOLE[:2], other, written("parts", part))[0]


def test_who_looked_before_somebody_else_changed_it_changes_nothing(world: World) -> None:
    mine = [standing(name="甲", note="甲")]
    seen = {one.identity: one.stood for one in try_definitions(world.store, mine, "ed", NOW).added}
    add_definitions(world.store, [standing(name="乙", note="乙")], "other", NOW)
    with pytest.raises(ConflictError, match="since you looked"):
        add_definitions(world.store, mine, "ed", NOW, seen)
    assert known(world.store, LATER).metrics["m"]["name"] == "乙"


def test_a_preview_tells_how_the_metric_would_stand(world: World) -> None:
    view = View(date(2023, 12, 31), LATER)
    step = written("milestones", {"metric_id": "q-firms", "due": "2023-12-31", "value": "240"})
    seen = preview(world.store, [*WHOLE, step], "ed", NOW, view)
    one = seen.assessment
    assert (one.target_low, one.base, one.goal, one.status) == (Decimal(280), 200.0, 280.0, "no_data")
    assert [span.target_low for span in seen.targets] == [280]
    assert seen.milestones == {date(2023, 12, 31): 240.0}
    assert "q" not in known(world.store, LATER).plans
    with pytest.raises(RefusedError, match="direction"):
        preview(world.store, [*WHOLE[:2], written("metrics", METRIC, direction="")], "ed", NOW, view)


@pytest.mark.parametrize("role", [*Role])
@pytest.mark.parametrize("scope", ["", "area:a", "plan:p"])
def test_only_an_editor_of_the_place_adds_a_plan(world: World, role: Role, scope: str) -> None:
    world.store.operators = frozenset({"root"})
    change_role(world.store, RoleChange("anna", Grant(role, scope)), "root", NOW)
    if role in (Role.EDITOR, Role.ADMINISTRATOR) and scope != "plan:p":
        assert add_definitions(world.store, WHOLE, "anna", NOW)
        return
    with pytest.raises(ForbiddenError):
        add_definitions(world.store, WHOLE, "anna", NOW)
    assert "q" not in known(world.store, LATER).plans
    assert trail(world.store)[0]["refused_en"]


def test_what_all_plans_share_is_for_an_editor_of_everything(world: World) -> None:
    world.store.operators = frozenset({"root"})
    change_role(world.store, RoleChange("anna", Grant(Role.EDITOR, "area:a")), "root", NOW)
    office = written("owners", {"owner_id": "o", "name": "科委", "name_en": "Science"})
    park = written("areas", {"area_id": "b", "parent_id": "a", "kind": "park", "name": "园", "name_en": "Park"})
    assert add_definitions(world.store, [park], "anna", NOW)
    for rows in ([office], [WHOLE[1]], [replace(park, cells={**park.cells, "parent_id": ""})]):
        with pytest.raises(ForbiddenError):
            add_definitions(world.store, rows, "anna", NOW)
    moved = [standing(area_id="b", note="x")]
    assert add_definitions(world.store, moved, "anna", NOW)


def test_nobody_takes_a_metric_out_of_a_place_that_is_not_theirs(world: World) -> None:
    world.store.operators = frozenset({"root"})
    place = {"area_id": "b", "kind": "district", "name": "乙区", "name_en": "B"}
    add_definitions(world.store, [written("areas", place)], "root", NOW)
    change_role(world.store, RoleChange("anna", Grant(Role.EDITOR, "area:b")), "root", NOW)
    with pytest.raises(ForbiddenError):
        add_definitions(world.store, [standing(area_id="b", note="x")], "anna", NOW)
