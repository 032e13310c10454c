"""What several tests need: a store with the seeds in it, and a data file of its own for each test."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from metrics.demonstration import demonstrate
from metrics.place import PROVIDER
from metrics.store import Store, open_store
from metrics.store.load import load_package
from tests.worlds import NOW, SEEDS

# What takes longest, begun first, so that no core waits at the end for a file that another one has just begun.
_LONGEST = (("tests/browser/", "tests/test_readme.py"), ("tests/dashboard/", "tests/snapshot/", "tests/server/"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; what is random about the order stays so within each part."""
    items.sort(key=lambda item: [not item.nodeid.startswith(part) for part in _LONGEST])


@pytest.fixture(scope="session")
def seeded() -> Iterator[Store]:
    """The seeds in memory, for tests that only read."""
    store = open_store(None, NOW)
    load_package(store, SEEDS, "test", NOW)
    yield store
    store.close()


@pytest.fixture(scope="session")
def seeds_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data file with the seeds, as the program makes a new one, to be copied: that takes a tenth of the time."""
    path = tmp_path_factory.mktemp("seeds") / "yardstick.duckdb"
    now = datetime.now(UTC).replace(tzinfo=None)
    store = open_store(path, now)
    load_package(store, SEEDS, PROVIDER, now)
    store.close()
    return path


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data file with the fictional district as on one day, to be copied."""
    folder = tmp_path_factory.mktemp("demonstration")
    demonstrate(folder / "demonstration", 1, date(2026, 11, 20))
    store = open_store(folder / "yardstick.duckdb", NOW)
    load_package(store, folder / "demonstration", "demonstration", NOW)
    store.close()
    return folder / "yardstick.duckdb"


@pytest.fixture
def data_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data file in a folder with spaces and Chinese letters, named by the environment."""
    path = tmp_path / "规划 数据" / "yardstick.duckdb"
    monkeypatch.setenv("YARDSTICK_DB", str(path))
    monkeypatch.setenv("YARDSTICK_LANG", "en")
    return path
