"""How long must somebody wait who has tried wrong passwords?"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

_FREE = 5
_LONGEST = timedelta(minutes=15)
_FORGOTTEN = timedelta(hours=1)
_MOST = 10_000


@dataclass(slots=True)
class Attempts:
    """Failures by who and from where. After five, each doubles the wait, up to a quarter of an hour."""

    _failed: OrderedDict[str, tuple[int, datetime]] = field(default_factory=OrderedDict)

    def wait(self, keys: Iterable[str], now: datetime) -> int:
        """Seconds that are left to wait, 0 for none."""
        left = max((self._left(key, now) for key in keys), default=timedelta())
        return max(0, ceil(left.total_seconds()))

    def fail(self, keys: Iterable[str], now: datetime) -> None:
        """Count a failure."""
        for key in keys:
            count, last = self._failed.pop(key, (0, now))
            self._failed[key] = (1 if now - last > _FORGOTTEN else count + 1, now)
        while len(self._failed) > _MOST:
            self._failed.popitem(last=False)

    def succeed(self, key: str) -> None:
        """Forget the failures of who has signed in; not those of the place from where they came."""
        self._failed.pop(key, None)

    def _left(self, key: str, now: datetime) -> timedelta:
        count, last = self._failed.get(key, (0, now))
        if count < _FREE:
            return timedelta()
        return last + min(timedelta(seconds=2 ** min(count - _FREE, 10)), _LONGEST) - now
