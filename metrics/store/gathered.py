"""Over which rows does the rule judge? Over all that there are, those of some metrics, or few that are handed to it.

DuckDB plans a statement that reads a table anew each time, which takes longer than to judge a hundred metrics; one that
reads none it plans once. So where there is little to judge, what the rule reads is gathered, and stands before the rule
as JSON, under the names of its tables.
"""

import json
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import starmap
from typing import Any

import duckdb

from metrics.store.transaction import Reader, Row, rows_of

_MOST = 5000  # values: to hand over more takes longer than to plan
_TYPES = {"as_of": "DATE", "known_at": "TIMESTAMP"}
_SIZES = "SELECT table_name, estimated_size FROM duckdb_tables() WHERE table_name IN ('metrics', 'observations')"
_COLUMNS = """
SELECT table_name, column_name, data_type
FROM duckdb_columns()
WHERE NOT internal AND database_name <> 'temp'
ORDER BY column_index
"""
# The metrics in question, and whatever they are made of.
_ASKED = """
asked AS (
  SELECT unnest($only) AS metric_id
  UNION
  SELECT p.part_id FROM parts p JOIN asked a ON a.metric_id = p.metric_id
)
"""
_FEW = "WHERE metric_id IN (SELECT metric_id FROM asked)"
_OF_A_METRIC = ("metrics", "observations")


def judging(store: Reader, only: Sequence[str] | None) -> Reader:
    """Who answers soonest how all metrics stand, or some and what they are made of."""
    size = {row["table_name"]: row["estimated_size"] for row in store.read(_SIZES)}
    share = 1 if only is None else len(only) / max(size["metrics"], 1)
    if size["observations"] * share <= _MOST:
        return Gathered(store, only)
    return store if only is None else Among(store, only)


def plan_ahead(sql: str, store: Reader) -> None:
    """Plan a statement before somebody waits for it."""
    _planner().plan(sql, store)


@dataclass(frozen=True, slots=True)
class Among:
    """Answers as the store does, as if there were no metrics but some and what they are made of."""

    store: Reader
    only: Sequence[str]

    def read(self, sql: str, given: Mapping[str, object] | None = None) -> list[Row]:
        """The rows of a query, as dictionaries in the query's order."""
        return self.store.read(self._among(sql), self._given(given))

    def columns(self, sql: str, given: Mapping[str, object] | None = None) -> Any:
        """The rows of a query, column by column: an Arrow table."""
        return self.store.columns(self._among(sql), self._given(given))

    def _given(self, given: Mapping[str, object] | None) -> dict[str, object]:
        return {**(given or {}), "only": self.only}

    @staticmethod
    def _among(sql: str) -> str:
        # a table's own name stands for some of its rows; the recursion stands inside, or that name would mean itself
        asked = f"asked AS (WITH RECURSIVE {_ASKED} SELECT metric_id FROM asked)"  # noqa: S608 - texts of this file
        some = (f"{table} AS (SELECT * FROM {table} {_FEW})" for table in _OF_A_METRIC)  # noqa: S608
        return before(sql, [asked, *some])


@dataclass(frozen=True, slots=True)
class Gathered:
    """The same, of a query that takes no parameters but `as_of`, `known_at` and `profile`; `only` may be all."""

    store: Reader
    only: Sequence[str] | None = None

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
        (rows,) = self.store.read(*plan.gathering(self.only))
        with planner.alone:
            yield planner.connection.execute(plan.run({**rows, **given}))


def before(sql: str, tables: Iterable[str]) -> str:
    """A statement with something before it that stands for its tables."""
    return f"WITH {', '.join(tables)}, {_bare(sql).removeprefix('WITH')}"


def _bare(sql: str) -> str:
    return re.sub("--.*", "", sql).strip()


@dataclass(frozen=True, slots=True)
class _Plan:
    """A statement that was planned: under which name, what gathers its rows, and what is handed over in which order."""

    name: str
    gather_all: str
    gather_some: str
    handed: Sequence[str]

    def gathering(self, only: Sequence[str] | None) -> tuple[str, Mapping[str, object]]:
        """The query that gathers the rows of all metrics, or of some, and what it is given."""
        return (self.gather_all, {}) if only is None else (self.gather_some, {"only": only})

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
        read = _columns_read(_bare(sql), store)
        name, handed = f"plan_{len(self.plans)}", list[str]()

        def take(found: re.Match[str]) -> str:
            # each place has a parameter of its own: with one in two places DuckDB plans anew each time
            handed.append(found[1])
            return f"CAST(${len(handed)} AS {_type(found[1])})"

        whole = re.sub(r"\$(\w+)", take, before(sql, starmap(_standing_for, read.items())))
        self.connection.execute(f"PREPARE {name} AS {whole}")
        return _Plan(
            name, f"SELECT {_gathering(read, '')}", f"WITH RECURSIVE {_ASKED} SELECT {_gathering(read, _FEW)}", handed
        )


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


def _gathering(read: Mapping[str, Mapping[str, str]], few: str) -> str:
    """What makes JSON of the rows of each table; of those that a metric has, of few."""
    # names are those of the store's own schema
    return ", ".join(
        f"(SELECT coalesce(to_json(list(r)), '[]') FROM"  # noqa: S608
        f" (SELECT {', '.join(columns)} FROM {table} {few if 'metric_id' in columns else ''}) r) AS {table}"
        for table, columns in read.items()
    )


def _type(name: str) -> str:
    return _TYPES.get(name, "VARCHAR")


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return "'" + str(value).replace("'", "''") + "'"
