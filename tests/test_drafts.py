"""What was typed and isn't saved is there again after a reload and a restart, and belongs to its writer alone."""

import os
import signal
import subprocess
import sys
import threading
from datetime import date, timedelta
from pathlib import Path

from metrics.store import open_store
from metrics.store.backup import back_up, restore
from metrics.store.drafts import drop_draft, keep_draft, read_draft
from tests.worlds import NOW

ROOT = Path(__file__).parent.parent


def test_a_draft_is_kept_field_by_field_and_read_as_it_was_typed() -> None:
    store = open_store(None, NOW)
    keep_draft(store, "li", "one:m", {"value": "约1,2", "published": date(2018, 3, 1), "done": True, "note": None}, NOW)
    keep_draft(store, "li", "one:m", {"value": "约1,200"}, NOW + timedelta(seconds=3))
    kept = read_draft(store, "li", "one:m")
    assert kept is not None
    assert kept.fields == {"value": "约1,200", "published": date(2018, 3, 1), "done": True, "note": None}
    assert kept.saved_at == NOW + timedelta(seconds=3)


def test_a_draft_is_its_writers_alone_and_gone_when_it_is_dropped() -> None:
    store = open_store(None, NOW)
    keep_draft(store, "li", "one:m", {"value": "1"}, NOW)
    keep_draft(store, "li", "one:n", {"value": "2"}, NOW)
    assert read_draft(store, "wang", "one:m") is None
    drop_draft(store, "li", "one:m")
    assert read_draft(store, "li", "one:m") is None
    assert read_draft(store, "li", "one:n") is not None


def test_a_draft_is_no_fact_and_nobody_elses_page_is_drawn_again_for_it() -> None:
    store = open_store(None, NOW)
    keep_draft(store, "li", "one:m", {"value": "1"}, NOW)
    assert store.data_version == 0
    assert store.empty


_TYPE = """
import sys
from datetime import datetime
from pathlib import Path
from metrics.store import open_store
from metrics.store.drafts import keep_draft
store = open_store(Path(sys.argv[1]), datetime(2026, 1, 1))
for number in range(100000):
    keep_draft(store, "li", "one:m", {"value": str(number)}, datetime(2026, 1, 1))
    print(number, flush=True)
"""


def test_what_was_kept_when_the_server_is_killed_is_there_when_it_is_back(data_file: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _TYPE, str(data_file)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    acknowledged = [int(process.stdout.readline()) for _ in range(20)]
    os.kill(process.pid, signal.SIGKILL)
    acknowledged.extend(int(line) for line in process.stdout if line.endswith("\n"))
    process.stdout.close()
    process.wait()
    store = open_store(data_file, NOW)
    kept = read_draft(store, "li", "one:m")
    assert kept is not None
    assert int(kept.fields["value"]) >= acknowledged[-1]
    store.close()


def test_many_who_type_at_once_lose_nothing(data_file: Path) -> None:
    store = open_store(data_file, NOW)

    def work(writer: int) -> None:
        for step in range(10):
            keep_draft(store, f"w{writer}", "grid", {f"m{step}": step, "last": step}, NOW)

    threads = [threading.Thread(target=work, args=(writer,)) for writer in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for writer in range(10):
        kept = read_draft(store, f"w{writer}", "grid")
        assert kept is not None
        assert kept.fields == {"last": 9} | {f"m{step}": step for step in range(10)}
    store.close()


def test_a_backup_holds_the_drafts(data_file: Path, tmp_path: Path) -> None:
    store = open_store(data_file, NOW)
    keep_draft(store, "li", "one:m", {"value": "1"}, NOW)
    back_up(store, tmp_path / "kept")
    store.close()
    restore(tmp_path / "kept", tmp_path / "again.duckdb", NOW)
    store = open_store(tmp_path / "again.duckdb", NOW)
    assert read_draft(store, "li", "one:m") is not None
    store.close()
