"""The command line as a user meets it: what it prints, what it leaves, and its exit codes."""

import argparse
import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from metrics.cli.main import main, parser_of_all
from metrics.cli.parser import chinese
from tests.test_store import hold

ROOT = Path(__file__).parent.parent


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def loaded(data_file: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert run(capsys, "load")[0] == 0
    return data_file


def test_load_names_the_data_file_and_a_second_load_says_that_nothing_is_new(
    data_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "load")
    assert (code, str(data_file) in out) == (0, True)
    assert "nothing new" in run(capsys, "load")[1]


def test_check_says_every_problem_and_changes_nothing(
    data_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "datapackage.json").write_text(
        '{"resources": [{"path": "areas.csv", "schema": "schemas/areas.json"}]}', encoding="utf-8"
    )
    (tmp_path / "areas.csv").write_text(
        "area_id,parent_id,kind,code,name,name_en,note\nx,,town,1,某地,Place,\n", encoding="utf-8"
    )
    code, _, err = run(capsys, "check", str(tmp_path))
    assert code == 1
    assert f"{tmp_path.name}/areas.csv:2: column 'kind': 'town' is not one of" in err
    assert f"{tmp_path.name}/areas.csv:2: column 'code': '1' has a form" in err
    assert not data_file.exists()


def test_record_moves_the_status_and_says_so(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "record", "jingan135-hightech", "2020", "超过281", "--source", "公报")
    assert code == 0
    assert str(loaded) in out
    assert "No data → Met" in out
    _, out, _ = run(capsys, "status", "--plan", "jingan-135", "--json")
    row = next(row for row in json.loads(out) if row["metric_id"] == "jingan135-hightech")
    assert (row["value"], row["qualifier"], row["status"], row["observation_source"]) == (281, "above", "met", "公报")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["record", "jingan135-hightec", "2020", "281"], "Did you mean 'jingan135-hightech'?"),
        (["record", "jingan135-hightech", "2020", "many"], "'many' is not a number"),
        (["record", "jingan135-hightech", "2020-Q5", "281"], "there is no period '2020-Q5'"),
        (["record", "songjiang-5g-grade", "2025", "D"], "grade 'D' is not on the scale"),
        (["status", "--area", "jinagn"], "Did you mean"),
        (["status", "--profile", "mine"], "There is no profile 'mine'"),
        (["status", "--as-of", "30.9.2026"], "is not a date"),
        (["load", "/nowhere"], "no datapackage.json"),
    ],
)
def test_what_is_wrong_is_said_with_exit_code_1(
    loaded: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    code, _, err = run(capsys, *arguments)
    assert code == 1
    assert said in err
    assert "Traceback" not in err


def test_an_unreadable_command_line_has_exit_code_2() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["stats"])
    assert stopped.value.code == 2


