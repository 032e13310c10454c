"""How a package is packed into a zip, and read from one as a folder."""

import lzma
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from metrics.errors import Problem, RefusedError
from metrics.package.seal import DESCRIPTOR, leads_out

_MOST_BYTES = 20 * 10**9  # a country's values, unpacked
# A zip keeps times: all the same, so that the same content is the same bytes.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
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
    if leads_out(name):
        raise RefusedError([Problem("path_outside", str(path), {"path": name})])


def pack(folder: Path, path: Path, first: Sequence[str] = (DESCRIPTOR,)) -> None:
    """Make a zip of a folder: some files first, then every other by its name."""
    before = [folder / name for name in first]
    files = [*before, *sorted(file for file in folder.rglob("*") if file.is_file() and file not in before)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            _add(archive, file, file.relative_to(folder).as_posix())


def _add(archive: zipfile.ZipFile, file: Path, name: str) -> None:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
    entry.file_size = file.stat().st_size
    with file.open("rb") as source, archive.open(entry, "w") as target:
        shutil.copyfileobj(source, target, 2**20)
