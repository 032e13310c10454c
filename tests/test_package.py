"""A package is read whole, and everything that is wrong with it is said at once, each with its file and line."""

import json
import shutil
from pathlib import Path

import pytest

from metrics.errors import RefusedError
from metrics.package.check import check_package
from metrics.package.read import read_package
from metrics.package.schema import SCHEMAS
from metrics.store import open_store
from metrics.store.load import load_package
from metrics.words import Language
from tests.worlds import NOW, SEEDS


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the seeds to spoil."""
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))


def problems(folder: Path) -> list[str]:
    return [problem.text(Language.EN) for problem in check_package(read_package(folder))]


def spoil(file: Path, old: str, new: str) -> int:
    """Replace the first occurrence of a text; its line number."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_seeds_have_no_problem() -> None:
    assert problems(SEEDS) == []


def test_the_seeds_carry_the_schemas_of_the_program() -> None:
    ours = {file.name: file.read_text(encoding="utf-8") for file in SCHEMAS.glob("*.json")}
    theirs = {file.name: file.read_text(encoding="utf-8") for file in (SEEDS / "schemas").glob("*.json")}
    assert ours == theirs


RULE = ",above,higher,280,"
METRICS, OBSERVATIONS = "plans/jingan-135/metrics.csv", "plans/jingan-135/observations.csv"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (METRICS, RULE, ",abov,higher,280,", "'abov' is not one of at_least, above"),
        (METRICS, RULE, ",above,higher,28O,", "column 'target_low': '28O' is not a number"),
        (METRICS, RULE, ",above,,280,", "'direction' is empty, which above needs"),
        (METRICS, RULE, ",above,lower,280,", "direction 'lower' contradicts 'above'"),
        (METRICS, RULE, ",above,higher,,", "'target_low' is empty, which above needs"),
        (METRICS, RULE, ",,higher,280,", "'target_low' has no meaning with no comparator"),
        (METRICS, ",2020-12-31,,", ",2020-12-31,2018-01-01,", "nothing is defined for the days before it"),
        (METRICS, "hightech,1,jingan-135,jingan,", "hightech,1,jingan-135,jinan,", "Did you mean 'jingan'?"),
        (METRICS, "jingan135-hightech,1,", "jingan135-hightech,2,", "version 2 follows, 1 belongs here"),
        (OBSERVATIONS, "jingan135-hightech,2015,", "jingan135-hightech,2015-13,", "there is no period '2015-13'"),
        (OBSERVATIONS, "jingan135-hightech,2015,", "jingan135-hightec,2015,", "Did you mean 'jingan135-hightech'?"),
        (OBSERVATIONS, "jingan135-hightech,2015,", "jingan135-hightech,2018,", "2018 has not begun"),
        (OBSERVATIONS, "hightech,2015,,1,235,", "hightech,2015,,1,,", "the value is empty"),
        ("sources.csv", "https://", "javascript://", "must begin with http:// or https://"),
        (OBSERVATIONS, "hightech,2015,,1,235,", "hightech,2015,,1,1e400,", "'1e400' is not a number"),
        (OBSERVATIONS, "hightech,2015,,1,235,", "hightech,2015,,1,235,%", "% can't be converted into 家"),
        ("areas.csv", ",静安区,", ",静安\u202e区,", "holds characters that can't be shown"),
    ],
)  # fmt: skip
def test_a_problem_names_its_file_its_line_and_the_nearest_right_name(
    package: Path, file: str, old: str, new: str, said: str
) -> None:
    line = spoil(package / file, old, new)
    found = problems(package)
    assert any(one.startswith(f"seeds/{file}:{line}: ") and said in one for one in found), found


