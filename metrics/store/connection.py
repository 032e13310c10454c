"""How the data file is opened, read by many and written by one at a time."""

import re
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import duckdb

from metrics.errors import ForbiddenError, StoreError, YardstickError
from metrics.people.roles import Action, Concern, Grant, Role, may
from metrics.store.migrate import migrate
from metrics.store.unclean import set_aside
from metrics.words import Language

Row: TypeAlias = dict[str, Any]

# Many rows in a statement are read quickly; far more are not, since reading takes the square of their number.
_ROWS_A_STATEMENT, _ROWS_BY_ARROW = 50, 1000

# 2.0 writes a file that 1.5 can open, so there is a way back. No extension is ever fetched.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": "v1.5.0",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_PUBLISHED = (Path(__file__).parent.parent / "sql" / "published.sql").read_text(encoding="utf-8")
_GRANTS = """
SELECT g.role, g.scope FROM role_grant AS g
LEFT JOIN role_grant AS n ON n.person_id = g.person_id AND n.role = g.role AND n.scope = g.scope
  AND n.version = g.version + 1
WHERE g.person_id = $person_id AND g.held AND n.version IS NULL
ORDER BY g.role, g.scope
"""


class Reader(Protocol):
    """What answers a query: the store as it stands, or a transaction with what it has written."""

    def read(self, sql: str, given: Mapping[str, object] | None = None) -> list[Row]:
        """The rows of a query, as dictionaries in the query's order."""
        ...


@dataclass(frozen=True, slots=True)
class Write:
    """A transaction under way: everything in it becomes true at once, or nothing does.

    `required` is None where the author needs no role; else what was asked for and found to be allowed.
    """

    cursor: duckdb.DuckDBPyConnection
    now: datetime
    author: str
    change_id: int
    required: list[Action] | None = None

    def require(self, action: Action, concern: Concern) -> None:
        """Raise `ForbiddenError` unless the author may do this. Whoever writes asks for every concern."""
        if self.required is None:
            return
        if not may(grants_of(self, self.author), action, concern):
            raise ForbiddenError(action, self.author)
        self.required.append(action)

    def require_self(self, person_id: str) -> None:
        """Raise `ForbiddenError` unless somebody writes about themselves, for which no role is needed."""
        if self.required is None:
            return
        if self.author != person_id:
            raise ForbiddenError(Action.ADMINISTER, self.author)
        self.required.append(Action.COMMENT)

    def require_nothing(self) -> None:
        """Anybody may write this, whether they have signed in or not."""
        if self.required is not None:
            self.required.append(Action.COMMENT)

    def read(self, sql: str, given: Mapping[str, object] | None = None) -> list[Row]:
        """The rows of a query, with what this transaction has written in them."""
        return _rows(self.cursor.execute(sql, dict(given or {})))

    def append(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Add rows that all have the same columns."""
        if len(rows) > _ROWS_BY_ARROW:
            self._append_by_arrow(table, rows)
            return
        for at in range(0, len(rows), _ROWS_A_STATEMENT):
            some = rows[at : at + _ROWS_A_STATEMENT]
            columns = list(some[0])
            one = "(" + ", ".join("?" * len(columns)) + ")"
            # Names of tables and columns come from this program's own schemas, never from input.
            sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([one] * len(some))}"  # noqa: S608
            self.cursor.execute(sql, [row[column] for row in some for column in columns])

    def _append_by_arrow(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        import pyarrow  # noqa: PLC0415 - 50 ms that a command with few rows needn't wait for

        columns = list(rows[0])
        self.cursor.register("arriving", pyarrow.table({column: [row[column] for row in rows] for column in columns}))
        self.cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT * FROM arriving")  # noqa: S608
        self.cursor.unregister("arriving")


@dataclass(frozen=True, slots=True)
class Jotting:
    """A transaction for what may be overwritten."""

    cursor: duckdb.DuckDBPyConnection

    def run(self, sql: str, given: Mapping[str, object]) -> None:
        """One statement."""
        self.cursor.execute(sql, dict(given))


@dataclass(slots=True)
class _Moments:
    """What a store and its published side have in common: the data version, and up to when it was given out."""

    version: int
    settled: datetime = datetime.min  # noqa: DTZ901 - the store keeps UTC without a zone


@dataclass(slots=True)
class Store:
    """One connection for the process, a cursor for each call, one writer at a time.

    `operators` are the people who need no role to write; None is whoever holds the file, as on the command line.
    """

    path: Path | None
    connection: duckdb.DuckDBPyConnection
    _moments: _Moments
    operators: frozenset[str] | None = None
    _published: bool = False
    _writing: threading.RLock = field(default_factory=threading.RLock)

    def published(self) -> "Store":
        """The same store as everybody may see it: without values that wait for approval where a plan asks for it."""
        return replace(self, operators=frozenset(), _published=True)

    def read(self, sql: str, given: Mapping[str, object] | None = None) -> list[Row]:
        """The rows of a query, as dictionaries in the query's order."""
        with self.reading() as cursor:
            return _rows(cursor.execute(sql, dict(given or {})))

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor to read by; `observations` are those that may be seen."""
        with self.connection.cursor() as cursor:
            if self._published:
                (own,) = cursor.execute("SELECT current_database()").fetchone() or ("",)
                # a view of the same name needs the whole name of what it is made from
                cursor.execute(_PUBLISHED.replace(" main.", f' "{own}".main.'))
            yield cursor

    @property
    def data_version(self) -> int:
        """A number that grows with every write: what was read under one version is right until the next.

        That of the published side is negative, so that what is kept under it is kept apart.
        """
        return -self._moments.version if self._published else self._moments.version

    def settled(self, asked: datetime | None, now: datetime) -> datetime:
        """A moment at or before which nothing is recorded any more: the asked one.

        Without one, or for one that is still to come, the moment of the last record: until the next, nothing else
        is known either.
        """
        with self._writing:
            if asked is None or asked > now:
                last = self.read("SELECT max(recorded_at) AS at FROM change")[0]["at"]
                return min(asked or now, last or now)
            self._moments.settled = max(self._moments.settled, asked)
            return asked

    @property
    def empty(self) -> bool:
        """Whether nothing has ever been loaded or entered; people may have accounts already."""
        return not self.read("SELECT 1 FROM areas UNION ALL SELECT 1 FROM plans UNION ALL SELECT 1 FROM units LIMIT 1")

    @contextmanager
    def write(self, author: str, what: str, now: datetime, *, keep: bool = True, news: bool = True) -> Iterator[Write]:
        """One transaction with its line in the trail. It is on disk when this returns; `keep=False` tries it only.

        Without `news`, readers have nothing new to read: the data version stays.

        `now` is UTC without a zone; where the clock has been put back, the last write's moment, or the last one
        that was given out as settled, and a microsecond stands: what was given out never changes.
        """
        with self._writing:
            try:
                with self._transaction(keep=keep) as cursor:
                    write = self._begun(cursor, author, what, now)
                    yield write
                    if keep and write.required == []:
                        raise ForbiddenError(Action.ADMINISTER, author)
            except YardstickError as error:
                if keep and error.refuses and not isinstance(error.__cause__, duckdb.Error):
                    self.note_refusal(author, what, error, now)
                raise
            if keep and news:
                self._moments.version = write.change_id

    @contextmanager
    def jot(self) -> Iterator[Jotting]:
        """One transaction for what is no fact, such as drafts: no line in the trail and no new data version."""
        with self._transaction(keep=True) as cursor:
            yield Jotting(cursor)

    @contextmanager
    def _transaction(self, *, keep: bool) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._writing, self.connection.cursor() as cursor:
            cursor.begin()
            try:
                yield cursor
                if keep:
                    cursor.commit()
                else:
                    cursor.rollback()
            except duckdb.Error as error:
                _roll_back(cursor)
                raise _in_words(error, self.path) from error
            except BaseException:
                _roll_back(cursor)
                raise

    def note_refusal(self, author: str, what: str, error: YardstickError, now: datetime) -> None:
        """Keep in the trail that somebody didn't get what they wanted, and why."""
        sql = "INSERT INTO refusal SELECT coalesce(max(refusal_id), 0) + 1, ?, ?, ?, ?, ? FROM refusal"
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [now, author, what, error.text(Language.ZH), error.text(Language.EN)])

    def _begun(self, cursor: duckdb.DuckDBPyConnection, author: str, what: str, now: datetime) -> Write:
        last = _rows(cursor.execute("SELECT max(change_id) AS id, max(recorded_at) AS at FROM change"))[0]
        moment = max(now, max(last["at"] or self._moments.settled, self._moments.settled) + timedelta(microseconds=1))
        needs_no_role = self.operators is None or author in self.operators
        write = Write(cursor, moment, author, (last["id"] or 0) + 1, None if needs_no_role else [])
        write.append(
            "change",
            [{"change_id": write.change_id, "recorded_at": moment, "recorded_by": author, "what": what}],
        )
        return write

    def close(self) -> None:
        """Close the file, with everything in it moved out of the write-ahead log."""
        with self._writing:
            self.connection.close()


