"""Which row heads a plain sheet, and what does it say of each column?"""

from collections.abc import Collection, Mapping, Sequence

from metrics.periods import Grain, parse_period
from metrics.sheets.headings import folded, headed_period, numbered_day
from metrics.sheets.read import Sheet

_SEARCHED = 20


def header_of(sheet: Sheet, names: Mapping[str, str], units: Collection[str]) -> tuple[int | None, dict[int, str]]:
    """The row that heads the most periods, with the one above it where that has the years; else the row above the
    first metric."""
    rows = range(min(_SEARCHED, len(sheet.rows)))
    headed = {row: _headed(sheet, row, units) for row in rows}
    best = max(rows, key=lambda row: len(headed[row]), default=0)
    if headed.get(best):
        return best, headed[best]
    named = next((row for row in rows if any(names.get(folded(text)) for text in sheet.rows[row])), None)
    return (None if named is None else max(named - 1, 0)), {}


def _headed(sheet: Sheet, row: int, units: Collection[str]) -> dict[int, str]:
    """The periods that head columns in a row, by its own words or by those of the merged cell above them."""
    found = {}
    for column, text in enumerate(sheet.rows[row]):
        if text:
            found[column] = headed_period(text, units) or headed_period(_above(sheet, row, column) + text, units)
    if not any(found.values()):
        found = {column: numbered_day(sheet.cell(row, column)) for column in found}
    under = sheet.rows[row + 1] if row + 1 < len(sheet.rows) else ()
    # a row of years over what each of them holds heads nothing by itself
    spread = {column for column in found if found[column] and _spreads(sheet, row, column, under)}
    grains = {column: parse_period(name).grain for column, name in found.items() if name and column not in spread}
    # a column of years among quarters is a total of its own; days head no columns but by themselves
    return {
        column: found[column]
        for column, grain in grains.items()
        if grain is not Grain.DAY or len(set(grains.values())) == 1
    }


def _spreads(sheet: Sheet, row: int, column: int, under: Sequence[str]) -> bool:
    """Whether a heading stands over several columns that are told apart below it: 2016年 over 目标 and 完成."""
    behind = column + 1 < width(sheet) and not sheet.cell(row, column + 1)
    told = [under[at].strip() if at < len(under) else "" for at in (column, column + 1)]
    return behind and all(text and not any(one.isdigit() for one in text) for text in told)


def _above(sheet: Sheet, row: int, column: int) -> str:
    """The words of the row above that stand over a column: its own, or those of the merged cell that begins further
    left."""
    if row == 0:
        return ""
    cells = [sheet.cell(row - 1, at) for at in range(column + 1)]
    return next((text for text in reversed(cells) if text), "")


def title_of(sheet: Sheet, header: int, column: int) -> str:
    """What heads a column, with the words above it where its own need them."""
    own = sheet.cell(header, column)
    if header == 0 or headed_period(own, ()):
        return own
    over = sheet.cell(header - 1, column) if not own else _above(sheet, header, column)
    return over if not own else f"{over} {own}" if _spans(sheet, header - 1) else own


def _spans(sheet: Sheet, row: int) -> bool:
    """Whether a row heads several groups of columns; one cell by itself is a title of the whole sheet."""
    return sum(bool(text) for text in sheet.rows[row]) > 1


def width(sheet: Sheet) -> int:
    """How many columns hold anything."""
    return max((len(row) for row in sheet.rows), default=0)


def below(sheet: Sheet, header: int) -> range:
    """The rows below the one that heads them."""
    return range(header + 1, len(sheet.rows))
