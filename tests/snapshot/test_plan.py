"""A plan leaves as a package of its own, and comes back the same in an empty store."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from metrics.package.check import check_package
from metrics.package.read import read_package
from metrics.snapshot.plan import PlanAsked, take_plan, write_plan
from metrics.store import Row, Store, open_store
from metrics.store.define import TargetChange, revise_target
from metrics.store.load import load_package
from metrics.store.queries import known
from tests.worlds import NOW, SEEDS, START, World, metric, value

LATER = datetime(2026, 11, 21)  # noqa: DTZ001
PLANS = sorted(folder.name for folder in (SEEDS / "plans").iterdir())
RECORD = ("version", "recorded_at", "recorded_by", "position")


def again(store: Store, asked: PlanAsked, folder: Path) -> Store:
    take_plan(store, asked, folder / "plan.zip")
    other = open_store(None, NOW)
    load_package(other, folder / "plan.zip", "test", NOW)
    return other


def said(store: Store, plan: str) -> dict[str, Any]:
    """What a plan and everything that it names says, in every version."""
    defined = known(store, LATER)
    own = [name for name, row in defined.metrics.items() if row["plan_id"] == plan]
    given = {"own": own}
    tables = {
        name: store.read(
            f"SELECT * EXCLUDE (position) FROM {name} WHERE metric_id IN (SELECT unnest($own)) ORDER BY ALL"
            if name == "metrics"
            else f"SELECT * FROM {name} WHERE metric_id IN (SELECT unnest($own)) ORDER BY ALL",
            given,
        )
        for name in ("metrics", "items", "parts", "milestones", "grades")
    }
    named = {
        name: [plain(getattr(defined, name)[row[column]]) for row in tables["metrics"] if row[column]]
        for name, column in (
            *(("areas", "area_id"), ("clusters", "cluster_id"), ("categories", "category_id")),
            *(("owners", "owner_id"), ("units", "unit_id"), ("sources", "source_id")),
        )
    }
    order = sorted(own, key=lambda name: defined.metrics[name]["position"])
    return tables | named | {"plan": plain(defined.plans[plan]), "order": order}


def plain(row: Row) -> Row:
    return {name: told for name, told in row.items() if name not in RECORD}


@pytest.fixture
def small() -> Iterator[Store]:
    """A plan with every kind of child, a target that was revised, a corrected value; and a plan beside it."""
    other = {"plan_id": "q", "name": "别", "name_en": "Other", "kind": "plan", "area_id": "a", "version": 1}
    other |= {"period_start": date(2016, 1, 1), "recorded_at": START, "recorded_by": "test"}
    world = World()
    with world.store.write("test", "more", NOW) as write:
        write.append("plans", [other])
    world.add(
        metric(milestones={date(2018, 12, 31): 150}, position=2),
        metric("old", position=1, plan_id="q"),
        metric("new", position=0, breaks_from="old"),
        metric("idle", position=3, plan_id="q"),
        metric("list", position=4, basis="checklist", target_low=Decimal(2), baseline=None, baseline_period=None,
               items=["x", "y"]),
        metric("sum", position=5, basis="composite", parts={"m": Decimal(1)}, comparator=None, path=None, due=None,
               target_low=None, baseline=None, baseline_period=None, direction=None),
        metric("rank", position=6, basis="grade", scale="C<B<A", target_grade="A", unit_id=None, target_low=None,
               baseline=None, baseline_period=None),
        values=[value("2017", 120), value("2017", 121, revision=2, note="a\n=1+1"), value("2017", 3, "old")],
    )  # fmt: skip
    revise_target(world.store, TargetChange("m", Decimal(250), None, date(2018, 7, 1), "中期评估"), "boss", NOW)
    yield world.store
    world.store.close()


def test_a_plan_comes_back_with_every_version_of_its_definitions(small: Store, tmp_path: Path) -> None:
    other = again(small, PlanAsked("p", LATER), tmp_path)
    assert said(other, "p") == said(small, "p")
    assert [row["version"] for row in said(other, "p")["metrics"] if row["metric_id"] == "m"] == [1, 2]
    assert other.read("SELECT * FROM observations") == []


def test_only_what_the_plan_needs_goes_along(small: Store, tmp_path: Path) -> None:
    other = known(again(small, PlanAsked("p", LATER, values=True), tmp_path), LATER)
    assert other.metrics.keys() == {"m", "new", "list", "sum", "rank", "old"}  # `new` breaks from `old`
    assert other.units.keys() == {"家"}
    assert other.profiles.keys() == {"standard", "traffic-light", "cagr"}
    assert [row["name"] for row in other.limits] == ["家"]


def test_values_go_along_with_every_revision_where_they_are_asked_for(small: Store, tmp_path: Path) -> None:
    other = again(small, PlanAsked("p", LATER, values=True), tmp_path)
    sql = "SELECT * FROM observations WHERE metric_id = 'm' ORDER BY revision"
    assert other.read(sql) == small.read(sql)
    assert other.read("SELECT * FROM observations WHERE metric_id = 'old'") == []


def test_a_note_of_old_with_blanks_at_its_ends_leaves_without_them_and_comes_back(tmp_path: Path) -> None:
    told = World().add(metric(note=" 旧注 "), values=[value("2017", 120, note="\tof old\n")])
    other = again(told.store, PlanAsked("p", LATER, values=True), tmp_path)
    assert other.read("SELECT note FROM metrics UNION ALL SELECT note FROM observations") == [
        {"note": "旧注"},
        {"note": "of old"},
    ]


def test_a_plan_leaves_as_it_was_known(small: Store, tmp_path: Path) -> None:
    assert "中期评估" in str(said(again(small, PlanAsked("p", LATER), tmp_path), "p"))
    write_plan(small, PlanAsked("p", datetime(2020, 1, 1)), tmp_path / "early")  # noqa: DTZ001
    assert "中期评估" not in (tmp_path / "early" / "plans" / "p" / "metrics.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("plan", PLANS)
def test_every_plan_of_the_seeds_leaves_whole(seeded: Store, plan: str, tmp_path: Path) -> None:
    write_plan(seeded, PlanAsked(plan, LATER, values=True), tmp_path)
    assert check_package(read_package(tmp_path)) == []
    same = ("metrics.csv", "observations.csv", "items.csv", "parts.csv")
    for file in (SEEDS / "plans" / plan / name for name in same):
        mine = tmp_path / "plans" / plan / file.name
        assert mine.exists() == file.exists()
        if file.exists():
            assert sorted(mine.read_text(encoding="utf-8").splitlines()) == sorted(
                file.read_text(encoding="utf-8").splitlines()
            )


def test_the_same_plan_is_the_same_bytes(small: Store, tmp_path: Path) -> None:
    first, second = tmp_path / "one.zip", tmp_path / "two.zip"
    for path in (first, second):
        take_plan(small, PlanAsked("p", LATER, values=True), path)
    assert first.read_bytes() == second.read_bytes()
