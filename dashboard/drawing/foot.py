"""The line below a page."""

from collections.abc import Sequence

from dashboard.drawing.facts import Fact
from dashboard.drawing.templates import drawn


def draw_foot(title: str, files: Sequence[Fact], there: Fact) -> str:
    """The page's numbers as files, and a page with more about them."""
    return drawn("foot", title=title, files=files, there=there)
