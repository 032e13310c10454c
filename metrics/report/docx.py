"""A report as an editable document for Word and WPS: real headings, real tables, pictures in their cells."""

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.shared import Cm, RGBColor

from metrics.report.blocks import Charts, Grid, Items, Report, Text
from metrics.report.docx_look import SMALL, TONES, fill, fit, lay_out, ruled
from metrics.report.pdf import pictures

_CHART_WIDTHS, _CHART_NUMBERS = (3.9, 2.7, 2.8, 2.5, 2.5, 2.6), (1, 2)
_PICTURE = Cm(2.2)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def write_docx(report: Report, known_at: datetime, path: Path) -> None:
    """A document on A4; the same report is the same bytes."""
    document = Document()
    lay_out(document, report.language, report.footer)
    told = document.core_properties
    told.title, told.author, told.last_modified_by = f"{report.title} {report.subtitle}", "Yardstick", "Yardstick"
    told.created = told.modified = known_at
    document.add_paragraph(report.title, style="Title")
    document.add_paragraph(report.subtitle, style="Subtitle")
    for section in report.sections:
        document.add_heading(section.title, section.level)
        for block in section.blocks:
            match block:
                case Text():
                    document.add_paragraph(block.text)
                case Items():
                    _add_items(document, block)
                case Grid():
                    _add_grid(document, block)
                case Charts():
                    _add_charts(document, block)
    _save(document, path)


def _add_items(document: Any, block: Items) -> None:
    for name, said in block.items:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(name).bold = True
        paragraph.add_run(f"  {said}")


def _add_grid(document: Any, block: Grid) -> None:
    table = ruled(document, block.header, block.widths, block.numbers)
    for row in block.rows:
        for at, (cell, text) in enumerate(zip(fit(table.add_row(), table), row, strict=True)):
            fill(cell, text, right=at in block.numbers)


def _add_charts(document: Any, block: Charts) -> None:
    table = ruled(document, block.header, _CHART_WIDTHS, _CHART_NUMBERS)
    for one, (bullet, trend) in zip(block.rows, pictures(block.rows), strict=True):
        name, value, target, attained, went, status = fit(table.add_row(), table)
        fill(name, f"{one.name}\n{one.place}" if one.place else one.name)
        fill(value, f"{one.value}\n{one.period}".strip(), right=True)
        fill(target, one.target, right=True)
        if one.aimed:
            _draw(attained, bullet, f"{one.name}: {one.attainment}, {one.status}")
        fill(attained, f"\n{one.attainment}" if one.aimed else one.attainment)
        if one.points:
            _draw(went, trend, one.name)
        run = fill(status, one.status)
        run.bold, run.font.color.rgb = True, RGBColor.from_string(TONES[one.tone])


def _draw(cell: Any, picture: bytes, told: str) -> None:
    run = cell.paragraphs[0].add_run()
    run.font.size = SMALL
    run.add_picture(io.BytesIO(picture), width=_PICTURE)._inline.docPr.set("descr", told)


def _save(document: Any, path: Path) -> None:
    """Without the hour at which it was made, so that its bytes are the same."""
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _LONG_AGO), source.read(name), zipfile.ZIP_DEFLATED)
