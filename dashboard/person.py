"""Who looks at the page? Asked anew on each run: what a sign-in once said may have ended since."""

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import streamlit as st

from metrics.checks.text import check_person
from metrics.people.cookies import NAME, Session, unseal
from metrics.people.key import signing_key
from metrics.people.roles import Grant, Role
from metrics.place import secrets_file
from metrics.settings import Settings, SignIn, settings
from metrics.store import Store
from metrics.store.accounts import holds, not_ended
from metrics.store.transaction import grants_of

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# Whoever comes by way of a proxy isn't at this machine, whatever address the program listens on.
_PROXIED = ("forwarded", "via", "x-forwarded", "x-real-ip", "x-client-ip", "cf-connecting-ip")
_SINCE = "signed-in-since"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is known. `operator` is the one at this machine, who needs no role."""

    person_id: str
    operator: bool = False
    session: Session | None = None

    def grants(self, store: Store) -> list[Grant]:
        """The roles that they have now."""
        return [Grant(Role.ADMINISTRATOR)] if self.operator else grants_of(store, self.person_id)


def on_loopback() -> bool:
    """Whether only this machine reaches the program."""
    return st.get_option("server.address") in _LOOPBACK


def operators() -> frozenset[str]:
    """Who needs no role: on one's own machine, as long as nobody signs in, its account.

    An address of its own, under which a proxy brings browsers here, says that others reach the program.
    """
    told = settings()
    alone = on_loopback() and told.sign_in is SignIn.NONE and told.host in {"", *_LOOPBACK}
    return frozenset({_account()} if alone else ())


@cache
def _account() -> str:
    """The account of this machine under which the program runs."""
    return getpass.getuser()


def person(store: Store, now: datetime) -> Person | None:
    """Who has signed in, or sits at this machine; None for anybody else."""
    told = settings()
    match told.sign_in:
        case SignIn.NONE:
            return _at_this_machine()
        case SignIn.ACCOUNTS:
            return _with_account(store, st.context.cookies, told, now)
        case SignIn.PROXY:
            return _of_proxy(store, told, now)
        case SignIn.OIDC:
            return _of_provider(store, told, now)


def _at_this_machine() -> Person | None:
    if not operators() or any(name.lower().startswith(_PROXIED) for name in st.context.headers):
        return None
    return Person(_account(), operator=True)


def _with_account(store: Store, cookies: Mapping[str, str], told: Settings, now: datetime) -> Person | None:
    session = unseal(cookies.get(NAME, ""), signing_key(secrets_file()), told.hours, now)
    if session is None or not holds(store, session):
        return None
    return Person(session.person_id, session=session)


def _of_proxy(store: Store, told: Settings, now: datetime) -> Person | None:
    """The header came when the page was opened, and says nothing of time: the sign-in holds from then on."""
    named = _name(_as_sent(st.context.headers.get(told.proxy_header) or ""))
    if not named:
        return None
    began = st.session_state.to_dict().get(_SINCE)  # nothing stops that: who saves mustn't be cut short
    if began is None:
        began = st.session_state[_SINCE] = now
    return signed_in(store, Session(named, "proxy", began), told, now)


def _as_sent(header: str) -> str:
    """A header's text where the proxy wrote UTF-8, which servers read as Latin-1."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _name(named: object) -> str:
    """A name by which roles may be given; nothing for what is none, or only looks like one."""
    return named if isinstance(named, str) and not any(check_person(named)) else ""


def signed_in(store: Store, session: Session, told: Settings, now: datetime) -> Person | None:
    """Whose session it is, as long as it holds and nobody has ended it."""
    held = timedelta(minutes=-5) <= now - session.since < timedelta(hours=told.hours)
    return Person(session.person_id, session=session) if held and not_ended(store, session) else None


def _of_provider(store: Store, told: Settings, now: datetime) -> Person | None:
    session = session_of(dict(st.user), told)
    return signed_in(store, session, told, now) if session else None


def session_of(claims: Mapping[str, object], told: Settings) -> Session | None:
    """The sign-in that an identity provider's claims tell of; None where they tell of nobody by name.

    Streamlit's cookie lasts 30 days whatever the provider says: how long it holds is counted here. The nonce is of
    one sign-in alone, while a provider's own session goes on over several.
    """
    named, issued = _name(claims.get(told.claim)), claims.get("iat")
    if claims.get("is_logged_in") is not True or not named or not isinstance(issued, int | float):
        return None
    if told.claim == "email" and str(claims.get("email_verified")).lower() != "true":
        return None  # anybody may have written somebody else's address there
    try:
        since = datetime.fromtimestamp(issued, UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None
    return Session(named, str(claims.get("nonce") or int(issued)), since)
