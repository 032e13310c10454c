"""How long does an answer take while many people look? `python -m tests.bench.sessions [SESSIONS]`

Each session is a browser as the server sees it: a WebSocket on which it asks for pages and filters, with five seconds
of thinking between two clicks. The server is one process with the demonstration, and this program is another. Beside
it, in the same run: a single session. Asked is at most a second at the 95th percentile of 200 sessions on two cores.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from metrics.demonstration import demonstrate
from metrics.store import open_store
from metrics.store.load import load_package
from tests.browser.serving import DASHBOARD, serving
from tests.worlds import NOW

_SESSIONS = 200
_THINKING = 5.0  # seconds between an answer and the next click, at the mean
_CLICKS = 8
_SEED = 20261121
# What a reader asks for: a page, and the filters in its address.
_ASKED = [
    ("", ""),
    ("", "area=demo"),
    ("", "area=model"),
    ("", "cluster=fintech"),
    ("", "status=off_track"),
    ("metric", "metric=demo-hightech-firms"),
    ("metric", "metric=sample-carbon"),
    ("metric", "metric=model-rd-intensity&lang=en"),
]


@dataclass
class Session:
    """One reader: its connection, the pages that the server has told of, what it keeps of earlier messages."""

    connection: ClientConnection
    pages: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)

    async def ask(self, page: str, query: str) -> float:
        """Ask for a page; the seconds until its script has run and everything of it has come."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_script_hash = self.pages.get(page, "")
        message.rerun_script.page_name = "" if self.pages else page
        message.rerun_script.cached_message_hashes.extend(self.kept)
        message.rerun_script.context_info.timezone = "Asia/Shanghai"
        start = perf_counter()
        await self.connection.send(message.SerializeToString())
        await self._finished()
        return perf_counter() - start

    async def _finished(self) -> None:
        while True:
            told = ForwardMsg.FromString(await self.connection.recv(decode=False))
            if told.metadata.cacheable and told.hash:
                self.kept.add(told.hash)
            kind = told.WhichOneof("type")
            if kind == "navigation":
                self.pages = {one.url_pathname: one.page_script_hash for one in told.navigation.app_pages}
            elif kind == "session_event" and told.session_event.WhichOneof("type") == "script_compilation_exception":
                raise RuntimeError(told.session_event.script_compilation_exception.message)
            elif kind == "script_finished":
                return


def main() -> None:
    """Print the median and the 95th percentile of a click, for one session and for many."""
    count = int(sys.argv[1]) if sys.argv[1:] else _SESSIONS
    print(f"{'sessions':>10}{'clicks':>10}{'median':>12}{'95th':>12}{'slowest':>12}{'server':>10}")
    with TemporaryDirectory() as name, serving(DASHBOARD, Path(name), _data_file(Path(name))) as server:
        for sessions in (1, count):
            cpu, start = _cpu(server.process), perf_counter()
            seconds = asyncio.run(_all(server.address.replace("http", "ws", 1), sessions))
            used = (_cpu(server.process) - cpu) / (perf_counter() - start)
            _tell(sessions, seconds, used)


def _tell(sessions: int, seconds: list[float], used: float) -> None:
    centiles = quantiles(seconds, n=100, method="inclusive")
    shown = [f"{1000 * value:>9.0f} ms" for value in (centiles[49], centiles[94], max(seconds))]
    print(f"{sessions:>10}{len(seconds):>10}{''.join(shown)}{used:>8.0%} of a core")


def _cpu(process: int) -> float:
    """The processor time of a process so far, in seconds."""
    stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def _data_file(folder: Path) -> Path:
    path = folder / "demonstration.duckdb"
    demonstrate(folder / "demonstration", 1, NOW.date())
    store = open_store(path, NOW)
    load_package(store, folder / "demonstration", "bench", NOW)
    store.close()
    return path


async def _all(address: str, count: int) -> list[float]:
    readers = [_read(address, Random(f"{_SEED} {number}"), number / count) for number in range(count)]  # noqa: S311
    return [seconds for told in await asyncio.gather(*readers) for seconds in told]


async def _read(address: str, chance: Random, share: float) -> list[float]:
    """One reader's visit. They arrive one after the other within the time of two clicks."""
    await asyncio.sleep(share * 2 * _THINKING)
    async with _session(address) as session:
        await session.ask("", "")
        times = []
        for _ in range(_CLICKS):
            await asyncio.sleep(chance.uniform(0.5, 1.5) * _THINKING)
            times.append(await session.ask(*chance.choice(_ASKED)))
        return times


@asynccontextmanager
async def _session(address: str) -> AsyncIterator[Session]:
    async with connect(
        f"{address}/_stcore/stream", subprotocols=[Subprotocol("streamlit")], max_size=None
    ) as connection:
        yield Session(connection)


if __name__ == "__main__":
    main()
