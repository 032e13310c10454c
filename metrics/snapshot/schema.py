"""Which columns a table that leaves the program has: the Table Schemas in `schemas/`."""

import json
from functools import cache
from pathlib import Path
from typing import Any, cast

from metrics.package.schema import Table, table_of

_SCHEMAS = Path(__file__).parent / "schemas"


@cache
def described(name: str) -> dict[str, Any]:
    """A Table Schema as it stands in its file: titles, descriptions, units, SDMX concepts."""
    return cast(dict[str, Any], json.loads((_SCHEMAS / f"{name}.json").read_text(encoding="utf-8")))


@cache
def table(name: str) -> Table:
    """Its columns with their types."""
    return table_of(described(name))
