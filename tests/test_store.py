"""The data file: durable, append-only, one process at a time, and never opened by a program that is too old for it."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from metrics.definitions import Observation
from metrics.errors import StoreError
from metrics.store import Store, open_store
from metrics.store.backup import back_up, restore
from metrics.store.entries import Entry
from metrics.store.load import load_package
from metrics.store.record import record
from tests.worlds import NOW, SEEDS, World, metric, value

ROOT = Path(__file__).parent.parent
_ROW = {"area_id": "a", "kind": "city", "name": "市", "name_en": "City", "version": 1}


def write_area(store: Store, name: str, now: datetime = NOW) -> None:
    with store.write("test", "area", now) as write:
        write.append("areas", [_ROW | {"area_id": name, "recorded_at": write.now, "recorded_by": write.author}])


def areas(store: Store) -> list[str]:
    return [row["area_id"] for row in store.read("SELECT area_id FROM areas ORDER BY area_id")]


def test_what_is_written_is_there_after_closing(data_file: Path) -> None:
    store = open_store(data_file, NOW)
    write_area(store, "x")
    store.close()
    store = open_store(data_file, NOW)
    assert areas(store) == ["x"]
    assert store.data_version == 1
    store.close()


def test_a_failed_transaction_leaves_nothing() -> None:
    store = open_store(None, NOW)
    with pytest.raises(RuntimeError), store.write("test", "fails", NOW) as write:
        write.append("areas", [_ROW | {"recorded_at": NOW, "recorded_by": "test"}])
        raise RuntimeError
    assert areas(store) == []
    assert store.empty


def test_the_same_key_twice_is_refused_in_words() -> None:
    store = open_store(None, NOW)
    write_area(store, "x")
    with pytest.raises(StoreError) as refused:
        write_area(store, "x")
    assert refused.value.key == "overtaken"
    assert areas(store) == ["x"]


def test_nothing_is_recorded_before_what_was_recorded_last() -> None:
    store = open_store(None, NOW)
    write_area(store, "x", NOW)
    write_area(store, "y", NOW - timedelta(days=1))
    moments = [row["recorded_at"] for row in store.read("SELECT recorded_at FROM change ORDER BY change_id")]
    assert moments == [NOW, NOW + timedelta(microseconds=1)]


def test_many_readers_and_writers_at_once_see_whole_answers() -> None:
    store = World().add(metric()).store
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for step in range(10):
                write_area(store, f"{number}-{step}")
                assert len(areas(store)) >= step + 1
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(areas(store)) == 81


def test_a_package_that_comes_in_twice_at_once_is_in_once() -> None:
    store, added = open_store(None, NOW), list[int]()
    work = [threading.Thread(target=lambda: added.append(load_package(store, SEEDS, "a", NOW).total)) for _ in range(2)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    first, second = sorted(added)
    assert (first, len(store.read("SELECT * FROM change"))) == (0, 1)
    assert second > 0


_HOLD = """
import sys, time
from datetime import datetime
from pathlib import Path
from metrics.store import open_store
store = open_store(Path(sys.argv[1]), datetime(2026, 1, 1))
with store.write("other", "area", datetime(2026, 1, 1)) as write:
    row = {"area_id": "held", "kind": "city", "name": "x", "name_en": "x", "version": 1}
    write.append("areas", [row | {"recorded_at": write.now, "recorded_by": "other"}])