def grants_of(store: Reader, person_id: str) -> list[Grant]:
    """The roles that somebody has now."""
    return [Grant(Role(row["role"]), row["scope"]) for row in store.read(_GRANTS, {"person_id": person_id})]


def open_store(path: Path | None, now: datetime, operators: frozenset[str] | None = None) -> Store:
    """Open the data file, making or migrating it where needed; `None` is a store in memory that goes with the process.

    Raises `StoreError`: held by another process, newer than this program, damaged, or a folder that can't be written.
    """
    if path is not None:
        path = path.absolute()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError("unwritable", path=path, reason=error.strerror) from error
        set_aside(path, now)
    connection = migrate(lambda: _connect(path), path)
    try:
        version = _rows(connection.execute("SELECT coalesce(max(change_id), 0) AS version FROM change"))[0]["version"]
    except duckdb.Error as error:
        connection.close()
        raise StoreError("not_ours", path=path) from error
    return Store(path, connection, _Moments(version), operators)


def _connect(path: Path | None) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path or ":memory:"), config=_CONFIG)
    except duckdb.Error as error:
        raise _in_words(error, path) from error
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.rollback()
    except duckdb.Error:
        return  # a transaction that failed to commit is gone already


def _in_words(error: duckdb.Error, path: Path | None) -> StoreError:
    text = str(error)
    if isinstance(error, duckdb.ConstraintException) or "PRIMARY KEY" in text:
        return StoreError("overtaken")
    if "lock" in text and (holder := re.search(r"PID (\d+)", text)):
        return StoreError("busy", path=path, pid=holder[1])
    if "not a valid DuckDB" in text or "Is a directory" in text or "not a regular file" in text:
        return StoreError("not_ours", path=path)
    if "No space left" in text:
        return StoreError("full", path=path)
    return StoreError("damaged", path=path, reason=text.splitlines()[0])


def _rows(result: duckdb.DuckDBPyConnection) -> list[Row]:
    if not result.description:
        return []
    names = [sys.intern(column[0]) for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
