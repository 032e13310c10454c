"""Sheets as offices send them: each is read for what it means, or says clearly where it can't be."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from metrics.errors import YardstickError
from metrics.sheets.bring_in import likeliest, shape_of, try_file
from metrics.sheets.entries import Read, read_entries
from metrics.sheets.headings import headed_period, numbered_day, read_period
from metrics.sheets.layout import PlainShape
from metrics.sheets.read import read_sheets
from metrics.store.queries import known
from tests.worlds import NOW, World, metric

Rows = list[list[Any]]
Told = list[tuple[str, str, str, str]]


def world() -> World:
    named: dict[str, dict[str, Any]] = {
        "firms": {"name": "高新技术企业", "name_en": "High-tech firms"},
        "giants": {"name": "科技小巨人（培育）企业", "name_en": "Little giants"},
        "money": {"name": "研发投入", "name_en": "R&D spending", "unit_id": "亿元", "target_low": 3, "baseline": 1},
    }
    return World().add(*(metric(name, **told) for name, told in named.items()))


def workbook(*sheets: Rows, shaped: Callable[[Any], None] | None = None, names: str = "表") -> bytes:
    book, made = Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, 1):
        page = book.create_sheet(f"{names}{number}")
        for row in rows:
            page.append(row)
        if shaped:
            shaped(page)
    book.save(made)
    return made.getvalue()


def read(content: bytes) -> Read:
    defined, sheets = known(world().store, NOW), read_sheets(content)
    sheet = sheets[likeliest(sheets, defined)]
    return read_entries(sheet, shape_of(sheet, defined), defined)


def told(content: bytes) -> Told:
    """What a file says: cell without its sheet, metric, period, value with the unit that isn't the metric's own."""
    found = []
    for entry in read(content).entries:
        one = entry.observation
        found.append((entry.place.rpartition("!")[2], one.metric_id, one.period, f"{one.value}{one.unit_id or ''}"))
    return found


def merged(*ranges: str) -> Callable[[Any], None]:
    return lambda page: [page.merge_cells(one) for one in ranges]  # type: ignore[return-value]


CASES: dict[str, tuple[bytes, Told]] = {
    "title rows, numbers, a total, notes": (
        workbook(
            [
                ["附件1"], ["“十三五”主要指标完成情况表"], ["填报单位：区科委", "", "", "", "单位：家"], [],
                ["序号", "指标名称", "计量单位", "2016年", "2017年", "备注"],
                [1, "高新技术企业", "家", 240, 250, ""], [2, "科技小巨人(培育)企业", "家", 80, 88, "含培育"],
                ["", "合计", "", 320, 338, ""], [], ["注：来源于区统计局"],
            ],
            shaped=merged("A1:F1", "A2:F2"),
        ),
        [("D6", "firms", "2016", "240"), ("E6", "firms", "2017", "250"),
         ("D7", "giants", "2016", "80"), ("E7", "giants", "2017", "88")],
    ),
    "years over quarters": (
        workbook(
            [["指标名称", "单位", "2016年", "", "2017年", ""], ["", "", "三季度", "四季度", "一季度", "二季度"],
             ["高新技术企业", "家", 238, 240, 241, 243]],
            shaped=merged("A1:A2", "B1:B2", "C1:D1", "E1:F1"),
        ),
        [("C3", "firms", "2016-Q3", "238"), ("D3", "firms", "2016-Q4", "240"),
         ("E3", "firms", "2017-Q1", "241"), ("F3", "firms", "2017-Q2", "243")],
    ),
    "years over target and value": (
        workbook([["指标", "2016年", "", "2017年", ""], ["", "目标", "完成", "目标", "完成"],
                  ["高新技术企业", 245, 240, 255, 250]]),
        [("C3", "firms", "2016", "240"), ("E3", "firms", "2017", "250")],
    ),
    "a target and a rate beside the value": (
        workbook([["指标", "2020年目标值", "2017年实际完成值", "完成率", "2018年（预计）"],
                  ["高新技术企业", 280, 250, 0.89, 260]]),
        [("C2", "firms", "2017", "250")],
    ),
    "metrics in columns": (
        workbook([["年份", "高新技术企业", "科技小巨人（培育）企业"], ["2016年", 240, 80], ["2017年", 250, 88]]),
        [("B2", "firms", "2016", "240"), ("B3", "firms", "2017", "250"),
         ("C2", "giants", "2016", "80"), ("C3", "giants", "2017", "88")],
    ),
    "our headings below a title, days of Excel": (
        workbook([["2017年度填报"], ["指标名称", "报告期", "完成值", "单位"], ["高新技术企业", 42735, 240, "家"],
                  ["高新技术企业", "2017年度", "1,250 家", ""], ["研发投入", date(2018, 12, 31), 25000, "万元"]]),
        [("C3", "firms", "2016-12-31", "240"), ("C4", "firms", "2017", "1250"),
         ("C5", "money", "2018-12-31", "25000万元")],
    ),
    "days for headings": (
        workbook([["指标", 42735, 43100], ["高新技术企业", 240, 250]]),
        [("B2", "firms", "2016-12-31", "240"), ("C2", "firms", "2017-12-31", "250")],
    ),
    "months that are days inside": (
        workbook([["指标", date(2016, 12, 1)], ["高新技术企业", 240]],
                 shaped=lambda page: setattr(page["B1"], "number_format", 'yyyy"年"m"月"')),
        [("B2", "firms", "2016-12", "240")],
    ),
    "numbered names, lines, ends of years": (
        ("指标名称,2016年全年,截至2017年底,18年\n1.高新技术企业（家）,240,２５０,255\n"
         "（二）科技小巨人（培育）企业 ,80,,\n其中：研发投入,1,,\n").encode("gb18030"),
        [("B2", "firms", "2016", "240"), ("C2", "firms", "2017", "250"), ("D2", "firms", "2018", "255"),
         ("B3", "giants", "2016", "80"), ("B4", "money", "2016", "1")],
    ),
    "units in brackets": (
        workbook([["指标\n名称", "二〇一六年（万元）", "2017年"], ["研发\n投入", 12000, 1.5],
                  ["高新技术企业", 240, 250]]),
        [("B2", "money", "2016", "12000万元"), ("C2", "money", "2017", "1.5"),
         ("B3", "firms", "2016", "240"), ("C3", "firms", "2017", "250")],
    ),
    "a unit for the whole sheet and one in a name": (
        workbook([["主要指标", "", "单位：万元"], ["指标", "2016年", "2017年"], ["研发投入", 12000, "1.6亿元"],
                  ["研发投入（亿元）", "", 1.7], ["高新技术企业", 240, ""]]),
        [("B3", "money", "2016", "12000万元"), ("C3", "money", "2017", "1.6"), ("C4", "money", "2017", "1.7"),
         ("B5", "firms", "2016", "240")],
    ),
    "a unit ten thousand times the metric's own": (
        workbook([["指标", "单位", "2017年"], ["高新技术企业", "万家", 0.025]]),
        [("C2", "firms", "2017", "250.000")],
    ),
    "a sheet of instructions first": (
        workbook([["请按要求填写"], ["联系人：张三"]], [["指标", "2017年"], ["高新技术企业", 250]]),
        [("B2", "firms", "2017", "250")],
    ),
    "a title in a CSV with semicolons": (
        "主要指标, 2017\n\n指标;2016年;2017年\n高新技术企业;240;250\n".encode(),
        [("B4", "firms", "2016", "240"), ("C4", "firms", "2017", "250")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_sheet_is_read_as_it_is_meant(case: str) -> None:
    content, expected = CASES[case]
    assert told(content) == expected


def test_a_column_without_a_period_is_shown_to_be_given_one() -> None:
    defined = known(world().store, NOW)
    (sheet,) = read_sheets(
        workbook([["2017年完成情况"], ["指标", "单位", "前三季度累计"], ["高新技术企业", "家", 250]])
    )
    shape = shape_of(sheet, defined)
    assert isinstance(shape, PlainShape)
    assert (shape.periods, shape.titles[2], shape.metrics) == ({2: ""}, "前三季度累计", {2: "firms"})


def test_a_formula_that_was_never_reckoned_is_no_empty_cell() -> None:
    content = workbook([["指标", "2016年", "2017年"], ["高新技术企业", 240, "=B2+10"]])
    defined, (sheet,) = known(world().store, NOW), read_sheets(content)
    trial = try_file(world().store, read_entries(sheet, shape_of(sheet, defined), defined), "t", NOW)
    assert [(one.place, one.filled["value"]) for one in trial.errors] == [("表1!C2", "=B2+10")]


def test_a_name_that_several_metrics_bear_is_asked_for_where_the_scope_leaves_it_open() -> None:
    twins = World().add(metric("a", name="企业"), metric("b", name="企业"))
    defined, (sheet,) = known(twins.store, NOW), read_sheets("指标,报告期,数值\n企业,2017,250\n".encode())
    shape = shape_of(sheet, defined)
    assert [one.key for one in read_entries(sheet, shape, defined).problems] == ["metric_ambiguous"]
    (entry,) = read_entries(sheet, shape, defined, among=["b"]).entries
    assert entry.observation.metric_id == "b"


def test_a_web_page_that_calls_itself_a_sheet_is_told_from_a_table() -> None:
    with pytest.raises(YardstickError, match="web page"):
        read_sheets(b"\n<html><table><tr><td>x</td></tr></table></html>")


@pytest.mark.parametrize(
    ("heading", "period"),
    [
        ("2017年实际完成数", "2017"),
        ("截至2017年6月底", "2017-06"),
        ("2017年第三季度（实际）", "2017-Q3"),
        ("2017年（家）", "2017"),
        ("2017年\n完成情况", "2017"),
        ("2017年目标", ""),
        ("2017年（预计）", ""),
        ("2017年同比增长", ""),
        ("2017年1-9月", ""),
        ("2017年前三季度", ""),
    ],
)
def test_a_heading_is_a_periods_only_where_its_values_are_told(heading: str, period: str) -> None:
    assert headed_period(heading, ["家"]) == period


@pytest.mark.parametrize(
    ("text", "period"), [("42735", "2016-12-31"), ("42705", "2016-12"), ("42706", ""), ("99999", ""), ("2016", "")]
)
def test_a_number_is_a_day_only_at_the_ends_of_months(text: str, period: str) -> None:
    assert numbered_day(text) == period


@pytest.mark.parametrize(("text", "period"), [("二〇一七年三季度", "2017-Q3"), ("17年上半年", "2017-H1"), ("17", "")])
def test_a_year_is_read_in_words_and_in_short(text: str, period: str) -> None:
    assert read_period(text) == period
