"""How a large file is laid beside what stands: its cells as text, which of its metrics are clear, and their values."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from metrics.periods import parse_period
from metrics.store.transaction import Row, Write

CELLS = (
    *("metric_id", "period", "item_id", "value", "unit_id", "grade", "qualifier", "obs_status"),
    *("source", "published_on", "url", "note"),
)
# What a plain value leaves empty.
_REST = ("item_id", "grade", "qualifier", "source", "published_on", "url", "note")
_SQL = Path(__file__).parent.parent / "sql"


def stage(write: Write, file: Path, headed: Sequence[str], columns: Mapping[str, int], separator: str) -> None:
    """Lay the cells of a CSV in UTF-8 into a table that goes with the transaction.

    `headed` are the headings of the file, `columns` says under which of them each of our cells stands.
    """
    names = {f"c{at}": "VARCHAR" for at in range(len(headed))}
    cells = [
        f"trim(coalesce(c{columns[name]}, '')) AS {name}" if name in columns else f"'' AS {name}" for name in CELLS
    ]
    rest = " || ".join(f"trim(coalesce(c{columns[name]}, ''))" for name in _REST if name in columns) or "''"
    # The texts come from this module and from numbers; what the file says is data.
    sql = f"""CREATE OR REPLACE TEMP TABLE incoming AS
              SELECT row_number() OVER () AS line, {", ".join(cells)}, {rest} AS rest
              FROM read_csv($file, columns = $names, header = true, delim = $separator, quote = '"', escape = '"',
                            auto_detect = false, strict_mode = true, null_padding = false)"""  # noqa: S608
    write.cursor.execute(sql, {"file": str(file), "names": names, "separator": separator})
    write.cursor.execute("DELETE FROM incoming WHERE value = '' AND grade = '' AND obs_status <> 'M'")
    write.cursor.execute(
        "CREATE OR REPLACE TEMP TABLE span (name VARCHAR, period VARCHAR, period_start DATE, period_end DATE)"
    )
    write.append("span", _spans([row["period"] for row in write.read("SELECT DISTINCT period FROM incoming")]))


def unclear(write: Write, today: date) -> list[Row]:
    """The rows, by line, of the metrics that must be looked at cell by cell; the others are clear."""
    write.cursor.execute(f"CREATE OR REPLACE TEMP TABLE unclear AS {_sieve()}", {"today": today})
    sql = "SELECT * FROM incoming WHERE metric_id IN (SELECT metric_id FROM unclear) ORDER BY line"
    return write.read(sql)


def clear_metrics(write: Write) -> list[str]:
    """The metrics that are clear."""
    sql = "SELECT DISTINCT metric_id FROM incoming WHERE metric_id NOT IN (SELECT metric_id FROM unclear)"
    return [row["metric_id"] for row in write.read(sql)]


def add_clear(write: Write) -> int:
    """Add the values of the clear metrics, each the first of its period; how many."""
    sql = """INSERT INTO observations BY NAME
             SELECT i.metric_id, s.period, '' AS item_id, 1 AS revision, CAST(i.value AS DECIMAL(18,4)) AS value,
                    CASE WHEN i.obs_status = '' THEN 'A' ELSE i.obs_status END AS obs_status,
                    s.period_start, s.period_end, $now AS recorded_at, $author AS recorded_by
             FROM incoming i
             JOIN span s ON s.name = i.period
             WHERE i.metric_id NOT IN (SELECT metric_id FROM unclear)"""
    return int(write.read(sql, {"now": write.now, "author": write.author})[0]["Count"])


def unstage(write: Write) -> None:
    """Leave nothing of it behind."""
    for table in ("incoming", "span", "unclear"):
        write.cursor.execute(f"DROP TABLE IF EXISTS {table}")


def _spans(names: Sequence[str]) -> list[Row]:
    rows = []
    for name in names:
        try:
            period = parse_period(name)
        except ValueError:
            continue
        rows.append({"name": name, "period": name, "period_start": period.start, "period_end": period.end})
    return rows


@cache
def _sieve() -> str:
    return (_SQL / "sieve.sql").read_text(encoding="utf-8")
