"""Accounts: how one is made, how a password is checked, which sign-ins still hold."""

from collections.abc import Iterator
from datetime import datetime
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from metrics.checks.text import check_person
from metrics.errors import Problem, RefusedError, YardstickError
from metrics.people.cookies import Session
from metrics.people.roles import Action, Concern
from metrics.store.connection import Store
from metrics.store.transaction import Reader, Row

_SHORTEST, _LONGEST = 12, 200
_EVERY = ""
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody has this password")
_checking = Lock()  # a check takes 64 MB and half a core: one after the other, however many ask


def set_password(store: Store, person_id: str, password: str, author: str, now: datetime) -> None:
    """Make an account, or give it another password, which ends its sessions. Raises `RefusedError`."""
    with store.write(author, f"account {person_id}", now, news=False) as write:
        write.require(Action.ADMINISTER, Concern())
        problems = list(_problems(person_id, password))
        if problems:
            raise RefusedError(problems)
        last = _last(write, person_id)
        write.append("account", [_version(person_id, last, _HASHER.hash(password), write.now, write.author)])


def close_account(store: Store, person_id: str, author: str, now: datetime) -> None:
    """Nobody signs in with it any more, and its sessions end. Raises `RefusedError` where there is none."""
    with store.write(author, f"close account {person_id}", now, news=False) as write:
        write.require(Action.ADMINISTER, Concern())
        last = _last(write, person_id)
        if last is None:
            raise RefusedError([Problem("account_unknown", filled={"person": person_id})])
        write.append("account", [_version(person_id, last, None, write.now, write.author)])


def sign_in(store: Store, person_id: str, password: str, session_id: str, now: datetime) -> Session | None:
    """A new session, which the trail has; None for a wrong password or account. Both take the same time."""
    last = _last(store, person_id)
    secret = last["secret"] if last else None
    with _checking:
        right = _matches(secret or _NOBODY, password)
    if not right or secret is None:
        # What was typed as a name may be a password: only one that there is goes into the trail.
        store.note_refusal(person_id if last else "", "sign in", YardstickError("sign_in_wrong"), now)
        return None
    with store.write(person_id, "sign in", now, news=False) as write:
        write.require_self(person_id)
        return Session(person_id, session_id, write.now)


def end_sessions(store: Store, session: Session, author: str, now: datetime, *, everywhere: bool) -> None:
    """Sign out: of this session, or of all that somebody has."""
    with store.write(author, "sign out everywhere" if everywhere else "sign out", now, news=False) as write:
        write.require_self(session.person_id)
        write.append("session_end", [{
            "person_id": session.person_id, "session_id": _EVERY if everywhere else session.session_id,
            "recorded_at": write.now, "recorded_by": write.author,
        }])  # fmt: skip


def holds(store: Reader, session: Session) -> bool:
    """Whether nobody has ended a session and its account is as it was when it began."""
    last = _last(store, session.person_id)
    as_it_was = last is not None and last["secret"] is not None and last["recorded_at"] < session.since
    return as_it_was and not_ended(store, session)


def not_ended(store: Reader, session: Session) -> bool:
    """Whether nobody has signed out of a session, here or everywhere."""
    sql = """SELECT 1 FROM session_end WHERE person_id = $person_id
             AND (session_id = $session_id OR (session_id = '' AND recorded_at >= $since)) LIMIT 1"""
    given = {"person_id": session.person_id, "session_id": session.session_id, "since": session.since}
    return not store.read(sql, given)


def accounts(store: Reader) -> list[str]:
    """Everybody who can sign in with a password."""
    sql = """SELECT a.person_id FROM account AS a
             LEFT JOIN account AS n ON n.person_id = a.person_id AND n.version = a.version + 1
             WHERE n.version IS NULL AND a.secret IS NOT NULL ORDER BY a.person_id"""
    return [row["person_id"] for row in store.read(sql)]


def end_all(store: Store, person_id: str, author: str, now: datetime) -> None:
    """Sign somebody out everywhere, whichever way they sign in."""
    with store.write(author, f"sign out {person_id}", now, news=False) as write:
        write.require(Action.ADMINISTER, Concern())
        row = {"person_id": person_id, "session_id": _EVERY, "recorded_at": write.now, "recorded_by": write.author}
        write.append("session_end", [row])


def _last(store: Reader, person_id: str) -> Row | None:
    sql = "SELECT * FROM account WHERE person_id = $person_id ORDER BY version DESC LIMIT 1"
    return next(iter(store.read(sql, {"person_id": person_id})), None)


def _version(person_id: str, last: Row | None, secret: str | None, now: datetime, author: str) -> Row:
    number = last["version"] + 1 if last else 1
    return {"person_id": person_id, "version": number, "secret": secret, "recorded_at": now, "recorded_by": author}


def _problems(person_id: str, password: str) -> Iterator[Problem]:
    yield from check_person(person_id)
    if not _SHORTEST <= len(password) <= _LONGEST or password == person_id:
        yield Problem("password_weak", filled={"shortest": _SHORTEST, "longest": _LONGEST})


def _matches(secret: str, password: str) -> bool:
    try:
        return len(password) <= _LONGEST and _HASHER.verify(secret, password)
    except (VerificationError, InvalidHashError):
        return False
