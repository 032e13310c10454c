"""A report as an editable document for Word and WPS: real headings, real tables, pictures in their cells."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor

from metrics.report.blocks import Chart, Charts, Grid, Items, Report, Text
from metrics.report.pdf import pictures

_FONT, _LATIN = "Microsoft YaHei", "Calibri"
_TONES = {"good": "0B6B5D", "warn": "905E08", "bad": "A83A2C", "calm": "5B666B"}
_WIDTH = 17.0
_CHART_WIDTHS = (4, 3, 2.4, 5, 2.6)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def write_docx(report: Report, known_at: datetime, path: Path) -> None:
    """A document on A4; the same report is the same bytes."""
    document = Document()
    _lay_out(document, report, known_at)
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


def _lay_out(document: Any, report: Report, known_at: datetime) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm((21 - _WIDTH) / 2)
    page.footer.paragraphs[0].text = report.footer
    for name, size in (("Normal", 10), ("Title", 20), ("Subtitle", 12), ("Heading 1", 14), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name, style.font.size = _LATIN, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), _FONT)
        for theme in ("w:asciiTheme", "w:eastAsiaTheme", "w:hAnsiTheme"):
            fonts.attrib.pop(qn(theme), None)
    language = document.styles["Normal"].element.get_or_add_rPr()
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), report.language)
    tag.set(qn("w:eastAsia"), "zh-CN")
    language.append(tag)
    told = document.core_properties
    told.title, told.author, told.last_modified_by = f"{report.title} {report.subtitle}", "Yardstick", "Yardstick"
    told.created = told.modified = known_at


def _add_items(document: Any, block: Items) -> None:
    for name, said in block.items:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(name).bold = True
        paragraph.add_run(f"  {said}")


def _add_grid(document: Any, block: Grid) -> None:
    made = _table(document, block.header, block.widths)
    for row in block.rows:
        cells = made.add_row().cells
        for at, text in enumerate(row):
            _fill(cells[at], text, right=at in block.numbers)
    _widen(made, block.widths)


def _add_charts(document: Any, block: Charts) -> None:
    metric, value, target, bullet, trend, status = block.header
    made = _table(document, (metric, value, target, f"{bullet} / {trend}", status), _CHART_WIDTHS)
    for one, picture in zip(block.rows, pictures(block.rows), strict=True):
        cells = made.add_row().cells
        name = f"{one.name}\n{one.place}" if one.place else one.name
        for at, text in enumerate((name, f"{one.value}\n{one.period}".strip(), one.target)):
            _fill(cells[at], text, right=at > 0)
        _draw(cells[3], one, picture)
        run = cells[4].paragraphs[0].add_run(one.status)
        run.bold, run.font.size = True, Pt(8.5)
        run.font.color.rgb = RGBColor.from_string(_TONES[one.tone])
    _widen(made, _CHART_WIDTHS)


def _draw(cell: Any, one: Chart, picture: bytes) -> None:
    paragraph = cell.paragraphs[0]
    drawn = paragraph.add_run().add_picture(io.BytesIO(picture), width=Cm(4.6))
    drawn._inline.docPr.set("descr", f"{one.name}: {one.attainment}, {one.status}")
    run = paragraph.add_run(f" {one.attainment}")
    run.font.size = Pt(8.5)


def _table(document: Any, header: Sequence[str], widths: Sequence[float]) -> Any:
    made = document.add_table(rows=1, cols=len(widths), style="Light List")
    made.autofit = False
    for cell, name in zip(made.rows[0].cells, header, strict=True):
        _fill(cell, name)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(repeated)
    return made


def _widen(made: Any, widths: Sequence[float]) -> None:
    for at, width in enumerate(widths):
        for cell in made.columns[at].cells:
            cell.width = Cm(_WIDTH * width / sum(widths))


def _fill(cell: Any, text: str, *, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.add_run(text).font.size = Pt(8.5)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _save(document: Any, path: Path) -> None:
    """Without the hour at which it was made, so that its bytes are the same."""
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _LONG_AGO), source.read(name), zipfile.ZIP_DEFLATED)
