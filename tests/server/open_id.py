"""An OpenID provider for tests: it signs in whoever comes, with the token that a test wants."""

import hashlib
import hmac
import json
import socket
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "yardstick", "the client's secret"


class Seal(StrEnum):
    """How a token is signed, and whether it should be believed: only the first."""

    OWN_KEY = "own key"
    FOREIGN_KEY = "foreign key"
    PUBLIC_KEY = "public key as a secret"
    NONE = "none"


@dataclass
class Provider:
    """Where it answers, and how the next token differs from a right one.

    `claims` stand beside, or instead of, the right ones; None takes one away. `answer` comes instead of any token.
    """

    address: str
    claims: Mapping[str, Any] = field(default_factory=dict)
    seal: Seal = Seal.OWN_KEY
    answer: Response | None = None
    _key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    _other: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    _nonce: str = ""

    @property
    def routes(self) -> list[Route]:
        """What a provider answers."""
        return [
            Route("/.well-known/openid-configuration", self._metadata),
            Route("/authorize", self._authorize),
            Route("/token", self._token, methods=["POST"]),
            Route("/keys", self._keys),
            Route("/end", self._end),
        ]

    async def _metadata(self, _request: Request) -> Response:
        there = {name: f"{self.address}/{path}" for name, path in _PATHS.items()}
        told = {"issuer": self.address, "id_token_signing_alg_values_supported": ["RS256"]}
        return JSONResponse(told | {"subject_types_supported": ["public"]} | there)

    async def _authorize(self, request: Request) -> Response:
        self._nonce = request.query_params["nonce"]
        query = urlencode({"code": "code", "state": request.query_params["state"]})
        return RedirectResponse(f"{request.query_params['redirect_uri']}?{query}")

    async def _token(self, _request: Request) -> Response:
        now = int(time.time())
        right = {
            "iss": self.address, "aud": CLIENT, "sub": "1", "email": "anna@example.org", "email_verified": True,
            "iat": now, "exp": now + 300, "nonce": self._nonce,
        }  # fmt: skip
        claims = {name: value for name, value in (right | dict(self.claims)).items() if value is not None}
        return self.answer or JSONResponse(
            {"access_token": "a", "token_type": "Bearer", "id_token": self._sealed(claims)}
        )

    def _sealed(self, claims: dict[str, Any]) -> str:
        match self.seal:
            case Seal.NONE:
                return f"{_unsigned('none', claims)}."
            case Seal.PUBLIC_KEY:
                text = _unsigned("HS256", claims)
                return f"{text}.{_base64(hmac.digest(self._key.as_pem(private=False), text.encode(), hashlib.sha256))}"
            case Seal.OWN_KEY | Seal.FOREIGN_KEY:
                key = self._key if self.seal is Seal.OWN_KEY else self._other
                return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)

    async def _end(self, request: Request) -> Response:
        return RedirectResponse(request.query_params["post_logout_redirect_uri"])

    async def _keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})


_PATHS = {
    "authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys", "end_session_endpoint": "end",
}  # fmt: skip


def _unsigned(algorithm: str, claims: dict[str, Any]) -> str:
    """A token up to its signature."""
    head = {"alg": algorithm, "kid": "one", "typ": "JWT"}
    return ".".join(_base64(json.dumps(part).encode()) for part in (head, claims))


def _base64(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider on a free port, until the block ends."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        provider = Provider(f"http://127.0.0.1:{listening.getsockname()[1]}")
        server = uvicorn.Server(uvicorn.Config(Starlette(routes=provider.routes), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield provider
        finally:
            server.should_exit = True
            thread.join(10)
