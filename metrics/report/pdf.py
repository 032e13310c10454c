"""A report as PDF, and its small pictures for other papers: set by Typst, with the machine's own Chinese font."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

from metrics.errors import YardstickError
from metrics.report.blocks import Chart, Report

_FOLDER = Path(__file__).parent
# What Debian, macOS and Windows have, the best first.
_FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "Hiragino Sans GB",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Noto Serif CJK SC",
    "SimHei",
    "SimSun",
    "STHeiti",
)
_PPI = 220.0


def write_pdf(report: Report, _known_at: datetime, path: Path) -> None:
    """A PDF that readers of the screen can follow; the same report is the same bytes."""
    kinds = [[type(block).__name__ for block in section.blocks] for section in report.sections]
    told = {"report": json.dumps({**asdict(report), "kinds": kinds}, default=str), "fonts": json.dumps(_fonts())}
    typst.compile(_FOLDER / "report.typ", path, root=_FOLDER, format="pdf", sys_inputs=told, timestamp=0)


def pictures(charts: Sequence[Chart]) -> list[tuple[bytes, bytes]]:
    """The bullet and the trend of each metric, as PNG."""
    if not charts:
        return []
    told = {"charts": json.dumps([asdict(one) for one in charts])}
    made = typst.compile(_FOLDER / "pictures.typ", root=_FOLDER, format="png", ppi=_PPI, sys_inputs=told)
    pages = [made] if isinstance(made, bytes) else list(made)
    return list(zip(pages[::2], pages[1::2], strict=True))


@cache
def _fonts() -> list[str]:
    there = set(typst.Fonts().families())
    found = [family for family in _FAMILIES if family in there]
    if not found:
        raise YardstickError("no_font")
    return found
