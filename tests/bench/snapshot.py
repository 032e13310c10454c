"""How long does a CSV take, of millions of values and of a filtered view? `python -m tests.bench.snapshot [MILLIONS …]`

Beside them, in the same run: DuckDB's own COPY of the same rows as they stand in the store, and an answer of the server
for which nothing is read. At most 1.5 times the COPY are asked, and 100 ms for a view of the seeds.
"""

import resource
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import httpx

from metrics.snapshot.asked import Asked, Form, What
from metrics.snapshot.take import take
from metrics.store import Store
from metrics.store.export import Wanted, observations_query
from tests.bench.scale import AN_AREA, NOW_VIEW, filled
from tests.browser.serving import DASHBOARD, Server, serving

_TIMES = 3


def main() -> None:
    """Print both times and their ratio, and how much memory the process took at most, for each size."""
    for millions in [int(text) for text in sys.argv[1:]] or [1]:
        with TemporaryDirectory() as folder:
            store = filled(Path(folder) / "scale.duckdb", millions * 1_000_000 // AN_AREA)
            _measure(store, millions, Path(folder))
            store.close()
    with TemporaryDirectory() as folder, serving(DASHBOARD, Path(folder)) as server:
        _measure_view(server)


def _measure_view(server: Server) -> None:
    """A filtered view of the seeds on days on which nobody has looked yet, and once more."""
    client = httpx.Client(base_url=server.address, trust_env=False)
    days = [f"2018-01-{day:02}" for day in range(1, 12)]
    once, again = ([_asked(client, f"/api/assessments.csv?area=jingan&as_of={day}") for day in days] for _ in range(2))
    floor = median(_asked(client, "/healthz") for _ in days)
    print("a filtered view of the seeds")
    for name, seconds in (("/healthz", floor), ("judged anew", median(once)), ("judged before", median(again))):
        print(f"  {name:28}{seconds * 1000:>8.1f} ms{seconds / floor:>8.1f} x")


def _asked(client: httpx.Client, address: str) -> float:
    start = perf_counter()
    client.get(address).raise_for_status()
    return perf_counter() - start


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
