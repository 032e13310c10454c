"""What was drawn for an address is drawn once: the same address over the same data is the same page for everyone."""

from collections.abc import Callable
from typing import TypeVar

from dashboard.once import Once
from dashboard.startup import allowed
from dashboard.visit import Visit
from metrics.people.roles import Action

_Drawn = TypeVar("_Drawn")
_CHART = 50_000  # what a chart weighs, in characters of HTML
_DRAWN = Once(32_000_000, lambda drawn: len(drawn) if isinstance(drawn, str) else _CHART)


def drawn_once(part: str, visit: Visit, draw: Callable[[], _Drawn]) -> _Drawn:
    """A part of a page, HTML or a chart, drawn when nobody has asked for it since the data changed.

    `draw` may depend on nothing but the visit, and on whether values may be entered.
    """
    key = (part, visit.version, visit.address, visit.view.as_of, allowed(Action.ENTER))
    return _DRAWN.get(key, draw)


def forget() -> None:
    """Keep nothing: the data version of another store says nothing of this one."""
    _DRAWN.forget()
