"""What a template holds: the reports that are owed, one in each row, to be filled in and brought back."""

import io
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from xlsxwriter import Workbook

from metrics.definitions import Metric, Observation
from metrics.package.guard import MARK, guarded
from metrics.package.lines import write_lines
from metrics.store.queries import Known
from metrics.vocabulary import Basis
from metrics.words import Language, figures, say
from metrics.worklist import Task, Work

COLUMNS = (
    *("metric_id", "metric", "area", "period", "item_id", "item", "last", "target", "value", "unit_id", "obs_status"),
    *("source", "published_on", "url", "note"),
)
_WIDTHS = {"metric": 40, "note": 40, "source": 30, "area": 20}


def template_rows(
    tasks: Sequence[Task],
    known: Known,
    shown: Mapping[str, tuple[str, str]],
    newest: Mapping[Any, Any],
    language: Language,
) -> list[dict[str, str]]:
    """A row for each report that is owed by now, a checklist one for each item.

    `value` is empty in each: what stands already is only shown, in `last`, so that what nobody filled in says nothing.
    `shown` is by metric its last value and its target in words.
    """
    rows = []
    for task in tasks:
        if task.work is Work.AHEAD:
            continue
        metric = known.metric(task.metric_id)
        for item, name in _items(known, metric, language):
            standing = newest.get((task.metric_id, task.period, item))
            last, target = shown.get(task.metric_id, ("", ""))
            if standing:
                own = figures.entered(Observation.of(standing), metric.unit_id, language)
                last = f"{own} ({task.period})"
            rows.append({
                "metric_id": metric.metric_id, "metric": metric.name if language is Language.ZH else metric.name_en,
                "area": _named(known.areas[metric.area_id], language), "period": task.period,
                "item_id": item, "item": name, "last": last, "target": target,
                "value": "", "unit_id": metric.unit_id or "",
            })  # fmt: skip
    return rows


def template_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """As CSV that Excel opens right: UTF-8 with a byte-order mark."""
    text = io.StringIO()
    cells = ([guarded(row.get(column, "")) for column in COLUMNS] for row in rows)
    write_lines(text, chain([COLUMNS], cells), sheet=True)
    return (MARK + text.getvalue()).encode()


def template_workbook(rows: Sequence[Mapping[str, str]], language: Language) -> bytes:
    """As an Excel workbook with headings in the reader's language; every cell is text."""
    made = io.BytesIO()
    book = Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    bold, text, filled = (
        book.add_format(kind) for kind in ({"bold": True}, {"num_format": "@"}, {"bg_color": "#FFF8E1"})
    )
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, _WIDTHS.get(column, 14), text)
        sheet.write_string(0, at, say(f"heading.{column}", language), bold)
    for line, row in enumerate(rows, 1):
        for at, column in enumerate(COLUMNS):
            sheet.write_string(line, at, row.get(column, ""), filled if column == "value" else None)
    sheet.freeze_panes(1, 2)
    book.close()
    return made.getvalue()


def _items(known: Known, metric: Metric, language: Language) -> list[tuple[str, str]]:
    if metric.basis is not Basis.CHECKLIST:
        return [("", "")]
    return [(row["item_id"], _named(row, language)) for row in known.items[metric.metric_id]]


def _named(row: Mapping[str, Any], language: Language) -> str:
    return str(row["name" if language is Language.ZH else "name_en"])
