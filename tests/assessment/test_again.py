"""What is judged again after a write, and what stands as it did. A metric is a level of 200 from 100, or an index."""

import gc
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from metrics.assessment import View
from metrics.columns import Judged
from metrics.store import Store, again, open_store
from metrics.store.many import judge, judge_all
from metrics.store.queries import described_sql
from tests.worlds import NOW, SEEDS, START, World, metric, value

DAY = date(2018, 6, 30)
OTHERS = [f"other{number:02}" for number in range(10)]
SQL = SEEDS.parent / "metrics" / "sql"


@pytest.fixture(autouse=True)
def a_few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a dozen metrics would be judged from nothing each time."""
    monkeypatch.setattr("metrics.store.again._MANY", 0)
    monkeypatch.setattr("metrics.store.again._SHARE", 2)


@pytest.fixture
def world() -> Iterator[World]:
    """Ten metrics, and an index of two parts within an index."""
    half = {"one": Decimal(1), "two": Decimal(1)}
    members = [metric("one", binding="binding"), metric("two"), *(metric(name, position=1) for name in OTHERS)]
    indices = [
        metric("index", basis="composite", parts=half),
        metric("whole", basis="composite", parts={"index": None}),
    ]
    world = World().add(*members, *indices, values=[value("2016", 150, name) for name in ("one", "two", *OTHERS)])
    record(world.store)
    yield world
    world.store.close()


def record(store: Store, *rows: dict[str, Any], table: str = "observations") -> None:
    """Write rows as those who write do: known from the moment of the write."""
    with store.write("clerk", "test", NOW) as write:
        for row in rows:
            write.append(table, [row | {"recorded_at": write.now, "recorded_by": "clerk"}])


def slip(store: Store, name: str, number: int) -> None:
    """Behind everybody's back, a value that was recorded long ago: only who judges this metric again sees it."""
    row = value("2017", number, name)
    store.connection.execute(
        f"INSERT INTO observations ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", [*row.values()]
    )


def look(store: Store, day: date = DAY, profile: str = "standard") -> Judged:
    """How all stand by everything that is recorded."""
    return judge(store, View(day, store.settled(None, NOW + timedelta(days=1)), profile))


def numbers(found: Judged) -> dict[str, float | None]:
    return {one.metric_id: one.value for one in found}


def test_only_what_was_touched_is_judged_again(world: World) -> None:
    held = look(world.store)
    slip(world.store, "other01", 999)
    record(world.store, value("2017", 180, "other00"))
    found = look(world.store)
    assert (numbers(held)["other00"], numbers(found)["other00"]) == (150, 180)
    assert numbers(found)["other01"] == 150  # as it stood
    assert [one.metric_id for one in found] == [one.metric_id for one in held]


def test_a_part_that_is_touched_changes_its_index_and_the_index_above_it(world: World) -> None:
    held = look(world.store)
    assert (held[0].metric_id, held[0].value, held[0].status) == ("index", 150, "on_track")
    record(world.store, value("2017", 110, "one"))
    found = look(world.store)
    # (110 + 150) / 2, and a binding part that has come a tenth of its way is off track
    assert (numbers(found)["index"], found.find("index")) == (130, found[0])
    assert again.touched(world.store, NOW, NOW + timedelta(seconds=1), 99) == ["index", "one", "whole"]
    _as_from_nothing(world.store, found)


def test_a_value_that_is_taken_back_leaves_what_was_there_before_it(world: World) -> None:
    record(world.store, value("2017", 180, "two"))
    held = look(world.store)
    record(world.store, value("2017", None, "two", revision=2, obs_status="M"))
    found = look(world.store)
    assert (numbers(held)["two"], numbers(found)["two"]) == (180, 150)
    _as_from_nothing(world.store, found)


def test_a_new_metric_stands_in_its_place_and_a_new_version_in_its_own(world: World) -> None:
    held = look(world.store)
    with world.store.write("clerk", "test", NOW) as write:
        world._define(write.append, metric("a-new-one", position=1, recorded_at=write.now))
        world._define(write.append, metric("other03", version=2, position=7, name="改", recorded_at=write.now))
    found = look(world.store)
    assert [one.metric_id for one in found][4:6] == ["a-new-one", "other00"]
    assert (found[-1].metric_id, found[-1].name, len(found)) == ("other03", "改", len(held) + 1)
    _as_from_nothing(world.store, found)


def test_another_title_of_a_source_stands_with_every_metric_and_value_that_names_it(world: World) -> None:
    record(world.store, _source("t", 1), table="sources")
    record(world.store, value("2017", 180, "other00", source_id="t"))
    held = look(world.store)
    slip(world.store, "other01", 999)
    record(world.store, _source("t", 2), table="sources")
    found = look(world.store)
    titles = [
        one.observation_source for all_of_them in (held, found) for one in all_of_them if one.metric_id == "other00"
    ]
    assert (titles, numbers(found)["other01"]) == (["文件 1", "文件 2"], 150)


@pytest.mark.parametrize(("table", "row"), [
    ("units", {"unit_id": "家", "kind": "家", "factor": 1, "name_en": "firms", "version": 2}),
    ("categories", {"category_id": "c", "name": "类", "name_en": "Kind", "version": 2}),
    ("limits", {"scope": "metric", "name": "one", "check_id": "range", "severity": "error", "version": 1}),
    ("plan_review", {"plan_id": "p", "version": 1, "required": True}),
])  # fmt: skip
def test_what_all_share_lets_all_be_judged_anew(world: World, table: str, row: dict[str, Any]) -> None:
    held = look(world.store)
    slip(world.store, "other01", 999)
    record(world.store, row, table=table)
    assert (numbers(held)["other01"], numbers(look(world.store))["other01"]) == (150, 999)


