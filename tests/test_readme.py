"""Every command of the README, as a new user runs it: in a fresh copy, in a folder with a space and Chinese letters."""

import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest

ROOT = Path(__file__).parent.parent
BLOCKS = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
COMMANDS = [line for block in BLOCKS for line in block.splitlines()]
# What starts a server, and what would run these very tests again.
_SERVES = ("make run", "make demo", "streamlit run", "Procfile")
_TESTS = ("make test", "-m pytest")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the repository holds, and nothing that this machine has made of it."""
    folder = tmp_path_factory.mktemp("readme") / "标尺 副本"
    kept = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, kept):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@contextmanager
def serving(command: str, folder: Path, environment: dict[str, str], port: int) -> Iterator[str]:
    """Start a command and wait until it answers; what it has printed by then."""
    log = folder.parent / f"{port}.log"
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            ["bash", "-c", command],
            cwd=folder,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, port, log)
        yield log.read_text(encoding="utf-8")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = monotonic() + 300
    while monotonic() < end:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            if httpx.get(f"http://127.0.0.1:{port}/healthz").text == "ok":
                return
        except httpx.HTTPError:
            sleep(0.2)
    raise TimeoutError(log.read_text(encoding="utf-8"))


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A user who has nothing set."""
    home = tmp_path_factory.mktemp("home")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YARDSTICK", "XDG", "PYTHON"))}
    return kept | {"HOME": str(home), "LANG": "C.UTF-8"}


@pytest.fixture(scope="module")
def installed(copy: Path, environment: dict[str, str]) -> Path:
    """The copy after its first `make run`."""
    port = _port()
    with serving("make run", copy, environment | {"PORT": str(port)}, port) as printed:
        assert "Installing" in printed
    return copy


def test_a_busy_port_is_told_before_anything_is_served(installed: Path, environment: dict[str, str]) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        told = environment | {"PORT": str(busy.getsockname()[1]), "YARDSTICK_LANG": "zh"}
        done = subprocess.run(["make", "run"], cwd=installed, env=told, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "已被占用" in done.stderr


def test_every_command_of_the_readme_works(installed: Path, environment: dict[str, str], tmp_path: Path) -> None:
    assert len(COMMANDS) >= 15
    copy = installed
    data = Path(environment["HOME"]) / ".local" / "share" / "yardstick" / "yardstick.duckdb"
    for command in COMMANDS:
        if any(one in command for one in _TESTS):
            continue
        port = _port()
        command = command.replace("/var/lib/yardstick", str(tmp_path)).replace("PORT=8080", f"PORT={port}")  # noqa: PLW2901
        own = environment | {"PORT": str(port), "STREAMLIT_SERVER_PORT": str(port)}
        if any(one in command for one in _SERVES):
            with serving(command, copy, own, port) as printed:
                assert f":{port}" in printed
                place = (
                    tmp_path if "Procfile" in command else _demonstration(copy, command) if "demo" in command else data
                )
                assert str(place) in printed
            continue
        done = subprocess.run(["bash", "-c", command], cwd=copy, env=own, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    assert (copy / "snapshot.csv").read_text(encoding="utf-8").count("\n") == 67
    assert (copy / "restored.duckdb").exists()
    assert (copy / "demonstration.duckdb").exists()


def _demonstration(copy: Path, command: str) -> str:
    return "demonstration.duckdb" if "YARDSTICK_DB" in command else str(copy / "build")


def test_the_second_run_takes_seconds(installed: Path, environment: dict[str, str]) -> None:
    port = _port()
    start = monotonic()
    with serving("make run", installed, environment | {"PORT": str(port)}, port) as printed:
        assert "Installing" not in printed
    assert monotonic() - start < 60


def test_without_a_configured_place_the_public_address_writes_nowhere(
    installed: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    port = _port()
    command = (installed / "Procfile").read_text(encoding="utf-8").removeprefix("web: ")
    path = f"{installed}/.venv/bin:{environment['PATH']}"
    home = {"HOME": str(tmp_path), "PORT": str(port), "PATH": path}
    with serving(command, installed, environment | home, port) as printed:
        assert "in memory" in printed
    assert list(tmp_path.rglob("*.duckdb")) == []


def test_ci_runs_the_command_that_the_readme_gives() -> None:
    assert "make test" in COMMANDS
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_file_that_the_readme_names_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"\]\((?!https?:|#)([^)]+)\)", text)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
