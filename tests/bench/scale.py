"""How long does it take to judge 300,000 metrics with up to 12 million values? `python -m tests.bench.scale [MILLIONS …]`

A country's worth of areas, made from a seed number: 3,000 areas × 100 metrics × 40 quarters, 5 % of the values
revised once. Beside it, in the same run: DuckDB's plain group-by over the same rows.
"""

import resource
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from metrics.assessment import View
from metrics.definitions import Observation
from metrics.store import Store, open_store
from metrics.store.entries import Entry
from metrics.store.load import load_package
from metrics.store.many import judge
from metrics.store.queries import assess, assessment_sql
from metrics.store.record import record

_SEEDS = Path(__file__).parent.parent.parent / "seeds"
_NOW = datetime(2026, 11, 20)  # noqa: DTZ001 - the store keeps UTC without a zone
_PAST = View(date(2021, 6, 30), datetime(2021, 9, 1))  # noqa: DTZ001
_SEED = 20261120
_QUARTERS = 40
_FLOOR = """
SELECT count(*), sum(reports), sum(total), min(first_day), max(last_day) FROM (
  SELECT metric_id, count(*) AS reports, sum(value) AS total, min(period_start) AS first_day, max(period_end) AS last_day
  FROM observations
  GROUP BY metric_id
)
"""
_METRICS_AN_AREA = 100
AN_AREA = _METRICS_AN_AREA * _QUARTERS
NOW_VIEW = View(_NOW.date(), _NOW)

# Four kinds of target in turn: a level, a sum of increments, a running total, every year by itself.
_METRICS = """
INSERT INTO metrics BY NAME
SELECT 'm' || a || '-' || m AS metric_id, 1 AS version, 'scale' AS plan_id, 'x' || a AS area_id,
       'general' AS category_id, 'm' AS name, 'm' AS name_en, 0 AS decimals, m AS position,
       ['level', 'total', 'total', 'yearly'][1 + m % 4] AS basis,
       ['', 'increment', 'to_date', ''][1 + m % 4] AS reported,
       'at_least' AS comparator, 'higher' AS direction, [200, 4000, 4000, 400][1 + m % 4] AS target_low,
       '家' AS unit_id, CASE WHEN m % 4 = 0 THEN 100 END AS baseline, CASE WHEN m % 4 = 0 THEN '2016' END AS baseline_period,
       CASE WHEN m % 4 = 0 THEN DATE '2016-12-31' END AS baseline_end, 'linear' AS path, DATE '2026-12-31' AS due,
       'unstated' AS binding, 'quarter' AS frequency, 'jingan135' AS source_id, '-' AS section,
       TIMESTAMP '2016-12-31' AS recorded_at, 'bench' AS recorded_by
FROM range($areas) areas(a), range($metrics) metrics(m)
"""
_VALUES = """
INSERT INTO observations BY NAME
SELECT 'm' || a || '-' || m AS metric_id, (2017 + q // 4) || '-Q' || (1 + q % 4) AS period, '' AS item_id, r AS revision,
       CASE m % 4 WHEN 0 THEN 100 + q * 2.5 WHEN 2 THEN q * 100 ELSE 100 END + hash(a, m, q, r, $seed) % 20 AS value,
       'A' AS obs_status, make_date(2017 + q // 4, 1 + 3 * (q % 4), 1) AS period_start,
       last_day(make_date(2017 + q // 4, 3 + 3 * (q % 4), 1)) AS period_end,
       last_day(make_date(2017 + q // 4, 3 + 3 * (q % 4), 1)) + to_days(30 * r) AS recorded_at, 'bench' AS recorded_by
FROM range($areas) areas(a), range($metrics) metrics(m), range($quarters) quarters(q), range(1, 3) revisions(r)
WHERE r = 1 OR hash(a, m, q, $seed) % 20 = 0
ORDER BY metric_id, period_end, r
"""


def main() -> None:
    """Print the times and their ratios to the floor, for each size."""
    for millions in [int(text) for text in sys.argv[1:]] or [1, 4, 12]:
        areas = millions * 1_000_000 // AN_AREA
        with TemporaryDirectory() as folder:
            store = filled(Path(folder) / "scale.duckdb", areas)
            _measure(store, millions)
            store.close()


def filled(path: Path, areas: int) -> Store:
    """A store of so many areas, each with `AN_AREA` values and the revisions of some."""
    store = open_store(path, _NOW)
    store.connection.execute("SET memory_limit = '4GB'")
    load_package(store, _SEEDS, "bench", _NOW)
    given = {"areas": areas, "metrics": _METRICS_AN_AREA}
    store.connection.execute(
        """INSERT INTO plans BY NAME SELECT 'scale' AS plan_id, 's' AS name, 's' AS name_en, 'plan' AS kind,
           'jingan' AS area_id, DATE '2017-01-01' AS period_start, DATE '2026-12-31' AS period_end, 1 AS version,
           TIMESTAMP '2016-12-31' AS recorded_at, 'bench' AS recorded_by"""
    )
    store.connection.execute(_METRICS, given)
    store.connection.execute(_VALUES, given | {"quarters": _QUARTERS, "seed": _SEED})
    store.connection.execute("CHECKPOINT")
    return store


def _measure(store: Store, millions: int) -> None:
    now, past = NOW_VIEW.given, _PAST.given
    # Summed up inside DuckDB, so that what is measured is the judging and not how fast Python makes objects.
    sql = (
        f"SELECT count(*), count(DISTINCT status), sum(attainment), sum(pace), sum(projected) FROM ({assessment_sql()})"
    )
    district = [f"m1-{number}" for number in range(_METRICS_AN_AREA)]
    times = {
        "plain group by": _best(lambda: _drain(store, _FLOOR, {})),
        "assess all, now": _best(lambda: _drain(store, sql, now)),
        "assess all, as of 2021": _best(lambda: _drain(store, sql, past)),
        "assess one district, now": _best(lambda: assess(store, NOW_VIEW, district)),
        "assess all, now, after one more value": _after_one_more_value(store),
    }
    floor = times["plain group by"]
    print(f"{millions} million values")
    for name, seconds in times.items():
        print(f"  {name:38}{seconds * 1000:>8.0f} ms{seconds / floor:>7.1f} x")
    print(f"  {'memory at most':38}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:>8.1f} GB")


def _after_one_more_value(store: Store, times: int = 3) -> float:
    """From the moment at which a corrected value is on disk until all metrics stand with it, with every column.

    As a page asks that has shown them before; the statement is planned, as a server does when it starts.
    """
    view, seconds = View(_NOW.date(), store.settled(None, _NOW)), []
    held = judge(store, view)
    for number in range(times):
        told = Observation(f"m{number}-0", "2026-Q3", Decimal(203), note="corrected")
        written = record(store, Entry(told), "bench", _NOW + timedelta(minutes=1 + number))
        start = perf_counter()
        held = judge(store, View(_NOW.date(), written.recorded_at))
        seconds.append(perf_counter() - start)
        changed = held.find(told.metric_id)
        if changed is None or changed.recorded_at != written.recorded_at:
            raise AssertionError(told)
    return min(seconds)


def _drain(store: Store, sql: str, given: dict[str, object]) -> None:
    store.read(sql, given)


def _best(action: Callable[[], object], times: int = 3) -> float:
    seconds = []
    for _ in range(times):
        start = perf_counter()
        action()
        seconds.append(perf_counter() - start)
    return min(seconds)


if __name__ == "__main__":
    main()
