"""What the columns and rows of a sheet mean: our own shape, or a plain sheet whose mapping is proposed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from openpyxl.utils import get_column_letter

from metrics.sheets.header import below, header_of, title_of, width
from metrics.sheets.headings import (
    bare_name,
    bracketed_unit,
    folded,
    unit_of_all,
)
from metrics.sheets.read import Sheet

# The columns of our own shape, and the names under which people head them.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "metric_id": ("metric_id", "指标编号", "metric id"),
    "metric": ("metric", "指标", "指标名称"),
    "period": ("period", "报告期", "reporting period"),
    "item_id": ("item_id", "事项编号", "item id"),
    "value": ("value", "数值", "本期数值", "this value", "完成值", "实际值"),
    "unit_id": ("unit_id", "unit", "单位", "计量单位"),
    "grade": ("grade", "等级"),
    "qualifier": ("qualifier", "精确程度"),
    "obs_status": ("obs_status", "性质", "status code"),
    "source": ("source", "来源", "来源标题", "source title", "数据来源"),
    "published_on": ("published_on", "发布日期", "published on"),
    "url": ("url", "来源网址", "source address"),
    "note": ("note", "备注", "说明", "备注说明"),
}
_NEEDED = {"period", "value"}
_SEARCHED = 20
_LIKE = 0.6
_TURNED_AT_MOST = 500
_NAMED = {folded(name): heading for heading, names in HEADINGS.items() for name in names}


@dataclass(frozen=True, slots=True)
class OwnShape:
    """A value in each row, under a heading of ours."""

    header: int
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PlainShape:
    """Metrics in rows, periods in columns: which row is which metric and which column which period.

    What is empty in `metrics` or `periods` is left out. `sure` are the rows whose metric was named exactly,
    `shared` those whose name several metrics bear. `titles` head the columns, `labels` the rows.
    `units` are those of columns, `row_units` those of rows, where the sheet tells them. A `turned` sheet has its
    metrics in columns: it is read over its diagonal.
    """

    header: int
    label: int
    unit: int | None
    note: int | None
    periods: Mapping[int, str]
    metrics: Mapping[int, str]
    sure: frozenset[int]
    shared: frozenset[int]
    titles: Mapping[int, str]
    labels: Mapping[int, str]
    units: Mapping[int, str] = field(default_factory=dict)
    row_units: Mapping[int, str] = field(default_factory=dict)
    turned: bool = False

    @property
    def worth(self) -> int:
        """How many values this reading finds, as far as its metrics and periods are sure."""
        return len(self.sure) * sum(bool(period) for period in self.periods.values())

    def row_name(self, row: int) -> str:
        """The name of a row of it in the sheet: a column's where it is turned."""
        return get_column_letter(row + 1) if self.turned else str(row + 1)


def own_shape(sheet: Sheet) -> OwnShape | None:
    """The columns of a sheet in our own shape, or None where none of its first rows heads them."""
    for row in range(min(_SEARCHED, len(sheet.rows))):
        columns: dict[str, int] = {}
        for column, text in enumerate(sheet.rows[row]):
            heading = _NAMED.get(folded(text))
            if heading is not None:
                columns.setdefault(heading, column)
        if columns.keys() >= _NEEDED and columns.keys() & {"metric_id", "metric"}:
            return OwnShape(row, columns)
    return None


def plain_shape(sheet: Sheet, metrics: Mapping[str, Mapping[str, Any]], units: Collection[str]) -> PlainShape | None:
    """What a plain sheet most likely means, to be confirmed; None where it neither heads periods nor names metrics."""
    names = named_once(metrics)
    upright = _proposed(sheet, names, units)
    if len(sheet.rows) > _TURNED_AT_MOST:
        return upright
    over = _proposed(sheet.turned(), names, units)
    return over if over is not None and over.worth > (upright.worth if upright else 0) else upright


def named_once(metrics: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """By id and by name in either language, folded, the metric; a name that several metrics bear names none."""
    names: dict[str, str] = {}
    for metric_id, row in metrics.items():
        for name in {folded(str(row[column])) for column in ("name", "name_en")}:
            names[name] = "" if name in names else metric_id
    return names | {folded(metric_id): metric_id for metric_id in metrics}


def _proposed(sheet: Sheet, names: Mapping[str, str], units: Collection[str]) -> PlainShape | None:
    header, periods = header_of(sheet, names, units)
    if header is None:
        return None
    titles = {column: title_of(sheet, header, column) for column in range(width(sheet))}
    unit, note = (_titled(titles, name) for name in ("unit_id", "note"))
    label = _label(sheet, header, names, min(periods, default=width(sheet)))
    columns = [
        column
        for column in range(label + 1, width(sheet))
        if column in periods
        or (column not in (unit, note) and any(sheet.cell(row, column) for row in below(sheet, header)))
    ]
    found, sure = {}, set()
    for row in below(sheet, header):
        text = sheet.cell(row, label)
        if text and any(sheet.cell(row, column) for column in columns):
            found[row], exact = _metric(text, names)
            if exact:
                sure.add(row)
    everywhere = next(filter(None, (unit_of_all(text, units) for row in sheet.rows[: header + 1] for text in row)), "")
    return PlainShape(
        header, label, unit, note,
        periods={column: periods.get(column, "") for column in columns},
        metrics=found,
        sure=frozenset(sure),
        shared=frozenset(row for row in found if _is_shared(sheet.cell(row, label), names)),
        titles={column: titles[column] or get_column_letter(column + 1) for column in columns},
        labels={row: sheet.cell(row, label) for row in found},
        units={column: bracketed_unit(titles[column], units) or everywhere for column in columns},
        row_units={row: bracketed_unit(sheet.cell(row, label), units) for row in found},
        turned=sheet.is_turned,
    )  # fmt: skip


def _label(sheet: Sheet, header: int, names: Mapping[str, str], end: int) -> int:
    """The column before the periods that names the most metrics."""

    def known(column: int) -> int:
        return sum(bool(_metric(text, names)[1]) for text in _texts(sheet, header, column))

    return max(range(max(end, 1)), key=known)


def _texts(sheet: Sheet, header: int, column: int) -> Iterator[str]:
    return (text for row in below(sheet, header) if (text := sheet.cell(row, column)))


def _titled(titles: Mapping[int, str], name: str) -> int | None:
    return next((column for column, text in titles.items() if _NAMED.get(folded(text)) == name), None)


def _metric(text: str, names: Mapping[str, str]) -> tuple[str, bool]:
    bare = bare_name(text)
    for one in (folded(text), bare):
        if one in names:
            return names[one], bool(names[one])
    near = get_close_matches(bare, names, n=1, cutoff=_LIKE)
    return (names[near[0]] if near else ""), False


def _is_shared(text: str, names: Mapping[str, str]) -> bool:
    """Whether several metrics are called so: of several places, say."""
    return next((not names[one] for one in (folded(text), bare_name(text)) if one in names), False)
