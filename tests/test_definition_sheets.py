"""Sheets that define plans and metrics: what is understood, what is told, and where."""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from metrics.errors import YardstickError
from metrics.sheets.definition_template import definition_csv, definition_workbook
from metrics.sheets.definitions import Defined, read_definitions
from metrics.sheets.read import read_sheets
from metrics.store import Store
from metrics.store.add import add_definitions, try_definitions
from metrics.store.entries import Change
from metrics.store.queries import known
from metrics.words import Language
from tests.worlds import NOW, World, metric

LATER = NOW + timedelta(days=1)
HEAD = "指标编号,规划,区域,分类,中文名,英文名,口径类型,比较方式,方向,目标值或下限,单位,小数位"
HEAD += ",时序路径,期限,约束性,来源文件,章节"
ROW = "p-new,p,a,c,新指标,New,期末水平,不少于,越高越好,280,家,0,直线,2020年12月31日,未说明,s,一"


def book(**sheets: Sequence[Sequence[object]]) -> bytes:
    made, workbook = io.BytesIO(), Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(made)
    return made.getvalue()


def read(store: Store, content: bytes) -> Defined:
    return read_definitions(read_sheets(content), known(store, LATER))


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


@pytest.fixture
def store() -> Store:
    return World().add(metric()).store


def test_words_of_either_language_head_the_columns_and_fill_the_cells(store: Store) -> None:
    english = "metric_id,plan,area,category,name,name in English,measured as,comparator,better is,target_low,unit_id"
    english += ",decimals,path,due,binding,document,section"
    for head, row in ((HEAD, ROW), (english, ROW.replace("期末水平,不少于", "Level at a date,at_least 不少于"))):
        defined = read(store, csv_of(head, row))
        assert defined.problems == []
        (written,) = defined.rows
        assert written.table == "metrics"
        told = {name: written.cells[name] for name in ("basis", "comparator", "direction", "due", "plan_id", "path")}
        assert told == {
            "basis": "level", "comparator": "at_least", "direction": "higher", "due": "2020-12-31", "plan_id": "p",
            "path": "linear",
        }  # fmt: skip
        assert (written.place, written.at("due")) == ("A2", "N2")
        assert try_definitions(store, defined.rows, "ed", NOW).problems == []


def test_what_is_named_is_found_by_id_by_name_and_by_both_and_never_guessed(store: Store) -> None:
    for area, found in (("a", "a"), ("名 a", "a"), ("NAME A", "a"), ("a 名 a", "a"), ("a 别处", "a 别处"), ("b", "b")):
        (row,) = read(store, csv_of(HEAD, ROW.replace(",a,c,", f",{area},c,"))).rows
        assert row.cells["area_id"] == found


def test_a_problem_names_the_cell_of_its_sheet(store: Store) -> None:
    rows = [HEAD.split(","), ROW.split(","), ROW.replace("p-new", "p-two").replace("280", "约280").split(",")]
    content = book(说明=[["请填写"]], 指标=[["标题"], [], *rows])
    defined = read(store, content)
    assert defined.skipped == ["说明"]
    (problem,) = try_definitions(store, defined.rows, "ed", NOW).problems
    assert problem.text(Language.EN).startswith("指标!J5: column 'target_low': '约280' is not a number")


def test_a_heading_that_is_none_of_ours_is_told_and_not_passed_over(store: Store) -> None:
    defined = read(store, csv_of(HEAD + ",basline", ROW + ",200"))
    assert [one.text(Language.EN) for one in defined.problems] == [
        "R1: 'basline' is no column of metrics; leave the heading out, or name it right. Did you mean 'baseline'?"
    ]


def test_a_file_that_heads_no_table_of_ours_is_refused(store: Store) -> None:
    with pytest.raises(YardstickError, match="Begin from the template"):
        read(store, csv_of("metric_id,period,value", "m,2017,120"))


def test_what_one_sheet_adds_another_names(store: Store) -> None:
    offices = [["责任部门", "name", "英文名"], ["sci", "科委", "Science Office"]]
    rows = [[*HEAD.split(","), "owner_id"], [*ROW.split(","), "科委"]]
    defined = read(store, book(指标=rows, 部门=offices))
    assert [row.table for row in defined.rows] == ["metrics", "owners"]
    assert defined.rows[0].cells["owner_id"] == "sci"
    added = add_definitions(store, defined.rows, "ed", NOW)
    assert {one.change for one in added} == {Change.ADDED}
    assert known(store, LATER).metrics["p-new"]["owner_id"] == "sci"


def test_a_cell_of_excel_is_read_for_what_it_holds(store: Store) -> None:
    row: list[object] = list(ROW.split(","))
    row[9], row[11], row[13] = 280.0, 0, date(2020, 12, 31)
    (written,) = read(store, book(指标=[HEAD.split(","), row])).rows
    assert [written.cells[name] for name in ("target_low", "decimals", "due")] == ["280", "0", "2020-12-31"]


@pytest.mark.parametrize("plan", ["jingan-135", "songjiang-g60", "monitoring"])
def test_the_workbook_of_a_plan_that_comes_back_untouched_changes_nothing(seeded: Store, plan: str) -> None:
    defined = read(seeded, definition_workbook(known(seeded, LATER), plan))
    assert defined.problems == []
    trial = try_definitions(seeded, defined.rows, "ed", NOW)
    assert [problem.text(Language.EN) for problem in trial.problems] == []
    assert {one.change for one in trial.added} == {Change.UNCHANGED}
    assert sum(one.table == "metrics" for one in trial.added) > 25


def test_the_template_has_a_sheet_for_each_table_with_lists_to_choose_from(seeded: Store) -> None:
    book = load_workbook(io.BytesIO(definition_workbook(known(seeded, LATER))))
    visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert visible[:3] == ["指标 metrics", "清单项 items", "组成指标 parts"]
    sheet = book["指标 metrics"]
    assert sheet["A1"].value == "指标编号 *\nmetric_id"
    assert sheet["A2"].value is None
    head = {str(cell.value).split("\n")[1]: get_column_letter(at) for at, cell in enumerate(sheet[1], 1)}
    lists = {str(one.sqref).split(":")[0]: one for one in sheet.data_validations.dataValidation}
    basis, area = lists[f"{head['basis']}2"], lists[f"{head['area_id']}2"]
    assert (basis.errorStyle or "stop", area.errorStyle) == ("stop", "warning")
    column = basis.formula1.split("$")[1]
    assert book["lists"][f"{column}1"].value == "level 期末水平"
    assert "jingan 静安区" in [cell.value for cell in book["lists"][area.formula1.split("$")[1]]]


def test_the_csv_of_a_plan_comes_back_untouched_too(seeded: Store) -> None:
    content = definition_csv(known(seeded, LATER), "metrics", "songjiang-g60")
    assert next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[0] == "指标编号 * metric_id"
    defined = read(seeded, content)
    trial = try_definitions(seeded, defined.rows, "ed", NOW)
    assert (trial.problems, {one.change for one in trial.added}) == ([], {Change.UNCHANGED})
