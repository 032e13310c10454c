"""Which store the dashboard serves, and whether anything may be written to it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime

from dashboard import person as people
from dashboard.person import Person, on_loopback
from metrics.errors import ForbiddenError, YardstickError
from metrics.people.roles import Action, Concern, Grant, may
from metrics.place import PROVIDER, SEEDS, configured, data_file
from metrics.settings import SignIn, settings
from metrics.store import Store
from metrics.store import open_store as open_file
from metrics.store.load import load_package
from metrics.store.review import asks_for_review


@dataclass(slots=True)
class _Served:
    """The store, its published side, and whether any plan asks for review: asked once for a data version."""

    store: Store
    published: Store
    reviewed: tuple[int, bool] = (0, False)


_open: list[_Served] = []
_READER: ContextVar[tuple[Person | None, Sequence[Grant]] | None] = ContextVar("reader", default=None)


def open_store() -> None:
    """Open the data file, once a process. A new one gets the plans of `seeds/`.

    On an address that others reach, nothing is kept in a place that nobody has configured: without `YARDSTICK_DB`
    the plans are served from memory.
    """
    if _open:
        return
    now = utc_now()
    opened = open_file(data_file() if configured() or on_loopback() else None, now)
    if opened.empty:
        load_package(opened, SEEDS, PROVIDER, now)
    opened.operators = people.operators()
    _open.append(_Served(opened, opened.published()))


def store() -> Store:
    """The open store."""
    open_store()
    return _open[0].store


def public() -> Store:
    """The store as everybody may see it; the open one itself as long as no plan asks for review."""
    now, served = store().data_version, _open[0]
    version, reviewed = served.reviewed
    if version != now:
        reviewed = asks_for_review(served.store)
        served.reviewed = now, reviewed
    return served.published if reviewed else served.store


def readable() -> Store:
    """The store as the person at the page may see it."""
    return store() if allowed(Action.SEE_ENTERED) else public()


def side(version: int) -> Store:
    """The side of the store that a data version is of."""
    return store() if version >= 0 else _open[0].published


def close_store() -> None:
    """Close the data file."""
    if _open:
        _open[0].store.close()
    _open.clear()


def banner(address: str) -> str:
    """What the person who started the program should know. The address that is set is the one for browsers."""
    named = settings().address or address
    place = store().path or "in memory (set YARDSTICK_DB to keep what is entered)"
    return f"\n  标尺 Yardstick   {named}\n  数据 data file   {place}\n"


@contextmanager
def one_reader() -> Iterator[None]:
    """While a page is drawn it is for one person with one set of roles: both are asked for once."""
    token = _READER.set(_reader())
    try:
        yield
    finally:
        _READER.reset(token)


def _reader() -> tuple[Person | None, Sequence[Grant]]:
    who = people.person(store(), utc_now())
    return who, who.grants(store()) if who else []


def person() -> Person | None:
    """Who looks at the page."""
    return (_READER.get() or _reader())[0]


def allowed(action: Action, concern: Concern | None = None) -> bool:
    """Whether the person at the page may do this: what a page offers. Whatever writes asks again."""
    _, grants = _READER.get() or _reader()
    return may(grants, action, concern)


def permitted(actions: Iterable[Action]) -> frozenset[Action]:
    """Which of some actions the person at the page may do."""
    return frozenset(action for action in actions if allowed(action))


def refuse_unless(action: Action, concern: Concern | None = None) -> None:
    """Raise where the person at the page may not do this, be it to anything at all, with the way to it."""
    if allowed(action, concern):
        return
    if settings().sign_in is SignIn.NONE:
        raise YardstickError("read_only_address")
    raise ForbiddenError(action, author())


def refuse_unless_writable() -> None:
    """Raise where the person at the page can't enter anything."""
    refuse_unless(Action.ENTER)


def author() -> str:
    """Who writes, under the name that the record keeps; empty for nobody, whom the store refuses."""
    who = person()
    return who.person_id if who else ""


def utc_now() -> datetime:
    """The moment, in UTC without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)
