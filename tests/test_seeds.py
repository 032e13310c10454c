"""The seeds hold what the documents say: compared with a list that was made from the documents by itself."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from frictionless import Package

from metrics.store import Store
from metrics.store.queries import known
from tests.worlds import NOW, SEEDS

LISTED = list(
    csv.DictReader((Path(__file__).parent / "seeds" / "targets.csv").read_text(encoding="utf-8").splitlines())
)


def test_frictionless_finds_the_package_valid() -> None:
    report = Package(str(SEEDS / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])


def test_the_package_names_every_table_that_lies_in_it() -> None:
    named = {resource.path for resource in Package(str(SEEDS / "datapackage.json")).resources}
    lying = {file.relative_to(SEEDS).as_posix() for file in SEEDS.rglob("*.csv")}
    assert named == lying


@pytest.mark.parametrize("listed", LISTED, ids=[row["metric_id"] for row in LISTED])
def test_a_target_is_what_its_document_says(seeded: Store, listed: dict[str, str]) -> None:
    row = known(seeded, NOW).metrics[listed["metric_id"]]
    for column in ("plan_id", "area_id", "comparator", "basis", "direction", "unit_id", "target_grade"):
        assert (row[column] or "") == listed[column], column
    for column in ("target_low", "target_high", "baseline"):
        assert row[column] == (Decimal(listed[column]) if listed[column] else None), column
    assert str(row["due"]) == listed["due"]
    assert (row["baseline_period"] or "") == listed["baseline_period"]


def test_there_is_no_other_target(seeded: Store) -> None:
    targets = {name for name, row in known(seeded, NOW).metrics.items() if row["comparator"]}
    assert targets == {row["metric_id"] for row in LISTED}


def test_no_figure_is_invented_for_the_parts_of_the_putuo_index(seeded: Store) -> None:
    parts = known(seeded, NOW).parts["putuo-digital-index"]
    assert len(parts) == 5
    assert {part["weight"] for part in parts} == {None}
    asked = seeded.read("SELECT count(*) AS n FROM observations o JOIN parts p ON p.part_id = o.metric_id")
    assert asked == [{"n": 0}]


def test_definitions_that_must_not_be_joined_are_metrics_of_their_own(seeded: Store) -> None:
    rows = known(seeded, NOW).metrics
    assert rows["jinganpark-hightech"]["area_id"] != rows["jingan135-hightech"]["area_id"]
    breaks = {name: row["breaks_from"] for name, row in rows.items() if row["breaks_from"]}
    assert len(breaks) >= 5
    assert all(name != other for name, other in breaks.items())


def test_jingan_can_be_seen_as_known_in_2017(seeded: Store) -> None:
    then = known(seeded, NOW.replace(year=2017))
    assert "jingan135-hightech" in then.metrics
    assert "songjiang-platforms" not in then.metrics
