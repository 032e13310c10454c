"""The options below the search box."""

from collections.abc import Sequence

from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.search import Subject
from metrics.words import Language, say


def draw_found(options: Sequence[tuple[Subject, str]], total: int, language: Language, told: str = "") -> str:
    """The best of `total` things with their addresses; `told` instead of how many there are."""
    zh = language is Language.ZH
    shown = [
        {
            "name": one.name if zh else one.name_en,
            "kind": say(f"kind.{one.kind}", language),
            "place": one.place if zh else one.place_en,
            "href": href,
        }
        for one, href in options
    ]
    key = "nothing" if not total else "all" if total == len(shown) else "found"
    counted = page_says(f"search.{key}", language, total=total, shown=len(shown))
    return drawn("found", options=shown, told=told or counted, label=page_says("frame.results", language))
