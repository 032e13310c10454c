"""Files as offices send them: encodings, shapes, slips, bombs; each problem with its cell, all of it or nothing."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from metrics.assessment import View
from metrics.definitions import Metric
from metrics.errors import DoubtedError, RefusedError, YardstickError
from metrics.periods import parse_period
from metrics.sheets.bring_in import bring_in, shape_of, try_file
from metrics.sheets.entries import Read, read_entries
from metrics.sheets.headings import read_period
from metrics.sheets.layout import OwnShape, PlainShape
from metrics.sheets.read import Sheet, read_sheets
from metrics.sheets.template import template_csv, template_rows, template_workbook
from metrics.snapshot.asked import Asked, Form, What, settled
from metrics.snapshot.take import take
from metrics.store.entries import Change, Click
from metrics.store.queries import known, reported
from metrics.store.record import newest_of
from metrics.words import Language
from metrics.worklist import tasks
from tests.test_cli import run
from tests.worlds import NOW, World, metric, value

OWN = "metric_id,period,value,note\n"
PLAIN = "单位：静安区,,,\n指标,单位,2016年,2017年三季度\n指标 m,家,120,约140\n,,,\n指标 n,,1.5,\n"


def world() -> World:
    return World().add(
        metric(),
        metric("n", unit_id="%", target_low=5, baseline=1),
        metric("list", basis="checklist", items=["one", "two"], baseline=None, baseline_period=None, frequency="year"),
    )


def sheet(content: bytes | str) -> Sheet:
    return read_sheets(content.encode() if isinstance(content, str) else content)[0]


def read(world: World, content: bytes | str, reason: str = "") -> Read:
    defined, table = known(world.store, NOW), sheet(content)
    return read_entries(table, shape_of(table, defined), defined, reason)


def problems(world: World, content: bytes | str) -> list[tuple[str, str]]:
    return [(one.place, one.key) for one in try_file(world.store, read(world, content), "t", NOW).errors]


def workbook(*rows: list[Any], formats: dict[str, str] | None = None) -> bytes:
    book, made = Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    for cell, form in (formats or {}).items():
        page[cell].number_format = form
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_is_read_in_every_encoding_that_offices_use(encoding: str, separator: str) -> None:
    text = "指标,报告期,数值,备注\r\n指标 m,2017年,约1200,龘龘\r\n".replace(",", separator)
    told = world()
    (entry,) = read(told, text.encode(encoding)).entries
    assert (entry.observation.metric_id, entry.observation.period, entry.observation.note) == ("m", "2017", "龘龘")
    assert (str(entry.observation.value), str(entry.observation.qualifier), entry.place) == ("1200", "about", "C2")


def test_a_workbook_is_read_with_numbers_days_and_percentages_as_they_look() -> None:
    content = workbook(
        ["metric_id", "period", "value"], ["m", 2016, 0.1 + 0.2], ["n", date(2017, 12, 31), 0.84], ["m", "2018", 1_200],
        formats={"C3": "0.0%"},
    )  # fmt: skip
    found = [(one.place, one.observation.period, str(one.observation.value)) for one in read(world(), content).entries]
    assert found[1:] == [("Sheet!C3", "2017-12-31", "84"), ("Sheet!C4", "2018", "1200")]
    assert found[0][1] == "2016"


def test_whoever_waits_for_a_workbook_is_told_how_far_it_is() -> None:
    shares: list[float] = []
    read_sheets(workbook(*(["m", 2016, number] for number in range(3000))), shares.append)
    assert shares == [0, pytest.approx(1 / 3), pytest.approx(2 / 3)]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2019", "2019"),
        ("2019年", "2019"),
        ("２０１９年度", "2019"),
        ("2019-Q3", "2019-Q3"),
        ("2019年三季度", "2019-Q3"),
        ("2019年第3季度", "2019-Q3"),
        ("2019 q3", "2019-Q3"),
        ("2019年上半年", "2019-H1"),
        ("2019h2", "2019-H2"),
        ("2019年3月", "2019-03"),
        ("2019.3", "2019-03"),
        ("2019/03", "2019-03"),
        ("2019-03-31", "2019-03-31"),
        ("2019年3月31日", "2019-03-31"),
        ("2019年13月", ""),
        ("2019-02-29", ""),
        ("120", ""),
        ("目标", ""),
        ("20190", ""),
    ],
)
def test_a_period_is_read_as_people_head_their_columns(text: str, period: str) -> None:
    assert read_period(text) == period


def test_a_plain_sheet_gets_a_mapping_that_says_what_is_sure() -> None:
    told = world()
    defined = known(told.store, NOW)
    shape = shape_of(sheet(PLAIN.replace("指标 n", "指标 n 数（%）")), defined)
    assert isinstance(shape, PlainShape)
    assert (shape.header, shape.label, shape.unit) == (1, 0, 1)
    assert shape.periods == {2: "2016", 3: "2017-Q3"}
    assert shape.metrics == {2: "m", 4: "n"}
    assert shape.sure == {2}


def test_a_plain_sheet_is_recorded_with_its_cells() -> None:
    told = world()
    found = read(told, PLAIN)
    assert [(one.place, one.observation.metric_id, one.observation.period) for one in found.entries] == [
        ("C3", "m", "2016"),
        ("D3", "m", "2017-Q3"),
        ("C5", "n", "2016"),
    ]
    receipt = bring_in(told.store, found, "tester", NOW, Click())
    assert len(receipt.of(Change.ADDED)) == 3
    assert told.store.read("SELECT count(DISTINCT recorded_at) AS n FROM observations") == [{"n": 1}]


def test_every_problem_is_told_with_its_cell_and_nothing_is_kept() -> None:
    told = world()
    content = OWN + "m,2017,many,\nmm,2017,5,\nm,2017-13,5,\nm,2016,-5,\nn,2016,500,\nm,2018,150,\nm,2018,151,\n"
    assert sorted(problems(told, content)) == [
        ("C2", "unreadable"),
        ("C3", "metric_unknown"),
        ("C4", "period_unknown"),
        ("C5", "range_below"),
        ("C6", "range_above"),
        ("C8", "entered_twice"),
    ]
    with pytest.raises(RefusedError, match="C5: metric 'm': -5 is below 0"):
        bring_in(told.store, read(told, content), "t", NOW, Click())
    assert told.store.read("SELECT count(*) AS n FROM observations") == [{"n": 0}]


def test_a_dry_run_tells_what_would_be_added_revised_and_stand_and_keeps_nothing() -> None:
    told = world().add(values=[value("2016", 120), value("2017", 130)])
    found = read(told, OWN + "m,2016,120,\nm,2017,131,recounted\nm,2018,145,\n")
    trial = try_file(told.store, found, "t", NOW)
    assert [one.change for one in trial.receipt.recorded] == [Change.UNCHANGED, Change.REVISED, Change.ADDED]
    assert not trial.errors
    assert told.store.read("SELECT count(*) AS n FROM observations") == [{"n": 2}]


def test_a_correction_takes_the_reason_of_the_whole_file() -> None:
    told = world().add(values=[value("2017", 130)])
    assert problems(told, OWN + "m,2017,131,\n") == [("C2", "correction_unexplained")]
    bring_in(told.store, read(told, OWN + "m,2017,131,\n", "annual report"), "t", NOW, Click())
    assert told.store.read("SELECT note FROM observations WHERE revision = 2") == [{"note": "annual report"}]


def test_a_value_that_is_only_repeated_stands_as_it_stood() -> None:
    told = world().add(
        values=[
            value("2016", 120, obs_status="P", source_id="s", note="early"),
            value("2017", 130, unit_id="家", source_id="s"),
            value("2018", 150, obs_status="F", source_id="s"),
        ]
    )
    repeated = OWN + "m,2016,120,\nm,2017,130,\n"
    trial = try_file(told.store, read(told, repeated, "annual report"), "t", NOW)
    assert [one.change for one in trial.receipt.recorded] == [Change.UNCHANGED, Change.UNCHANGED]
    content = repeated + "m,2018,150,\n"
    trial = try_file(told.store, read(told, content, "annual report"), "t", NOW)
    assert [(one.place, one.key) for one in trial.errors] == [("C4", "correction_unexplained")]
    noted = OWN + "m,2016,120,checked\n"
    bring_in(told.store, read(told, noted), "t", NOW, Click())
    (row,) = told.store.read("SELECT obs_status, source_id, note FROM observations WHERE revision = 2")
    assert row == {"obs_status": "P", "source_id": "s", "note": "checked"}


def test_a_negative_value_that_a_template_guarded_is_read_back() -> None:
    told = world()
    row = {"metric_id": "n", "period": "2016", "value": "-3.2", "note": "=fell"}
    (entry,) = read(told, template_csv([row])).entries
    assert (str(entry.observation.value), entry.observation.note) == ("-3.2", "=fell")
    (entry,) = read(told, "指标,2016年\n指标 n,'-3.2\n").entries
    assert str(entry.observation.value) == "-3.2"


@pytest.mark.parametrize("form", [Form.EXCEL, Form.XLSX])
def test_values_that_were_taken_come_back_with_their_notes(tmp_path: Path, form: Form) -> None:
    notes = ["=1", "＝1", "x;=1", "a\r\nb", "a\tb", "_x000D_", "_x0041_", 'a "b", c', "😀", "\u200f纸"]
    notes += ["'=1", "\t=1", "\r=1 ", "\u3000\n=1"] if form is Form.EXCEL else []
    named = [metric(f"m{at}") for at in range(len(notes))]
    told = World().add(*named, values=[value("2016", 120, f"m{at}", note=note) for at, note in enumerate(notes)])
    take(told.store, Asked(What.OBSERVATIONS, form, settled(told.store, NOW.date(), NOW, NOW)), tmp_path / "taken")
    again = World().add(*named)
    bring_in(again.store, read(again, (tmp_path / "taken").read_bytes()), "t", NOW, Click("c"))
    sql = "SELECT metric_id, note FROM observations"
    assert {row["metric_id"]: row["note"] for row in again.store.read(sql)} == {
        f"m{at}": note.strip() for at, note in enumerate(notes)
    }


def test_a_template_parts_no_text_at_a_semicolon() -> None:
    lines = template_csv([{"metric": "x;=1", "area": "a\tb", "period": "2016"}]).decode().splitlines()
    assert lines[1].startswith(',"x;=1","a\tb",2016,')


def test_notes_of_a_file_lose_the_blanks_at_their_ends_as_everywhere() -> None:
    told = World().add(*(metric(name) for name in ("a", "b", "c")))
    text = OWN + 'a,2016,120," x"\nb,2016,120,"\u3000x\n"\nc,2016,120,"  "\n'
    bring_in(told.store, read(told, text), "t", NOW, Click("c"))
    rows = told.store.read("SELECT note FROM observations ORDER BY metric_id")
    assert [row["note"] for row in rows] == ["x", "x", None]


def test_doubts_of_a_file_ask_once() -> None:
    told = world()
    found = read(told, OWN + "m,2016,120,\nm,2017,1500,\n")
    with pytest.raises(DoubtedError) as doubted:
        bring_in(told.store, found, "t", NOW, Click())
    assert [(one.place, one.key) for one in doubted.value.problems] == [("C3", "tenfold")]
    bring_in(told.store, found, "t", NOW, Click(confirmed=doubted.value.problems))


def test_an_item_a_unit_a_source_and_a_missing_value_have_columns() -> None:
    told = World().add(
        metric(unit_id="亿元", target_low=3, baseline=1),
        metric("list", basis="checklist", items=["one"], baseline=None, baseline_period=None),
    )
    content = (
        "metric_id,period,item_id,value,unit_id,obs_status,source,published_on,url,note\n"
        "m,2016,,12000,万元,P,公报,2017-03-01,https://example.org/1,\n"
        "list,2017-05-04,one,完成,个,,,,,\n"
        "m,2017,,,,M,,,,not surveyed\n"
    )  # fmt: skip
    first, second, third = (one.observation for one in read(told, content).entries)
    assert (str(first.value), first.unit_id, str(first.obs_status)) == ("12000", "万元", "P")
    assert (second.item_id, str(second.value), second.unit_id) == ("one", "1", None)
    assert (third.value, str(third.obs_status), third.note) == (None, "M", "not surveyed")
    bring_in(told.store, read(told, content), "t", NOW, Click())
    (source,) = told.store.read("SELECT * FROM sources WHERE source_id <> 's'")
    assert (source["title"], source["published_on"], source["url"]) == (
        "公报",
        date(2017, 3, 1),
        "https://example.org/1",
    )


def test_a_cell_and_the_column_of_its_unit_agree() -> None:
    told = World().add(metric(unit_id="亿元", target_low=3, baseline=1), metric("w", unit_id="万元", target_low=3000))
    content = "metric_id,period,value,unit_id\nm,2016,3亿元,万元\nw,2017,2500万,元\nm,2018,2500万,亿元\nm,2019,2亿,\n"
    found = read(told, content)
    assert [(one.place, one.key) for one in found.problems] == [("C2", "unit_other"), ("C4", "unit_other")]
    assert [(str(one.observation.value), one.observation.unit_id) for one in found.entries] == [
        ("25000000", "元"),
        ("2", None),
    ]


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(9):
            archive.writestr(f"xl/worksheets/sheet{part}.xml", bytes(50 * 2**20))
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "file_empty"),
        (b"\n\n,,\n", "file_empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "file_unknown"),
        (b"\xd0\xcf\x11\xe0old", "file_old_excel"),
        (b"PK\x03\x04 no archive", "file_unknown"),
        (b'a,b\n"unclosed', "file_broken"),
        (b"name,colour\nx,red\n", "file_shapeless"),
        (b"x" * (50 * 2**20 + 1), "file_large"),
        (b"a," * 600, "file_rows"),
    ],
)
def test_what_is_no_table_is_said_so(content: bytes, key: str) -> None:
    with pytest.raises(YardstickError) as refused:
        read(world(), content)
    assert refused.value.key == key


def test_a_formatted_blank_far_below_or_far_to_the_right_is_no_part_of_a_sheet() -> None:
    content = workbook(["metric_id", "period", "value"], ["m", 2016, 120], formats={"C20001": "0.0", "ZZ2": "0.0"})
    assert [list(row) for row in sheet(content).rows] == [["metric_id", "period", "value"], ["m", "2016", "120"]]
    book = workbook(["a"], [], [], ["", "b"], formats={"XFD9": "0.0"})
    assert [list(row) for row in sheet(book).rows] == [["a"], [], [], ["", "b"]]


@pytest.mark.parametrize(
    "content",
    [
        workbook(["x"] * 501),
        workbook([*[None] * 600, "x"]),
        b"a\n" + (b"," * 9_999 + b"\n") * 1_001,
    ],
    ids=["wide", "far", "many"],
)
def test_a_sheet_that_is_too_wide_or_has_too_many_cells_is_refused_and_never_cut(content: bytes) -> None:
    with pytest.raises(YardstickError) as refused:
        read_sheets(content)
    assert refused.value.key == "file_rows"


def test_an_archive_that_unpacks_to_far_more_is_not_unpacked() -> None:
    with pytest.raises(YardstickError) as refused:
        read_sheets(_bomb())
    assert refused.value.key == "file_large"


def _declaring(entities: str) -> bytes:
    """A workbook in which the text of a cell stands for what its sheet declares."""
    made, part = io.BytesIO(), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(workbook(["metric_id", "told"]))) as book, zipfile.ZipFile(made, "w") as archive:
        for name in book.namelist():
            content = book.read(name)
            if name == part:
                content = f"<!DOCTYPE x [{entities}]>".encode() + content.replace(b"told", b"&told;")
            archive.writestr(name, content)
    return made.getvalue()


def test_what_a_sheet_declares_is_neither_read_from_this_machine_nor_unfolded(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    unfolding = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 9))
    for entities in (
        f'<!ENTITY told SYSTEM "{(tmp_path / "secret").as_uri()}">',
        f'<!ENTITY e0 "told">{unfolding}<!ENTITY told "&e8;">',
    ):
        with pytest.raises(YardstickError) as refused:
            read_sheets(_declaring(entities))
        assert refused.value.key == "file_unknown"


def test_a_sheet_of_far_too_many_rows_is_not_read_to_its_end() -> None:
    with pytest.raises(YardstickError) as refused:
        read_sheets(b"a,b\n" * 200_001)
    assert refused.value.key == "file_rows"


@pytest.mark.parametrize("language", [*Language])
def test_a_template_holds_what_is_owed_and_comes_back_filled_in(language: Language) -> None:
    told = world().add(metric("q", frequency="quarter"), values=[value("2018-Q1", 120, "q")])
    defined, asked = known(told.store, NOW), parse_period("2018")
    metrics = [Metric.of(row) for row in defined.metrics.values()]
    heard = reported(told.store, list(defined.metrics), asked.start, View(date(2019, 1, 5), NOW))
    owed = tasks(metrics, defined, heard, asked, date(2019, 1, 5))
    newest = newest_of(told.store, {"q"})
    rows = template_rows(owed, defined, {"q": ("120 家 (2018-Q1)", "≥ 200 家")}, newest, language)
    assert sorted((row["metric_id"], row["period"], row["item_id"], row["value"]) for row in rows) == [
        ("list", "2018", "one", ""),
        ("list", "2018", "two", ""),
        ("q", "2018-Q1", "", ""),
        ("q", "2018-Q2", "", ""),
        ("q", "2018-Q3", "", ""),
        ("q", "2018-Q4", "", ""),
    ]
    assert [row["last"] for row in rows if row["period"] == "2018-Q1"] == ["120 家 (2018-Q1)"]
    for row in rows:
        row["value"] = "1" if row["item_id"] else "" if row["period"] == "2018-Q1" else "150"
    for content in (template_csv(rows), template_workbook(rows, language)):
        table = sheet(content)
        shape = shape_of(table, defined)
        assert isinstance(shape, OwnShape)
        trial = try_file(told.store, read_entries(table, shape, defined), "t", NOW)
        assert (len(trial.receipt.of(Change.ADDED)), len(trial.receipt.recorded)) == (5, 5), trial.errors


def test_the_command_tries_confirms_and_records(
    data_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "load")
    file = tmp_path / "数据.csv"
    file.write_text(
        "指标,2016年,2017年\n高新技术企业（家）,240,\n科技小巨人（培育）企业,,88\n合计,1,2\n", encoding="gb18030"
    )
    code, out, _ = run(capsys, "import", str(file), "--dry-run", "--plan", "jingan-135")
    assert code == 0
    assert "row 2 '高新技术企业（家）' → jingan135-hightech\n" in out
    assert "row 4 '合计' is no metric and is left out" in out
    assert "2 would be added" in out
    code, out, _ = run(capsys, "import", str(file), "--dry-run")
    assert "row 2 '高新技术企业（家）' is left out: several metrics are called so" in out  # two plans have one
    file.write_text("指标,2016年\n高新技术产业,240\n", encoding="utf-8")
    code, _, err = run(capsys, "import", str(file), "--plan", "jingan-135")
    assert (code, "--accept" in err) == (1, True)
    file.write_text("metric_id,period,value\njingan135-hightech,2017,250\n", encoding="utf-8")
    code, out, _ = run(capsys, "import", str(file), "--dry-run")
    assert (code, "1 would be added" in out, "C2 jingan135-hightech 2017: – → 250 家" in out) == (0, True, True)
    assert "1 added" in run(capsys, "import", str(file))[1]
    assert "1 unchanged" in run(capsys, "import", str(file))[1]
    file.write_text("metric_id,period,value,note\njingan135-hightech,2018,2500000,\n", encoding="utf-8")
    code, _, err = run(capsys, "import", str(file))
    assert (code, "a slip of the unit?" in err, "--confirm" in err) == (1, True, True)
    assert "1 added" in run(capsys, "import", str(file), "--confirm")[1]
    assert run(capsys, "import", str(tmp_path / "none.csv"))[0] == 1
    assert run(capsys, "import", str(file), "--sheet", "x")[0] == 1
