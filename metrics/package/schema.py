"""What the tables of a package look like: the Table Schemas in `schemas/`, and how a cell becomes a value."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, cast

from metrics.errors import Problem, nearest

Value: TypeAlias = str | int | Decimal | date | datetime | None

# What a snapshot adds behind a table's own columns, for readers: each stands elsewhere in the package.
NAMED = frozenset({
    "metric", "metric_en", "plan_id", "plan", "plan_en", "area_id", "area", "area_en", "cluster", "category", "owner",
    "unit", "source",
})  # fmt: skip
SCHEMAS = Path(__file__).parent / "schemas"
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_MOST_DIGITS, _MOST_DECIMALS = 14, 4


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type as Table Schema names it, and what a cell of it must satisfy."""

    name: str
    type: str
    required: bool
    choices: tuple[str, ...]
    pattern: str
    minimum: int | None
    trimmed: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of table: its columns in order and the columns that identify a row."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(column.name for column in self.columns)


@cache
def tables() -> dict[str, Table]:
    """Every kind of table, by name."""
    return {file.stem: table_of(described(file.stem)) for file in sorted(SCHEMAS.glob("*.json"))}


@cache
def described(name: str) -> dict[str, Any]:
    """A Table Schema as it stands in its file."""
    return cast(dict[str, Any], json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8")))


def table_of(described: dict[str, object]) -> Table:
    """A kind of table from its Table Schema."""
    fields = described["fields"]
    key = described["primaryKey"]
    assert isinstance(fields, list)  # noqa: S101 - our own file
    assert isinstance(key, list)  # noqa: S101
    return Table(str(described["name"]), tuple(_column(field) for field in fields), tuple(key))


def _column(field: dict[str, dict[str, object]]) -> Column:
    limits = field.get("constraints", {})
    choices, minimum = limits.get("enum", ()), limits.get("minimum")
    return Column(
        name=str(field["name"]),
        type=str(field["type"]),
        required=bool(limits.get("required")),
        choices=tuple(choices) if isinstance(choices, list) else (),
        pattern=str(limits.get("pattern", "")),
        minimum=minimum if isinstance(minimum, int) else None,
    )


def read_cell(column: Column, text: str, place: str) -> tuple[Value, Problem | None]:
    """The value of a cell, or what is wrong with it. An empty cell is `None`."""
    if text == "":
        return None, Problem("required", place, {"column": column.name}) if column.required else None
    if column.choices and text not in column.choices:
        filled = {"column": column.name, "value": text, "choices": ", ".join(column.choices)}
        return None, Problem("choice", place, filled, nearest(text, column.choices))
    if column.pattern and not re.fullmatch(column.pattern, text):
        return None, Problem("pattern", place, {"column": column.name, "value": text})
    try:
        if column.trimmed and text != text.strip():
            raise ValueError(text)
        value = _typed(column.type, text)
    except (ValueError, InvalidOperation):
        return None, Problem(f"type_{column.type}", place, {"column": column.name, "value": text})
    if column.minimum is not None and isinstance(value, int | Decimal) and value < column.minimum:
        return None, Problem("minimum", place, {"column": column.name, "value": text, "minimum": column.minimum})
    return value, None


def plain(number: Decimal) -> str:
    """A decimal without an exponent and without idle zeros: 235.0000 is 235."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def storable(number: Decimal) -> bool:
    """Whether the store keeps the number to the digit: finite, 14 digits before the point, 4 behind it."""
    if not number.is_finite():
        return False
    return abs(number) < 10**_MOST_DIGITS and number == number.quantize(Decimal(1).scaleb(-_MOST_DECIMALS))


def _typed(kind: str, text: str) -> Value:
    if kind == "integer":
        return _matching(r"-?\d{1,9}", text) and int(text)
    if kind == "number":
        number = Decimal(_matching(r"-?\d{1,18}(\.\d+)?", text))
        if not storable(number):
            raise ValueError(text)
        return number
    if kind == "date":
        return date.fromisoformat(_matching(r"\d{4}-\d\d-\d\d", text))
    if kind == "datetime":
        return (
            datetime.fromisoformat(_matching(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", text))
            .astimezone(UTC)
            .replace(tzinfo=None)
        )
    return text


def _matching(pattern: str, text: str) -> str:
    if not re.fullmatch(pattern, text, re.ASCII):
        raise ValueError(text)
    return text
