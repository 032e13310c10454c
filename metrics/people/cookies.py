"""What a browser holds for somebody who has signed in: who, in which session, since when; signed, and not secret."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

NAME = "yardstick_session"
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
