"""How a package that was packed into a zip is read as a folder."""

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from metrics.errors import Problem, RefusedError

_MOST_BYTES = 20 * 10**9  # a country's values, unpacked
_DAMAGED = (
    *(OSError, zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(RuntimeError, NotImplementedError, EOFError, ValueError),
)


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """A folder as it is; a zip as a folder that is gone afterwards. Raises `RefusedError` for what is no zip."""
    if not path.is_file():
        yield path
        return
    with TemporaryDirectory() as folder:
        inside = Path(folder) / path.stem
        try:
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    _refuse_outside(path, name)
                if sum(each.file_size for each in archive.infolist()) > _MOST_BYTES:
                    raise RefusedError([Problem("package_too_large", str(path), {"most": _MOST_BYTES // 10**9})])
                archive.extractall(inside)
        except _DAMAGED as error:
            raise RefusedError([Problem("package_unreadable", str(path), {"reason": str(error)})]) from error
        yield inside


def _refuse_outside(path: Path, name: str) -> None:
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name:
        raise RefusedError([Problem("path_outside", str(path), {"path": name})])
