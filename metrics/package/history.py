"""What a full history adds to a package: of reference data too the version of a row, when it was recorded, by whom."""

from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import Any

from metrics.package.schema import Table, described, table_of, tables

_RECORD = ("recorded_at", "recorded_by")
_VERSION = {
    "name": "version",
    "type": "integer",
    "description": "1 for the first; a changed row adds the next.",
    "constraints": {"required": True, "minimum": 1},
}


@cache
def historic(name: str) -> Table:
    """A table with the columns of its history; one that has them already is as it was."""
    return table_of(history_of(name))


@cache
def history_of(name: str) -> dict[str, Any]:
    """The Table Schema of such a table."""
    schema = deepcopy(described(name))
    if adds_history(name):
        record = [field for field in deepcopy(described("observations"))["fields"] if field["name"] in _RECORD]
        schema["fields"] += [_VERSION, *record]
        schema["primaryKey"] = [*schema["primaryKey"], "version"]
    for field in schema["fields"]:
        field.pop("format", None)  # the store's own moments have microseconds
    return schema


def adds_history(name: str) -> bool:
    """Whether a table says nothing of versions as people write it."""
    return not {"version", "revision"} & set(tables()[name].names)


def as_written(table: Table) -> Table:
    """The same table without a requirement on spaces at the ends of texts: what was once recorded stays as it is."""
    return replace(table, columns=tuple(replace(column, trimmed=False) for column in table.columns))
