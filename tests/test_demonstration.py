"""The demonstration holds every kind of target, is the same each time, says that it is made up, and stays apart."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from frictionless import Package

from metrics.assessment import Assessment, View
from metrics.cli.main import main
from metrics.demonstration import demonstrate
from metrics.errors import RefusedError
from metrics.package.check import check_package
from metrics.package.read import read_package
from metrics.store import Row, Store, open_store
from metrics.store.load import load_package
from metrics.store.queries import assess, known
from metrics.vocabulary import Basis, Comparator, Direction, Flag, ObsStatus, Qualifier, Status
from metrics.words import Language, figures
from tests.worlds import SEEDS

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 8, 0)  # noqa: DTZ001 - the store keeps UTC without a zone


@dataclass(frozen=True)
class Demonstration:
    """The demonstration of one seed number and day, loaded."""

    folder: Path
    store: Store

    @property
    def metrics(self) -> list[Row]:
        return self.store.read("SELECT * FROM metrics")

    @property
    def observations(self) -> list[Row]:
        return self.store.read("SELECT * FROM observations")

    @property
    def judged(self) -> list[Assessment]:
        return assess(self.store, View(TODAY, NOW, "standard"))


@pytest.fixture(scope="module", params=[1, 2], ids=["seed 1", "seed 2"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    folder = tmp_path_factory.mktemp("demo") / "demonstration"
    demonstrate(folder, request.param, TODAY)
    store = open_store(None, NOW)
    load_package(store, folder, "demonstration", NOW)
    yield Demonstration(folder, store)
    store.close()


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_the_same_seed_number_and_day_give_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("again", 7), ("other", 8)):
        demonstrate(tmp_path / name, seed, TODAY)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "again")
    assert _bytes(tmp_path / "one") != _bytes(tmp_path / "other")


@pytest.mark.parametrize("today", [date(2027, 1, 1), date(2028, 2, 29), date(2030, 12, 31)])
def test_it_passes_the_check_of_a_package_on_any_day(tmp_path: Path, today: date) -> None:
    demonstrate(tmp_path / "demonstration", 1, today)
    package = read_package(tmp_path / "demonstration")
    assert check_package(package) == []
    recorded = [entry.values["recorded_at"] for entry in package.tables["observations"]]
    assert max(at.date() for at in recorded if isinstance(at, datetime)) < today


def test_frictionless_finds_it_valid(made: Demonstration) -> None:
    report = Package(str(made.folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])


def test_every_kind_of_target_occurs(made: Demonstration) -> None:
    def told(column: str) -> set[str]:
        return {row[column] for row in made.metrics if row[column] is not None}

    assert told("basis") == {*Basis}
    assert told("comparator") == {*Comparator}
    assert told("direction") == {*Direction}
    assert told("path") == {"linear", "stepped", "milestones", "compound", "none"}
    assert told("reported") == {"increment", "to_date"}
    assert told("binding") == {"binding", "anticipatory", "unstated"}
    assert told("frequency") == {"month", "quarter", "half", "year"}
    assert 0 in {row["target_high"] for row in made.metrics}
    assert [row["version"] for row in made.metrics if row["effective_from"]] == [2]


def test_every_status_and_flag_occurs(made: Demonstration) -> None:
    assert {one.status for one in made.judged} == {*Status}
    assert {flag for one in made.judged for flag in one.flags} == {*Flag}
    assert any(one.held_back for one in made.judged)


def test_every_kind_of_value_occurs(made: Demonstration) -> None:
    assert {row["obs_status"] for row in made.observations} == {*ObsStatus}
    assert {row["qualifier"] for row in made.observations} - {None} == {*Qualifier}
    assert {row["unit_id"] for row in made.observations} - {None} == {"万元", "人"}
    assert max(row["revision"] for row in made.observations) == 3
    corrections = [row for row in made.observations if row["revision"] > 1]
    assert corrections
    assert all(row["note"] for row in corrections)


def test_it_has_five_years_of_quarters_up_to_the_present(made: Demonstration) -> None:
    quarters = [row["period"] for row in made.observations if row["metric_id"] == "demo-hightech-firms"]
    assert {"2021-Q4", "2026-Q3"} <= set(quarters)
    assert len({period for period in quarters if "2022-Q1" <= period <= "2026-Q3"}) == 19
    assert "2026-10" in {row["period"] for row in made.observations}


def test_a_baseline_stands_among_the_values(made: Demonstration) -> None:
    (first,) = [row for row in made.observations if (row["metric_id"], row["period"]) == ("demo-hazards", "2021-12")]
    assert first["value"] == 24


def test_tonnes_read_in_english_as_english_numbers(made: Demonstration) -> None:
    told = {figures.target(one, Language.EN) for one in made.judged if one.unit_id == "万吨"}
    assert "≤ 4.8 million t" in told


def test_there_is_something_to_compare(made: Demonstration) -> None:
    areas = known(made.store, NOW).areas
    districts = [name for name, row in areas.items() if row["kind"] == "district"]
    assert len(districts) == 3
    assert [row["parent_id"] for row in areas.values() if row["kind"] == "park"] == ["demo", "demo", "sample"]
    for cluster in known(made.store, NOW).clusters:
        assert {one.area_id for one in made.judged if one.cluster_id == cluster} >= set(districts)


def test_every_name_and_source_says_that_it_is_made_up(made: Demonstration) -> None:
    told = known(made.store, NOW)
    assert told.fictional
    for row in (*told.areas.values(), *told.plans.values()):
        assert "虚构" in row["name"]
        assert "fictional" in row["name_en"]
    for row in told.sources.values():
        assert "虚构" in row["title"]
        assert row["url"] is None


def test_nothing_invented_comes_beside_what_is_real(made: Demonstration, seeded: Store) -> None:
    for store, package in ((seeded, made.folder), (made.store, SEEDS)):
        before = store.data_version
        with pytest.raises(RefusedError, match="invented data"):
            load_package(store, package, "test", NOW)
        assert store.data_version == before


def test_a_package_that_mixes_both_is_refused(made: Demonstration, tmp_path: Path) -> None:
    mixed = Path(shutil.copytree(made.folder, tmp_path / "mixed"))
    with (mixed / "areas.csv").open("a", encoding="utf-8") as file:
        file.write("jingan,,district,310106,静安区,Jing'an District,\n")
    store = open_store(None, NOW)
    with pytest.raises(RefusedError, match="invented data"):
        load_package(store, mixed, "test", NOW)
    store.close()


def test_the_command_makes_a_data_file_and_never_writes_over_one(
    tmp_path: Path, data_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "demo" / "demonstration.duckdb"
    assert main(["demo", "--to", str(path), "--seed", "3"]) == 0
    assert str(path) in capsys.readouterr().out
    before = path.read_bytes()
    assert main(["demo", "--to", str(path)]) == 1
    assert "exists" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert not data_file.exists()
    store = open_store(path, NOW)
    assert known(store, NOW).fictional
    store.close()


def test_the_seeds_are_not_made_up(seeded: Store) -> None:
    assert not known(seeded, NOW).fictional


def test_no_projection_leads_below_zero(made: Demonstration) -> None:
    days = [date(2022, 6, 30), date(2024, 6, 30), TODAY]
    judged = [one for day in days for one in assess(made.store, View(day, NOW, "standard"))]
    lowest = [one.projected_low for one in judged if one.projected_low is not None]
    assert len(lowest) > 0
    assert min(lowest) >= 0
