"""Under which names is the program asked, and whose word about the user is taken?

A page of another site can point its own name at 127.0.0.1 and then talk to us as if it were ours (DNS rebinding); it
can't change the name that it asks under. A header with a user's name means nothing unless the proxy sent it.
"""

import os
from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from dashboard.person import on_loopback
from metrics.settings import Settings, SignIn, settings

_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_HERE = {"localhost", *_LOOPBACK}


class KnownHosts:
    """Middleware that answers only under the names that are set: here, `localhost`; else that of the address."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or scope["path"] == "/healthz" or _known(Headers(scope=scope).get("host", "")):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(1008)(scope, receive, send)
        else:
            await PlainTextResponse("Unknown host", 421)(scope, receive, send)


class TrustedHeader:
    """Middleware that takes the user's name out of what anybody but the proxy sends."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = settings()
        if scope["type"] != "lifespan" and told.sign_in is SignIn.PROXY:
            name = told.proxy_header.lower().encode("latin-1")
            same = [value for header, value in scope["headers"] if _alike(header, name)]
            if len(same) != 1 or not _from_proxy(scope, told):
                kept = [(header, value) for header, value in scope["headers"] if not _alike(header, name)]
                scope = {**scope, "headers": kept}
        await self._app(scope, receive, send)


def _known(host: str) -> bool:
    name = _name(host)
    if settings().host:
        return name == settings().host.lower() or (on_loopback() and name in _HERE)
    return not on_loopback() or name in _HERE


def _name(host: str) -> str:
    """The name without the port."""
    if host.startswith("["):
        return host[1 : host.find("]")].lower()
    return host.partition(":")[0].lower().rstrip(".")


def _alike(header: bytes, name: bytes) -> bool:
    """Servers behind take `X_User` for `X-User`."""
    return header.lower().replace(b"_", b"-") == name.replace(b"_", b"-")


def _from_proxy(scope: Scope, told: Settings) -> bool:
    return any(_among(peer, told.proxies) for peer in _peers(scope))


def _peers(scope: Scope) -> frozenset[str]:
    """The address from which the connection comes, by its names; nothing where a header may have said it.

    Uvicorn takes `X-Forwarded-For` for the client where a proxy of this machine sent it, or one that
    `FORWARDED_ALLOW_IPS` names. Then the client's port is 0, or the one that the header says.
    """
    host, port = scope.get("client") or ("", 0)
    forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
    if not forwarded:
        return frozenset({host})
    if os.environ.get("FORWARDED_ALLOW_IPS") or f":{port}" in forwarded.replace(" ", ""):
        return frozenset()
    return frozenset({host}) if port else _LOOPBACK


def client_of(scope: Scope) -> str:
    """The address of whoever asks: behind our proxies, what the last of them says."""
    told = settings()
    host = (scope.get("client") or ("",))[0]
    if not _from_proxy(scope, told):
        return str(host)
    passed = [one.strip() for one in ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")]
    return next((one for one in reversed(passed) if one and not _among(one, told.proxies)), str(host))


def _among(address: str, networks: Iterable[str]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found  # as a socket for both kinds says it
    return any(found in ip_network(network) for network in networks)
