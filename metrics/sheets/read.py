"""How a file becomes rows of text: CSV in the encodings that offices use, and the sheets of an Excel workbook."""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import zip_longest
from typing import Any, cast
from xml.sax.saxutils import unescape

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter

from metrics.errors import YardstickError
from metrics.package.schema import plain
from metrics.progress import Tell, silent

MOST_BYTES = 50 * 2**20
# An Excel file is an archive: what it unpacks to is bounded before anything of it is read.
_MOST_UNPACKED, _MOST_PARTS = 400 * 2**20, 2000
_MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 200_000, 500, 10_000_000
# As many lines as a spreadsheet has: an empty one costs nothing but its turn.
_MOST_LINES = 2**20
# So many lines tell what parts the cells: the first may be a title.
_TOLD_BY = 20
_TOLD_EVERY = 1000
_ARCHIVE = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
# How a workbook writes a line's end or a tab within a text, and a text that looks so.
_ESCAPED = re.compile(r"_x(000D|000A|0009|005F)_", re.IGNORECASE)
# A cell with a formula and without the value that it gives, as programs write it that don't reckon.
_UNRECKONED = re.compile(
    rb"""<c\b[^>]*?\br="([A-Z]{1,3}[1-9]\d{0,6})"[^>]*>\s*<f\b[^>]*>([^<]{1,500})</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>"""
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of texts, without empty rows at its end and empty cells at the end of a row.

    `name` is empty where the file has no sheets. One that is turned still names its cells as the file does.
    """

    name: str
    rows: Sequence[Sequence[str]]
    is_turned: bool = False

    def place(self, row: int, column: int) -> str:
        """A cell as a spreadsheet names it, from zero: row 1, column 0 is A2."""
        if self.is_turned:
            row, column = column, row
        cell = f"{get_column_letter(column + 1)}{row + 1}"
        return f"{self.name}!{cell}" if self.name else cell

    def cell(self, row: int, column: int | None) -> str:
        """The text of a cell; rows may be short."""
        cells = self.rows[row]
        return cells[column].strip() if column is not None and column < len(cells) else ""

    def turned(self) -> "Sheet":
        """The same with its rows for columns."""
        return Sheet(self.name, [list(row) for row in zip_longest(*self.rows, fillvalue="")], not self.is_turned)


def read_sheets(content: bytes, tell: Tell = silent) -> list[Sheet]:
    """The sheets of a file that hold anything. `YardstickError` for what is neither CSV nor XLSX, or too large."""
    if len(content) > MOST_BYTES:
        raise YardstickError("file_large", most=MOST_BYTES // 2**20)
    if content.startswith(_OLD_EXCEL):
        raise YardstickError("file_old_excel")
    if content.lstrip()[:1] == b"<":
        raise YardstickError("file_html")
    sheets = list(_workbook(content, tell)) if content.startswith(_ARCHIVE) else [Sheet("", _bounded(_csv(content)))]
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise YardstickError("file_empty")
    return sheets


def text_of(content: bytes) -> str:
    """The text of a CSV: UTF-8 with or without a byte-order mark, UTF-16 with one, or else GB18030."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encodings: tuple[str, ...] = ("utf-16",) if marked else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise YardstickError("file_unknown")


def separator(lines: str) -> str:
    """What parts the cells of some lines: the one of comma, tab and semicolon that they have most of."""
    return max(",\t;", key=lines.count)


def _csv(content: bytes) -> Iterator[list[str]]:
    text = text_of(content)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator("".join(text.splitlines()[:_TOLD_BY])), strict=True
    )
    try:
        yield from reader
    except csv.Error as error:
        raise YardstickError("file_broken", line=reader.line_num) from error


def _workbook(content: bytes, tell: Tell) -> Iterator[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise YardstickError("file_large", most=_MOST_UNPACKED // 2**20)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for number, sheet in enumerate(book.worksheets):
            if sheet.sheet_state == "visible":
                most = min(sheet.max_row or _MOST_ROWS, _MOST_ROWS)
                sheet.reset_dimensions()  # or every row is as wide as the file says, whatever it holds
                told = partial(_told, tell, number / len(book.worksheets), len(book.worksheets) * most)
                rows = _bounded(
                    told(row, [_text(cell) for cell in cells]) for row, cells in enumerate(sheet.iter_rows())
                )
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    formulas = _formulas(archive.read(cast(Any, sheet)._worksheet_path))
                yield Sheet(sheet.title, _with(rows, formulas))
        book.close()
    except YardstickError:
        raise
    except Exception as error:  # whatever a broken workbook makes the library raise
        raise YardstickError("file_unknown") from error


def _told(tell: Tell, begun: float, most: int, row: int, texts: list[str]) -> list[str]:
    """The texts of a row; now and then how far it is."""
    if row % _TOLD_EVERY == 0:
        tell(min(begun + row / most, 1))
    return texts


def _formulas(part: bytes) -> Iterator[tuple[int, int, str]]:
    """The formulas of a sheet that were never reckoned, by row and column: their cells would pass for empty ones."""
    for match in _UNRECKONED.finditer(part) if b"<f" in part else ():
        letters, row = match[1].rstrip(b"0123456789").decode(), match[1].lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        yield int(row) - 1, column_index_from_string(letters) - 1, f"={unescape(match[2].decode())}"


def _with(rows: list[list[str]], cells: Iterator[tuple[int, int, str]]) -> list[list[str]]:
    for row, column, text in cells:
        rows.extend([] for _ in range(len(rows), row + 1))
        rows[row] = rows[row] + [""] * (column + 1 - len(rows[row]))
        rows[row][column] = rows[row][column] or text
    return rows


def _bounded(rows: Iterator[list[str]]) -> list[list[str]]:
    found: list[list[str]] = []
    nothing: list[str] = []
    cells = 0
    for line, row in enumerate(rows):
        width = next((len(row) - at for at, text in enumerate(reversed(row)) if text), 0)
        cells += len(row)
        beyond = width > 0 and (line >= _MOST_ROWS or width > _MOST_COLUMNS)
        if beyond or cells > _MOST_CELLS or line >= _MOST_LINES:
            raise YardstickError("file_rows", rows=_MOST_ROWS, columns=_MOST_COLUMNS, cells=_MOST_CELLS)
        if width:
            found.extend(nothing for _ in range(len(found), line))
            found.append(row[:width])
    return found


def _text(cell: Any) -> str:
    """A cell as one would type it: 84% for what Excel keeps as 0.84, 2019-12-31 for a day."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        percent = "%" in (cell.number_format or "")
        return plain(number * 100) + "%" if percent else plain(number)
    if isinstance(value, datetime):
        return _day(value, cell.number_format or "")
    return value.isoformat() if isinstance(value, date) else _ESCAPED.sub(_character, str(value)).strip()


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def _day(value: datetime, form: str) -> str:
    """A day as precisely as its cell shows it: 2016-12 where that shows no day, 2016 where it shows no month either."""
    shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\\\.', "", form).lower()
    if "d" in shown or "y" not in shown:
        return value.date().isoformat()
    return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"
