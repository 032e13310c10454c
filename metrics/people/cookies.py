"""What a browser holds for somebody who has signed in: who, in which session, since when; signed, and not secret.

A second cookie stays after that: it says that somebody has signed in from this browser before, and gives no right.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

NAME, BROWSER = "yardstick_session", "yardstick_browser"
_EPOCH = datetime(2020, 1, 1)  # noqa: DTZ001 - UTC without a zone, as everywhere


@dataclass(frozen=True, slots=True)
class Session:
    """A sign-in. `since` is UTC without a zone."""

    person_id: str
    session_id: str
    since: datetime


def seal(session: Session, key: str) -> str:
    """The cookie of a session."""
    since = (session.since - _EPOCH) // timedelta(microseconds=1)
    return str(URLSafeSerializer(key, salt=NAME).dumps([session.person_id, session.session_id, since]))


def seal_browser(person_id: str, browser_id: str, key: str) -> str:
    """The cookie of a browser from which somebody has signed in."""
    return str(URLSafeSerializer(key, salt=BROWSER).dumps([person_id, browser_id]))


def unseal_browser(cookie: str, key: str) -> tuple[str, str] | None:
    """Who has signed in from a browser, and its id; nothing where the cookie is forged."""
    try:
        person_id, browser_id = URLSafeSerializer(key, salt=BROWSER).loads(cookie)
    except (BadData, ValueError, TypeError):
        return None
    return person_id, browser_id


def unseal(cookie: str, key: str, hours: int, now: datetime) -> Session | None:
    """The session of a cookie, unless it is forged, older than so many hours, or from the future."""
    try:
        person_id, session_id, microseconds = URLSafeSerializer(key, salt=NAME).loads(cookie)
        since = _EPOCH + timedelta(microseconds=microseconds)
    except (BadData, ValueError, TypeError, OverflowError):
        return None
    if not timedelta(minutes=-1) <= now - since < timedelta(hours=hours):
        return None
    return Session(person_id, session_id, since)
