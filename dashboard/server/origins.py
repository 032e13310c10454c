"""Does a page of ours ask? What another site's page sends, and files that no page has asked for, are refused."""

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from dashboard.uploads import asks
from metrics.settings import settings

_UPLOAD = re.compile(r".*/_stcore/upload_file/(?P<session>[^/]*)/.*")


class OwnPages:
    """Middleware before Streamlit, which takes any page of this machine for ours, and asks the network for more."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and "origin" in Headers(scope=scope) and not from_ours(Headers(scope=scope)):
            await WebSocketClose(1008)(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] == "PUT" and not _asked_for(scope["path"]):
            await PlainTextResponse("No page asks for this file", 403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def from_ours(headers: Headers) -> bool:
    """Whether the page that asks is ours, by the origin that its browser says."""
    try:
        origin, address = urlsplit(headers.get("origin", "").lower()), urlsplit(settings().address.lower())
    except ValueError:
        return False
    if not origin.netloc:
        return False
    if origin.netloc == address.netloc:
        return origin.scheme == address.scheme
    return origin.netloc == headers.get("host", "").lower()


def _asked_for(path: str) -> bool:
    upload = _UPLOAD.fullmatch(path)
    return upload is None or asks(upload["session"])
