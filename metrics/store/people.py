"""Who has which role, and how one is given and taken: append-only, each with who, when and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from metrics.checks.text import NOTE, check_person, check_text
from metrics.errors import Problem, RefusedError, nearest
from metrics.people.roles import EVERYTHING, SCOPES, Concern, Grant, grantable
from metrics.store.connection import Store
from metrics.store.queries import Known, known
from metrics.store.transaction import Reader, Row, Write


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A role that is to be given to somebody, or taken where it isn't `held` any more."""

    person_id: str
    grant: Grant
    held: bool = True
    reason: str = ""


def change_role(store: Store, change: RoleChange, author: str, now: datetime) -> bool:
    """Give or take a role; whether anything changed.

    Raises `RefusedError` for a person, a role or a scope that can't be, `ForbiddenError` where the author may not.
    """
    what = f"{'give' if change.held else 'take'} {change.grant.role} {change.grant.scope or '*'} {change.person_id}"
    with store.write(author, what, now) as write:
        names = known(write, write.now)
        write.require(grantable(change.grant.role), _concern(names, change.grant))
        problems = list(_problems(names, change))
        if problems:
            raise RefusedError(problems)
        last = _last(write, change)
        write.keep = bool(last and last["held"]) != change.held
        if write.keep:
            write.append("role_grant", [{
                "person_id": change.person_id, "role": change.grant.role, "scope": change.grant.scope,
                "version": last["version"] + 1 if last else 1, "held": change.held,
                "reason": change.reason.strip() or None, "recorded_at": write.now, "recorded_by": write.author,
            }])  # fmt: skip
        return write.keep


def grants(store: Reader) -> list[Row]:
    """Every role that somebody has, with who gave it, when and why; by person."""
    sql = """SELECT g.* FROM role_grant AS g
             LEFT JOIN role_grant AS n ON n.person_id = g.person_id AND n.role = g.role AND n.scope = g.scope
               AND n.version = g.version + 1
             WHERE g.held AND n.version IS NULL ORDER BY g.person_id, g.role, g.scope"""
    return store.read(sql)


def _last(write: Write, change: RoleChange) -> Row | None:
    sql = """SELECT version, held FROM role_grant
             WHERE person_id = $person_id AND role = $role AND scope = $scope ORDER BY version DESC LIMIT 1"""
    given = {"person_id": change.person_id, "role": change.grant.role, "scope": change.grant.scope}
    return next(iter(write.read(sql, given)), None)


def _problems(names: Known, change: RoleChange) -> Iterator[Problem]:
    if change.held:
        yield from check_person(change.person_id)
    yield from check_text("reason", change.reason, NOTE)
    scope = change.grant.scope
    kind, _, identity = scope.partition(":")
    if scope != EVERYTHING and (kind not in SCOPES or identity not in _ids(names, kind)):
        near = nearest(scope, [f"{one}:{name}" for one in SCOPES for name in _ids(names, one)])
        empty = kind in SCOPES and not _ids(names, kind)
        yield Problem("scope_unloaded" if empty else "scope_unknown", filled={"scope": scope}, nearest=near)


def _ids(names: Known, kind: str) -> list[str]:
    return list({"plan": names.plans, "area": names.areas, "owner": names.owners}[kind])


def _concern(names: Known, grant: Grant) -> Concern:
    """What a role is about: whoever has a role for as much, or for more, may give it."""
    kind, _, identity = grant.scope.partition(":")
    return {
        "plan": Concern(plan_id=identity),
        "area": Concern(areas=names.above(identity)),
        "owner": Concern(owner_id=identity),
    }.get(kind, Concern())
