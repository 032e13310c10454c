"""Saving while the program is killed, and by many at once: all of it is there or nothing, and what was told stays."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from metrics.definitions import Observation
from metrics.errors import ConflictError
from metrics.store import open_store
from metrics.store.entries import Click, Entry
from metrics.store.record import record, record_all
from tests.worlds import NOW, World, metric

ROOT = Path(__file__).parent.parent
_METRICS, _TURNS = 20, 4

# Saves a grid of twenty values again and again, each time other values, and says so once a save is acknowledged.
_SAVE = """
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from metrics.definitions import Observation
from metrics.store import open_store
from metrics.store.entries import Entry
from metrics.store.record import record_all
from tests.worlds import NOW
store = open_store(Path(sys.argv[1]), NOW)
turn = int(sys.argv[2])
print("open", flush=True)
while True:
    turn += 1
    told = [Entry(Observation(f"m{n}", "2017", Decimal(1000 + turn), note=str(turn))) for n in range(20)]
    record_all(store, told, "clerk", NOW)
    print(turn, flush=True)
"""


def test_a_save_that_is_cut_by_a_kill_is_there_whole_or_not_at_all(data_file: Path) -> None:
    World(open_store(data_file, NOW)).add(*(metric(f"m{number}") for number in range(_METRICS))).store.close()
    chance, told = Random(7), 0  # noqa: S311 - no secret
    for kill in range(_TURNS):
        told = _killed(data_file, told, chance.uniform(0.002, 0.25))
        store = open_store(data_file, NOW + timedelta(seconds=kill))
        rows = store.read(
            "SELECT metric_id, max(CAST(note AS INTEGER)) AS turn, count(*) AS n FROM observations GROUP BY 1"
        )
        turns = {row["turn"] for row in rows}
        assert len(rows) in (0, _METRICS)
        assert len(turns) <= 1
        if rows:
            (last,) = turns
            assert last >= told
            assert {row["n"] for row in rows} == {last}
            told = last
        store.close()


def _killed(data_file: Path, turn: int, after: float) -> int:
    """The last turn that was acknowledged by a program that is killed so many seconds after its first."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SAVE, str(data_file), str(turn)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    timer = threading.Timer(after, lambda: os.kill(process.pid, signal.SIGKILL))
    timer.start()
    lines = [line for line in process.stdout if line.endswith("\n")]
    process.stdout.close()
    process.wait()
    timer.join()
    return int(lines[-1]) if lines else turn


def _at_once(work: list[threading.Thread]) -> None:
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()


def _entry(metric_id: str, number: int, **told: object) -> Entry:
    return replace(Entry(Observation(metric_id, "2017", Decimal(number), note=f"by {number}")), **told)  # type: ignore[arg-type]


def test_twenty_who_save_different_values_at_once_all_succeed(data_file: Path) -> None:
    world = World(open_store(data_file, NOW)).add(*(metric(f"m{number}") for number in range(_METRICS)))
    done: list[int] = []

    def save(number: int) -> None:
        together = [
            _entry(f"m{number}", 110 + number),
            replace(_entry(f"m{number}", 115 + number), observation=Observation(f"m{number}", "2018", Decimal(130))),
        ]
        receipt = record_all(world.store, together, f"clerk {number}", NOW, Click(f"click {number}"))
        done.append(receipt.counts["added"])

    _at_once([threading.Thread(target=save, args=(number,)) for number in range(_METRICS)])
    assert done == [2] * _METRICS
    (row,) = world.store.read("SELECT count(*) AS n, count(DISTINCT recorded_at) AS moments FROM observations")
    assert row == {"n": 2 * _METRICS, "moments": _METRICS}
    world.store.close()


def test_twenty_who_correct_the_same_value_at_once_are_told_apart(data_file: Path) -> None:
    world = World(open_store(data_file, NOW)).add(metric("m"))
    record(world.store, _entry("m", 110), "first", NOW)
    won: list[int] = []
    overtaken: list[ConflictError] = []

    def correct(number: int) -> None:
        try:
            record(world.store, _entry("m", 120 + number, seen=1), f"clerk {number}", NOW + timedelta(seconds=1))
            won.append(number)
        except ConflictError as error:
            overtaken.append(error)

    _at_once([threading.Thread(target=correct, args=(number,)) for number in range(20)])
    assert (len(won), len(overtaken)) == (1, 19)
    assert all(f"clerk {won[0]} entered {120 + won[0]}" in str(error) for error in overtaken)
    rows = world.store.read("SELECT revision, value FROM observations ORDER BY revision")
    assert [(row["revision"], row["value"]) for row in rows] == [(1, 110), (2, 120 + won[0])]
    world.store.close()
