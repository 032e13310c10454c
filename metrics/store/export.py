"""How a large table leaves the store: DuckDB writes the file itself, in cells that every form is made from."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from metrics.assessment import View
from metrics.package.schema import Column, Table
from metrics.store.connection import Store

_QUERIES = Path(__file__).parent / "exports"
_TYPES = {"number": "DOUBLE", "integer": "INTEGER", "date": "DATE", "datetime": "TIMESTAMPTZ"}
_SLICE = 500_000
_END = "~"  # behind every id
# What was given out of sources: one that was typed with a value from when that value is seen.
SOURCES = """
SELECT s.rowid AS place, s.* FROM sources AS s
WHERE s.recorded_at <= $known_at AND (NOT starts_with(s.source_id, 's-') OR s.source_id IN (
  SELECT source_id FROM observations WHERE recorded_at <= $known_at AND source_id IS NOT NULL))
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: from where one looks, the newest revision or version of each or every one, of which metrics.

    `metrics` is None for all.
    """

    view: View
    every: bool = False
    metrics: Sequence[str] | None = None

    @property
    def given(self) -> dict[str, object]:
        """The parameters of the queries."""
        return {
            "as_of": self.view.as_of,
            "known_at": self.view.known_at,
            "every": self.every,
            "all": self.metrics is None,
            "metrics": list(self.metrics or [""]),
        }


@dataclass(frozen=True, slots=True)
class Query:
    """A statement of ours that ends with its order, and its parameters."""

    sql: str
    given: Mapping[str, object]
    sliced: bool = False


def observations_query(wanted: Wanted) -> Query:
    """Values of periods that have ended by the day, and forecasts, with their names."""
    return Query(_text("observations"), wanted.given | {"after": "", "last": _END}, sliced=True)


def definitions_query(wanted: Wanted) -> Query:
    """Definitions with their names: the one in force on the day, or every version."""
    return Query(_text("definitions"), wanted.given)


def export_csv(store: Store, query: Query, table: Table, path: Path) -> int:
    """Write a query as UTF-8 CSV without a byte-order mark: ISO dates, raw numbers, nothing for what is unknown.

    How many rows. The columns, and the path, come from this program and never from input.
    """
    body, order = query.sql.rsplit("ORDER BY", 1)
    cells = ", ".join(f"{_cell(column)} AS {column.name}" for column in table.columns)
    ordered = f"WITH t AS ({body}) SELECT {cells} FROM t ORDER BY {order}"  # noqa: S608
    count, part = 0, path.with_name(path.name + ".part")
    for at, bounds in enumerate(_slices(store) if query.sliced else [{}]):
        target = part if at else path
        sql = f"COPY ({ordered}) TO {_quoted(target)} (FORMAT csv, HEADER {not at}, NULLSTR '')"
        with store.reading() as cursor:
            row = cursor.execute(sql, {**query.given, **bounds}).fetchone()
        count += int(row[0]) if row else 0
        if at:
            _append(part, path)
    return count


def _slices(store: Store) -> list[dict[str, str]]:
    """Stretches of metrics, in their order, with about so many values each: sorting all at once takes gigabytes."""
    rows = store.read(
        """SELECT max(metric_id) AS last FROM (
             SELECT metric_id, sum(count(*)) OVER (ORDER BY metric_id) AS upto FROM observations GROUP BY metric_id
           ) GROUP BY upto // $slice ORDER BY last""",
        {"slice": _SLICE},
    )
    ends = [row["last"] for row in rows[:-1]]
    return [{"after": after, "last": last} for after, last in zip(["", *ends], [*ends, _END], strict=True)]


def _append(part: Path, path: Path) -> None:
    with part.open("rb") as source, path.open("ab") as target:
        shutil.copyfileobj(source, target, 2**20)
    part.unlink()


def export_parquet(store: Store, cells: Path, columns: Sequence[Column], path: Path) -> None:
    """Write such a CSV as Parquet, by DuckDB's own COPY: numbers as DOUBLE, moments with their zone, UTC."""
    types = ", ".join(f"'{column.name}': '{_TYPES.get(column.type, 'VARCHAR')}'" for column in columns)
    read = (
        f"read_csv({_quoted(cells)}, header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"',"
        f" nullstr = '', parallel = false, columns = {{{types}}})"
    )
    with store.reading() as cursor:
        cursor.execute(f"COPY (SELECT * FROM {read}) TO {_quoted(path)} (FORMAT parquet, COMPRESSION zstd)")  # noqa: S608


def _cell(column: Column) -> str:
    """The text of a column as Python's `cell` writes it: 235 for 235.0000, 2016-12-30T00:00:00Z."""
    name = f"t.{column.name}"
    if column.type == "number":
        return (
            f"CASE WHEN {name} = trunc({name}) THEN CAST(CAST({name} AS BIGINT) AS VARCHAR)"
            f" ELSE rtrim(CAST({name} AS VARCHAR), '0') END"
        )
    if column.type == "datetime":
        whole = f"strftime({name}, '%Y-%m-%dT%H:%M:%S')"
        return (
            f"CASE WHEN microsecond({name}) % 1000000 = 0 THEN {whole} || 'Z'"
            f" ELSE strftime({name}, '%Y-%m-%dT%H:%M:%S.%fZ') END"
        )
    return f"nullif({name}, '')" if column.type == "string" else name


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


@cache
def _text(name: str) -> str:
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def history_query(table: str, known_at: datetime) -> Query:
    """Every row of a table of the package that was known: each version, each revision, with its record."""
    given: dict[str, object] = {"known_at": known_at}
    if table == "observations":
        # a value that was known before its metric was defined waits for the definition
        sql = """SELECT o.* FROM observations o
                 WHERE o.recorded_at <= $known_at AND o.metric_id > $after AND o.metric_id <= $last
                   AND o.metric_id IN (SELECT metric_id FROM metrics WHERE recorded_at <= $known_at
                                         AND metric_id > $after AND metric_id <= $last)
                 ORDER BY metric_id, period, item_id, revision"""
        return Query(sql, given, sliced=True)
    if table in ("items", "parts", "milestones"):
        sql = f"""SELECT c.*, c.rowid AS place, m.plan_id, m.position
                  FROM {table} c JOIN metrics m ON m.metric_id = c.metric_id AND m.version = c.version
                  WHERE m.recorded_at <= $known_at
                  ORDER BY plan_id, position, metric_id, version, place"""  # noqa: S608 - a name of ours
        return Query(sql, given)
    if table == "sources":
        return Query(f"{SOURCES} ORDER BY version, place", given)
    order = "plan_id, position, metric_id, version" if table == "metrics" else "version, place"
    sql = f"SELECT rowid AS place, * FROM {table} WHERE recorded_at <= $known_at ORDER BY {order}"  # noqa: S608
    return Query(sql, given)
