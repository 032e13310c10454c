"""The addresses for programs over fresh seeds."""

from collections.abc import Iterator
from typing import Protocol

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from dashboard.server.api import ForPrograms
from dashboard.startup import close_store, open_store
from tests.waiting import waited

# As in the program, something that compresses stands behind the addresses.
application = Starlette(middleware=[Middleware(ForPrograms), Middleware(GZipMiddleware)])


def pytest_itemcollected(item: pytest.Item) -> None:
    """Tell apart what schemathesis asks of each address: of tests that are called alike, xdist runs only one."""
    address = getattr(item, "operation_label", "")
    if address and item.id.params is None:
        item._id = item.id.with_params(address)


class Ask(Protocol):
    """Asks as a program does, with nothing compressed unless it wants so."""

    def __call__(self, path: str, method: str = "GET", **headers: str) -> httpx.Response: ...


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks a server that has just begun."""
    close_store()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YARDSTICK_DB", str(tmp_path_factory.mktemp("api") / "yardstick.duckdb"))
        open_store()

        def asked(path: str, method: str = "GET", **headers: str) -> httpx.Response:
            told = {name.replace("_", "-"): text for name, text in headers.items()}
            return waited(lambda: _ask(path, method, told))

        yield asked
        close_store()


async def _ask(path: str, method: str, headers: dict[str, str]) -> httpx.Response:
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.request(method, path, headers={"Accept-Encoding": "identity", **headers})
