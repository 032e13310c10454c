"""Is a save that is cut by a kill whole or nothing, at whatever moment? `python -m tests.bench.kills [KILLS]`

A program saves a grid of twenty values again and again, and says when it begins one and when it has been told that it
is durable. It is killed in its first, second or third save, at a moment by chance, and the file is opened anew: every
value has as many revisions as every other, and none that was acknowledged is gone. Printed is how many kills fell into
which tenth of a usual save, the last of which takes what is longer, and how many of the cut saves were there.
"""

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from metrics.definitions import Observation
from metrics.store import open_store
from metrics.store.entries import Entry
from metrics.store.record import record_all
from tests.worlds import NOW, World, metric

_KILLS, _VALUES = 500, 20
_FIRST = 0.2  # seconds, until the first save that ended tells how long one takes


def main() -> None:
    """Kill so many times, and print where and what was left."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else _KILLS
    chance, turn = Random(11), 0  # noqa: S311 - no secret
    moments, whole, saves = Counter[int](), 0, list[float]()
    with TemporaryDirectory() as name:
        file = Path(name) / "killed.duckdb"
        _in_a_process(partial(_begin, file))
        for number in range(kills):
            after = chance.uniform(0, 1.1 * _usual(saves))
            told, began, at = _killed(file, turn + chance.randrange(1, 4), after, saves)
            found = int(_in_a_process(partial(_look, file, number)))
            if found not in (told, told + 1):
                sys.exit(f"kill {number}: {told} was acknowledged, {found} is there")
            if began > told:
                moments[min(9, int(10 * at / _usual(saves)))] += 1
                whole += found > told
            turn = found
    cut = sum(moments.values())
    print(f"{kills} kills, {cut} of them within a save ({_usual(saves) * 1000:.0f} ms): none lost, none in part")
    print("by tenth of a save: " + " ".join(str(moments[tenth]) for tenth in range(10)))
    print(f"of the cut saves {whole} were there whole, the others not at all; {turn} revisions of each value stand")


def _usual(saves: list[float]) -> float:
    return median(saves) if saves else _FIRST


def _in_a_process(work: Callable[[int], None]) -> str:
    """What a child process writes before it ends: DuckDB is opened in no process that forks."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(writing)
            os._exit(0)
        except BaseException as error:
            os.write(2, f"{error!r}\n".encode())
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as told:
        text = told.read()
    if os.waitpid(child, 0)[1]:
        sys.exit("it could not be opened")
    return text


def _begin(file: Path, _: int) -> None:
    World(open_store(file, NOW)).add(*(metric(f"m{number}") for number in range(_VALUES))).store.close()


def _killed(file: Path, turn: int, after: float, saves: list[float]) -> tuple[int, int, float]:
    """Kill so long after a save has begun: the last save that was acknowledged, the last that began, and how long
    that one had gone on."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _save(file, writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        lines: list[str] = []
        while not lines or lines[-1].split()[:2] != ["begin", str(turn)]:
            lines.append(told.readline())
        sleep(after)
        killed = perf_counter()
        os.kill(child, signal.SIGKILL)
        said = [line.split() for line in [*lines, *told] if line.endswith("\n")]
    os.waitpid(child, 0)
    begun = {int(number): float(at) for word, number, at in said if word == "begin"}
    done = {int(number): float(at) for word, number, at in said if word == "done"}
    saves.extend(done[number] - begun[number] for number in done)
    last = max(begun)
    return max(done, default=last - 1), last, killed - begun[last]


def _save(file: Path, out: int) -> None:
    store = open_store(file, NOW)
    turn = int(store.read("SELECT coalesce(max(revision), 0) AS n FROM observations")[0]["n"])
    while True:
        turn += 1
        told = [Entry(Observation(f"m{one}", "2017", Decimal(1000 + turn), note=str(turn))) for one in range(_VALUES)]
        os.write(out, f"begin {turn} {perf_counter()}\n".encode())
        record_all(store, told, "clerk", NOW)
        os.write(out, f"done {turn} {perf_counter()}\n".encode())


def _look(file: Path, number: int, out: int) -> None:
    """How many saves stand; fails where one stands in part."""
    store = open_store(file, NOW + timedelta(seconds=number))
    sql = """SELECT metric_id, max(revision) AS last, max(CAST(note AS INTEGER)) AS turn, count(*) AS n
             FROM observations GROUP BY 1"""
    rows = store.read(sql)
    (row,) = store.read("SELECT count(*) AS n FROM change WHERE what = 'record 20 values'")
    stands = {(one["last"], one["turn"], one["n"]) for one in rows} or {(0, 0, 0)}
    assert stands == {(row["n"], row["n"], row["n"])}, stands
    assert len(rows) in (0, _VALUES), rows
    store.close()
    os.write(out, str(row["n"]).encode())


if __name__ == "__main__":
    main()
