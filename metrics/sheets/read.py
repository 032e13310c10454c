"""How a file becomes rows of text: CSV in the encodings that offices use, and the sheets of an Excel workbook."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from metrics.errors import YardstickError
from metrics.package.schema import plain

MOST_BYTES = 50 * 2**20
# An Excel file is an archive: what it unpacks to is bounded before anything of it is read.
_MOST_UNPACKED, _MOST_PARTS = 400 * 2**20, 2000
_MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 200_000, 500, 10_000_000
# As many lines as a spreadsheet has: an empty one costs nothing but its turn.
_MOST_LINES = 2**20
_ARCHIVE = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of texts, without empty rows at its end and empty cells at the end of a row.

    `name` is empty where the file has no sheets.
    """

    name: str
    rows: Sequence[Sequence[str]]

    def place(self, row: int, column: int) -> str:
        """A cell as a spreadsheet names it, from zero: row 1, column 0 is A2."""
        cell = f"{get_column_letter(column + 1)}{row + 1}"
        return f"{self.name}!{cell}" if self.name else cell

    def cell(self, row: int, column: int | None) -> str:
        """The text of a cell; rows may be short."""
        cells = self.rows[row]
        return cells[column].strip() if column is not None and column < len(cells) else ""


def read_sheets(content: bytes) -> list[Sheet]:
    """The sheets of a file that hold anything. `YardstickError` for what is neither CSV nor XLSX, or too large."""
    if len(content) > MOST_BYTES:
        raise YardstickError("file_large", most=MOST_BYTES // 2**20)
    if content.startswith(_OLD_EXCEL):
        raise YardstickError("file_old_excel")
    sheets = list(_workbook(content)) if content.startswith(_ARCHIVE) else [Sheet("", _bounded(_csv(content)))]
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


def separator(header: str) -> str:
    """What parts the cells of a line: the one of comma, tab and semicolon that it has most of."""
    return max(",\t;", key=header.count)


def _csv(content: bytes) -> Iterator[list[str]]:
    text = text_of(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text.partition("\n")[0]), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise YardstickError("file_broken", line=reader.line_num, reason=str(error)) from error


def _workbook(content: bytes) -> Iterator[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise YardstickError("file_large", most=_MOST_UNPACKED // 2**20)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # or every row is as wide as the file says, whatever it holds
                yield Sheet(sheet.title, _bounded([_text(cell) for cell in row] for row in sheet.iter_rows()))
        book.close()
    except YardstickError:
        raise
    except Exception as error:  # whatever a broken workbook makes the library raise
        raise YardstickError("file_unknown") from error


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
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()
