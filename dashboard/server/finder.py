"""What does the search box of the head show for what is typed so far?"""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from dashboard import cache
from dashboard.address import Address
from dashboard.drawing.found import draw_found
from dashboard.startup import store, utc_now
from metrics.errors import YardstickError
from metrics.search import Subject, find

_PAGES = {"metric": "metric", "plan": "plans", "area": "area", "cluster": "cluster"}


def _answer(request: Request) -> Response:
    """The options for `q` as HTML, known when the other parameters say; 400 where that is no date."""
    address = Address.of(request.query_params)
    now = utc_now()
    try:
        known_at = address.view(now.date(), now).known_at if address.known_at else None
    except YardstickError as error:
        return HTMLResponse(draw_found([], 0, address.language, error.text(address.language)), 400)
    found = find(cache.searchable(store().data_version, known_at), request.query_params.get("q", ""))
    options = [(one, _href(address, one)) for one in found.best]
    return HTMLResponse(draw_found(options, found.total, address.language), headers={"Cache-Control": "no-store"})


def _href(address: Address, one: Subject) -> str:
    """The page of what was found, seen from the same instant, without the filters that might hide it."""
    seen = Address(lang=address.lang, as_of=address.as_of, known_at=address.known_at, profile=address.profile)
    return seen.href(_PAGES[one.kind], **{one.kind: one.identity})


FINDER = Route("/find", _answer)
