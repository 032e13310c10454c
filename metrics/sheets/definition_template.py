"""What does a workbook hold in which somebody defines plans and metrics: headings, lists, what stands already?"""

import io
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from metrics.package.check import REFERENCES
from metrics.package.guard import MARK, guarded
from metrics.package.lines import write_lines
from metrics.package.schema import Column
from metrics.package.written import CHILDREN, asked
from metrics.snapshot.cells import cell
from metrics.store.queries import Known
from metrics.words import Language, say

# The metrics first: for most, that is all there is to do.
_SHEETS = (
    *("metrics", "items", "parts", "milestones", "plans", "sources"),
    *("areas", "clusters", "categories", "owners", "units"),
)
_ROWS = 500
_WIDTHS = {"name": 34, "name_en": 34, "note": 40, "title": 40, "metric_id": 24, "source_id": 24, "scale": 20}
_LISTS = "lists"


def definition_workbook(known: Known, plan_id: str = "") -> bytes:
    """An Excel workbook with a sheet for each table and lists to choose from; of a plan, with what stands of it."""
    made = io.BytesIO()
    book = Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    text = book.add_format({"num_format": "@"})
    needed, free = (
        book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": colour})
        for colour in ("#FFE9A8", "#F2F2EE")
    )
    sheets = {table: book.add_worksheet(_title(table)) for table in _SHEETS}
    lists = _Lists(book.add_worksheet(_LISTS), known)
    for table, sheet in sheets.items():
        for at, column in enumerate(asked(table)):
            sheet.set_column(at, at, _WIDTHS.get(column.name, 16), text)
            sheet.write_string(0, at, heading(column), needed if column.required else free)
            source = lists.source(table, column)
            if source:
                kind = "stop" if column.choices else "warning"  # what this file itself adds stands in no list
                options = {"validate": "list", "source": source, "error_type": kind}
                sheet.data_validation(1, at, _ROWS, at, options)
        for line, row in enumerate(standing(known, table, plan_id), 1):
            for at, told in enumerate(row):
                sheet.write_string(line, at, told, text)
        sheet.freeze_panes(1, 1)
    lists.sheet.hide()
    book.close()
    return made.getvalue()


def definition_csv(known: Known, table: str, plan_id: str = "") -> bytes:
    """One table as CSV that Excel opens right: UTF-8 with a byte-order mark."""
    made = io.StringIO()
    head = [heading(column).replace("\n", " ") for column in asked(table)]
    rows = ([guarded(told) for told in row] for row in standing(known, table, plan_id))
    write_lines(made, chain([head], rows), sheet=True)
    return (MARK + made.getvalue()).encode()


def heading(column: Column) -> str:
    """What stands above a column, in both languages; a star where no row can do without."""
    star = " *" if column.required else ""
    return f"{say(f'column.{column.name}', Language.ZH)}{star}\n{column.name}"


def standing(known: Known, table: str, plan_id: str) -> list[list[str]]:
    """What stands of a plan in one of its tables, as the cells of a sheet; nothing without a plan."""
    metrics = {name: row for name, row in known.metrics.items() if row["plan_id"] == plan_id}
    rows: Sequence[Mapping[str, Any]] = []
    if table == "metrics":
        rows = sorted(metrics.values(), key=lambda row: int(row["position"]))
    elif table in CHILDREN:
        rows = [row for name in metrics for row in getattr(known, table).get(name, [])]
    elif table == "plans" and plan_id:
        rows = [known.plans[plan_id]]
    return [[cell(row[column.name]) for column in asked(table)] for row in rows]


def _title(table: str) -> str:
    return f"{say(f'table.{table}', Language.ZH)} {table}"


class _Lists:
    """The hidden sheet from which cells are chosen: a column for each list."""

    def __init__(self, sheet: Any, known: Known) -> None:
        self.sheet = sheet
        self._known = known
        self._sources: dict[tuple[str, ...], str] = {}

    def source(self, table: str, column: Column) -> str:
        """Where the list of a column stands; nothing where it has none."""
        target = REFERENCES.get((table, column.name), "")
        if column.choices:
            options = [f"{code} {say(f'choice.{column.name}_{code}', Language.ZH)}" for code in column.choices]
        else:
            rows = getattr(self._known, target) if target else {}
            options = [name if target == "units" else f"{name} {_called(row)}" for name, row in rows.items()]
        if not options:
            return ""
        found = tuple(options)
        if found not in self._sources:
            at = len(self._sources)
            self.sheet.write_column(0, at, found)
            letter = xl_col_to_name(at)
            self._sources[found] = f"={_LISTS}!${letter}$1:${letter}${len(found)}"
        return self._sources[found]


def _called(row: Mapping[str, Any]) -> str:
    return str(row.get("name") or row["title"])
