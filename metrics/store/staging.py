"""How a large file is laid beside what stands: its values, which metrics are clear, and the cells of the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from metrics.errors import StoreError, YardstickError
from metrics.periods import parse_period
from metrics.store.sieve import unclear_numbers
from metrics.store.transaction import Row, Write

CELLS = (
    *("metric_id", "period", "item_id", "value", "unit_id", "grade", "qualifier", "obs_status"),
    *("source", "published_on", "url", "note"),
)
# What a plain value leaves empty.
_REST = ("item_id", "grade", "qualifier", "source", "published_on", "url", "note")
_TABLES = ("span", "metric", "typed", "unclear")
_SQL = Path(__file__).parent.parent / "sql"

# The cells of a file by line, `bare` where only what a plain value has stands in them.
_INCOMING = """
SELECT line, {cells}, {bare} AS bare
FROM (
  SELECT row_number() OVER () AS line, *
  FROM read_csv($file, columns = $names, header = true, delim = $separator, quote = '"', escape = '"',
                auto_detect = false, strict_mode = true, null_padding = false)
)
WHERE NOT (coalesce(value, '') = '' AND coalesce(grade, '') = '' AND coalesce(obs_status, '') <> 'M')
"""

# What `Write.refuse_twice` looks for, by the numbers of the metrics: each is to be the first value of its period.
_TWICE = """
SELECT 1 FROM typed
WHERE number NOT IN (SELECT number FROM unclear)
GROUP BY number, period
HAVING count(*) > 1
UNION ALL
SELECT 1 FROM observations o
JOIN metric m ON m.metric_id = o.metric_id
JOIN typed t ON t.number = m.number AND t.period = o.period
WHERE o.item_id = '' AND t.number NOT IN (SELECT number FROM unclear)
LIMIT 1
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

    @property
    def given(self) -> dict[str, object]:
        """What a statement is told that reads the file."""
        names = {f"c{at}": "VARCHAR" for at in range(len(self.headed))}
        return {"file": str(self.file), "names": names, "separator": self.separator}


class UnevenError(YardstickError):
    """The lines of a file have too few cells or too many, or quotes that don't close; the transaction has ended."""

    refuses = False  # it is read cell by cell instead


def stage(write: Write, laid: Laid) -> None:
    """Lay the values of a file, and what is known of their metrics, into tables that go with the transaction.

    Raises `UnevenError`.
    """
    write.cursor.execute(f"CREATE OR REPLACE TEMP TABLE metric AS {_sql('sieve_metrics')}")
    typed = f"CREATE OR REPLACE TEMP TABLE typed AS WITH incoming AS ({_incoming(laid)}) {_sql('sieve_values')}"
    try:
        write.cursor.execute(typed, laid.given)
    except duckdb.InvalidInputException as error:
        raise UnevenError("uneven") from error
    write.cursor.execute("CREATE OR REPLACE TEMP TABLE span (name VARCHAR, period_start DATE, period_end DATE)")
    write.append("span", _spans([row["period"] for row in write.read("SELECT DISTINCT period FROM typed")]))


def unclear(write: Write, laid: Laid, today: date) -> list[Row]:
    """The rows, by line, of the metrics that must be looked at cell by cell; the others are clear."""
    told: dict[str, Any] = write.cursor.execute(_sql("sieve_told"), {"today": today}).fetchnumpy()
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
    sql = f"SELECT line, {texts} FROM ({_incoming(laid)}) WHERE line IN (SELECT unnest($lines)) ORDER BY line"  # noqa: S608
    return write.read(sql, laid.given | {"lines": lines})


def clear_metrics(write: Write) -> list[str]:
    """The metrics that are clear."""
    sql = """SELECT metric_id FROM metric
             WHERE number IN (SELECT number FROM typed) AND number NOT IN (SELECT number FROM unclear)"""
    return [row["metric_id"] for row in write.read(sql)]


def add_clear(write: Write) -> int:
    """Add the values of the clear metrics, each the first of its period; how many."""
    if write.read(_TWICE):
        raise StoreError("overtaken")
    sql = """INSERT INTO observations BY NAME
             SELECT m.metric_id, t.period, '' AS item_id, 1 AS revision, t.value,
                    CASE WHEN t.obs_status = '' THEN 'A' ELSE t.obs_status END AS obs_status,
                    s.period_start, s.period_end, $now AS recorded_at, $author AS recorded_by
             FROM typed t
             JOIN metric m ON m.number = t.number
             JOIN span s ON s.name = t.period
             WHERE t.number NOT IN (SELECT number FROM unclear)"""
    return int(write.read(sql, {"now": write.now, "author": write.author})[0]["Count"])


def unstage(write: Write) -> None:
    """Leave nothing of it behind."""
    for table in _TABLES:
        write.cursor.execute(f"DROP TABLE IF EXISTS {table}")


def _incoming(laid: Laid) -> str:
    cell = "trim(c{})" if laid.spaced else "c{}"
    cells = [
        f"{cell.format(laid.columns[name])} AS {name}" if name in laid.columns else f"'' AS {name}" for name in CELLS
    ]
    rest = ", ".join(cell.format(laid.columns[name]) for name in _REST if name in laid.columns)
    bare = "coalesce(concat({}), '') = ''" if laid.spaced else "coalesce({}) IS NULL"
    # The texts come from this module and from numbers; what the file says is data.
    return _INCOMING.format(cells=", ".join(cells), bare=bare.format(rest) if rest else "TRUE")


def _spans(names: Sequence[str | None]) -> list[Row]:
    rows = []
    for name in names:
        try:
            period = parse_period(name or "")
        except ValueError:
            continue
        rows.append({"name": name, "period_start": period.start, "period_end": period.end})
    return rows


@cache
def _sql(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
