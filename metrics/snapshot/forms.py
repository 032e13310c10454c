"""How a table becomes a file in each form. All are made from the same cells, so that their numbers are the same."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from metrics.package.guard import MARK, guarded
from metrics.package.lines import write_lines
from metrics.package.schema import Column, Table
from metrics.snapshot.asked import Asked, Form
from metrics.snapshot.schema import described, table
from metrics.snapshot.workbook import write_workbook
from metrics.store import Store
from metrics.store.export import export_parquet


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """UTF-8 without a byte-order mark, lines ended by a line feed; how many rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        return write_lines(file, chain([header], rows)) - 1


def read_rows(path: Path) -> Iterator[list[str]]:
    """The rows of such a file without its header."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        yield from reader


def write_form(store: Store, asked: Asked, cells: Path, path: Path) -> None:
    """Make the form that was asked for from a plain CSV of the table."""
    columns = table(asked.what.schema)
    match asked.form:
        case Form.CSV:
            cells.replace(path)
        case Form.EXCEL:
            _write_guarded(path, columns, read_rows(cells))
        case Form.XLSX:
            title = str(described(asked.what.schema)["title"])
            write_workbook(path, columns, read_rows(cells), title, asked.view.known_at.date())
        case Form.LINES:
            _write_lines(path, columns, read_rows(cells))
        case Form.PARQUET:
            export_parquet(store, cells, columns.columns, path)


def _write_guarded(path: Path, table: Table, rows: Iterable[Sequence[str]]) -> None:
    texts = [column.type == "string" for column in table.columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(MARK)
        cells = ([guarded(cell) if text else cell for text, cell in zip(texts, row, strict=True)] for row in rows)
        write_lines(file, chain([table.names], cells), sheet=True)


def _write_lines(path: Path, table: Table, rows: Iterable[Sequence[str]]) -> None:
    names = [json.dumps(name) for name in table.names]
    with path.open("w", encoding="utf-8", newline="") as file:
        for row in rows:
            values = [_json(column, cell) for column, cell in zip(table.columns, row, strict=True)]
            pairs = ", ".join(f"{name}: {value}" for name, value in zip(names, values, strict=True))
            file.write(f"{{{pairs}}}\n")


def _json(column: Column, cell: str) -> str:
    if not cell:
        return "null"
    # a number stays as it is written: no digit is lost on the way through a float
    return cell if column.type in ("number", "integer") else json.dumps(cell, ensure_ascii=False)
