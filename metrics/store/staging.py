"""How a large file is laid beside what stands: its cells as text, which of its metrics are clear, and their values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from metrics.errors import YardstickError
from metrics.periods import parse_period
from metrics.store.sieve import unclear_numbers
from metrics.store.transaction import Row, Write

CELLS = (
    *("metric_id", "period", "item_id", "value", "unit_id", "grade", "qualifier", "obs_status"),
    *("source", "published_on", "url", "note"),
)
# What a plain value leaves empty.
_REST = ("item_id", "grade", "qualifier", "source", "published_on", "url", "note")
_TABLES = ("arrived", "span", "metric", "typed", "unclear")
_SQL = Path(__file__).parent.parent / "sql"

# Values beside each other: those that stand and those that arrive. One that stands for the same period is looked at by
# the rules themselves, and so is one of another unit.
_TOLD = """
WITH standing AS (
  SELECT m.number, o.period, o.period_start, o.period_end, o.value, o.unit_id, o.obs_status,
         row_number() OVER (PARTITION BY o.metric_id, o.period, o.item_id ORDER BY o.revision DESC) AS newest
  FROM observations o
  JOIN metric m ON m.metric_id = o.metric_id
  WHERE m.number IN (SELECT number FROM typed)
),
told AS (
  SELECT number, period_start, period_end, value, TRUE AS arrives, ill FROM typed WHERE number IS NOT NULL
  UNION ALL
  SELECT number, period_start, period_end, value, FALSE, unit_id IS NOT NULL
  FROM standing
  WHERE newest = 1 AND value IS NOT NULL AND obs_status <> 'F'
  UNION ALL
  SELECT s.number, s.period_start, s.period_end, 0, FALSE, TRUE
  FROM standing s
  JOIN typed t ON t.number = s.number AND t.period = s.period
)
SELECT t.number, m.way, t.arrives, t.ill,
       CAST(coalesce(t.period_start - DATE '1900-01-01', 0) AS INTEGER) AS begins,
       CAST(coalesce(t.period_end - DATE '1900-01-01', 0) AS INTEGER) AS ends,
       CAST(coalesce(t.value, 0) AS DOUBLE) AS value, coalesce(m.target, CAST('NaN' AS DOUBLE)) AS target
FROM told t
JOIN metric m ON m.number = t.number
"""


@dataclass(frozen=True, slots=True)
class Laid:
    """A CSV in UTF-8 as it lies on disk: its headings, under which of them each of our cells stands, and how its cells
    are parted. `spaced` where spaces or quotes may stand around them."""

    file: Path
    headed: Sequence[str]
    columns: Mapping[str, int]
    separator: str
    spaced: bool


class UnevenError(YardstickError):
    """The lines of a file have too few cells or too many, or quotes that don't close; the transaction has ended."""

    refuses = False  # it is read cell by cell instead


def stage(write: Write, laid: Laid) -> None:
    """Lay the cells of a file into a table that goes with the transaction. Raises `UnevenError`."""
    columns, bare = laid.columns, "coalesce({}) IS NULL" if not laid.spaced else "coalesce(concat({}), '') = ''"
    cell = "trim(c{})" if laid.spaced else "c{}"
    cells = [f"{cell.format(columns[name])} AS {name}" if name in columns else f"'' AS {name}" for name in CELLS]
    rest = ", ".join(cell.format(columns[name]) for name in _REST if name in columns)
    # The texts come from this module and from numbers; what the file says is data.
    arrived = """CREATE OR REPLACE TEMP TABLE arrived AS
                 SELECT row_number() OVER () AS line, *
                 FROM read_csv($file, columns = $names, header = true, delim = $separator, quote = '"', escape = '"',
                               auto_detect = false, strict_mode = true, null_padding = false)"""
    blank = "coalesce(value, '') = '' AND coalesce(grade, '') = '' AND coalesce(obs_status, '') <> 'M'"
    incoming = f"""CREATE OR REPLACE TEMP VIEW incoming AS
                   SELECT line, {", ".join(cells)}, {bare.format(rest) if rest else "TRUE"} AS bare
                   FROM arrived
                   WHERE NOT ({blank})"""  # noqa: S608
    names = {f"c{at}": "VARCHAR" for at in range(len(laid.headed))}
    try:
        write.cursor.execute(arrived, {"file": str(laid.file), "names": names, "separator": laid.separator})
    except duckdb.InvalidInputException as error:
        raise UnevenError("uneven") from error
    write.cursor.execute(incoming)
    write.cursor.execute(
        "CREATE OR REPLACE TEMP TABLE span (name VARCHAR, period VARCHAR, period_start DATE, period_end DATE)"
    )
    write.append("span", _spans([row["period"] for row in write.read("SELECT DISTINCT period FROM incoming")]))


def unclear(write: Write, today: date) -> list[Row]:
    """The rows, by line, of the metrics that must be looked at cell by cell; the others are clear."""
    write.cursor.execute(f"CREATE OR REPLACE TEMP TABLE metric AS {_sql('sieve_metrics')}")
    write.cursor.execute(f"CREATE OR REPLACE TEMP TABLE typed AS {_sql('sieve_values')}", {"today": today})
    told: dict[str, Any] = write.cursor.execute(_TOLD).fetchnumpy()
    numbers = unclear_numbers(told)
    write.cursor.execute(
        "CREATE OR REPLACE TEMP TABLE unclear AS SELECT CAST(unnest($numbers) AS INTEGER) AS number",
        {"numbers": numbers},
    )
    sql = "SELECT line FROM typed WHERE number IS NULL OR number IN (SELECT number FROM unclear)"
    lines = [row["line"] for row in write.read(sql)]
    if not lines:
        return []
    texts = ", ".join(f"coalesce({name}, '') AS {name}" for name in CELLS)
    sql = f"SELECT line, {texts} FROM incoming WHERE line IN (SELECT unnest($lines)) ORDER BY line"  # noqa: S608
    return write.read(sql, {"lines": lines})


def clear_metrics(write: Write) -> list[str]:
    """The metrics that are clear."""
    sql = """SELECT metric_id FROM metric
             WHERE number IN (SELECT number FROM typed) AND number NOT IN (SELECT number FROM unclear)"""
    return [row["metric_id"] for row in write.read(sql)]


def add_clear(write: Write) -> int:
    """Add the values of the clear metrics, each the first of its period; how many."""
    sql = """INSERT INTO observations BY NAME
             SELECT m.metric_id, t.period, '' AS item_id, 1 AS revision, t.value,
                    CASE WHEN t.obs_status = '' THEN 'A' ELSE t.obs_status END AS obs_status,
                    t.period_start, t.period_end, $now AS recorded_at, $author AS recorded_by
             FROM typed t
             JOIN metric m ON m.number = t.number
             WHERE t.number NOT IN (SELECT number FROM unclear)"""
    write.entered.update(clear_metrics(write))
    return int(write.read(sql, {"now": write.now, "author": write.author})[0]["Count"])


def unstage(write: Write) -> None:
    """Leave nothing of it behind."""
    write.cursor.execute("DROP VIEW IF EXISTS incoming")
    for table in _TABLES:
        write.cursor.execute(f"DROP TABLE IF EXISTS {table}")


def _spans(names: Sequence[str | None]) -> list[Row]:
    rows = []
    for name in names:
        try:
            period = parse_period(name or "")
        except ValueError:
            continue
        rows.append({"name": name, "period": name, "period_start": period.start, "period_end": period.end})
    return rows


@cache
def _sql(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
