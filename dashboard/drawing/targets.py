"""What a plan promises, as a table by category; on a phone each line is a card."""

from collections.abc import Sequence

from dashboard.drawing.facts import Fact
from dashboard.drawing.templates import drawn


def draw_targets(headings: Sequence[str], groups: Sequence[tuple[str, Sequence[Sequence[Fact]]]], caption: str) -> str:
    """Rows under the names of their groups. The first cell names its row."""
    return drawn("targets", headings=headings, groups=groups, caption=caption)
