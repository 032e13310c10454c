"""Which store the dashboard serves, and whether anything may be written to it."""

import getpass
from datetime import UTC, datetime

import streamlit as st

from metrics.errors import YardstickError
from metrics.place import SEEDS, configured, data_file
from metrics.store import Store
from metrics.store import open_store as open_file
from metrics.store.load import load_package

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_open: list[Store] = []


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
        load_package(opened, SEEDS, "seeds", now)
    opened.operators = frozenset({getpass.getuser()} if on_loopback() else ())
    _open.append(opened)


def store() -> Store:
    """The open store."""
    open_store()
    return _open[0]


def close_store() -> None:
    """Close the data file."""
    while _open:
        _open.pop().close()


def banner(address: str) -> str:
    """What the person who started the program should know."""
    place = store().path or "in memory (set YARDSTICK_DB to keep what is entered)"
    return f"\n  标尺 Yardstick   {address}\n  数据 data file   {place}\n"


def on_loopback() -> bool:
    """Whether only this machine reaches the program."""
    return st.get_option("server.address") in _LOOPBACK


def refuse_unless_writable() -> None:
    """Raise where values can't be entered. Asked by whatever writes, not only by the page that offers it."""
    if not on_loopback():
        raise YardstickError("read_only_address")


def author() -> str:
    """Who writes: until people sign in, the name of the machine's account."""
    return getpass.getuser()


def utc_now() -> datetime:
    """The moment, in UTC without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)
