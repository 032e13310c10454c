"""Few metrics are judged over rows that are handed to the rule, by a statement that is planned once a process.

DuckDB plans a statement that reads a table anew each time, which takes longer than to judge a hundred metrics; one that
reads none it plans once. So what the rule reads is gathered, and stands before the rule as JSON, under the names of its
tables.
"""

import json
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import duckdb

from metrics.store.transaction import Reader, Row, rows_of

_MOST = 5000  # values: to hand over more takes longer than to plan
_TYPES = {"as_of": "DATE", "known_at": "TIMESTAMP", "profile": "VARCHAR", "only": "VARCHAR[]"}
_SIZES = "SELECT table_name, estimated_size FROM duckdb_tables() WHERE table_name IN ('metrics', 'observations')"
_COLUMNS = """
SELECT table_name, column_name, data_type
FROM duckdb_columns()
WHERE NOT internal AND database_name <> 'temp'
ORDER BY column_index
"""
# The metrics in question, and whatever they are made of.
_ASKED = """
WITH RECURSIVE asked AS (
  SELECT unnest($only) AS metric_id
  UNION
  SELECT p.part_id FROM parts p JOIN asked a ON a.metric_id = p.metric_id
)
"""


def judging(store: Reader, only: Sequence[str] | None) -> Reader:
    """Who answers soonest how all metrics stand, or some: the store, or what is gathered from it where it is little."""
    size = {row["table_name"]: row["estimated_size"] for row in store.read(_SIZES)}
    share = 1 if only is None else len(only) / max(size["metrics"], 1)
    return Gathered(store) if size["observations"] * share <= _MOST else store


def plan_ahead(sql: str, store: Reader) -> None:
    """Plan a statement before somebody waits for it."""
    _planner().plan(sql, store)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Answers as the store does a query that takes no parameters but `as_of`, `known_at`, `profile` and `only`."""

    store: Reader

    def read(self, sql: str, given: Mapping[str, object] | None = None) -> list[Row]:
        """The rows of a query, as dictionaries in the query's order."""
        with self._answered(sql, given or {}) as found:
            return rows_of(found)

    def columns(self, sql: str, given: Mapping[str, object] | None = None) -> Any:
        """The rows of a query, column by column: an Arrow table."""
        with self._answered(sql, given or {}) as found:
            return found.to_arrow_table()

    @contextmanager
    def _answered(self, sql: str, given: Mapping[str, object]) -> Iterator[duckdb.DuckDBPyConnection]:
        planner = _planner()
        plan = planner.plan(sql, self.store)
        (rows,) = self.store.read(plan.gather, {"only": given["only"]})
        with planner.alone:
            yield planner.connection.execute(plan.run({**rows, **given}))


@dataclass(frozen=True, slots=True)
class _Plan:
    """A statement that was planned: under which name, what gathers its rows, and what is handed over in which order."""

    name: str
    gather: str
    handed: Sequence[str]

    def run(self, values: Mapping[str, object]) -> str:
        """What runs it with these."""
        typed = {name: f"CAST({_literal(value)} AS {_type(name)})" for name, value in values.items()}
        return f"EXECUTE {self.name}({', '.join(typed[name] for name in self.handed)})"


@dataclass(frozen=True, slots=True)
class _Planner:
    """A connection that has no tables, for one at a time, and what it has planned, by the text of the statement."""

    connection: duckdb.DuckDBPyConnection
    alone: threading.RLock = field(default_factory=threading.RLock)
    plans: dict[str, _Plan] = field(default_factory=dict)

    def plan(self, sql: str, store: Reader) -> _Plan:
        """How a statement runs over rows that are gathered from a store; every store has the same tables."""
        with self.alone:
            if sql not in self.plans:
                self.plans[sql] = self._plan(sql, store)
            return self.plans[sql]

    def _plan(self, sql: str, store: Reader) -> _Plan:
        text = re.sub("--.*", "", sql)
        read = _columns_read(text, store)
        name, handed = f"plan_{len(self.plans)}", list[str]()

        def take(found: re.Match[str]) -> str:
            # each place has a parameter of its own: with one in two places DuckDB plans anew each time
            handed.append(found[1])
            return f"CAST(${len(handed)} AS {_type(found[1])})"

        tables = ", ".join(_standing_for(table, columns) for table, columns in read.items())
        whole = re.sub(r"\$(\w+)", take, f"WITH {tables}, {text.strip().removeprefix('WITH')}")
        self.connection.execute(f"PREPARE {name} AS {whole}")
        gather = ", ".join(_gathering(table, columns) for table, columns in read.items())
        return _Plan(name, f"{_ASKED} SELECT {gather}", handed)


@cache
def _planner() -> _Planner:
    return _Planner(duckdb.connect(config={"threads": 2}))


def _columns_read(text: str, store: Reader) -> dict[str, dict[str, str]]:
    """By table that a statement reads, the columns that it names and their types."""
    tables, words = set(re.findall(r"\b(?:FROM|JOIN) (\w+)", text)), set(re.findall(r"\w+", text))
    read: dict[str, dict[str, str]] = {}
    for row in store.read(_COLUMNS):
        if row["table_name"] in tables and row["column_name"] in words:
            read.setdefault(row["table_name"], {})[row["column_name"]] = row["data_type"]
    return read


def _standing_for(table: str, columns: Mapping[str, str]) -> str:
    """What stands before a statement for a table. Names come from the store's own schema."""
    return f"{table} AS MATERIALIZED (SELECT unnest(from_json(${table}, '{json.dumps([columns])}'), recursive := true))"


def _gathering(table: str, columns: Mapping[str, str]) -> str:
    """What makes JSON of the rows of a table."""
    few = "WHERE $only IS NULL OR metric_id IN (SELECT metric_id FROM asked)" if "metric_id" in columns else ""
    # names are those of the store's own schema
    rows = f"SELECT {', '.join(columns)} FROM {table} {few}"  # noqa: S608
    return f"(SELECT coalesce(to_json(list(r)), '[]') FROM ({rows}) r) AS {table}"  # noqa: S608


def _type(name: str) -> str:
    return _TYPES.get(name, "VARCHAR")


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return "'" + str(value).replace("'", "''") + "'"
