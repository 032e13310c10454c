"""What became of the last click on a form: told until it has been seen, whatever else happens meanwhile.

Another click, or the news that somebody else has entered something, stops a run, and even the callback of a widget,
wherever that next touches the session's state. So a callback reads the state once and as a whole, which nothing stops,
and what it has done it says to an `Outcome`, which touches nothing. The page tells it until a run has come to its end.
"""

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import streamlit as st

from dashboard.literally import literally
from dashboard.startup import utc_now

Draw: TypeAlias = Callable[[], object]

_KEY = "outcomes"
# A run that comes right after would take away what the browser hasn't drawn yet.
_STAYS = timedelta(seconds=2)


def _token() -> str:
    return secrets.token_urlsafe(16)


def _lines(text: str) -> str:
    return literally(text).replace("\n", "  \n")


@dataclass(slots=True)
class _Told:
    """What is to be told, whether the last run has told it, and until when it stays."""

    draw: Draw
    refused: bool
    drawn: bool = False
    until: datetime | None = None


@dataclass(slots=True)
class Outcome:
    """What became of the last click on a form.

    `done` is how many times the form was done with: the keys of its fields have that number, since a browser keeps
    what stands under a key. Under the `token` the next click saves once. `memory` is what the form remembers besides
    its fields until it is done with.
    """

    done: int = 0
    token: str = field(default_factory=_token)
    memory: dict[str, Any] = field(default_factory=dict)
    _alone: threading.RLock = field(default_factory=threading.RLock)
    _told: _Told | None = None

    def once(self, work: Callable[..., None]) -> Callable[..., None]:
        """What a button of the form does as it stands now. The halves of a double click may run beside each other: the
        second waits for the first, and where the form is done with then, it does nothing.
        """
        number = self.done

        def click(*given: object) -> None:
            with self._alone:
                if self.done == number:
                    work(*given)
                else:
                    self.hold()

        return click

    def finish(self, tell: Draw | None = None) -> None:
        """The form is done with, and the next one is empty."""
        self.done, self.token, self.memory = self.done + 1, _token(), {}
        self._told = _Told(tell, refused=False) if tell else self._told

    def say(self, text: str) -> None:
        """Let the page say what was done."""
        self._told = _Told(lambda: st.success(_lines(text)), refused=False)

    def refuse(self, text: str) -> None:
        """Let the page say why nothing was done."""
        self._told = _Told(lambda: st.error(_lines(text)), refused=True)

    def tell(self) -> bool:
        """Say on the page what there is to be said; whether it is a refusal."""
        told = self._told
        if told is None or (told.until is not None and utc_now() > told.until):
            self._told = None
            return False
        told.draw()
        told.drawn = True
        return told.refused

    def begin(self) -> None:
        """A run begins, and has told nothing yet."""
        if self._told is not None:
            self._told.drawn = False

    def hold(self) -> None:
        """What stands on the page stays there: the run that comes isn't one that the reader has asked for."""
        if self._told is not None and self._told.drawn:
            self._told.until = None

    def seen(self) -> None:
        """A run has come to its end: what it told has been seen."""
        if self._told is not None and self._told.drawn and self._told.until is None:
            self._told.until = utc_now() + (timedelta() if self._told.refused else _STAYS)


_OUTCOMES: ContextVar[dict[str, Outcome] | None] = ContextVar("outcomes", default=None)


def outcome(form: str) -> Outcome:
    """What became of the last click on a form of this session."""
    kept = _OUTCOMES.get()
    return (_of_session() if kept is None else kept).setdefault(form, Outcome())


@contextmanager
def until_seen() -> Iterator[None]:
    """While a page is drawn: what it tells has been seen where it comes to its end."""
    kept = _of_session()
    token = _OUTCOMES.set(kept)
    for one in kept.values():
        one.begin()
    try:
        yield
        for one in kept.values():
            one.seen()
    finally:
        _OUTCOMES.reset(token)


def hold_told() -> None:
    """Take nothing away of what stands on the page. Runs before a page is drawn again for news."""
    for one in _of_session().values():
        one.hold()


def _of_session() -> dict[str, Outcome]:
    kept: dict[str, Outcome] | None = st.session_state.to_dict().get(_KEY)
    if kept is None:
        kept = st.session_state[_KEY] = {}
    return kept
