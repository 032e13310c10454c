"""The whole as a package: valid, whole, and the way back to the same store, byte for byte."""

import csv
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

from metrics.cli.main import main
from metrics.demonstration import demonstrate
from metrics.errors import RefusedError
from metrics.package.seal import sealed
from metrics.snapshot.asked import Asked, Form, What, settled
from metrics.snapshot.package import take_package
from metrics.snapshot.take import take
from metrics.snapshot.verify import differences, first, read_description
from metrics.store import Store, open_store
from metrics.store.load import load_package
from metrics.version import VERSION
from tests.snapshot.test_forms import DAY, HOSTILE
from tests.worlds import NOW, SEEDS, World, metric, value

_NO_START = {"baseline": None, "baseline_period": None}
TEXTS = [*HOSTILE, " spaces ", "", "'", '"', "=", "；"]


def packed(store: Store, path: Path, known_at: datetime = NOW) -> bytes:
    take_package(store, settled(store, DAY, known_at, NOW), path)
    return path.read_bytes()


def loaded(path: Path) -> Store:
    store = open_store(None, NOW)
    load_package(store, path, "somebody else", NOW)
    return store


def eventful() -> Store:
    """A store with versions, revisions that go back and forth, every basis, and every text that could break a file."""
    world = World().add(
        metric(),
        metric(version=2, target_low=Decimal(180), effective_from=date(2018, 7, 1), position=3),
        metric("g", basis="grade", target_low=None, target_grade="A", scale="C<B<A", unit_id=None, **_NO_START),
        metric("c", basis="checklist", target_low=Decimal(2), items=["y", "x"], **_NO_START),
        metric("s", path="milestones", milestones={date(2018, 12, 31): 150}, position=2),
        *(metric(f"t{at}", name=text or "-", note=text, position=9 - at) for at, text in enumerate(TEXTS)),
    )
    moment = datetime(2019, 1, 1, 2, 3, 4, 567)  # noqa: DTZ001
    numbers = ["110", "111.5", "110", None]
    values = [
        value("2016", number, revision=at, obs_status="A" if number else "M", note="x", recorded_at=moment)
        for at, number in enumerate(numbers, 1)
    ]
    told = [value("2017", "1", f"t{at}", note=text) for at, text in enumerate(TEXTS)]
    world.add(values=[*values, *told, value("2017", None, "g", grade="B"), value("2017", "1", "c", item_id="x")])
    with world.store.write("later", "rename", NOW) as write:
        row = world.store.read("SELECT * FROM areas")[0] | {"name": "新名", "version": 2}
        write.append("areas", [row | {"recorded_at": write.now, "recorded_by": "later"}])
    return world.store


def test_frictionless_finds_a_snapshot_valid(seeded: Store, tmp_path: Path) -> None:
    packed(seeded, tmp_path / "snapshot.zip")
    with zipfile.ZipFile(tmp_path / "snapshot.zip") as archive:
        archive.extractall(tmp_path / "inside")
    report = Package(str(tmp_path / "inside" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])


def test_a_snapshot_says_what_it_is(seeded: Store, tmp_path: Path) -> None:
    packed(seeded, tmp_path / "snapshot.zip")
    with zipfile.ZipFile(tmp_path / "snapshot.zip") as archive:
        told = json.loads(archive.read("datapackage.json"))
        text = archive.read("README.md").decode()
    assert {name: told["yardstick"][name] for name in ("as_of", "known_at", "profile", "program")} == {
        "as_of": "2026-11-20",
        "known_at": "2026-11-20T08:00:00Z",
        "profile": "standard",
        "program": VERSION,
    }
    rows = {one["name"]: one["rows"] for one in told["resources"]}
    assert (rows["areas"], rows["metrics"], rows["assessments"]) == (25, 162, 162)
    assert all(one["hash"].startswith("sha256:") and one["bytes"] for one in told["resources"])
    assert told["licenses"][0]["name"] == "Apache-2.0"
    for said in ("标尺快照", "Yardstick snapshot", "`observations.csv`", told["yardstick"]["definitions"]):
        assert said in text


@pytest.mark.parametrize("known_at", [NOW, datetime(2017, 1, 1), datetime(2022, 6, 1)])  # noqa: DTZ001
def test_a_snapshot_loaded_into_an_empty_store_gives_the_same_bytes(
    seeded: Store, tmp_path: Path, known_at: datetime
) -> None:
    there = packed(seeded, tmp_path / "a.zip", known_at)
    assert packed(loaded(tmp_path / "a.zip"), tmp_path / "b.zip", known_at) == there