def test_what_nobody_stands_by_touches_nothing(world: World) -> None:
    held = look(world.store)
    record(world.store, {"owner_id": "o", "name": "局", "name_en": "Bureau", "version": 1}, table="owners")
    assert look(world.store) is held


def test_many_that_are_touched_let_all_be_judged_anew(world: World) -> None:
    held = look(world.store)
    slip(world.store, "one", 999)
    record(world.store, *(value("2017", 180, name) for name in OTHERS[:8]))
    assert (numbers(held)["one"], numbers(look(world.store))["one"]) == (150, 999)


def test_another_day_and_another_rule_are_judged_for_themselves(world: World) -> None:
    held = look(world.store)
    record(world.store, value("2017", 180, "one"))
    slip(world.store, "other01", 999)
    assert numbers(look(world.store, DAY + timedelta(days=1)))["other01"] == 999
    assert numbers(look(world.store, profile="cagr"))["other01"] == 999
    assert (numbers(held)["other01"], numbers(look(world.store))["other01"]) == (150, 150)


def test_an_earlier_moment_is_judged_for_itself_and_what_stands_stays(world: World) -> None:
    earlier = View(DAY, world.store.settled(None, NOW + timedelta(days=1)))
    record(world.store, value("2017", 180, "one"))
    held = look(world.store)
    before = judge(world.store, earlier)
    assert (numbers(held)["one"], numbers(before)["one"]) == (180, 150)
    assert look(world.store) is held


def test_what_is_not_settled_is_not_kept(world: World) -> None:
    ahead = View(DAY, NOW + timedelta(days=1))
    held = judge(world.store, ahead)
    record(world.store, value("2017", 180, "one"))  # at a moment that was looked at already
    assert (numbers(held)["one"], numbers(judge(world.store, ahead))["one"]) == (150, 180)


def test_a_moment_that_was_given_out_is_kept_until_something_is_recorded_after_it(world: World) -> None:
    given = world.store.settled(NOW + timedelta(hours=1), NOW + timedelta(hours=2))
    held = judge(world.store, View(DAY, given))
    record(world.store, value("2017", 180, "one"))
    slip(world.store, "other01", 999)
    found = look(world.store)
    assert judge(world.store, View(DAY, given)) is not held  # what stands now is later
    assert (numbers(found)["one"], numbers(found)["other01"]) == (180, 150)


def test_what_nobody_shows_any_more_is_not_kept(world: World) -> None:
    look(world.store)
    gc.collect()
    slip(world.store, "other01", 999)
    record(world.store, value("2017", 180, "one"))
    assert numbers(look(world.store))["other01"] == 999


def test_what_is_tried_is_never_seen(world: World) -> None:
    held = look(world.store)
    with world.store.trial("clerk", NOW) as write:
        write.append("observations", [value("2017", 180, "one", recorded_at=write.now)])
        assert look(world.store) is held
    assert look(world.store) is held


def test_a_value_is_published_with_its_approval_and_the_sides_are_kept_apart(world: World) -> None:
    record(world.store, {"plan_id": "p", "version": 1, "required": True}, table="plan_review")
    published = world.store.published()
    held = look(published), look(world.store)
    record(world.store, value("2017", 180, "one"))
    waiting = look(published), look(world.store)
    assert [numbers(one)["one"] for one in (*held, *waiting)] == [150, 150, 150, 180]
    step = {"metric_id": "one", "period": "2017", "item_id": "", "step": 1, "revision": 1, "state": "approved"}
    record(world.store, step, table="review")
    found = look(published)
    assert (numbers(found)["one"], numbers(found)["index"]) == (180, 165)  # (180 + 150) / 2
    assert look(world.store) is waiting[1]  # what it was known to be
    _as_from_nothing(published, found)


def test_a_store_that_is_opened_anew_has_nothing_kept(tmp_path: Path) -> None:
    store = open_store(tmp_path / "one.duckdb", START)
    world = World(store).add(*(metric(name) for name in OTHERS), values=[value("2016", 150, "other00")])
    record(store)
    held = look(store)
    slip(store, "other01", 999)
    store.close()
    store = open_store(tmp_path / "one.duckdb", NOW)
    assert (numbers(held)["other01"], numbers(look(store))["other01"]) == (None, 999)
    store.close()
    assert world.store is not store


def test_two_who_write_and_look_at_once_each_see_what_was_recorded(world: World) -> None:
    def work(name: str) -> list[tuple[Judged, Judged]]:
        seen = []
        for year in range(2010, 2016):
            record(world.store, value(str(year), year, name), value(str(year), 1, f"{name[:-1]}9"))
            view = View(DAY, world.store.settled(None, NOW + timedelta(days=1)))
            seen.append((judge(world.store, view), judge_all(world.store, view)))
        return seen

    with ThreadPoolExecutor() as pool:
        pairs = [pair for seen in pool.map(work, ["other00", "other11"]) for pair in seen]
    assert all(list(ours) == list(theirs) for ours, theirs in pairs)


def test_every_table_that_a_row_follows_from_is_looked_at() -> None:
    world = World()
    sql = re.sub("--.*", "", described_sql() + (SQL / "published.sql").read_text(encoding="utf-8"))
    named = set(re.findall(r"\b(?:FROM|JOIN) (?:main\.)?(\w+)", sql))
    tables = {row["table_name"] for row in world.store.read("SELECT table_name FROM duckdb_tables()")}
    assert named & tables == {*again.SHARED, *again.OWN}
    world.store.close()


def _as_from_nothing(store: Store, found: Judged) -> None:
    assert list(found) == list(judge_all(store, View(DAY, store.settled(None, NOW + timedelta(days=1)))))


def _source(name: str, version: int) -> dict[str, Any]:
    return {"source_id": name, "title": f"文件 {version}", "version": version}
