"""How long must somebody wait who has tried wrong passwords?"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

_LONGEST = timedelta(minutes=15)
_FORGOTTEN = timedelta(hours=1)
_MOST = 10_000


@dataclass(slots=True)
class Attempts:
    """Failures by key: a name, a browser, an address. After the `free` ones, each doubles the wait, up to a quarter
    of an hour.
    """

    free: int = 5
    _failed: OrderedDict[str, tuple[int, datetime]] = field(default_factory=OrderedDict)

    def wait(self, key: str, now: datetime) -> int:
        """Seconds that are left to wait, 0 for none."""
        count, last = self._failed.get(key, (0, now))
        if count < self.free:
            return 0
        wait = min(timedelta(seconds=2 ** min(count - self.free, 10)), _LONGEST)
        return max(0, ceil((last + wait - now).total_seconds()))

    def fail(self, key: str, now: datetime) -> None:
        """Count a failure."""
        count, last = self._failed.pop(key, (0, now))
        self._failed[key] = (1 if now - last > _FORGOTTEN else count + 1, now)
        while len(self._failed) > _MOST:
            self._failed.popitem(last=False)

    def take_back(self, key: str) -> None:
        """Count one failure less: it was counted before the check, and was none. The others stay."""
        if key in self._failed:
            count, last = self._failed[key]
            self._failed[key] = (count - 1, last)

    def forget(self, key: str) -> None:
        """Forget every failure of a key."""
        self._failed.pop(key, None)