def test_versions_revisions_and_every_text_travel(tmp_path: Path) -> None:
    store = eventful()
    there = packed(store, tmp_path / "a.zip", NOW)
    again = loaded(tmp_path / "a.zip")
    assert packed(again, tmp_path / "b.zip", NOW) == there
    sql = "SELECT revision, value, recorded_at FROM observations WHERE metric_id = 'm' ORDER BY revision"
    assert again.read(sql) == store.read(sql)
    for what in (What.REVISIONS, What.VERSIONS):
        asked = Asked(what, Form.CSV, settled(store, DAY, NOW, NOW))
        for name, one in (("a", store), ("b", again)):
            take(one, asked, tmp_path / f"{name}.csv")
        assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_the_demonstration_comes_back_as_it_was(tmp_path: Path) -> None:
    demonstrate(tmp_path / "demo", 7, DAY)
    store = open_store(None, NOW)
    load_package(store, tmp_path / "demo", "demo", NOW)
    there = packed(store, tmp_path / "a.zip")
    assert packed(loaded(tmp_path / "a.zip"), tmp_path / "b.zip") == there


def test_a_snapshot_loaded_twice_changes_nothing(tmp_path: Path) -> None:
    packed(eventful(), tmp_path / "a.zip")
    store = loaded(tmp_path / "a.zip")
    version = store.data_version
    assert load_package(store, tmp_path / "a.zip", "again", NOW).total == 0
    assert store.data_version == version


def test_a_guarded_file_is_imported_as_what_it_was(tmp_path: Path) -> None:
    store = eventful()
    packed(store, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "inside")
    asked = Asked(What.REVISIONS, Form.EXCEL, settled(store, DAY, NOW, NOW))
    take(store, asked, tmp_path / "inside" / "observations.csv")
    again = loaded(tmp_path / "inside")
    sql = (
        "SELECT * EXCLUDE (note), nullif(trim(note), '') AS note FROM observations ORDER BY metric_id, period, revision"
    )
    assert again.read(sql) == store.read(sql)
    for text in HOSTILE:
        assert again.read("SELECT 1 AS there FROM observations WHERE note = $text", {"text": text})


