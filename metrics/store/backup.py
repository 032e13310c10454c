"""How the whole store is put into a folder and brought back: Parquet files, consistent while others write."""

import shutil
from datetime import datetime
from pathlib import Path

import duckdb

from metrics.errors import StoreError, YardstickError
from metrics.store.connection import Store, open_store


def back_up(store: Store, folder: Path) -> None:
    """Export everything into a new folder. Nothing is left behind where it fails."""
    if folder.exists():
        raise StoreError("exists", path=folder)
    unfinished = folder.with_name(folder.name + ".unfinished")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        with store.connection.cursor() as cursor:
            cursor.begin()
            cursor.execute(f"EXPORT DATABASE {_quoted(unfinished)} (FORMAT parquet)")
            cursor.rollback()
        unfinished.chmod(0o700)  # it holds what nobody has approved yet, and the hashes of passwords
        unfinished.rename(folder)
    except (OSError, duckdb.Error) as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise YardstickError("file_unwritable", path=folder, reason=str(error).splitlines()[0]) from error


def restore(folder: Path, path: Path, now: datetime) -> None:
    """Make a new data file from a backup. An existing file is never touched."""
    if path.exists():
        raise StoreError("exists", path=path)
    if not (folder / "schema.sql").is_file():
        raise StoreError("no_backup", path=folder)
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(str(unfinished), config={"storage_compatibility_version": "v1.5.0"}) as connection:
            connection.execute(f"IMPORT DATABASE {_quoted(folder)}")
            connection.execute("CHECKPOINT")
        open_store(unfinished, now).close()
        unfinished.rename(path)
    except (OSError, duckdb.Error) as error:
        unfinished.unlink(missing_ok=True)
        raise YardstickError("backup_broken", path=path, folder=folder, reason=str(error).splitlines()[0]) from error


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
