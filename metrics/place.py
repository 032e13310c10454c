"""Where the data file is: as it is set, or in a folder of the user's own."""

from pathlib import Path

from platformdirs import user_data_path

from metrics.settings import settings

SEEDS = Path(__file__).parent.parent / "seeds"
PROVIDER = "seeds"  # who recorded what they hold


def configured() -> bool:
    """Whether somebody has named the data file."""
    return bool(settings().database)


def data_file() -> Path:
    """The data file that every command and the dashboard use."""
    named = settings().database
    if not named:
        return user_data_path("yardstick") / "yardstick.duckdb"
    try:
        return Path(named).expanduser().absolute()
    except RuntimeError:  # ~somebody who isn't there: a folder of that name
        return Path(named).absolute()


def secrets_file() -> Path:
    """The file beside the data file that holds what signs the cookies; only its owner may read it."""
    return data_file().with_suffix(".key")
