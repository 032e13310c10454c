"""A week of an office in which everybody does what they may and what they may not; the trail tells all of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from metrics.definitions import Observation
from metrics.errors import ForbiddenError, RefusedError
from metrics.package.written import Written
from metrics.people.cookies import Session, seal, unseal
from metrics.people.roles import Grant, Role
from metrics.store import Store
from metrics.store.accounts import close_account, end_sessions, holds, set_password, sign_in
from metrics.store.add import add_definitions
from metrics.store.define import TargetChange, TargetDrop, drop_target, revise_target
from metrics.store.entries import Entry
from metrics.store.people import RoleChange, change_role
from metrics.store.queries import known, series
from metrics.store.record import record
from metrics.store.remarks import Kind, Remark, say_so
from metrics.store.review import Move, ReviewRule, State, ask_review, move
from metrics.store.revise import history, withdrawal
from metrics.store.trail import trail
from tests.worlds import NOW, World, metric

ADA, ED, REN, LI, WANG, VERA, NOBODY = "ada", "ed", "ren", "li", "wang", "vera", ""
SECRET, KEY = "a long password of hers", "k" * 40
VALUE = ("m", "2017", "")


@dataclass
class Office:
    """A store, its clock, and what everybody did and was refused, as they would tell it."""

    store: Store
    clock: datetime = NOW
    told: list[tuple[str, str, str]] = field(default_factory=list)

    def does(self, who: str, what: str, work: Callable[..., Any], *given: Any, **more: Any) -> Any:
        """Somebody does something, which succeeds."""
        self.clock += timedelta(minutes=10)
        self.told.append((who, what, ""))
        return work(self.store, *given, who, self.clock, **more)

    def may_not(self, who: str, what: str, why: str, work: Callable[..., Any], *given: Any) -> None:
        """Somebody tries something, and is refused for a reason."""
        self.clock += timedelta(minutes=10)
        self.told.append((who, what, why))
        with pytest.raises((ForbiddenError, RefusedError), match=why):
            work(self.store, *given, who, self.clock)

    def enters(self, who: str, number: int, note: str = "", why: str = "") -> None:
        entry = Entry(Observation("m", "2017", Decimal(number), note=note or None))
        if why:
            self.may_not(who, "record m 2017", why, record, entry)
        else:
            self.does(who, "record m 2017", record, entry)

    def moves(self, who: str, to: State, comment: str = "", why: str = "") -> None:
        wanted = Move({VALUE: history(self.store, VALUE)[0]["revision"]}, to, comment)
        if why:
            self.may_not(who, f"{to} m 2017", why, move, wanted)
        else:
            self.does(who, f"{to} m 2017", move, wanted)

    def public(self) -> list[float | None]:
        """The values that everybody sees."""
        return [row.value for row in series(self.store.published(), "m", self.clock)]


@pytest.fixture
def office() -> Iterator[Office]:
    world = World().add(metric(owner_id="o"))
    with world.store.write("test", "owners", NOW) as write:
        told = {"owner_id": "o", "name": "科委", "name_en": "Science", "version": 1}
        write.append("owners", [told | {"recorded_at": NOW, "recorded_by": "test"}])
    world.store.operators = frozenset({"root"})
    yield Office(world.store)
    world.store.close()


def test_the_trail_tells_a_whole_week(office: Office) -> None:
    before = len(trail(office.store))
    for day in (monday, tuesday, wednesday, thursday, friday):
        day(office)
        office.clock += timedelta(hours=12)
    lines = trail(office.store)[: -before or None]
    found = [(row["recorded_by"], row["what"], row["refused_en"] or "") for row in reversed(lines)]
    assert [(who, what) for who, what, _ in found] == [(who, what) for who, what, _ in office.told]
    for (_, what, refused), (_, _, why) in zip(found, office.told, strict=True):
        assert bool(refused) == bool(why), what
        assert why in refused, what
    moments = [row["recorded_at"] for row in lines]
    assert moments == sorted(moments, reverse=True)
    mine = trail(office.store, LI)
    assert [row["what"] for row in mine] == [what for who, what, _ in reversed(office.told) if who == LI]


def monday(office: Office) -> None:
    """Roles are given, each by somebody who may."""
    give(office, "root", ADA, Role.ADMINISTRATOR)
    give(office, ADA, ED, Role.EDITOR, "plan:p")
    give(office, ADA, LI, Role.CONTRIBUTOR, "owner:o")
    give(office, ED, REN, Role.REVIEWER, "plan:p")
    give(office, ED, VERA, Role.VIEWER, "plan:p")
    give(office, ED, ED, Role.ADMINISTRATOR, why="do not allow you to administer")
    give(office, ED, WANG, Role.CONTRIBUTOR, why="do not allow you to give or take roles")
    give(office, LI, LI, Role.REVIEWER, "plan:p", why="do not allow")
    give(office, ADA, WANG, Role.CONTRIBUTOR, "plan:q", why="no scope 'plan:q'")


def tuesday(office: Office) -> None:
    """The plan asks for review; a value is entered by the one who may."""
    office.may_not(REN, "ask review p", "do not allow", ask_review, ReviewRule("p"))
    office.does(ED, "ask review p", ask_review, ReviewRule("p"))
    for who in (WANG, VERA, REN):
        office.enters(who, 150, why="do not allow you to enter values")
    office.enters(NOBODY, 150, why="Sign in")
    office.enters(LI, -1, why="below 0")
    office.enters(LI, 140)
    assert office.public() == []
    office.moves(WANG, State.SUBMITTED, why="do not allow")
    office.moves(REN, State.APPROVED, why="not submitted")
    office.moves(LI, State.SUBMITTED)
    office.moves(LI, State.SUBMITTED, why="submitted or approved already")


def wednesday(office: Office) -> None:
    """It comes back, is corrected, approved, and locked."""
    office.moves(LI, State.APPROVED, why="do not allow you to review")
    office.moves(REN, State.RETURNED, why="say why")
    office.moves(REN, State.RETURNED, "the yearbook says 141")
    office.enters(LI, 141, why="say in the note why")
    office.enters(LI, 141, "yearbook")
    office.moves(LI, State.SUBMITTED)
    office.moves(REN, State.APPROVED)
    assert office.public() == [141]
    office.enters(LI, 150, "once more", why="approved and locked")
    entry = withdrawal(history(office.store, VALUE), "a slip")
    office.may_not(LI, "record m 2017", "approved and locked", record, entry)


def thursday(office: Office) -> None:
    """Readers speak, the editor answers, reopens, and changes what is promised."""
    report = Remark(Kind.REPORT, "m", "141 is of 2016", "2017")
    number = office.does(NOBODY, "report m 2017", say_so, report)
    office.does(VERA, "comment m 2017", say_so, replace(report, kind=Kind.COMMENT))
    office.may_not(NOBODY, "comment m 2017", "Sign in", say_so, replace(report, kind=Kind.COMMENT))
    answer = Remark(Kind.ANSWER, "m", "it is of 2017", "2017", number)
    office.may_not(LI, "answer m 2017", "do not allow", say_so, answer)
    office.does(ED, "answer m 2017", say_so, answer)
    office.may_not(ED, "answer m 2017", "no such report", say_so, answer)
    office.moves(REN, State.REOPENED, "a slip", why="do not allow you to reopen")
    office.moves(ED, State.REOPENED, "the series was revised")
    change = TargetChange("m", Decimal(250), None, date(2018, 7, 1), "mid-term review")
    for who in (LI, REN, VERA, WANG, NOBODY):
        why = "do not allow you to define" if who else "Sign in"
        office.may_not(who, "target m from 2018-07-01", why, revise_target, change)
    office.may_not(ED, "target m from 2018-07-01", "say why", revise_target, replace(change, reason=""))
    office.does(ED, "target m from 2018-07-01", revise_target, change)
    told: dict[str, Any] = metric("second")
    row = [Written("metrics", {name: str(cell) for name, cell in told.items() if cell is not None and cell != []})]
    office.may_not(REN, "define second", "do not allow you to define", add_definitions, row)
    office.does(ED, "define second", add_definitions, row)
    drop = TargetDrop("second", date(2019, 1, 1), "withdrawn")
    office.may_not(LI, "drop target second from 2019-01-01", "do not allow", drop_target, drop)
    office.does(ED, "drop target second from 2019-01-01", drop_target, drop)
    place = [Written("owners", {"owner_id": "x", "name": "新", "name_en": "New"})]
    office.may_not(ED, "define x", "do not allow you to define", add_definitions, place)
    assert known(office.store, office.clock).metrics["second"]["comparator"] is None


def friday(office: Office) -> None:
    """Sign-ins: wrong, right, expired, ended everywhere; a role and an account are taken."""
    office.may_not(ED, "account li", "do not allow you to administer", set_password, LI, SECRET)
    office.does(ADA, "account li", set_password, LI, SECRET)
    office.clock += timedelta(minutes=10)
    assert sign_in(office.store, LI, "a guess of somebody", "s0", office.clock) is None
    office.told.append((LI, "sign in", "name or the password is wrong"))
    office.clock += timedelta(minutes=10)
    session = sign_in(office.store, LI, SECRET, "s1", office.clock)
    office.told.append((LI, "sign in", ""))
    assert session is not None
    assert unseal(seal(session, KEY), KEY, 12, office.clock + timedelta(hours=11)) == session
    assert unseal(seal(session, KEY), KEY, 12, office.clock + timedelta(hours=13)) is None
    office.enters(NOBODY, 142, "after an expired sign-in", why="Sign in")
    office.does(
        LI, "sign out everywhere", lambda store, who, now: end_sessions(store, session, who, now, everywhere=True)
    )
    assert not holds(office.store, session)
    office.does(
        ADA, "take contributor owner:o li", change_role, RoleChange(LI, Grant(Role.CONTRIBUTOR, "owner:o"), held=False)
    )
    office.enters(LI, 142, "yearbook", why="do not allow")
    office.may_not(REN, "close account li", "do not allow", close_account, LI)
    office.does(ADA, "close account li", close_account, LI)
    assert office.public() == [141]


def _everywhere(store: Store, who: str, now: datetime, session: Session) -> None:
    end_sessions(store, session, who, now, everywhere=True)


def give(office: Office, by: str, to: str, role: Role, scope: str = "", *, why: str = "") -> None:
    change = RoleChange(to, Grant(role, scope))
    what = f"give {role} {scope or '*'} {to}"
    if why:
        office.may_not(by, what, why, change_role, change)
    else:
        office.does(by, what, change_role, change)
