"""Places or clusters one below the other on one scale: a dot for how far, a mark for what was expected."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.drawing.status import Mark, mark
from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.rollup import Rollup
from metrics.words import Language, figures

_WORDS = ("scale", "attainment", "covered", "worst", "none")


@dataclass(frozen=True, slots=True)
class Standing:
    """A line. `share` and `expected` are fractions of the scale, None where nothing is known.

    `depth` is how far it stands in, `here` whether the page is about it, `note` what it is.
    """

    name: str
    href: str
    share: float | None
    expected: float | None
    reading: str
    covered: str
    worst: Mark | None
    described: str
    depth: int = 0
    here: bool = False
    note: str = ""


def standing(name: str, href: str, together: Rollup, language: Language) -> Standing:
    """How one of them stands."""
    reading = figures.ratio(together.attainment, language)
    expected = figures.ratio(together.expected_attainment, language)
    key = "described" if together.expected_attainment is None else "described_expected"
    if together.attainment is None:
        key = "unknown"
    return Standing(
        name=name,
        href=href,
        share=together.attainment,
        expected=together.expected_attainment,
        reading=reading,
        covered=f"{together.judged} / {together.targets}",
        worst=mark(together.worst, language) if together.worst else None,
        described=page_says(f"gauge.{key}", language, label=name, reading=reading, expected=expected),
    )


def draw_standings(lines: Sequence[Standing], first: str, caption: str, language: Language) -> str:
    """The table. `first` heads the column of names; a line without targets has no scale."""
    words = {key: page_says(f"standings.{key}", language) for key in _WORDS}
    return drawn("standings", lines=lines, words=words | {"first": first, "caption": caption})
