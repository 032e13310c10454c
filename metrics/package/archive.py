"""How a package that was packed into a zip is read as a folder."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from metrics.errors import Problem, RefusedError


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
                archive.extractall(inside)
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
            raise RefusedError([Problem("package_unreadable", str(path), {"reason": str(error)})]) from error
        yield inside


def _refuse_outside(path: Path, name: str) -> None:
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name:
        raise RefusedError([Problem("path_outside", str(path), {"path": name})])
