"""What was drawn for an address is drawn once: the same address over the same data is the same page for everyone."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import Any, TypeAlias, TypeVar, cast

from dashboard.address import Address
from dashboard.startup import allowed
from dashboard.visit import Visit
from metrics.people.roles import Action

_Key: TypeAlias = tuple[str, int, Address, date, bool]
_Drawn = TypeVar("_Drawn")
_MOST = 512  # of some 50 kB each
_drawn: OrderedDict[_Key, Any] = OrderedDict()
_lock = Lock()


def drawn_once(part: str, visit: Visit, draw: Callable[[], _Drawn]) -> _Drawn:
    """A part of a page, HTML or a chart, drawn when nobody has asked for it since the data changed.

    `draw` may depend on nothing but the visit, and on whether values may be entered.
    """
    key = (part, visit.version, visit.address, visit.view.as_of, allowed(Action.ENTER))
    with _lock:
        if key in _drawn:
            _drawn.move_to_end(key)
            return cast(_Drawn, _drawn[key])
    drawn = draw()
    with _lock:
        _drawn[key] = drawn
        while len(_drawn) > _MOST:
            _drawn.popitem(last=False)
    return drawn


def forget() -> None:
    """Keep nothing: the data version of another store says nothing of this one."""
    with _lock:
        _drawn.clear()
