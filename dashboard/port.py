"""Can the dashboard be served on a port of this machine? `python -m dashboard.port 8501` says what to do where not.

Streamlit would say it in English, after everything has been loaded.
"""

import errno
import socket
import sys

from dashboard.words import page_says
from metrics.cli.parser import spoken
from metrics.words import Language

_HOST = "127.0.0.1"
_LAST = 65535
_TRIED = 20


def trouble(asked: str, language: Language) -> str:
    """What hinders a server on a port, with another to take; empty where nothing does."""
    if not (asked.isascii() and asked.isdigit() and 0 < int(asked) <= _LAST):
        return page_says("port.wrong", language, port=asked, last=_LAST)
    port = int(asked)
    reason = _reason(port)
    if not reason:
        return ""
    nearby = range(max(port, 1023) + 1, min(port + _TRIED, _LAST) + 1)
    other = next((each for each in nearby if not _reason(each)), 8501)
    if reason == errno.EACCES:
        return page_says("port.forbidden", language, port=port, other=other)
    return page_says("port.busy", language, port=port, other=other, address=f"http://{_HOST}:{port}")


def _reason(port: int) -> int:
    """The number of the error with which the machine refuses the port; 0 where it is free."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((_HOST, port))
        except OSError as error:
            return error.errno or errno.EADDRINUSE
    return 0


if __name__ == "__main__":
    sys.exit(trouble(sys.argv[1], spoken()) or 0)
