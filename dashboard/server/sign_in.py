"""How does somebody sign in, and out again?

The form for an account of the store is the server's own page: a password never travels over a page's WebSocket, and
the cookie is out of reach of every script.
"""

import secrets
from datetime import datetime
from urllib.parse import urlencode

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit.user_info import generate_login_redirect_url

from dashboard.address import Address
from dashboard.drawing.sign_in import draw_sign_in
from dashboard.person import session_of, signed_in
from dashboard.server.hosts import client_of
from dashboard.server.open_id import FROM, claims_of, page_left, remembered
from dashboard.server.origins import from_ours
from dashboard.startup import store, utc_now
from dashboard.words import page_says
from metrics.errors import YardstickError
from metrics.people.attempts import Attempts
from metrics.people.cookies import BROWSER, NAME, Session, seal, seal_browser, unseal, unseal_browser
from metrics.people.key import signing_key
from metrics.place import secrets_file
from metrics.settings import SignIn, settings
from metrics.store.accounts import end_sessions, holds, sign_in

_MOST = 4096  # bytes of a form
# How often somebody may try wrong passwords: by the name, and by the address, which many people may share. A browser
# from which somebody has signed in before counts by itself, so that nobody is kept out by what others try.
_by_name, _by_address, _by_browser = Attempts(), Attempts(free=20), Attempts()
_REMEMBERED = 180 * 24 * 3600  # seconds
_AWAY = 3600  # seconds at the provider
_WAYS = (SignIn.ACCOUNTS, SignIn.OIDC)
_TOLD = ("provider_failed", "provider_nameless")  # what became of a sign-in there


def _ask(request: Request) -> Response:
    """The form, or the way to the identity provider; for somebody who has signed in, the way out."""
    if settings().sign_in not in _WAYS:
        return _page(request, "not_configured", 404)
    if settings().sign_in is SignIn.ACCOUNTS or _session(request, utc_now()):
        return _page(request, "")
    told = request.query_params.get("told", "")
    if told in _TOLD:
        return _page(request, told, 401, claim=settings().claim)
    answer = RedirectResponse(generate_login_redirect_url("default"), 303)
    _set_cookie(request, answer, FROM, remembered(request.url.query), _AWAY)
    return answer


async def _enter(request: Request) -> Response:
    refused = _refused(request, SignIn.ACCOUNTS)
    if refused is not None:
        return refused
    form = await request.form()
    name, password = str(form.get("person", "")).strip(), str(form.get("password", ""))
    counted, now = _counted(request, name), utc_now()
    if wait := max(attempts.wait(key, now) for attempts, key in counted):
        return _page(request, "wait", 429, seconds=wait)
    for attempts, key in counted:
        attempts.fail(key, now)  # before the check: many at once count as many
    session = await run_sync(sign_in, store(), name, password, secrets.token_urlsafe(12), now)
    if session is None:
        return _page(request, "wrong", 401)
    for attempts, key in counted:
        attempts.take_back(key) if attempts is _by_address else attempts.forget(key)
    answer, signing = RedirectResponse(page_left(request.query_params), 303), signing_key(secrets_file())
    _set_cookie(request, answer, NAME, seal(session, signing), settings().hours * 3600)
    _set_cookie(request, answer, BROWSER, seal_browser(name, secrets.token_urlsafe(12), signing), _REMEMBERED)
    return answer


def _counted(request: Request, name: str) -> list[tuple[Attempts, str]]:
    """Where a failure of this attempt counts."""
    known = unseal_browser(request.cookies.get(BROWSER, ""), signing_key(secrets_file()))
    if known is not None and known[0] == name:
        return [(_by_browser, known[1])]
    return [(_by_name, name), (_by_address, client_of(request.scope))]


async def _leave(request: Request) -> Response:
    refused = _refused(request, *_WAYS)
    if refused is not None:
        return refused
    session, form = _session(request, utc_now()), await request.form()
    if session is not None:
        everywhere = "everywhere" in form
        end_sessions(store(), session, session.person_id, utc_now(), everywhere=everywhere)
    if settings().sign_in is SignIn.OIDC:
        # Streamlit takes its cookies back, and goes by way of the provider: no form may lead to another site.
        answer = _page(request, "left")
        answer.headers["Refresh"] = "0; url=auth/logout"
        _set_cookie(request, answer, FROM, remembered(request.url.query), _AWAY)
        return answer
    answer = RedirectResponse(page_left(request.query_params), 303)
    _set_cookie(request, answer, NAME, "", 0)
    return answer


def _refused(request: Request, *ways: SignIn) -> Response | None:
    """A form for another way to sign in, that another site sent, or that is larger than ours can be."""
    if settings().sign_in not in ways:
        return _page(request, "not_configured", 404)
    if not _same_origin(request):
        return _page(request, "foreign", 403)
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > _MOST:
        return _page(request, "foreign", 413)
    return None


def _same_origin(request: Request) -> bool:
    if "origin" not in request.headers:
        return request.headers.get("sec-fetch-site") == "same-origin"
    return from_ours(request.headers)


def _session(request: Request, now: datetime) -> Session | None:
    """The sign-in that a request's cookies tell of, as long as it holds."""
    told = settings()
    if told.sign_in is SignIn.OIDC:
        session = session_of(claims_of(request.cookies), told)
        return session if session is not None and signed_in(store(), session, told, now) else None
    try:
        key = signing_key(secrets_file())
    except YardstickError:
        return None
    session = unseal(request.cookies.get(NAME, ""), key, told.hours, now)
    return session if session is not None and holds(store(), session) else None


def _set_cookie(request: Request, answer: Response, name: str, value: str, seconds: int) -> None:
    secure = settings().secure or request.url.scheme == "https"
    answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=secure)


def _page(request: Request, told: str, status: int = 200, **filled: object) -> Response:
    language = Address.of(request.query_params).language
    way = settings().sign_in
    session = _session(request, utc_now()) if way in _WAYS else None
    sentence = page_says(f"sign_in.{told}", language, **filled) if told else ""
    who = session.person_id if session else ""
    html = draw_sign_in(who, sentence, _query(request), language, way)
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})


def _query(request: Request) -> str:
    """What the address says but for what became of the last try."""
    return urlencode([(name, text) for name, text in request.query_params.items() if name != "told"])


SIGN_IN = [
    Route("/sign-in", _ask, methods=["GET"]),
    Route("/sign-in", _enter, methods=["POST"]),
    Route("/sign-out", _leave, methods=["POST"]),
]
