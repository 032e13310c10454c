"""How an older data file becomes a newer one: numbered SQL files, each in one transaction, after a copy."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from metrics.errors import StoreError

_FOLDER = Path(__file__).parent / "migrations"


def migrate(connect: Callable[[], duckdb.DuckDBPyConnection], path: Path | None) -> duckdb.DuckDBPyConnection:
    """Open the file and bring it to the newest schema. A file with data is copied first; a newer one is refused."""
    steps = {int(file.name[:4]): file for file in sorted(_FOLDER.glob("*.sql"))}
    connection = connect()
    version = _version(connection)
    if version > max(steps):
        connection.close()
        raise StoreError("newer", path=path, theirs=version, ours=max(steps))
    if version == 0 and _tables(connection):
        connection.close()
        raise StoreError("not_ours", path=path)
    if version and version < max(steps) and path is not None:
        connection.close()
        shutil.copy2(path, path.with_name(f"{path.name}.before-{max(steps):04}"))
        connection = connect()
    for number, file in steps.items():
        if number > version:
            try:
                _step(connection, number, file.read_text(encoding="utf-8"))
            except duckdb.Error as error:
                connection.close()
                raise StoreError("not_migrated", path=path, number=number, reason=str(error).splitlines()[0]) from error
    return connection


def _version(connection: duckdb.DuckDBPyConnection) -> int:
    if "schema_version" not in _tables(connection):
        return 0
    row = connection.execute("SELECT max(version) FROM schema_version").fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}


def _step(connection: duckdb.DuckDBPyConnection, number: int, sql: str) -> None:
    connection.begin()
    try:
        connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY)")
        connection.execute(sql)
        connection.execute("INSERT INTO schema_version VALUES (?)", [number])
        connection.commit()
    except duckdb.Error:
        connection.rollback()
        raise
    connection.execute("CHECKPOINT")
