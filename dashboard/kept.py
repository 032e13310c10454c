"""What was made for one program and serves the next: files by what was asked, the least wanted thrown away."""

import hashlib
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

_MOST_FILES, _MOST_BYTES = 128, 2 * 2**30


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Made:
    """A file and the SHA-256 of its content. It is there for as long as somebody holds this."""

    path: Path
    version: str
    size: int


class Order(NamedTuple):
    """A file that somebody wants: under what it is kept, and how it is made."""

    key: Hashable
    make: Callable[[Path], None]


@dataclass(slots=True)
class Files:
    """Files of one process, gone with it. Whoever asks for the same at once waits for one to be made."""

    _folder: TemporaryDirectory[str] = field(default_factory=TemporaryDirectory)
    _made: "OrderedDict[Hashable, Made]" = field(default_factory=OrderedDict)
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _making: dict[Hashable, "Future[Made]"] = field(default_factory=dict)
    _count: int = 0

    def kept(self, key: Hashable) -> Made | None:
        """The file under a key, where it has been made."""
        with self._guard:
            if key in self._made:
                self._made.move_to_end(key)
            return self._made.get(key)

    def get(self, order: Order) -> Made:
        """The file, made where there is none. Raises what making it raises, to everybody who waits for it."""
        with self._guard:
            if order.key in self._made:
                self._made.move_to_end(order.key)
                return self._made[order.key]
            under_way = self._making.get(order.key)
            if under_way is None:
                mine = self._making[order.key] = Future[Made]()
                self._count += 1
                path = Path(self._folder.name) / str(self._count)
        if under_way is not None:
            return under_way.result()
        try:
            order.make(path)
            made = _made(path)
        except BaseException as error:
            path.unlink(missing_ok=True)
            with self._guard:
                del self._making[order.key]
            mine.set_exception(error)
            raise
        with self._guard:
            del self._making[order.key]
            self._made[order.key] = made
            self._throw_away()
        mine.set_result(made)
        return made

    def close(self) -> None:
        """Throw everything away."""
        self._folder.cleanup()

    def _throw_away(self) -> None:
        while len(self._made) > 1 and (
            len(self._made) > _MOST_FILES or sum(one.size for one in self._made.values()) > _MOST_BYTES
        ):
            self._made.popitem(last=False)


def _made(path: Path) -> Made:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    made = Made(path, digest, path.stat().st_size)
    # Only when nobody sends it any more.
    weakref.finalize(made, path.unlink, missing_ok=True)
    return made
