"""How is a row of one of our tables asked for? A field for each column, by what the column holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import streamlit as st

from dashboard.visit import Visit
from metrics.checks.text import NOTE, TITLE
from metrics.package.check import REFERENCES
from metrics.package.schema import Column
from metrics.package.written import asked
from metrics.words import Language, say

_FIRST, _LAST = date(1949, 1, 1), date(2149, 12, 31)
_SPELT = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """A row that is asked for: of which table, under which key, what stands in its fields at first.

    `hints` stand in empty fields; `only` are the rows that may be chosen in a column, where not all may.
    """

    visit: Visit
    table: str
    key: str
    given: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        """One of its columns."""
        return next(column for column in asked(self.table) if column.name == name)

    def cell(self, name: str) -> str:
        """What stands in a field, as a cell of the table has it; empty where it isn't asked for."""
        told = st.session_state.get(self.of(name))
        return told.isoformat() if isinstance(told, date) else str(told or "").strip()

    def cells(self, names: Sequence[str]) -> dict[str, str]:
        """What stands in some fields."""
        return {name: told for name in names if (told := self.cell(name))}

    def of(self, name: str) -> str:
        """The key of a field."""
        return f"{self.key}-{name}"


def ask(row: Asked, *names: str) -> None:
    """A field for each of some columns; a star stands behind what no row can do without."""
    for name in names:
        _ask(row, row.column(name))


def _ask(row: Asked, column: Column) -> None:
    label = say(f"column.{column.name}", row.visit.language) + (" *" if column.required else "")
    common: dict[str, Any] = {"label": label, "key": row.of(column.name)}
    target = REFERENCES.get((row.table, column.name))
    given = row.given.get(column.name, "")
    if column.choices or target:
        options = row.only.get(column.name) or column.choices or list(getattr(row.visit.known, target or ""))
        named = _choice(row.visit, column) if column.choices else _reference(row.visit, target or "")
        st.selectbox(
            options=options, format_func=named, placeholder=row.visit.says("people.pick"),
            index=list(options).index(given) if given in options else None, **common,
        )  # fmt: skip
    elif column.type == "date":
        day = date.fromisoformat(given) if given else None
        st.date_input(value=day, min_value=_FIRST, max_value=_LAST, format="YYYY-MM-DD", **common)
    else:
        most = TITLE if column.type == "string" else _SPELT
        most = NOTE if column.name in ("note", "url") else most
        st.text_input(value=given, max_chars=most, placeholder=row.hints.get(column.name, ""), **common)


def _choice(visit: Visit, column: Column) -> Any:
    return lambda code: say(f"choice.{column.name}_{code}", visit.language)


def _reference(visit: Visit, table: str) -> Any:
    def named(identity: str) -> str:
        row = getattr(visit.known, table).get(identity, {})
        name = row.get("title") or row.get("name_en" if visit.language is Language.EN else "name")
        return str(identity if not name or table == "units" else f"{name} · {identity}")

    return named
