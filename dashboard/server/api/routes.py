"""Which addresses there are for programs, and what each gives."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import NamedTuple

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard import cache
from dashboard.kept import Made
from dashboard.made import package_file, report_file, table_file
from dashboard.server.api.answer import answer
from dashboard.server.api.errors import answering, refusal
from dashboard.server.api.openapi import MEDIA_TYPES, REPORT_PARAMETERS, description, parameters_of
from dashboard.server.api.parameters import INSTANT, LANGUAGE, read_parameters, selection_of, since_of, view_of
from dashboard.startup import public
from metrics.errors import YardstickError
from metrics.report.subject import read_period, views
from metrics.report.write import Paper
from metrics.snapshot.asked import Asked, Form, What, check_name
from metrics.snapshot.schema import described
from metrics.words import Language

_METHODS = ["GET", "HEAD"]
_EVERY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
# Large tables are made two at a time, and never where the pages are answered.
_MAKERS = CapacityLimiter(2)


class _Ready(NamedTuple):
    made: Made
    media_type: str
    name: str


def _table(what: What, form: Form, request: Request) -> _Ready:
    given = read_parameters(request.query_params, parameters_of(what))
    asked = Asked(what, form, view_of(given), selection_of(given), since_of(given))
    asked.check(cache.known(public().data_version, asked.view.known_at), Language.EN)
    return _Ready(table_file(asked), MEDIA_TYPES[form], asked.file_name)


def _package(request: Request) -> _Ready:
    view = view_of(read_parameters(request.query_params, (*INSTANT, *LANGUAGE)))
    asked = Asked(What.ASSESSMENTS, Form.CSV, view)
    asked.check(cache.known(public().data_version, view.known_at), Language.EN)
    name = f"yardstick-snapshot-{view.as_of}-known-{view.known_at:%Y%m%dT%H%M%SZ}.zip"
    return _Ready(package_file(view), MEDIA_TYPES["zip"], name)


def _report(paper: Paper, request: Request) -> _Ready:
    given = read_parameters(request.query_params, REPORT_PARAMETERS)
    for name in ("plan", "when"):
        if name not in given:
            raise YardstickError("parameter_missing", name=name)
    view, period = view_of(given), read_period(given["when"])
    defined = cache.known(public().data_version, view.known_at)
    check_name("plan", given["plan"], list(defined.plans), Language.EN)
    check_name("profile", view.profile, list(defined.profiles), Language.EN)
    language = Language.EN if given.get("lang") == Language.EN else Language.ZH
    instants = views(period, view.known_at, view.profile, view.as_of)
    made = report_file(given["plan"], period, instants, paper, language)
    name = f"yardstick-report-{given['plan']}-{period.name}-known-{view.known_at:%Y%m%dT%H%M%SZ}-{language}.{paper}"
    return _Ready(made, MEDIA_TYPES[paper], name)


def _file(prepare: Callable[[Request], _Ready]) -> Callable[[Request], Awaitable[Response]]:
    async def answered(request: Request) -> Response:
        ready = await run_sync(prepare, request, limiter=_MAKERS)
        return answer(request, ready.made, ready.media_type, ready.name)

    return answering(answered)


async def _description(request: Request) -> Response:
    read_parameters(request.query_params, ())
    return JSONResponse(description())


async def _schema(request: Request) -> Response:
    read_parameters(request.query_params, ())
    name = request.path_params["name"]
    if name not in {what.schema for what in What}:
        raise YardstickError("no_address", path=request.url.path)
    return JSONResponse(described(name))


async def _nothing(request: Request) -> Response:
    return refusal(YardstickError("no_address", path=request.url.path))


async def _no_method(request: Request) -> Response:
    error = YardstickError("no_method", method=request.method, allowed=", ".join(_METHODS))
    return refusal(error, 405, {"Allow": ", ".join(_METHODS)})


def _routes(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> list[Route]:
    """An address, and the same one for the methods that it hasn't."""
    others = [method for method in _EVERY_METHOD if method not in _METHODS]
    return [Route(path, endpoint, methods=_METHODS), Route(path, answering(_no_method), methods=others)]


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
    Route("/api/{rest:path}", answering(_nothing), methods=_EVERY_METHOD),
    Route("/api", answering(_nothing), methods=_EVERY_METHOD),
]
