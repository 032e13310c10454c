"""How long does a CSV of millions of values take? `python -m tests.bench.snapshot [MILLIONS …]`

Beside it, in the same run: DuckDB's own COPY of the same rows as they stand in the store.
"""

import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from metrics.snapshot.asked import Asked, Form, What
from metrics.snapshot.take import take
from metrics.store import Store
from metrics.store.export import Wanted, observations_query
from tests.bench.scale import AN_AREA, NOW_VIEW, filled

_TIMES = 3


def main() -> None:
    """Print both times and their ratio, and how much memory the process took at most, for each size."""
    for millions in [int(text) for text in sys.argv[1:]] or [1]:
        with TemporaryDirectory() as folder:
            store = filled(Path(folder) / "scale.duckdb", millions * 1_000_000 // AN_AREA)
            _measure(store, millions, Path(folder))
            store.close()


def _measure(store: Store, millions: int, folder: Path) -> None:
    asked = Asked(What.OBSERVATIONS, Form.CSV, NOW_VIEW)
    ours = min(_taken(store, asked, folder / "ours.csv") for _ in range(_TIMES))
    floor = min(_copied(store, folder / "floor.csv") for _ in range(_TIMES))
    print(f"{millions} million values, {(folder / 'ours.csv').stat().st_size / 1e6:.0f} MB")
    print(f"  {'COPY of the same query':28}{floor:>8.2f} s")
    print(f"  {'snapshot':28}{ours:>8.2f} s{ours / floor:>8.2f} x")
    print(f"  {'memory at most':28}{_memory():>8.2f} GB")


def _copied(store: Store, path: Path) -> float:
    start = perf_counter()
    query = observations_query(Wanted(NOW_VIEW))
    store.read(f"COPY ({query.sql}) TO '{path}' (HEADER)", query.given)
    return perf_counter() - start


def _taken(store: Store, asked: Asked, path: Path) -> float:
    start = perf_counter()
    take(store, asked, path)
    return perf_counter() - start


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main()
