"""How the data file is opened, read by many and written by one at a time."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from metrics.errors import ForbiddenError, StoreError, YardstickError
from metrics.people.roles import Action
from metrics.store.migrate import migrate
from metrics.store.standing import Standing
from metrics.store.transaction import Jotting, Row, Write, asked, rows_of
from metrics.store.unclean import set_aside
from metrics.words import Language

# 2.0 writes a file that 1.5 can open, so there is a way back. No extension is ever fetched.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": "v1.5.0",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_PUBLISHED = (Path(__file__).parent.parent / "sql" / "published.sql").read_text(encoding="utf-8")


@dataclass(slots=True)
class _Moments:
    """What a store and its published side have in common: the data version, and up to when it was given out."""

    version: int
    settled: datetime = datetime.min  # noqa: DTZ901 - the store keeps UTC without a zone


@dataclass(slots=True)
class Store:
    """One connection for the process, a cursor for each call, one writer at a time.

    `operators` are the people who need no role to write; None is whoever holds the file, as on the command line.
    `standing` is what was judged last.
    """

    path: Path | None
    connection: duckdb.DuckDBPyConnection
    _moments: _Moments
    operators: frozenset[str] | None = None
    standing: Standing = field(default_factory=Standing)
    is_published: bool = False
    _writing: threading.RLock = field(default_factory=threading.RLock)

    def published(self) -> "Store":
        """The same store as everybody may see it: without values that wait for approval where a plan asks for it."""
        return replace(self, operators=frozenset(), is_published=True)

    def entered(self) -> "Store":
        """The same store with every value, whether it waits or not."""
        return replace(self, is_published=False)

    def read(self, sql: str, given: Mapping[str, object] | None = None) -> list[Row]:
        """The rows of a query, as dictionaries in the query's order."""
        with self.reading() as cursor:
            return rows_of(asked(cursor, sql, given))

    def columns(self, sql: str, given: Mapping[str, object] | None = None) -> Any:
        """The rows of a query, column by column: an Arrow table."""
        with self.reading() as cursor:
            return asked(cursor, sql, given).to_arrow_table()

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor to read by; `observations` are those that may be seen."""
        with self.connection.cursor() as cursor:
            if self.is_published:
                (own,) = cursor.execute("SELECT current_database()").fetchone() or ("",)
                # a view of the same name needs the whole name of what it is made from
                cursor.execute(_PUBLISHED.replace(" main.", f' "{own}".main.'))
            yield cursor

    @property
    def data_version(self) -> int:
        """A number that grows with every write: what was read under one version is right until the next.

        That of the published side is negative, so that what is kept under it is kept apart.
        """
        return -self._moments.version if self.is_published else self._moments.version

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

    def is_settled(self, moment: datetime) -> bool:
        """Whether nothing is recorded at or before a moment any more: it was given out, or something later stands."""
        last = self.read("SELECT max(recorded_at) AS at FROM change")[0]["at"]
        return moment <= max(last or self._moments.settled, self._moments.settled)

    @property
    def empty(self) -> bool:
        """Whether nothing has ever been loaded or entered; people may have accounts already."""
        return not self.read("SELECT 1 FROM areas UNION ALL SELECT 1 FROM plans UNION ALL SELECT 1 FROM units LIMIT 1")

    @contextmanager
    def write(self, author: str, what: str, now: datetime, *, news: bool = True) -> Iterator[Write]:
        """One transaction with its line in the trail. It is on disk when this returns; nothing of it is where `keep` of
        the `Write` is false in the end.

        Without `news`, readers have nothing new to read: the data version stays.

        `now` is UTC without a zone; where the clock has been put back, the last write's moment, or the last one
        that was given out as settled, and a microsecond stands: what was given out never changes.
        """
        with self._writing:
            try:
                with self._transaction() as cursor:
                    write = self._begun(cursor, author, now)
                    write.begin(what)
                    yield write
                    if write.keep and write.required == []:
                        raise ForbiddenError(Action.ADMINISTER, author)
                    if write.keep:
                        write.refuse_twice()
                        cursor.commit()
            except YardstickError as error:
                if error.refuses and not isinstance(error.__cause__, duckdb.Error):
                    self.note_refusal(author, what, error, now)
                raise
            if write.keep and news:
                self._moments.version = write.change_id

    @contextmanager
    def trial(self, author: str, now: datetime) -> Iterator[Write]:
        """A transaction that shows what a write would do. Nothing of it is kept, and nobody who writes waits for it."""
        with self._transaction() as cursor:
            yield self._begun(cursor, author, now)

    @contextmanager
    def jot(self) -> Iterator[Jotting]:
        """One transaction for what is no fact, such as drafts: no line in the trail and no new data version."""
        with self._writing, self._transaction() as cursor:
            yield Jotting(cursor)
            cursor.commit()

    @contextmanager
    def _transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A transaction of which nothing is left unless it is committed."""
        with self.connection.cursor() as cursor:
            cursor.begin()
            try:
                yield cursor
            except duckdb.Error as error:
                raise _in_words(error, self.path) from error
            finally:
                _roll_back(cursor)

    def note_refusal(self, author: str, what: str, error: YardstickError, now: datetime) -> None:
        """Keep in the trail that somebody didn't get what they wanted, and why."""
        sql = "INSERT INTO refusal SELECT coalesce(max(refusal_id), 0) + 1, ?, ?, ?, ?, ? FROM refusal"
        with self._writing, self.connection.cursor() as cursor:
            cursor.execute(sql, [now, author, what, error.text(Language.ZH), error.text(Language.EN)])

    def _begun(self, cursor: duckdb.DuckDBPyConnection, author: str, now: datetime) -> Write:
        last = rows_of(cursor.execute("SELECT max(change_id) AS id, max(recorded_at) AS at FROM change"))[0]
        moment = max(now, max(last["at"] or self._moments.settled, self._moments.settled) + timedelta(microseconds=1))
        needs_no_role = self.operators is None or author in self.operators
        return Write(cursor, moment, author, (last["id"] or 0) + 1, None if needs_no_role else [])

    def close(self) -> None:
        """Close the file, with everything in it moved out of the write-ahead log."""
        with self._writing:
            self.connection.close()


def open_store(path: Path | None, now: datetime, operators: frozenset[str] | None = None) -> Store:
    """Open the data file, making or migrating it where needed; `None` is a store in memory that goes with the process.

    Raises `StoreError`: held by another process, newer than this program, damaged, or a folder that can't be written.
    """
    if path is not None:
        path = path.absolute()
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError("unwritable", path=path, reason=error.strerror) from error
        set_aside(path, now)
    connection = migrate(lambda: _connect(path), path)
    try:
        version = rows_of(connection.execute("SELECT coalesce(max(change_id), 0) AS version FROM change"))[0]["version"]
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
    connection.execute("SET checkpoint_threshold = '64MB'")  # a file of 100,000 values goes to the log alone
    return connection


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.rollback()
    except duckdb.Error:
        return  # one that was committed, or failed to be, is gone already


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
