"""Who answers for `/api/…`? The addresses themselves, ahead of Streamlit.

Streamlit would compress again what was asked for as it is, under the tag of the plain bytes, and answers odd paths in
words that no program reads.
"""

from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.server.api.routes import API

_PLACE = "/api"


class ForPrograms:
    """Middleware that answers them by itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._router = Router(API, redirect_slashes=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        theirs = scope["type"] == "http" and (scope["path"] == _PLACE or scope["path"].startswith(f"{_PLACE}/"))
        await (self._router if theirs else self._app)(scope, receive, send)
