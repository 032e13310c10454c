"""How is a row of one of our tables asked for? A field for each column, by what the column holds.

What is typed is kept as it is typed, and stands there again after a reload or a restart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import streamlit as st

from dashboard.defining.told import does, form
from dashboard.startup import author, refuse_unless, store, utc_now
from dashboard.visit import Visit
from metrics.checks.text import NOTE, TITLE
from metrics.errors import YardstickError
from metrics.package.check import REFERENCES
from metrics.package.schema import Column
from metrics.package.written import asked
from metrics.people.roles import Action
from metrics.store.drafts import Kept, keep_draft, read_draft
from metrics.words import Language, say

_FIRST, _LAST = date(1949, 1, 1), date(2149, 12, 31)
_SPELT = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """A row that is asked for: of which table, by which form, what stands in its fields at first.

    `hints` stand in empty fields; `only` are the rows that may be chosen in a column, where not all may.
    """

    visit: Visit
    table: str
    form: str
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

    def now(self, name: str) -> str:
        """What stands in a field, or will once it is drawn."""
        return self.cell(name) if self.of(name) in st.session_state else self.first(name)

    def cells(self, names: Sequence[str]) -> dict[str, str]:
        """What stands in some fields."""
        return {name: told for name in names if (told := self.cell(name))}

    def of(self, name: str) -> str:
        """The key of a field."""
        return f"define-{form().done}-{self.form}-{name}"

    @property
    def draft(self) -> str:
        """Under which name what is typed is kept."""
        return f"define:{self.table}:{self.form}"

    @property
    def typed(self) -> Kept | None:
        """What somebody had typed and not saved when they came to the form."""
        key = self.of("typed")
        if key not in st.session_state:
            st.session_state[key] = read_draft(store(), author(), self.draft)
        kept: Kept | None = st.session_state[key]
        return kept

    def first(self, name: str) -> str:
        """What stands in a field at first, as a cell of the table has it."""
        told = {**self.given, **(self.typed.fields if self.typed else {})}.get(name)
        return told.isoformat() if isinstance(told, date) else str(told or "")


def ask(row: Asked, *names: str) -> None:
    """A field for each of some columns; a star stands behind what no row can do without."""
    for name in names:
        _ask(row, row.column(name))


def tell_typed(row: Asked) -> None:
    """Say that the form holds what was typed earlier, with the way to an empty one."""
    if row.typed is None:
        return
    line = st.container(horizontal=True, vertical_alignment="center")
    at = f"{row.typed.saved_at:%Y-%m-%d %H:%M}"
    line.caption(row.visit.says("enter.draft", at=at), width="content")
    line.button(
        row.visit.says("enter.discard"), type="tertiary", key=row.of("discard"), on_click=form().once(does),
        args=(row.visit, lambda: row.visit.says("define.discarded"), [row.draft]),
    )  # fmt: skip


def keep(row: Asked, name: str) -> None:
    """Keep what stands in a field. Runs with every change of it."""
    try:
        refuse_unless(Action.DEFINE)
        keep_draft(store(), author(), row.draft, {name: st.session_state.to_dict().get(row.of(name))}, utc_now())
    except YardstickError as error:
        form().refuse(error.text(row.visit.language))


def _ask(row: Asked, column: Column) -> None:
    label = say(f"column.{column.name}", row.visit.language) + (" *" if column.required else "")
    common: dict[str, Any] = {
        "label": label, "key": row.of(column.name), "on_change": keep, "args": (row, column.name),
    }  # fmt: skip
    target = REFERENCES.get((row.table, column.name))
    given = row.first(column.name)
    if column.choices or target:
        options = row.only.get(column.name) or column.choices or list(getattr(row.visit.known, target or ""))
        named = _choice(row.visit, column) if column.choices else _reference(row.visit, target or "")
        st.selectbox(
            options=options, format_func=named, placeholder=row.visit.says("people.pick"),
            index=list(options).index(given) if given in options else None, **common,
        )  # fmt: skip
    elif column.type == "date":
        day = _day(given)
        st.date_input(value=day, min_value=_FIRST, max_value=_LAST, format="YYYY-MM-DD", **common)
    else:
        most = TITLE if column.type == "string" else _SPELT
        most = NOTE if column.name in ("note", "url") else most
        st.text_input(value=given, max_chars=most, placeholder=row.hints.get(column.name, ""), **common)


def _day(told: str) -> date | None:
    try:
        day = date.fromisoformat(told)
    except ValueError:  # nothing, or what a browser has sent
        return None
    return day if _FIRST <= day <= _LAST else None


def _choice(visit: Visit, column: Column) -> Any:
    return lambda code: say(f"choice.{column.name}_{code}", visit.language)


def _reference(visit: Visit, table: str) -> Any:
    def named(identity: str) -> str:
        row = getattr(visit.known, table).get(identity, {})
        name = row.get("title") or row.get("name_en" if visit.language is Language.EN else "name")
        return str(identity if not name or table == "units" else f"{name} · {identity}")

    return named
