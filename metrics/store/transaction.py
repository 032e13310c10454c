"""What a query gives, and what a transaction may do while it is under way."""

import sys
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeAlias

import duckdb

from metrics.errors import ForbiddenError, StoreError
from metrics.people.roles import Action, Concern, Grant, Role, may

Row: TypeAlias = dict[str, Any]

# Many rows in a statement are read quickly; far more are not, since reading takes the square of their number.
_ROWS_A_STATEMENT, _ROWS_BY_ARROW = 50, 1000

# DuckDB warns of a copy of the rows; what it offers instead plans every query twice, which takes 80 ms of the longest.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result")

# The long statements that were read, by their text: those of files of ours, which are few.
_LONG = 1000
_READ: dict[str, duckdb.Statement] = {}

_TWICE = """
SELECT 1 FROM observations
WHERE metric_id IN (SELECT unnest($metrics))
GROUP BY metric_id, period, item_id, revision
HAVING count(*) > 1
LIMIT 1
"""
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

    def columns(self, sql: str, given: Mapping[str, object] | None = None) -> Any:
        """The rows of a query, column by column: an Arrow table."""
        ...


@dataclass(slots=True)
class Write:
    """A transaction under way: everything in it becomes true at once, or nothing does.

    `required` is None where the author needs no role; else what was asked for and found to be allowed. Whoever finds
    that there is nothing new sets `keep` to false, and no trace of it is left. `entered` are the metrics of which
    values were added.
    """

    cursor: duckdb.DuckDBPyConnection
    now: datetime
    author: str
    change_id: int
    required: list[Action] | None = None
    keep: bool = True
    entered: set[str] = field(default_factory=set)

    def begin(self, what: str) -> None:
        """Add the line of this transaction to the trail."""
        line = {"change_id": self.change_id, "recorded_at": self.now, "recorded_by": self.author, "what": what}
        self.append("change", [line])

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
        return rows_of(asked(self.cursor, sql, given))

    def columns(self, sql: str, given: Mapping[str, object] | None = None) -> Any:
        """The same, column by column: an Arrow table."""
        return asked(self.cursor, sql, given).to_arrow_table()

    def append(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Add rows that all have the same columns."""
        if table == "observations":
            self.entered.update(str(row["metric_id"]) for row in rows)
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

    def refuse_twice(self) -> None:
        """Raise `StoreError` where a revision of a value that was added here stands twice."""
        if self.entered and self.read(_TWICE, {"metrics": sorted(self.entered)}):
            raise StoreError("overtaken")

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


def asked(cursor: duckdb.DuckDBPyConnection, sql: str, given: Mapping[str, object] | None) -> duckdb.DuckDBPyConnection:
    """What a query gives. The text of a long one is read once, which takes up to 20 ms."""
    if len(sql) < _LONG:
        return cursor.execute(sql, dict(given or {}))
    if sql not in _READ:
        (_READ[sql],) = cursor.extract_statements(sql)
    return cursor.execute(_READ[sql], dict(given or {}))


def grants_of(store: Reader, person_id: str) -> list[Grant]:
    """The roles that somebody has now."""
    return [Grant(Role(row["role"]), row["scope"]) for row in store.read(_GRANTS, {"person_id": person_id})]


def rows_of(result: duckdb.DuckDBPyConnection) -> list[Row]:
    """All rows of what was executed, as dictionaries in its order of columns."""
    if not result.description:
        return []
    names = [sys.intern(column[0]) for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
