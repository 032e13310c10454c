"""Very many metrics, held column by column, stand as they do one by one."""

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from metrics import attention
from metrics.assessment import View
from metrics.columns import Judged
from metrics.columns import judged as judged_module
from metrics.columns.attention import needing_attention
from metrics.columns.defined import Defined, used_of
from metrics.columns.held import Held
from metrics.columns.renewed import renewed
from metrics.columns.tallies import Tallies
from metrics.errors import YardstickError
from metrics.rollup import Rollup, roll_up
from metrics.snapshot.asked import Selection
from metrics.store import Store, open_store, queries
from metrics.store.many import judge
from metrics.store.queries import Known
from tests.worlds import NOW

_TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def demo(demonstration: Path) -> Store:
    return open_store(demonstration, NOW)


@pytest.fixture(scope="module")
def known(demo: Store) -> Known:
    return queries.known(demo, NOW)


@pytest.fixture(scope="module", params=[date(2022, 3, 31), _TODAY], ids=str)
def found(request: pytest.FixtureRequest, demo: Store) -> Judged:
    """Every metric of the demonstration, in its middle and at its end."""
    return judge(demo, View(request.param, NOW))


@pytest.mark.parametrize("few", [5000, 0], ids=["kept", "made when looked at"])
def test_each_metric_is_the_same_value(demo: Store, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(judged_module, "_FEW", few)
    found, one_by_one = judge(demo, View(_TODAY, NOW)), queries.assess(demo, View(_TODAY, NOW))
    assert list(found) == one_by_one
    assert [found[number] for number in range(-3, 3)] == [*one_by_one[-3:], *one_by_one[:3]]
    assert [found.find(one.metric_id) for one in one_by_one[:5]] == one_by_one[:5]
    assert found.find("nothing") is None


def test_those_of_every_area_and_cluster_stand_together_as_one_by_one(found: Judged, known: Known) -> None:
    tallies = Tallies(found)
    _same(tallies.together(), roll_up(found))
    for area, cluster in product(known.areas, [None, "", *known.clusters]):
        areas = known.below(area)
        members = [one for one in found if one.area_id in areas and cluster in (None, one.cluster_id or "")]
        _same(tallies.together(areas, cluster), roll_up(members))


def _same(ours: Rollup, told: Rollup) -> None:
    for name in ("targets", "judged", "due", "overdue", "monitored", "worst"):
        assert getattr(ours, name) == getattr(told, name), name
    assert dict(ours.counts) == dict(told.counts)
    assert ours.attainment == pytest.approx(told.attainment)
    assert ours.expected_attainment == pytest.approx(told.expected_attainment)


def test_what_needs_attention_comes_in_the_same_order(found: Judged) -> None:
    ours = [one.metric_id for one in needing_attention(found)]
    assert ours == [one.metric_id for one in attention.needing_attention(found)]
    assert ours


@pytest.mark.parametrize("chosen", [
    Selection(), Selection(area="demo"), Selection(area="demo", alone=True), Selection(cluster="fintech"),
    Selection(status="off_track"), Selection(report="overdue"), Selection(report="due"), Selection(status="no_data"),
    Selection(area="model", status="behind"), Selection(category="nothing"),
])  # fmt: skip
def test_a_filter_leaves_the_same(found: Judged, known: Known, chosen: Selection) -> None:
    assert list(found.among(chosen.wanted(known))) == chosen.of(list(found), known)


def test_an_empty_choice_stands_for_nothing(found: Judged) -> None:
    nothing = found.having("area_id", {"nowhere"})
    assert Tallies(nothing).together() == roll_up([])
    assert len(needing_attention(nothing)) == 0
    assert nothing.last_undecided is None


def test_where_nothing_is_decided_the_last_day_of_a_value_is_told(seeded: Store, found: Judged) -> None:
    undecided = judge(seeded, View(_TODAY, NOW))  # every plan of the seeds is over, without final values
    assert undecided.last_undecided == max(one.last_day for one in undecided if one.last_day and one.comparator)
    assert found.last_undecided is None


def test_neighbours_in_a_very_large_plan_are_those_of_the_area(found: Judged, monkeypatch: pytest.MonkeyPatch) -> None:
    one = found[0]
    own = [other for other in found if other.plan_id == one.plan_id]
    assert list(found.neighbours(one)) == own
    monkeypatch.setattr(judged_module, "_FEW", len(own) - 1)
    assert list(found.neighbours(one)) == [other for other in own if other.area_id == one.area_id]


def test_an_unknown_profile_is_refused(demo: Store) -> None:
    with pytest.raises(YardstickError, match="no profile 'mine'"):
        judge(demo, View(_TODAY, NOW, "mine"))


def test_definitions_are_the_same_rows(demo: Store, known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = known.metrics
    monkeypatch.setattr(queries, "_FEW", 0)
    many = queries.known(demo, NOW).metrics
    assert isinstance(many, Defined)
    assert dict(many.items()) == dict(rows)
    assert list(many.values()) == list(rows.values())
    some = [*rows][:5]
    assert [many[name] for name in some] == [rows[name] for name in some]
    for column, plan in product(("area_id", "cluster_id"), ("", rows[some[0]]["plan_id"])):
        assert used_of(many, column, plan) == used_of(rows, column, plan)


def test_columns_of_which_nothing_has_changed_are_shared_with_what_stood_before() -> None:
    ids = [f"m{number}" for number in range(5)]
    told = {
        "plan_id": ["p"] * 5,
        "position": [0] * 5,
        "metric_id": ids,
        "status": ["met", None, "met", "behind", "met"],
    }
    table = Held(pa.table(told | {"value": [1.0, 2.0, None, 4.0, 5.0], "name": ["a", "b", "a", None, "e"]})).table
    again = {
        "plan_id": ["p"],
        "position": [0],
        "metric_id": ["m2"],
        "status": ["missed"],
        "value": [3.0],
        "name": ["a"],
    }
    found = renewed(table, pa.table(again), ["m2"])
    assert found["status"].to_pylist() == ["met", None, "missed", "behind", "met"]
    assert found["status"].chunk(0).dictionary.to_pylist() == ["met", "missed", "behind"]
    assert found["value"].to_pylist() == [1, 2, 3, 4, 5]
    shared = [name for name in table.column_names if _place(found[name]) == _place(table[name])]
    assert shared == ["plan_id", "position", "metric_id", "name"]


@pytest.mark.parametrize(("keys", "fresh", "wanted"), [
    (["b"], [("p", 1, "b")], "abcd"),
    (["b"], [("p", 9, "b")], "acdb"),
    (["b"], [], "acd"),
    (["x", "y"], [("o", 5, "x"), ("p", 2, "y")], "xabcyd"),
    (["a", "bb"], [("p", 1, "a"), ("p", 1, "bb")], "abbbcd"),
    (["ç"], [("p", 3, "ç")], "abcdç"),
])  # fmt: skip
def test_what_was_judged_again_stands_in_the_order_of_plan_position_and_name(
    keys: list[str], fresh: list[tuple[str, int, str]], wanted: str
) -> None:
    table = Held(_in_order([("p", 1, "a"), ("p", 1, "b"), ("p", 2, "c"), ("p", 3, "d")])).table
    assert "".join(renewed(table, _in_order(fresh), keys)["metric_id"].to_pylist()) == wanted


def _in_order(rows: list[tuple[str, int, str]]) -> pa.Table:
    columns = [("plan_id", pa.string()), ("position", pa.int32()), ("metric_id", pa.string())]
    return pa.table({name: pa.array([row[at] for row in rows], kind) for at, (name, kind) in enumerate(columns)})


def _place(column: Any) -> int:
    """Where a column lies in memory."""
    chunk = column.chunk(0)
    return int((chunk.indices if pa.types.is_dictionary(chunk.type) else chunk).buffers()[1].address)
