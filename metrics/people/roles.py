"""What does each role allow, and to whom?"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in this program, the least first. Whoever isn't signed in has none and may look."""

    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What needs a role."""

    COMMENT = "comment"  # say something about a value
    SEE_ENTERED = "see_entered"  # values that nobody has approved yet
    ENTER = "enter"  # values, and hand them in
    REVIEW = "review"  # approve values or return them
    REOPEN = "reopen"  # a value that was approved
    DEFINE = "define"  # plans, targets, reference data
    GRANT = "grant"  # roles below an editor's
    ADMINISTER = "administer"  # every role, accounts, the trail


_LOOKS = {Action.COMMENT}
_STAFF = _LOOKS | {Action.SEE_ENTERED}
_ALLOWED: dict[Role, set[Action]] = {
    Role.VIEWER: _LOOKS,
    Role.CONTRIBUTOR: _STAFF | {Action.ENTER},
    Role.REVIEWER: _STAFF | {Action.REVIEW},
    Role.EDITOR: _STAFF | {Action.ENTER, Action.REOPEN, Action.DEFINE, Action.GRANT},
    Role.ADMINISTRATOR: set(Action),
}
EVERYTHING = ""
SCOPES = ("plan", "area", "owner")


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that somebody has. `scope` is empty for everything, or `plan:…`, `area:…`, `owner:…` with an id."""

    role: Role
    scope: str = EVERYTHING


@dataclass(frozen=True, slots=True)
class Concern:
    """What an action is about: a plan, an area with every area above it, the department that reports.

    What concerns none of them needs a role for everything.
    """

    plan_id: str | None = None
    areas: frozenset[str] = frozenset()
    owner_id: str | None = None

    @property
    def scopes(self) -> frozenset[str]:
        """Every scope that covers it."""
        named = {f"area:{area}" for area in self.areas}
        named |= {f"plan:{self.plan_id}"} if self.plan_id else set()
        named |= {f"owner:{self.owner_id}"} if self.owner_id else set()
        return frozenset({EVERYTHING, *named})


def may(grants: Iterable[Grant], action: Action, concern: Concern | None = None) -> bool:
    """Whether somebody with these roles may do this. Without a concern: to anything at all."""
    return any(
        action in _ALLOWED[grant.role] and (concern is None or grant.scope in concern.scopes) for grant in grants
    )


def grantable(role: Role) -> Action:
    """What somebody must be allowed to do who gives or takes a role."""
    return Action.ADMINISTER if role in (Role.EDITOR, Role.ADMINISTRATOR) else Action.GRANT