def spoiled(path: Path, name: str, change: bytes) -> Path:
    """A copy of a package in which one file has more in it."""
    copy = path.with_name("spoiled.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for each in source.namelist():
            target.writestr(each, source.read(each) + (change if each == name else b""))
    return copy


def test_a_file_that_was_changed_is_named(
    seeded: Store, data_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed(seeded, tmp_path / "a.zip")
    assert main(["verify", str(tmp_path / "a.zip")]) == 0
    for name in ("observations.csv", "README.md", "schemas/areas.json"):
        assert main(["verify", str(spoiled(tmp_path / "a.zip", name, b" "))]) == 1
        assert f"{name}: the file isn't the one" in capsys.readouterr().err
    with zipfile.ZipFile(tmp_path / "spoiled.zip", "a") as archive:
        archive.writestr("more.csv", "x")
    assert main(["verify", str(tmp_path / "spoiled.zip")]) == 1
    assert "more.csv: the package doesn't name" in capsys.readouterr().err


def test_rows_that_differ_from_a_store_are_named(seeded: Store, tmp_path: Path) -> None:
    packed(seeded, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "inside")
    store = loaded(tmp_path / "a.zip")
    told = read_description(tmp_path / "inside")
    assert list(differences(store, tmp_path / "inside", told)) == []
    store.connection.execute("UPDATE observations SET value = 236 WHERE metric_id = 'jingan135-hightech'")
    shown, count = first(differences(store, tmp_path / "inside", told), 1)
    assert (count > 1, shown[0].file) == (True, "observations.csv")
    assert shown[0].key == ("jingan135-hightech", "2015", "", "1")
    assert (shown[0].theirs, shown[0].ours) == ({"value": "235"}, {"value": "236"})


def test_verify_against_a_store_says_so_with_its_exit_code(
    data_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["load"])
    snapshot = str(tmp_path / "快照.zip")
    assert main(["snapshot", snapshot]) == 0
    assert main(["record", "jingan135-hightech", "2020", "281"]) == 0
    assert main(["verify", snapshot, "--against"]) == 0
    assert "gives the same for the same instants" in capsys.readouterr().out
    other = tmp_path / "other.duckdb"
    store = open_store(other, NOW)
    load_package(store, SEEDS, "test", NOW)
    store.connection.execute("UPDATE areas SET name = '别处' WHERE area_id = 'jingan'")
    store.close()
    assert main(["verify", snapshot, "--against", str(other)]) == 4
    out, err = capsys.readouterr()
    assert "areas.csv: jingan 1: name 静安区 → 别处" in out
    assert "says otherwise in" in err
    assert main(["verify", snapshot, "--against", str(tmp_path / "none.duckdb")]) == 1
    assert main(["snapshot", snapshot, "--area", "jingan"]) == 1


def test_a_description_that_was_edited_leads_nowhere(seeded: Store, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    packed(seeded, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(inside)
    (tmp_path / "x.csv").write_text("secret\n", encoding="utf-8")
    (inside / "more.csv").write_text("x\n", encoding="utf-8")
    whole = json.loads((inside / "datapackage.json").read_text(encoding="utf-8"))

    def edited(resource: Any) -> dict[str, Any]:
        own = whole | {"resources": [*whole["resources"], resource]}
        (inside / "datapackage.json").write_text(json.dumps(own), encoding="utf-8")
        return read_description(inside)

    for path in ("../x.csv", str(tmp_path / "x.csv")):
        with pytest.raises(RefusedError, match="leads out"):
            edited({"path": path, **sealed(tmp_path / "x.csv")})
    for wrong in ({}, {"path": 1}, {"path": ["more.csv"]}):
        with pytest.raises(RefusedError, match="not a data package"):
            edited(wrong)
    told = edited({"path": "more.csv", "schema": {"fields": []}, **sealed(inside / "more.csv")})
    assert [(one.file, one.ours) for one in differences(loaded(tmp_path / "a.zip"), inside, told)] == [
        ("more.csv", None)
    ]


@pytest.mark.parametrize(
    "history", [{"program": None}, {"definitions": None}, {"known_at": "0001-01-01T00:00:00+14:00"}]
)
def test_a_description_without_what_it_must_say_is_refused(
    seeded: Store, tmp_path: Path, history: dict[str, str | None]
) -> None:
    packed(seeded, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "inside")
    file = tmp_path / "inside" / "datapackage.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    told["yardstick"] = {name: said for name, said in {**told["yardstick"], **history}.items() if said}
    file.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(RefusedError, match="not a data package"):
        read_description(tmp_path / "inside")


def test_a_description_that_never_ends_is_refused(seeded: Store, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(RefusedError, match="not a data package"):
        read_description(tmp_path)
    with pytest.raises(RefusedError, match="not a data package"):
        load_package(seeded, tmp_path, "x", NOW)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"\x00" * 100])
def test_what_is_no_zip_is_refused(data_file: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    assert main(["verify", str(tmp_path / "a.zip")]) == 1
    assert main(["load", str(tmp_path / "a.zip")]) == 1


def test_a_damaged_zip_is_refused(seeded: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", "{}" * 5000)
    content = bytearray(path.read_bytes())
    content[60:70] = bytes(byte ^ 0xFF for byte in content[60:70])
    path.write_bytes(content)
    with pytest.raises(RefusedError, match="not a data package"):
        load_package(seeded, path, "x", NOW)


def test_a_zip_that_would_fill_the_disk_is_refused(
    seeded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("datapackage.json", " " * 2000)
    monkeypatch.setattr("metrics.package.archive._MOST_BYTES", 1000)
    with pytest.raises(RefusedError, match="GB unpacked"):
        load_package(seeded, path, "x", NOW)


def test_a_description_that_is_none_is_refused(seeded: Store, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"resources": [], "yardstick": "x"}', encoding="utf-8")
    with pytest.raises(RefusedError, match="not a data package"):
        load_package(seeded, tmp_path, "x", NOW)


@pytest.mark.parametrize("name", ["../out.csv", "/etc/out.csv", "a\\b.csv"])
def test_a_zip_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr(name, "x")
    with pytest.raises(RefusedError, match="leads out"):
        load_package(open_store(None, NOW), tmp_path / "a.zip", "x", NOW)
    assert not (tmp_path.parent / "out.csv").exists()


def test_an_edited_history_is_checked_as_any_package(seeded: Store, tmp_path: Path) -> None:
    packed(seeded, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "inside")
    file = tmp_path / "inside" / "observations.csv"
    rows = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
    rows[1][1] = "2015-13"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    with pytest.raises(RefusedError, match="there is no period '2015-13'"):
        load_package(open_store(None, NOW), tmp_path / "inside", "x", NOW)


def test_the_version_is_the_one_of_the_project() -> None:
    text = (Path(__file__).parent.parent.parent / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{VERSION}"' in text


def test_a_forged_snapshot_brings_no_link_that_is_none(seeded: Store, tmp_path: Path) -> None:
    packed(seeded, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as there, zipfile.ZipFile(tmp_path / "b.zip", "w") as forged:
        for name in there.namelist():
            forged.writestr(name, there.read(name).replace(b",https://", b",javascript://"))
    with pytest.raises(RefusedError, match="must begin with http"):
        loaded(tmp_path / "b.zip")
