"""Where the data file is: `YARDSTICK_DB`, or a folder of the user's own."""

import os
from pathlib import Path

from platformdirs import user_data_path

SEEDS = Path(__file__).parent.parent / "seeds"


def configured() -> bool:
    """Whether somebody has named the data file."""
    return bool(os.environ.get("YARDSTICK_DB"))


def data_file() -> Path:
    """The data file that every command and the dashboard use."""
    named = os.environ.get("YARDSTICK_DB")
    if not named:
        return user_data_path("yardstick") / "yardstick.duckdb"
    try:
        return Path(named).expanduser().absolute()
    except RuntimeError:  # ~somebody who isn't there: a folder of that name
        return Path(named).absolute()
