"""What was judged last on each side of a store, by day and profile, for as long as somebody shows it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import Any, NamedTuple
from weakref import ref


class Side(NamedTuple):
    """Of what all metrics were judged: the published side or the entered one, on which day, by which profile."""

    published: bool
    as_of: date
    profile: str


class Stood(NamedTuple):
    """All metrics, and as known at which moment."""

    known_at: datetime
    metrics: Any


@dataclass(slots=True)
class Standing:
    """The last of each. It is held by whoever shows it, and gone when nobody does: nothing takes memory twice."""

    _last: "dict[Side, tuple[datetime, ref[Any]]]" = field(default_factory=dict)
    _guard: Lock = field(default_factory=Lock)

    def of(self, side: Side) -> Stood | None:
        """What stood last, where somebody still holds it."""
        with self._guard:
            known_at, held = self._last.get(side, (None, None))
        metrics = held() if held is not None else None
        return None if known_at is None or metrics is None else Stood(known_at, metrics)

    def keep(self, side: Side, stood: Stood) -> None:
        """Let this be the last, unless one of a later moment is."""
        with self._guard:
            self._last = {one: last for one, last in self._last.items() if last[1]() is not None}
            if side not in self._last or self._last[side][0] <= stood.known_at:
                self._last[side] = stood.known_at, ref(stood.metrics)
