"""What is not the same between two instants, as tables: statuses, values, revised values, targets."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.drawing.status import Mark
from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.words import Language


@dataclass(frozen=True, slots=True)
class Moved:
    """One metric: what it said before and says after; `note` says why in words. A status that stayed has no mark."""

    name: str
    href: str
    place: str
    before: str
    after: str
    status_before: Mark | None
    status_after: Mark | None
    note: str


def draw_moved(rows: Sequence[Moved], count: int, kind: str, language: Language) -> str:
    """A table of one kind of change: `moved`, `values`, `targets`, `revised` or `new`, of which there are `count`."""
    words = {key: page_says(f"changes.{key}", language) for key in ("metric", "before", "after", "why", "status")}
    marked = any(row.status_after for row in rows)
    caption = page_says(f"changes.{kind}", language)
    more = page_says("changes.more", language, count=count - len(rows)) if count > len(rows) else ""
    return drawn("moved", rows=rows, words=words, caption=caption, marked=marked, count=count, more=more)
