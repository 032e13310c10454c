"""Which addresses there are for programs, and what each gives."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, NamedTuple

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from dashboard import cache
from dashboard.kept import Made, Order
from dashboard.made import FILES, Edition, package_order, report_order, report_views, table_order
from dashboard.server.api.answer import answer
from dashboard.server.api.errors import answering, refusal
from dashboard.server.api.openapi import MEDIA_TYPES, REPORT_PARAMETERS, description, parameters_of
from dashboard.server.api.parameters import INSTANT, LANGUAGE, read_parameters, selection_of, since_of, view_of
from dashboard.server.encoding import best_encoding, encode
from dashboard.server.representation import Representation
from dashboard.startup import public
from metrics.assessment import View
from metrics.errors import YardstickError
from metrics.report.subject import read_period
from metrics.report.write import Paper
from metrics.settings import settings
from metrics.snapshot.asked import Asked, Form, What, check_name
from metrics.snapshot.schema import described
from metrics.store.queries import Known
from metrics.words import Language

_METHODS = ["GET", "HEAD"]
# Large tables are made two at a time. Whoever waits for one keeps neither a page nor a file that is there from anybody.
_MAKERS, _WAITING, _CHECKING = BoundedSemaphore(2), CapacityLimiter(32), CapacityLimiter(2)


class _Wanted(NamedTuple):
    """What a program asks for. `check` raises `YardstickError` where there is no such thing to be made."""

    order: Order
    check: Callable[[], None]
    media_type: str
    name: str


def _table(what: What, form: Form, request: Request) -> _Wanted:
    given = read_parameters(request.query_params, parameters_of(what))
    asked = Asked(what, form, view_of(given), selection_of(given), since_of(given))
    return _Wanted(table_order(asked), partial(_check_table, asked), MEDIA_TYPES[form], asked.file_name)


def _check_table(asked: Asked) -> None:
    asked.check(_known(asked.view))


def _package(request: Request) -> _Wanted:
    view = view_of(read_parameters(request.query_params, (*INSTANT, *LANGUAGE)))
    check = partial(_check_table, Asked(What.ASSESSMENTS, Form.CSV, view))
    name = f"yardstick-snapshot-{view.as_of}-known-{view.known_at:%Y%m%dT%H%M%SZ}.zip"
    return _Wanted(package_order(view), check, MEDIA_TYPES["zip"], name)


def _report(paper: Paper, request: Request) -> _Wanted:
    given = read_parameters(request.query_params, REPORT_PARAMETERS)
    for name in ("plan", "when"):
        if name not in given:
            raise YardstickError("parameter_missing", name=name)
    plan, view, period = given["plan"], view_of(given), read_period(given["when"])
    language = Language.EN if given.get("lang") == Language.EN else Language.ZH
    edition = Edition(paper, language, settings().address or str(request.base_url))
    order = report_order(plan, period, report_views(period, view.known_at, view.profile), edition)
    name = f"yardstick-report-{plan}-{period.name}-known-{view.known_at:%Y%m%dT%H%M%SZ}-{language}.{paper}"
    return _Wanted(order, partial(_check_report, plan, view), MEDIA_TYPES[paper], name)


def _check_report(plan: str, view: View) -> None:
    defined = _known(view)
    check_name("plan", plan, list(defined.plans))
    check_name("profile", view.profile, list(defined.profiles))


def _known(view: View) -> Known:
    return cache.known_for_files(public().data_version, view.known_at)


def _file(read: Callable[[Request], _Wanted]) -> Callable[[Request], Awaitable[Response]]:
    async def answered(request: Request) -> Response:
        wanted = await run_sync(read, request)
        made = FILES.kept(wanted.order.key)
        if made is None:
            await run_sync(wanted.check, limiter=_CHECKING)
            made = await run_sync(_make, wanted.order, limiter=_WAITING)
        return answer(request, made, wanted.media_type, wanted.name)

    return answering(answered)


def _make(order: Order) -> Made:
    def make(path: Path) -> None:
        with _MAKERS:
            order.make(path)

    return FILES.get(Order(order.key, make))


async def _description(request: Request) -> Response:
    read_parameters(request.query_params, ())
    return _json(request, description())


async def _schema(request: Request) -> Response:
    read_parameters(request.query_params, ())
    name = request.path_params["name"]
    if name not in {what.schema for what in What}:
        raise YardstickError("no_address", path=request.url.path)
    return _json(request, described(name))


def _json(request: Request, told: Mapping[str, Any]) -> Response:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    encoding = best_encoding(request.headers.get("accept-encoding", ""))
    version = hashlib.sha256(text).hexdigest()[:32]
    return Representation(encode(text, encoding), encoding, "application/json", version, "no-cache").answer(request)


async def _nothing(request: Request) -> Response:
    return refusal(YardstickError("no_address", path=request.url.path))


async def _no_method(request: Request) -> Response:
    error = YardstickError("no_method", method=request.method, allowed=", ".join(_METHODS))
    return refusal(error, 405, {"Allow": ", ".join(_METHODS)})


class _Always:
    """An answer whatever the method; a route of a function has only those that are named."""

    def __init__(self, answer: Callable[[Request], Awaitable[Response]]) -> None:
        self._answer = answering(answer)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = await self._answer(Request(scope, receive))
        await told(scope, receive, send)


def _routes(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> list[Route]:
    """An address, and the same one for the methods that it hasn't."""
    return [Route(path, endpoint, methods=_METHODS), Route(path, _Always(_no_method))]


API = [
    *(
        route
        for what in What
        for form in Form
        for route in _routes(f"/api/{what}.{form}", _file(partial(_table, what, form)))
    ),
    *_routes("/api/snapshot.zip", _file(_package)),
    *(route for paper in Paper for route in _routes(f"/api/report.{paper}", _file(partial(_report, paper)))),
    *_routes("/api/openapi.json", answering(_description)),
    *_routes("/api/schemas/{name}.json", answering(_schema)),
    Route("/api/{rest:path}", _Always(_nothing)),
    Route("/api", _Always(_nothing)),
]
