"""Is the server up? It answers as soon as the store is open."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


def health(_request: Request) -> Response:
    """200 and `ok`, never from a cache."""
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


HEALTH = Route("/healthz", health)
