"""A table of places by clusters: how far the targets of each pair have come."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.drawing.status import Mark, mark
from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.rollup import Rollup
from metrics.words import Language, figures


@dataclass(frozen=True, slots=True)
class Place:
    """A row or a column by its name; `href` shows it alone."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands where a row and a column meet."""

    href: str
    reading: str
    worst: Mark
    covered: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its cells in the order of the columns, None where a pair has no target."""

    place: Place
    cells: tuple[Cell | None, ...]


def cell(together: Rollup, href: str, language: Language) -> Cell | None:
    """The mean attainment of some targets, the worst status among them, how many of them have reported."""
    if together.worst is None:
        return None
    return Cell(
        href=href,
        reading=figures.ratio(together.attainment, language),
        worst=mark(together.worst, language),
        covered=f"{together.judged}/{together.targets}",
    )


def draw_matrix(columns: Sequence[Place], lines: Sequence[Line], language: Language) -> str:
    """The table, with what a cell says told below it."""
    words = {key: page_says(f"matrix.{key}", language) for key in ("caption", "area", "none", "legend")}
    return drawn("matrix", columns=columns, lines=lines, words=words)
