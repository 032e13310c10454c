"""How long does `python -m metrics status` take? `python -m tests.bench.command`

Beside it, in the same run: Python that only starts, and Python that only imports DuckDB.
"""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

_ROOT = Path(__file__).parent.parent.parent
_TIMES = 9
_COMMANDS = {
    "python starts": ["-c", "pass"],
    "python imports duckdb": ["-c", "import duckdb"],
    "status": ["-m", "metrics", "status"],
    "status --area jingan --json": ["-m", "metrics", "status", "--area", "jingan", "--json"],
}


def main() -> None:
    """Print the median of each, and its ratio to the floor of importing DuckDB."""
    with TemporaryDirectory() as folder:
        environment = os.environ | {"YARDSTICK_DB": str(Path(folder) / "bench.duckdb")}
        _run(["-m", "metrics", "load"], environment)
        times = {name: median(_run(command, environment) for _ in range(_TIMES)) for name, command in _COMMANDS.items()}
    floor = times["python imports duckdb"]
    for name, seconds in times.items():
        print(f"{name:30}{seconds * 1000:>8.0f} ms{seconds / floor:>8.1f} x")


def _run(arguments: list[str], environment: dict[str, str]) -> float:
    start = perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=_ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start


if __name__ == "__main__":
    main()
