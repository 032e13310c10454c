"""An OpenID provider for tests: it signs in whoever comes, with the token that a test wants."""

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
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


@dataclass
class Provider:
    """Where it answers, and what the next token says beside, or instead of, what a right one says."""

    address: str
    claims: Mapping[str, Any] = field(default_factory=dict)
    forged: bool = False
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
        key = self._other if self.forged else self._key
        token = jwt.encode({"alg": "RS256", "kid": "one"}, right | dict(self.claims), key)
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": token})

    async def _keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})


_PATHS = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}


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
