"""What can be taken away: forms with their addresses, a citation, and the first rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.words import Language


@dataclass(frozen=True, slots=True)
class Taking:
    """One form: `href` gives the file; `address` gives the same whenever it is asked, `newest` what is known then."""

    name: str
    use: str
    href: str
    address: str
    newest: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a table. `numeric` says which columns stand to the right."""

    header: Sequence[str]
    numeric: Sequence[bool]
    rows: Sequence[Sequence[str]]
    count: int


def draw_takings(takings: Sequence[Taking], citation: str, language: Language) -> str:
    """The forms as a table, and how to cite what they hold."""
    words = {key: page_says(f"snapshots.{key}", language) for key in _WORDS}
    return drawn("takings", takings=takings, citation=citation, words=words)


def draw_preview(preview: Preview, language: Language) -> str:
    """The first rows, with how many there are."""
    told = page_says("snapshots.rows", language, shown=len(preview.rows), count=preview.count)
    caption = page_says("snapshots.preview", language)
    return drawn("preview", preview=preview, told=told, caption=caption)


_WORDS = ("form", "use", "take", "address", "newest", "cite", "forms")
