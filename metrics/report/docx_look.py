"""How does a document for Word and WPS look? Page, styles, the line below each page, the lines of tables."""

from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor

TONES = {"good": "0B6B5D", "warn": "905E08", "bad": "A83A2C", "calm": "5B666B"}
WIDTH = 17.0
SMALL = Pt(8.5)
_FONT, _LATIN = "Microsoft YaHei", "Calibri"
_INK, _RULE = "22292D", "CFCBC0"
_STYLES = {
    "Normal": (10, _INK),
    "Title": (20, _INK),
    "Subtitle": (12, TONES["calm"]),
    "Heading 1": (14, TONES["good"]),
    "Heading 2": (12, _INK),
    "Footer": (8, TONES["calm"]),
}


def lay_out(document: Any, language: str, footer: str) -> None:
    """A4, the styles, and below each page a sentence with the number of the page."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm((21 - WIDTH) / 2)
    for name, (size, colour) in _STYLES.items():
        _dress(document.styles[name], size, colour)
    for name in ("Title", "Subtitle"):
        style = document.styles[name]
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        style.font.italic, style.font.bold = False, name == "Title"
    _drop(document.styles["Title"].element.pPr, "w:pBdr")
    _speak(document.styles["Normal"], language)
    _number(document, page.footer.paragraphs[0], footer)


def _dress(style: Any, size: int, colour: str) -> None:
    style.font.name, style.font.size = _LATIN, Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), _FONT)
    for theme in ("w:asciiTheme", "w:eastAsiaTheme", "w:hAnsiTheme"):
        fonts.attrib.pop(qn(theme), None)


def _speak(style: Any, language: str) -> None:
    style.element.get_or_add_rPr().append(_made("w:lang", val=language, eastAsia="zh-CN"))


def _number(document: Any, paragraph: Any, footer: str) -> None:
    document.styles["Footer"].paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{footer}\t")
    for field, after in (("PAGE", " / "), ("NUMPAGES", "")):
        counted = _made("w:fldSimple", instr=field)
        run = _made("w:r")
        text = _made("w:t")
        text.text = "1"
        run.append(text)
        counted.append(run)
        paragraph._p.append(counted)
        paragraph.add_run(after)


def ruled(document: Any, header: Sequence[str], widths: Sequence[float], numbers: Sequence[int]) -> Any:
    """A table with its header, which stands again on each page; `numbers` are the columns that stand to the right."""
    table = document.add_table(rows=1, cols=len(widths))
    table.autofit = False
    lines = _made("w:tblBorders")
    for side in ("bottom", "insideH"):
        lines.append(_made(f"w:{side}", val="single", sz="4", color=_RULE))
    table._tbl.tblPr.append(lines)
    # Word goes by the cells, LibreOffice and WPS by the grid.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(WIDTH * width / sum(widths))
    for at, (cell, name) in enumerate(zip(fit(table.rows[0], table), header, strict=True)):
        run = fill(cell, name, right=at in numbers)
        run.font.bold, run.font.color.rgb = True, RGBColor.from_string(TONES["calm"])
        below = _made("w:tcBorders")
        below.append(_made("w:bottom", val="single", sz="8", color=_INK))
        cell._tc.get_or_add_tcPr().append(below)
    table.rows[0]._tr.get_or_add_trPr().append(_made("w:tblHeader", val="true"))
    return table


def fit(row: Any, table: Any) -> Sequence[Any]:
    """The cells of a row, as wide as their columns; no page ends within it."""
    row._tr.get_or_add_trPr().append(_made("w:cantSplit", val="true"))
    cells: Sequence[Any] = row.cells
    for cell, column in zip(cells, table.columns, strict=True):
        cell.width = column.width
    return cells


def fill(cell: Any, text: str, *, right: bool = False) -> Any:
    """Write a text into an empty cell."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    run = paragraph.add_run(text)
    run.font.size = SMALL
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return run


def _made(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element


def _drop(parent: Any, name: str) -> None:
    found = parent.find(qn(name))
    if found is not None:
        parent.remove(found)
