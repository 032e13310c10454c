"""How long does a file of 100,000 values take, checked and recorded? `python -m tests.bench.file`

Beside it, in the same run and the same kind of file on disk: DuckDB's own `read_csv` into a table.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import duckdb

from metrics.sheets.bulk import bring_in_table, large_table
from metrics.store import open_store
from metrics.store.entries import Click
from tests.worlds import World, metric

_NOW = datetime(2026, 11, 20)  # noqa: DTZ001 - the store keeps UTC without a zone
_METRICS, _QUARTERS, _TIMES = 5000, 20, 5
_HEADER = "metric_id,period,item_id,value,unit_id,obs_status,source,note\n"


def main() -> None:
    """Print the median of both, and their ratio."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        content = _file().encode()
        (folder / "values.csv").write_bytes(content)
        floor, ours = [], []
        for turn in range(_TIMES):  # in turn, since others may use the machine
            floor.append(_timed(partial(_floor, folder, turn)))
            ours.append(_ours(folder, turn, content))
    print(f"{'read_csv into a table':30}{median(floor) * 1000:>8.0f} ms")
    print(f"{'checked and recorded':30}{median(ours) * 1000:>8.0f} ms{median(floor) / median(ours):>8.2f} of its speed")


def _file() -> str:
    """5,000 metrics over the twenty quarters of their plan, each rising as its trend does, with a ripple."""
    rows = (
        f"m{one},{2016 + quarter // 4}-Q{1 + quarter % 4},,{100 + one % 50 + 3 * quarter + quarter % 2}.5,,,,\n"
        for one in range(_METRICS)
        for quarter in range(_QUARTERS)
    )
    return _HEADER + "".join(rows)


def _floor(folder: Path, turn: int) -> None:
    with duckdb.connect(str(folder / f"floor{turn}.duckdb")) as connection:
        connection.execute(f"CREATE TABLE arrived AS SELECT * FROM read_csv('{folder}/values.csv')")


def _ours(folder: Path, turn: int, content: bytes) -> float:
    store = open_store(folder / f"ours{turn}.duckdb", _NOW)
    World(store).add(*(metric(f"m{one}") for one in range(_METRICS)))
    store.connection.execute("CHECKPOINT")

    def load() -> None:
        table = large_table(content)
        assert table is not None
        receipt = bring_in_table(store, table, "bench", _NOW, Click())
        assert receipt.counts["added"] == _METRICS * _QUARTERS, receipt.counts

    seconds = _timed(load)
    store.close()
    return seconds


def _timed(action: Callable[[], None]) -> float:
    start = perf_counter()
    action()
    return perf_counter() - start


if __name__ == "__main__":
    main()
