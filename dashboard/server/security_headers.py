"""What may a browser do with our answers?"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from metrics.settings import settings

# Streamlit writes its styles into the page (emotion), and draws tables and charts from `blob:` and `data:`.
_CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' blob: 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)

_HEADERS = {
    "Content-Security-Policy": _CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


_OVER_TLS = {"Strict-Transport-Security": "max-age=31536000"}


class SecurityHeaders:
    """Middleware that adds them to every HTTP answer, whoever gives it; over TLS, no cookie leaves it otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS | (_OVER_TLS if settings().secure else {}))
                if settings().secure:
                    message["headers"] = [_secured(name, value) for name, value in message["headers"]]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header; a cookie, of which Streamlit sets some, for TLS alone."""
    open_ = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return name, value + b"; Secure" if open_ else value
