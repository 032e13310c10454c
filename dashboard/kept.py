"""What was made for one program and serves the next: files by what was asked, the least wanted thrown away."""

import hashlib
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

_MOST_FILES, _MOST_BYTES = 128, 2 * 2**30


@dataclass(frozen=True, slots=True)
class Made:
    """A file and the SHA-256 of its content."""

    path: Path
    version: str
    size: int


@dataclass(slots=True)
class Files:
    """Files of one process, gone with it. Whoever asks for the same at once waits for one to be made."""

    _folder: TemporaryDirectory[str] = field(default_factory=TemporaryDirectory)
    _made: "OrderedDict[Hashable, Made]" = field(default_factory=OrderedDict)
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _making: "defaultdict[Hashable, threading.Lock]" = field(default_factory=lambda: defaultdict(threading.Lock))
    _count: int = 0

    def get(self, key: Hashable, make: Callable[[Path], None]) -> Made:
        """The file under a key, made where there is none."""
        with self._guard:
            making = self._making[key]
        with making:
            with self._guard:
                if key in self._made:
                    self._made.move_to_end(key)
                    return self._made[key]
                self._count += 1
                path = Path(self._folder.name) / str(self._count)
            try:
                make(path)
            except BaseException:
                path.unlink(missing_ok=True)
                raise
            made = Made(path, _digest(path), path.stat().st_size)
            with self._guard:
                self._made[key] = made
                self._making.pop(key, None)
                self._throw_away()
            return made

    def close(self) -> None:
        """Throw everything away."""
        self._folder.cleanup()

    def _throw_away(self) -> None:
        while len(self._made) > 1 and (
            len(self._made) > _MOST_FILES or sum(one.size for one in self._made.values()) > _MOST_BYTES
        ):
            self._made.popitem(last=False)[1].path.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
