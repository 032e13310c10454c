"""Where does somebody go on who comes back from the identity provider? To the page that they left, or to hear why not.

Streamlit talks with the provider and keeps what it says of somebody in a cookie. It sends everybody to the overview,
signed in or not, in the language in which pages begin.
"""

import json
import logging
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from dashboard.address import PAGES, Address
from dashboard.person import session_of, signed_in
from dashboard.startup import store, utc_now
from metrics.settings import SignIn, settings

FROM = "yardstick_from"  # the cookie that says which page somebody left, until they are back
LONGEST = 2000  # characters of it
_THERE, _BACK, _OUT = "/auth/login", "/oauth2callback", "/auth/logout"


class ComingBack:
    """Middleware that sends on whoever Streamlit has signed in, not signed in, or signed out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in (_THERE, _BACK, _OUT) or not _asked():
            await self._app(scope, receive, send)
            return

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start" and (there := _onward(Request(scope), message)):
                message["status"] = 303
                MutableHeaders(scope=message)["location"] = there
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        except Exception:
            logging.getLogger(__name__).exception("Signing in by the identity provider failed")
            await Response(status_code=500)(scope, receive, send_on)  # which leads on


def claims_of(cookies: Mapping[str, str]) -> dict[str, Any]:
    """What the provider said of somebody, as Streamlit has signed it; nothing where nobody signed it."""
    secret = get_cookie_secret()

    def signed(name: str) -> bytes | None:
        return decode_signed_value(secret, name, cookies.get(name, ""))

    found = get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    return dict(json.loads(found)) if found else {}


def page_left(query: Mapping[str, str]) -> str:
    """The page of ours from which somebody came, with its choices; never another site's."""
    asked = urlsplit(query.get("next", ""))
    path = asked.path.strip("./")
    return Address.of(dict(parse_qsl(asked.query))).href(path if path in PAGES else "")


def _asked() -> bool:
    return settings().sign_in is SignIn.OIDC


def _onward(request: Request, answer: Message) -> str:
    """Where to instead of where Streamlit sends them; nothing for the provider's own pages."""
    left = dict(parse_qsl(unquote(request.cookies.get(FROM, ""))))
    path, headers = request.scope["path"], Headers(raw=answer["headers"])
    failed = answer["status"] >= 400
    if not failed and headers.get("location") != "/":
        return ""
    out = path == _OUT or (path == _BACK and not request.query_params.keys() & {"code", "error", "state"})
    why = "provider_failed" if failed else "" if out else _why_not(request, headers)
    return f"/sign-in?{urlencode(left | {'told': why})}" if why else f"/{page_left(left)}".replace("/.", "/")


def _why_not(request: Request, headers: Headers) -> str:
    """Why nobody is signed in with the cookies of an answer; nothing where somebody is, be it since before."""
    given = request.cookies | {
        one.key: one.value for cookie in headers.getlist("set-cookie") for one in SimpleCookie(cookie).values()
    }
    claims, told = claims_of(given), settings()
    session = session_of(claims, told)
    if claims and session is None:
        return "provider_nameless"
    held = session is not None and signed_in(store(), session, told, utc_now())
    return "" if held else "provider_failed"


def remembered(query: str) -> str:
    """The query of the page for signing in, as a cookie holds it until somebody is back."""
    return quote(query) if len(query) <= LONGEST else ""
