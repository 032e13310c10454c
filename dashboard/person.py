"""Who looks at the page? Asked anew on each run: what a sign-in once said may have ended since."""

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import streamlit as st

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
_PROXIED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


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
    """Who needs no role: on one's own machine, as long as nobody signs in, its account."""
    alone = on_loopback() and settings().sign_in is SignIn.NONE
    return frozenset({getpass.getuser()} if alone else ())


def person(store: Store, now: datetime) -> Person | None:
    """Who has signed in, or sits at this machine; None for anybody else."""
    told = settings()
    match told.sign_in:
        case SignIn.NONE:
            return _at_this_machine()
        case SignIn.ACCOUNTS:
            return _with_account(store, st.context.cookies, told, now)
        case SignIn.PROXY:
            named = (st.context.headers.get(told.proxy_header) or "").strip()
            return Person(named) if named else None
        case SignIn.OIDC:
            return _of_provider(store, told, now)


def _at_this_machine() -> Person | None:
    if not operators() or any(name in st.context.headers for name in _PROXIED):
        return None
    return Person(getpass.getuser(), operator=True)


def _with_account(store: Store, cookies: Mapping[str, str], told: Settings, now: datetime) -> Person | None:
    session = unseal(cookies.get(NAME, ""), signing_key(secrets_file()), told.hours, now)
    if session is None or not holds(store, session):
        return None
    return Person(session.person_id, session=session)


def _of_provider(store: Store, told: Settings, now: datetime) -> Person | None:
    """Streamlit's cookie lasts 30 days whatever the provider says: how long it holds is counted here."""
    claims = dict(st.user)
    named, issued = claims.get(told.claim), claims.get("iat")
    if not claims.get("is_logged_in") or not isinstance(named, str) or not named.strip():
        return None
    if told.claim == "email" and claims.get("email_verified") is False:
        return None
    if not isinstance(issued, int | float):
        return None
    since = datetime.fromtimestamp(issued, UTC).replace(tzinfo=None)
    session = Session(named.strip(), str(claims.get("sid") or int(issued)), since)
    if not timedelta(minutes=-5) <= now - since < timedelta(hours=told.hours) or not not_ended(store, session):
        return None
    return Person(session.person_id, session=session)
