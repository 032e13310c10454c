"""Who has which role, and how is one given or taken?"""

import streamlit as st

from dashboard.choices import told_apart
from dashboard.drawing.facts import Fact, draw_table
from dashboard.frame import only_for, visit_or_stop
from dashboard.outcome import outcome
from dashboard.sheet import sheet
from dashboard.startup import allowed, author, store, utc_now
from dashboard.visit import Visit
from metrics.checks.text import NOTE, TITLE
from metrics.errors import YardstickError
from metrics.people.roles import SCOPES, Action, Grant, Role, grantable
from metrics.store import Row
from metrics.store.people import RoleChange, change_role, grants
from metrics.words import say

_TABLES = {"plan": "plans", "area": "areas", "owner": "owners"}


def _page(visit: Visit) -> None:
    only_for(visit, Action.GRANT)
    outcome("people").tell()
    held = grants(store())
    title = visit.says("frame.people")
    if held:
        headings = [visit.says(f"people.{name}") for name in ("person", "role", "scope", "given", "reason")]
        sheet(draw_table(headings, [_line(visit, row) for row in held], title), visit.language, "people")
    else:
        st.info(visit.says("people.nobody"), icon=":material/group:")
    left, right = st.columns(2, gap="large")
    with left:
        _give(visit)
    with right:
        _take(visit, held)


def _line(visit: Visit, row: Row) -> list[Fact]:
    given = visit.says("people.by", who=row["recorded_by"], at=f"{row['recorded_at']:%Y-%m-%d}")
    texts = (row["person_id"], say(f"role.{row['role']}", visit.language), _scope(visit, row["scope"]), given)
    return [*(Fact("", text) for text in texts), Fact("note", row["reason"] or "")]


def _scope(visit: Visit, scope: str) -> str:
    """A scope in words; one whose id is gone, by its id."""
    kind, _, identity = scope.partition(":")
    if not kind:
        return visit.says("people.everything")
    table = _TABLES[kind]
    name = visit.name(table, identity) if identity in getattr(visit.known, table) else identity
    return f"{visit.says(f'people.{kind}')} · {name}"


def _key(name: str) -> str:
    """The key of a field that is empty again when a role was given or taken; role and scope stay for the next one."""
    return f"people-{outcome('people').done}-{name}"


def _give(visit: Visit) -> None:
    st.markdown(f"## {visit.says('people.give')}")
    st.text_input(visit.says("people.person"), key=_key("person"), max_chars=TITLE, help=visit.says("people.help"))
    roles = [role for role in Role if allowed(grantable(role))]
    st.selectbox(
        visit.says("people.role"), roles, format_func=lambda role: say(f"role.{role}", visit.language),
        key="people-role", index=min(1, len(roles) - 1),
    )  # fmt: skip
    scopes = ["", *(f"{kind}:{name}" for kind in SCOPES for name in getattr(visit.known, _TABLES[kind]))]
    named = told_apart({scope: _scope(visit, scope) for scope in scopes})
    st.selectbox(visit.says("people.scope"), named, format_func=named.__getitem__, key="people-scope")
    st.text_input(visit.says("people.reason"), key=_key("why"), max_chars=NOTE)
    st.button(visit.says("people.give"), type="primary", on_click=outcome("people").once(_do_give), args=(visit,))


def _take(visit: Visit, held: list[Row]) -> None:
    st.markdown(f"## {visit.says('people.take')}")
    choices = told_apart({
        (row["person_id"], row["role"], row["scope"]): " · ".join(fact.text for fact in _line(visit, row)[:3])
        for row in held
    })  # fmt: skip
    st.selectbox(
        visit.says("people.which"), choices, format_func=choices.__getitem__, index=None, key=_key("which"),
        placeholder=visit.says("people.pick"),
    )  # fmt: skip
    st.text_input(visit.says("people.reason"), key=_key("why-not"), max_chars=NOTE)
    st.button(visit.says("people.take"), on_click=outcome("people").once(_do_take), args=(visit,))


def _do_give(visit: Visit) -> None:
    told = st.session_state.to_dict()
    if told["people-role"] not in [*Role]:  # a browser may send anything
        return
    grant = Grant(Role(told["people-role"]), told["people-scope"])
    _do(visit, RoleChange(told[_key("person")].strip(), grant, reason=told[_key("why")]))


def _do_take(visit: Visit) -> None:
    told = st.session_state.to_dict()
    if isinstance(told[_key("which")], tuple):  # somebody may have taken it meanwhile
        who, role, scope = told[_key("which")]
        _do(visit, RoleChange(who, Grant(Role(role), scope), held=False, reason=told[_key("why-not")]))


def _do(visit: Visit, change: RoleChange) -> None:
    try:
        changed = change_role(store(), change, author(), utc_now())
    except YardstickError as error:
        outcome("people").refuse(error.text(visit.language))
        return
    key = "as_it_was" if not changed else "given" if change.held else "taken"
    filled = {"who": change.person_id, "role": say(f"role.{change.grant.role}", visit.language)}
    outcome("people").finish()
    outcome("people").say(visit.says(f"people.told_{key}", **filled))


_page(visit_or_stop())
