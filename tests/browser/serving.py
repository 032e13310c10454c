"""How is a server started for a test, and ended again?"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
DASHBOARD = ROOT / "dashboard" / "app.py"
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it answers, which data file it has open, where its log is, and its process."""

    address: str
    data_file: Path
    log: Path
    process: int = 0


class ServerError(RuntimeError):
    """A server that didn't start; the message ends with its log."""


@contextmanager
def serving(script: Path, folder: Path, data_file: Path | None = None) -> Iterator[Server]:
    """`python -m streamlit run` on a free port, from the repository's root, until the block ends.

    The log, and the data file unless another is given, lie in the folder. Raises `ServerError` unless
    `/healthz` answers within a minute.
    """
    port = _free_port()
    server = Server(f"http://127.0.0.1:{port}", data_file or folder / "yardstick.duckdb", folder / "server.log")
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    environment = os.environ | {"YARDSTICK_DB": str(server.data_file)}
    with server.log.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_until_up(server, process)
        yield replace(server, process=process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_up(server: Server, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{server.address}/healthz", trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise ServerError(f"The server didn't start. Its log:\n{server.log.read_text(encoding='utf-8')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
