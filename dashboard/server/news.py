"""Has anybody entered something since? Every page that is open asks so every few seconds, which must cost nothing."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.startup import store


async def _answer(_request: Request) -> Response:
    """The number of the newest write."""
    return PlainTextResponse(str(store().data_version), headers={"Cache-Control": "no-store"})


NEWS = Route("/news", _answer)