print("held", flush=True)
time.sleep(60)
"""


def hold(path: Path) -> subprocess.Popen[str]:
    """Another process that has the file open and has written to it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen([sys.executable, "-c", _HOLD, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    process.stdout.close()
    return process


def test_a_second_process_gets_one_sentence_with_the_number_of_the_first(data_file: Path) -> None:
    process = hold(data_file)
    try:
        with pytest.raises(StoreError) as refused:
            open_store(data_file, NOW)
        assert refused.value.key == "busy"
        assert str(process.pid) in str(refused.value)
        assert not list(data_file.parent.glob("*.aside-*"))
    finally:
        process.kill()
        process.wait()


def test_after_a_killed_process_nothing_is_lost_and_the_files_are_set_aside(data_file: Path) -> None:
    process = hold(data_file)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    store = open_store(data_file, NOW)
    assert areas(store) == ["held"]
    store.close()
    (aside,) = data_file.parent.glob("*.aside-*")
    assert {file.name for file in aside.iterdir()} == {data_file.name, data_file.name + ".wal"}


def test_only_the_last_three_unclean_stops_are_kept(data_file: Path) -> None:
    open_store(data_file, NOW).close()
    for day in range(5):
        data_file.with_name(data_file.name + ".wal").touch()
        open_store(data_file, NOW + timedelta(days=day)).close()
    assert len(list(data_file.parent.glob("*.aside-*"))) == 3


def test_a_newer_file_is_refused_and_left_alone(data_file: Path) -> None:
    open_store(data_file, NOW).close()
    with duckdb.connect(str(data_file)) as connection:
        connection.execute("INSERT INTO schema_version VALUES (99)")
    before = data_file.read_bytes()
    with pytest.raises(StoreError) as refused:
        open_store(data_file, NOW)
    assert refused.value.key == "newer"
    assert data_file.read_bytes() == before


def test_an_older_file_is_copied_and_migrated(data_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(data_file, NOW)
    write_area(store, "x")
    store.close()
    steps = tmp_path / "migrations"
    shutil.copytree(ROOT / "metrics" / "store" / "migrations", steps)
    (steps / "0999_second.sql").write_text("CREATE TABLE second (x INTEGER);", encoding="utf-8")
    monkeypatch.setattr("metrics.store.migrate._FOLDER", steps)
    store = open_store(data_file, NOW)
    assert store.read("SELECT count(*) AS n FROM second") == [{"n": 0}]
    assert areas(store) == ["x"]
    store.close()
    assert data_file.with_name(data_file.name + ".before-0999").exists()


def test_values_of_an_older_file_are_all_there_in_their_order(
    data_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in (ROOT / "metrics" / "store" / "migrations").glob("000[1-5]*.sql"):
        shutil.copy(step, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("metrics.store.migrate._FOLDER", tmp_path)
        store = open_store(data_file, NOW)
        load_package(store, SEEDS, "test", NOW)
        before = store.read("SELECT * FROM observations")
        store.close()
    store = open_store(data_file, NOW)
    assert store.read("SELECT * FROM observations") == before
    record(store, Entry(Observation("jingan135-hightech", "2018", Decimal(260))), "li", NOW)
    store.close()


def test_a_revision_of_a_value_stands_once() -> None:
    store = World().add(metric(), values=[value("2017", 120)]).store
    with pytest.raises(StoreError) as refused, store.write("test", "twice", NOW) as write:
        write.append("observations", store.read("SELECT * FROM observations"))
    assert refused.value.key == "overtaken"
    assert len(store.read("SELECT * FROM observations")) == 1


def test_a_migration_that_fails_changes_nothing(
    data_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(data_file, NOW).close()
    (tmp_path / "0001_first.sql").write_text("", encoding="utf-8")
    (tmp_path / "0999_bad.sql").write_text("CREATE TABLE second (x INTEGER); SELECT nonsense;", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("metrics.store.migrate._FOLDER", tmp_path)
        with pytest.raises(StoreError):
            open_store(data_file, NOW)
    store = open_store(data_file, NOW)
    assert store.read("SELECT table_name FROM duckdb_tables() WHERE table_name = 'second'") == []
    store.close()


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to be read as one" * 200])
def test_a_file_that_is_no_database_is_said_so(data_file: Path, content: bytes) -> None:
    data_file.parent.mkdir(parents=True)
    data_file.write_bytes(content)
    with pytest.raises(StoreError) as refused:
        open_store(data_file, NOW)
    assert refused.value.key == "not_ours"
    assert data_file.read_bytes() == content


def test_somebody_elses_database_is_not_written_to(data_file: Path) -> None:
    data_file.parent.mkdir(parents=True)
    with duckdb.connect(str(data_file)) as connection:
        connection.execute("CREATE TABLE theirs (x INTEGER)")
    with pytest.raises(StoreError) as refused:
        open_store(data_file, NOW)
    assert refused.value.key == "not_ours"


def test_a_backup_is_taken_while_the_store_is_open_and_restores_whole(data_file: Path, tmp_path: Path) -> None:
    store = open_store(data_file, NOW)
    load_package(store, SEEDS, "test", NOW)
    back_up(store, tmp_path / "备份 1")
    counts = [store.read(f"SELECT count(*) AS n FROM {table}") for table in ("metrics", "observations", "change")]
    store.close()
    again = tmp_path / "again.duckdb"
    restore(tmp_path / "备份 1", again, NOW)
    store = open_store(again, NOW)
    assert [
        store.read(f"SELECT count(*) AS n FROM {table}") for table in ("metrics", "observations", "change")
    ] == counts
    with pytest.raises(StoreError):
        write_area(store, "jingan")  # the primary keys came along
    store.close()


def test_a_backup_and_a_restore_overwrite_nothing(data_file: Path, tmp_path: Path) -> None:
    store = open_store(data_file, NOW)
    with pytest.raises(StoreError) as refused:
        back_up(store, tmp_path)
    assert refused.value.key == "exists"
    store.close()
    with pytest.raises(StoreError):
        restore(tmp_path, data_file, NOW)
    with pytest.raises(StoreError) as refused:
        restore(tmp_path, tmp_path / "new.duckdb", NOW)
    assert refused.value.key == "no_backup"


def test_values_keep_every_digit() -> None:
    world = World().add(metric(), values=[value("2016", "99999999999999.9999")])
    assert str(world.store.read("SELECT value FROM observations")[0]["value"]) == "99999999999999.9999"
