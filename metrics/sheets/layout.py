"""What the columns and rows of a sheet mean: our own shape, or a plain sheet whose mapping is proposed."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from metrics.periods import Grain, parse_period
from metrics.sheets.read import Sheet

# The columns of our own shape, and the names under which people head them.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "metric_id": ("metric_id", "指标编号", "metric id"),
    "metric": ("metric", "指标", "指标名称"),
    "period": ("period", "报告期", "reporting period"),
    "item_id": ("item_id", "事项编号", "item id"),
    "value": ("value", "数值", "本期数值", "this value"),
    "unit_id": ("unit_id", "unit", "单位"),
    "grade": ("grade", "等级"),
    "qualifier": ("qualifier", "精确程度"),
    "obs_status": ("obs_status", "性质", "status code"),
    "source": ("source", "来源", "来源标题", "source title"),
    "published_on": ("published_on", "发布日期", "published on"),
    "url": ("url", "来源网址", "source address"),
    "note": ("note", "备注"),
}
_NEEDED = {"period", "value"}
_SEARCHED = 20
_LIKE = 0.6
_CHINESE = {"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"}
_PERIOD = re.compile(
    r"(?P<year>(?:19|20)\d\d)年?度?(?:[-/.]?(?:"
    r"(?:第)?(?P<quarter>[1-4一二三四])季度?|q(?P<q>[1-4])|h(?P<h>[12])|(?P<half>[上下])半年|"
    r"(?P<month>\d{1,2})(?:月(?:(?P<day>\d{1,2})日)?|(?:[-/.](?P<d>\d{1,2}))?)))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class OwnShape:
    """A value in each row, under a heading of ours."""

    header: int
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PlainShape:
    """Metrics in rows, periods in columns: which row is which metric and which column which period.

    What is empty in `metrics` or `periods` is left out. `sure` are the rows whose metric was named exactly.
    """

    header: int
    label: int
    unit: int | None
    note: int | None
    periods: Mapping[int, str]
    metrics: Mapping[int, str]
    sure: frozenset[int]


def read_period(text: str) -> str:
    """The period that a heading names, 2019年三季度 as 2019-Q3; nothing where it names none."""
    match = _PERIOD.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text).lower()))
    if match is None:
        return ""
    found, name = match.groupdict(), match["year"]
    quarter, half = found["quarter"] or found["q"], found["half"] or found["h"]
    if quarter:
        name += f"-Q{_CHINESE.get(quarter, quarter)}"
    elif half:
        name += f"-H{_CHINESE.get(half, half)}"
    elif found["month"]:
        day = found["day"] or found["d"]
        name += f"-{int(found['month']):02}" + (f"-{int(day):02}" if day else "")
    try:
        return parse_period(name).name
    except ValueError:
        return ""


def own_shape(sheet: Sheet) -> OwnShape | None:
    """The columns of a sheet in our own shape, or None where its first row doesn't head them."""
    named = {name: heading for heading, names in HEADINGS.items() for name in names}
    columns: dict[str, int] = {}
    for column, text in enumerate(sheet.rows[0]):
        heading = named.get(unicodedata.normalize("NFKC", text).strip().lower())
        if heading is not None:
            columns.setdefault(heading, column)
    if not columns.keys() >= _NEEDED or not columns.keys() & {"metric_id", "metric"}:
        return None
    return OwnShape(0, columns)


def plain_shape(sheet: Sheet, metrics: Mapping[str, Mapping[str, Any]]) -> PlainShape | None:
    """What a plain sheet most likely means, to be confirmed; None where no row of it heads periods."""
    headers = [(row, _headed(sheet, row)) for row in range(min(_SEARCHED, len(sheet.rows)))]
    header, periods = max(headers, key=lambda each: len(each[1]))
    if not periods:
        return None
    names = _names(metrics)
    before = range(min(periods)) or range(1)
    label = max(
        before, key=lambda column: sum(sheet.cell(row, column).lower() in names for row in _below(sheet, header))
    )
    found, sure = {}, set()
    for row in _below(sheet, header):
        text = sheet.cell(row, label)
        if text:
            found[row], exact = _metric(text, names)
            if exact:
                sure.add(row)
    unit, note = (_titled(sheet, header, HEADINGS[name]) for name in ("unit_id", "note"))
    return PlainShape(header, label, unit, note, periods, found, frozenset(sure))


def _headed(sheet: Sheet, row: int) -> dict[int, str]:
    found = {column: read_period(text) for column, text in enumerate(sheet.rows[row])}
    grains = {column: parse_period(name).grain for column, name in found.items() if name}
    # a column of years among quarters is a total of its own; days head no columns but by themselves
    return {
        column: found[column]
        for column, grain in grains.items()
        if grain is not Grain.DAY or len(set(grains.values())) == 1
    }


def _below(sheet: Sheet, header: int) -> range:
    return range(header + 1, len(sheet.rows))


def _titled(sheet: Sheet, header: int, names: Sequence[str]) -> int | None:
    cells = [unicodedata.normalize("NFKC", text).strip().lower() for text in sheet.rows[header]]
    return next((column for column, text in enumerate(cells) if text in names), None)


def _names(metrics: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """By id and by name in either language, the metric; a name that several metrics bear names none."""
    names: dict[str, str] = {}
    for metric_id, row in metrics.items():
        for name in {str(row[column]).lower() for column in ("name", "name_en")}:
            names[name] = "" if name in names else metric_id
    return names | {metric_id.lower(): metric_id for metric_id in metrics}


def _metric(text: str, names: Mapping[str, str]) -> tuple[str, bool]:
    plain = re.sub(r"[(（].*?[)）]$", "", text.lower()).strip()
    for one in (text.lower(), plain):
        if one in names:
            return names[one], bool(names[one])
    near = get_close_matches(plain, names, n=1, cutoff=_LIKE)
    return (names[near[0]] if near else ""), False


def metric_named(text: str, metrics: Mapping[str, Mapping[str, Any]]) -> str:
    """The id of the metric that is named exactly so, or the text itself."""
    return _names(metrics).get(text.lower()) or text
