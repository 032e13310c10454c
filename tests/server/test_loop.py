"""On which event loop does the server run?"""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

from streamlit.web.server.starlette.starlette_server import _bind_socket
from uvicorn import Config


def test_an_answer_is_sent_at_once() -> None:
    """As Streamlit binds it, asyncio's own loop would hold a message back until the one before it is acknowledged."""
    with ThreadPoolExecutor(1) as thread:  # in that of the tests a browser's loop may be running
        assert thread.submit(_told).result()


def _told() -> bool:
    factory = Config("dashboard.app:app").get_loop_factory()
    assert factory is not None
    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(_sends_at_once())


async def _sends_at_once() -> bool:
    accepted = asyncio.get_running_loop().create_future()

    def on_accepted(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken = writer.get_extra_info("socket")
        accepted.set_result(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    listening = _bind_socket("127.0.0.1", 0, 1)
    async with await asyncio.start_server(on_accepted, sock=listening):
        _, writer = await asyncio.open_connection(*listening.getsockname())
        sends = await asyncio.wait_for(accepted, 10)
        writer.close()
    return bool(sends)
