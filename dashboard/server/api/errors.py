"""How a program is told that something is wrong: a status, a code, and a sentence in each language."""

import logging
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from metrics.errors import YardstickError
from metrics.words import Language

_MISSING = frozenset({
    "no_such", "no_such_like", "no_metric", "no_metric_like", "no_profile", "no_address", "no_day", "report_ahead",
    "report_before",
})  # fmt: skip
_LOG = logging.getLogger(__name__)


def refusal(error: YardstickError, status: int | None = None, headers: dict[str, str] | None = None) -> Response:
    """An error as JSON: 404 for what there isn't, else 400."""
    told = {
        "code": error.key,
        "message": error.text(Language.EN),
        "message_zh": error.text(Language.ZH),
    }
    code = status or (404 if error.key in _MISSING else 400)
    return JSONResponse({"error": told}, code, {"Cache-Control": "no-store", **(headers or {})})


def answering(answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """The same answer, where every error becomes one of ours: nobody outside sees where in a program it happened."""

    async def answered(request: Request) -> Response:
        try:
            return await answer(request)
        except YardstickError as error:
            return refusal(error)
        except Exception:
            _LOG.exception("%s %s", request.method, request.url.path)
            return refusal(YardstickError("server"), 500)

    return answered