def test_all_problems_are_said_at_once(package: Path) -> None:
    spoil(package / METRICS, RULE, ",abov,higher,28O,")
    spoil(package / "areas.csv", "310106", "31010")
    spoil(package / "units.csv", "家,", "家 ,")
    assert len(problems(package)) >= 4


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        (METRICS, b"\xbe\xb2\xb0\xb2", "can't be read as a CSV in UTF-8"),
        (METRICS, b'metric_id,"version\n', "can't be read as a CSV"),
        (METRICS, b"version,metric_id\n", "the header has 'version' where 'metric_id' belongs"),
        (METRICS, b"", "the header has '' where 'metric_id' belongs"),
    ],
)
def test_a_file_that_is_no_table_is_said_so(package: Path, file: str, content: bytes, said: str) -> None:
    (package / file).write_bytes(content)
    assert any(said in one for one in problems(package))


def test_a_missing_file_and_a_path_that_leads_out_are_refused(package: Path) -> None:
    (package / METRICS).unlink()
    described = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    described["resources"][0]["path"] = "../../etc/passwd"
    (package / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    found = "\n".join(problems(package))
    assert "missing" in found
    assert "leads out of the package" in found


def test_a_folder_without_a_package_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"no datapackage\.json"):
        read_package(tmp_path)


def test_amounts_of_overlapping_periods_are_refused(package: Path) -> None:
    file = package / OBSERVATIONS
    row = "jingan135-patents-granted,{},,1,100,,,,A,jingan135,,2016-12-30T00:00:00Z,test\n"
    with file.open("a", encoding="utf-8") as stream:
        stream.write(row.format("2016") + row.format("2016-Q3"))
    assert any("2016-Q3 overlaps 2016" in one for one in problems(package))


def test_a_running_total_that_falls_is_refused(package: Path) -> None:
    row = "jingan135-makerspaces,{},,1,{},,,,A,jingan135,,2017-12-31T00:00:00Z,test\n"
    with (package / OBSERVATIONS).open("a", encoding="utf-8") as stream:
        stream.write(row.format("2016", 7) + row.format("2017", 6))
    assert any("the running total falls from 2016 to 2017" in one for one in problems(package))


def test_nothing_of_a_refused_package_is_loaded(package: Path) -> None:
    spoil(package / OBSERVATIONS, "jingan135-hightech,2015,", "jingan135-hightech,2015-13,")
    store = open_store(None, NOW)
    with pytest.raises(RefusedError):
        load_package(store, package, "test", NOW)
    assert store.empty
    assert store.read("SELECT count(*) AS n FROM areas") == [{"n": 0}]


def test_loading_twice_changes_nothing(package: Path) -> None:
    store = open_store(None, NOW)
    assert load_package(store, package, "test", NOW).total > 400
    version = store.data_version
    assert load_package(store, package, "test", NOW).total == 0
    assert store.data_version == version


def test_a_first_load_keeps_the_moments_of_the_package_and_a_later_one_records_now(package: Path) -> None:
    store = open_store(None, NOW)
    load_package(store, package, "test", NOW)
    spoil(package / OBSERVATIONS, "jingan135-hightech,2015,,1,235,", "jingan135-hightech,2015,,1,236,")
    assert dict(load_package(store, package, "later", NOW).added) == {"observations": 1}
    sql = "SELECT * FROM observations WHERE metric_id = 'jingan135-hightech' ORDER BY revision"
    rows = [
        (row["revision"], int(row["value"]), f"{row['recorded_at']:%Y-%m-%d}", row["recorded_by"])
        for row in store.read(sql)
    ]
    assert rows == [(1, 235, "2016-12-30", "seeds"), (2, 236, "2026-11-20", "later")]


def test_a_changed_target_is_a_new_version_beside_the_old_one(package: Path) -> None:
    store = open_store(None, NOW)
    load_package(store, package, "test", NOW)
    spoil(package / METRICS, RULE, ",above,higher,290,")
    assert dict(load_package(store, package, "later", NOW).added) == {"metrics": 1}
    rows = store.read("SELECT version, target_low FROM metrics WHERE metric_id = 'jingan135-hightech' ORDER BY version")
    assert [(row["version"], int(row["target_low"])) for row in rows] == [(1, 280), (2, 290)]