def test_a_data_file_that_another_program_holds_has_exit_code_3(
    data_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    process = hold(data_file)
    try:
        code, _, err = run(capsys, "status")
        assert code == 3
        assert err.count("\n") == 1
        assert "Stop that program first" in err
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("asked", ["jingan", "310106", "静安区", "Jing'an District"])
def test_an_area_is_found_by_id_code_and_name(loaded: Path, capsys: pytest.CaptureFixture[str], asked: str) -> None:
    _, out, _ = run(capsys, "status", "--area", asked, "--json")
    assert {row["area_id"] for row in json.loads(out)} >= {"jingan", "shibei"}


def test_an_area_is_shown_with_the_areas_below_it_or_alone(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "status", "--area", "jingan", "--alone", "--json")
    assert {row["area_id"] for row in json.loads(out)} == {"jingan"}


def test_status_as_a_table_has_the_words_of_the_language(
    loaded: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YARDSTICK_LANG", "zh")
    _, out, _ = run(capsys, "status", "--area", "jingan", "--as-of", "2016-12-31")
    assert "高新技术企业" in out
    assert "未到期" in out
    assert str(loaded) in out


def test_status_as_known_before_the_plan_was_published_is_empty(
    loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "status", "--plan", "jingan-135", "--known-at", "2016-12-29", "--json")
    assert json.loads(out) == []
    _, out, _ = run(capsys, "status", "--plan", "jingan-135", "--known-at", "2016-12-30", "--json")
    assert len(json.loads(out)) == 66


def test_snapshot_is_a_csv_with_stable_columns(
    loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "快照.csv"
    assert (
        run(
            capsys,
            "snapshot",
            str(file),
            "--area",
            "jingan",
            "--known-at",
            "2026-01-01T00:00:00Z",
            "--as-of",
            "2016-12-31",
        )[0]
        == 0
    )
    first = file.read_bytes()
    assert not first.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(first.decode())))
    row = next(row for row in rows if row["metric_id"] == "jingan135-hightech")
    assert (row["value"], row["attainment"][:6], row["due"], row["target_low"]) == (
        "235",
        "0.8392",
        "2020-12-31",
        "280",
    )
    assert (row["target_high"], row["projected"], row["recorded_at"]) == ("", "", "2016-12-30T00:00:00Z")
    run(
        capsys, "snapshot", str(file), "--area", "jingan", "--known-at", "2026-01-01T00:00:00Z", "--as-of", "2016-12-31"
    )
    assert file.read_bytes() == first


def test_backup_and_restore_bring_everything_back(
    loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, "record", "jingan135-hightech", "2020", "281")
    assert run(capsys, "backup", str(tmp_path / "kept"))[0] == 0
    monkeypatch.setenv("YARDSTICK_DB", str(tmp_path / "new.duckdb"))
    assert run(capsys, "restore", str(tmp_path / "kept"))[0] == 0
    _, out, _ = run(capsys, "status", "--plan", "jingan-135", "--json")
    assert next(row for row in json.loads(out) if row["metric_id"] == "jingan135-hightech")["value"] == 281


def test_it_runs_as_a_module_and_its_help_teaches() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "metrics", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for word in ("load", "check", "status", "record", "snapshot", "backup", "restore", "YARDSTICK_DB", "exit codes"):
        assert word in done.stdout


def test_export_writes_a_plan_as_a_folder_or_a_zip_and_overwrites_no_folder(
    loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, zipped = tmp_path / "plan", tmp_path / "plan.zip"
    assert run(capsys, "export", "jingan-135", str(folder))[0] == 0
    assert run(capsys, "check", str(folder))[0] == 0
    assert not (folder / "plans" / "jingan-135" / "observations.csv").exists()
    assert run(capsys, "export", "jingan-135", str(zipped), "--with-values")[0] == 0
    assert "nothing new" in run(capsys, "load", str(zipped))[1]
    assert run(capsys, "export", "jingan-135", str(folder))[0] == 1
    assert "Did you mean" in run(capsys, "export", "jingan-13", str(zipped))[2]


def test_define_tries_a_sheet_and_then_takes_it_as_it_was_tried(
    loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, file = tmp_path / "plan.xlsx", tmp_path / "owners.csv"
    assert run(capsys, "define", str(book), "--template", "--plan", "jingan-135")[0] == 0
    assert "0 would be added, 0 revised" in run(capsys, "define", str(book), "--dry-run")[1]
    file.write_text(
        "owner_id,name,name_en\nscience,科委,Science\njingan-gov,静安区政府,Jingan Government\n", encoding="utf-8"
    )
    code, out, _ = run(capsys, "define", str(file), "--dry-run")
    assert (code, "A2 departments science added" in out) == (0, True)
    assert run(capsys, "define", str(file))[0] == 0
    assert "0 added, 0 revised, 2 unchanged" in run(capsys, "define", str(file))[1]
    file.write_text("owner_id,name,name_en\nSCI,科委,Science\n", encoding="utf-8")
    code, _, err = run(capsys, "define", str(file))
    assert (code, "A2: column 'owner_id'" in err) == (1, True)


def test_every_text_of_the_help_is_in_chinese_too_and_none_is_idle() -> None:
    texts = set(_texts(parser_of_all()))
    assert {text.splitlines()[0] for text in texts} | {"usage: "} == set(chinese()["help"])


def _texts(parser: argparse.ArgumentParser) -> Iterator[str]:
    """What a parser and those of its commands say."""
    yield from filter(None, (parser.description, parser.epilog))
    for group in parser._action_groups:
        yield from filter(None, (group.title, *(action.help for action in group._group_actions)))
        for action in group._group_actions:
            if isinstance(action, argparse._SubParsersAction):
                yield from filter(None, (listed.help for listed in action._choices_actions))
                for command in action.choices.values():
                    yield from _texts(command)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["record", "a"], "缺少 period"),
        (["nonsense"], "COMMAND 不能是 'nonsense'"),
        (["status", "--area"], "--area 之后缺少值"),
        (["status", "--nonsense"], "不认识 --nonsense"),
        (["trail", "--most", "many"], "--most 须是整数"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_in_chinese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: list[str], said: str
) -> None:
    monkeypatch.setenv("YARDSTICK_LANG", "zh")
    with pytest.raises(SystemExit) as ended:
        main(line)
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("用法：python -m metrics")
    assert said in told
