"""How a table becomes an Excel workbook: numbers as numbers, days as days, texts as texts and never as formulas."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from metrics.errors import YardstickError
from metrics.package.schema import Table

MOST_ROWS = 1_048_575
_FIRST_YEAR = 1901  # Excel counts days from 1900, and one of them never was
_WIDTHS = {"number": 14, "integer": 10, "date": 12, "datetime": 22}
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class _Written(float):
    """A number that stands in the file as it is written: the writer would round it to 16 digits."""

    def __new__(cls, text: str) -> "_Written":
        made = super().__new__(cls, text)
        made.text = text
        return made

    text: str

    def __format__(self, _form: str) -> str:
        return self.text


def write_workbook(path: Path, table: Table, rows: Iterable[Sequence[str]], title: str, day: date) -> None:
    """One sheet with the table, its header frozen. `day` is when it says to be made, so that its bytes are the same."""
    book = Workbook(str(path), _OPTIONS)
    book.set_properties({"title": title, "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001
    sheet = book.add_worksheet(table.name)
    bold, dated = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, _WIDTHS.get(column.type, 18))
    for at, name in enumerate(table.names):
        sheet.write_string(0, at, name, bold)
    sheet.freeze_panes(1, 0)
    count = 0
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            break
        _write_row(sheet, count, table, row, dated)
    book.close()
    if count > MOST_ROWS:
        path.unlink()
        raise YardstickError("too_many_rows", most=MOST_ROWS)


def _write_row(sheet: Worksheet, line: int, table: Table, row: Sequence[str], dated: Format) -> None:
    for at, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
        if not cell:
            continue
        if column.type in ("number", "integer"):
            sheet.write_number(line, at, _Written(cell))
        elif column.type == "date" and int(cell[:4]) >= _FIRST_YEAR:
            sheet.write_datetime(line, at, datetime.fromisoformat(cell), dated)
        else:
            sheet.write_string(line, at, cell)
