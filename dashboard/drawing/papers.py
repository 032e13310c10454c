"""A report on a page: its summary, and the papers on which all of it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.drawing.facts import Fact
from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.report.blocks import Grid, Section, Text
from metrics.words import Language


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One form of the report, and where it is in each language."""

    name: str
    use: str
    links: Sequence[Fact]


def draw_papers(papers: Sequence[PaperRow], summary: Section, language: Language) -> str:
    """The papers, then what the report begins with."""
    words = {key: page_says(f"reports.{key}", language) for key in ("papers", "paper", "use", "language", "summary")}
    texts = [block.text for block in summary.blocks if isinstance(block, Text)]
    grids = [block for block in summary.blocks if isinstance(block, Grid)]
    return drawn("papers", papers=papers, texts=texts, grids=grids, words=words)
