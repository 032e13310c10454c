"""Signing in and out: what a cookie is worth, how long it holds, how often one may guess, who may ask at all."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from dashboard.server import sign_in as routes
from dashboard.server.hosts import KnownHosts, TrustedHeader, client_of
from dashboard.server.origins import OwnPages, from_ours
from dashboard.server.security_headers import SecurityHeaders
from dashboard.startup import close_store, open_store, store
from metrics.errors import ForbiddenError, RefusedError
from metrics.people.attempts import Attempts
from metrics.people.cookies import NAME, Session, seal, seal_browser, unseal, unseal_browser
from metrics.people.key import signing_key
from metrics.store import Store
from metrics.store import open_store as open_file
from metrics.store.accounts import accounts, close_account, end_all, end_sessions, holds, set_password, sign_in
from metrics.store.trail import trail
from tests.waiting import waited
from tests.worlds import NOW

Ask: TypeAlias = Callable[..., httpx.Response]
KEY, PASSWORD = "k" * 40, "correct horse battery"
HERE = "https://targets.example.org"


@pytest.fixture
def empty() -> Iterator[Store]:
    opened = open_file(None, NOW)
    yield opened
    opened.close()


def session(since: datetime = NOW) -> Session:
    return Session("anna", "s1", since)


def test_a_cookie_says_who_and_since_when() -> None:
    assert unseal(seal(session(), KEY), KEY, 12, NOW) == session()


@pytest.mark.parametrize(
    "cookie",
    [
        "", "x", "null", seal(session(), "another key"), seal(session(), KEY)[:-1], "a" + seal(session(), KEY),
        "WyJ4Il0.abc", "é",
    ],
)  # fmt: skip
def test_a_forged_cookie_is_worth_nothing(cookie: str) -> None:
    assert unseal(cookie, KEY, 12, NOW) is None


def test_a_cookie_expires_on_the_hour() -> None:
    cookie = seal(session(), KEY)
    assert unseal(cookie, KEY, 12, NOW + timedelta(hours=12, seconds=-1))
    assert unseal(cookie, KEY, 12, NOW + timedelta(hours=12)) is None
    assert unseal(cookie, KEY, 12, NOW - timedelta(hours=1)) is None


def test_the_key_stays_the_same_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "y.key"
    assert signing_key(file) == signing_key(file)
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_sixth_wrong_password_waits_and_each_one_after_it_twice_as_long() -> None:
    attempts = Attempts()
    for _ in range(5):
        assert attempts.wait("anna", NOW) == 0
        attempts.fail("anna", NOW)
    waits = []
    for _ in range(12):
        waits.append(attempts.wait("anna", NOW))
        attempts.fail("anna", NOW)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    assert attempts.wait("otto", NOW) == 0
    assert attempts.wait("anna", NOW + timedelta(minutes=15)) == 0
    attempts.forget("anna")
    assert attempts.wait("anna", NOW) == 0


def test_an_account_opens_with_its_password_alone(empty: Store) -> None:
    set_password(empty, "anna", PASSWORD, "root", NOW)
    found = sign_in(empty, "anna", PASSWORD, "s1", NOW)
    assert found is not None
    assert holds(empty, found)
    for name, password in (("anna", "wrong"), ("anna", ""), ("otto", PASSWORD), ("", ""), ("anna", "x" * 10**6)):
        assert sign_in(empty, name, password, "s2", NOW) is None
    assert PASSWORD not in str(empty.read("SELECT * FROM account"))


def test_no_word_that_was_typed_for_a_name_stands_in_the_trail_unless_it_is_one(empty: Store) -> None:
    set_password(empty, "anna", PASSWORD, "root", NOW)
    sign_in(empty, PASSWORD, "anna", "s", NOW)
    sign_in(empty, "anna", "wrong", "s", NOW)
    lines = trail(empty)
    assert PASSWORD not in str(lines)
    assert sorted(row["recorded_by"] for row in lines if row["refused"]) == ["", "anna"]


def test_a_new_password_a_closed_account_and_a_sign_out_end_sessions(empty: Store) -> None:
    def begin(name: str) -> Session:
        found = sign_in(empty, "anna", PASSWORD, name, NOW)
        assert found is not None
        return found

    set_password(empty, "anna", PASSWORD, "root", NOW)
    first, second = begin("s1"), begin("s2")
    end_sessions(empty, first, "anna", NOW, everywhere=False)
    assert (holds(empty, first), holds(empty, second)) == (False, True)
    end_sessions(empty, second, "anna", NOW, everywhere=True)
    assert not holds(empty, second)
    third = begin("s3")
    set_password(empty, "anna", PASSWORD, "root", NOW)
    assert not holds(empty, third)
    fourth = begin("s4")
    end_all(empty, "anna", "root", NOW)
    assert not holds(empty, fourth)
    fifth = begin("s5")
    close_account(empty, "anna", "root", NOW)
    assert not holds(empty, fifth)
    assert sign_in(empty, "anna", PASSWORD, "s6", NOW) is None
    assert accounts(empty) == []


def test_only_an_administrator_makes_accounts_and_only_oneself_signs_out(empty: Store) -> None:
    empty.operators = frozenset()
    writes: list[Callable[[], None]] = [
        lambda: set_password(empty, "anna", PASSWORD, "otto", NOW),
        lambda: close_account(empty, "anna", "otto", NOW),
        lambda: end_all(empty, "anna", "otto", NOW),
        lambda: end_sessions(empty, session(), "otto", NOW, everywhere=True),
    ]
    for write in writes:
        with pytest.raises(ForbiddenError):
            write()
    assert accounts(empty) == []


@pytest.mark.parametrize("password", ["", "short", "x" * 201, "anna-anna-anna"])
def test_a_weak_password_is_refused(empty: Store, password: str) -> None:
    with pytest.raises(RefusedError, match="12 to 200"):
        set_password(empty, "anna-anna-anna", password, "root", NOW)


def test_signing_in_is_no_news_to_readers(empty: Store) -> None:
    version = empty.data_version
    set_password(empty, "anna", PASSWORD, "root", NOW)
    sign_in(empty, "anna", PASSWORD, "s", NOW)
    assert empty.data_version == version


@pytest.fixture
def ask(data_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Asks the server's own routes at its public address, where people have accounts."""
    monkeypatch.setenv("YARDSTICK_SIGN_IN", "accounts")
    monkeypatch.setenv("YARDSTICK_ADDRESS", HERE)
    for name, free in (("_by_name", 5), ("_by_address", 7), ("_by_browser", 5)):
        monkeypatch.setattr(routes, name, Attempts(free))
    app = Starlette(routes=routes.SIGN_IN, middleware=[Middleware(KnownHosts)])

    async def answer(method: str, path: str, told: dict[str, object]) -> httpx.Response:
        transport = httpx.ASGITransport(app, client=("10.0.0.9", 1))
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            return await client.request(method, path, **told)  # type: ignore[arg-type]

    close_store()
    open_store()
    store().operators = frozenset({"root"})
    set_password(store(), "anna", PASSWORD, "root", NOW)
    store().operators = frozenset()
    yield lambda method, path, **told: waited(lambda: answer(method, path, told))
    close_store()


def enter(ask: Ask, password: str = PASSWORD, query: str = "", who: str = "anna", **headers: str) -> httpx.Response:
    form = {"person": who, "password": password}
    return ask("POST", f"/sign-in{query}", data=form, headers={"origin": HERE} | headers)


def test_the_form_gives_a_cookie_that_no_script_reads_and_no_plain_address_gets(ask: Ask) -> None:
    assert 'type="password"' in ask("GET", "/sign-in").text
    answer = enter(ask, query="?lang=en&next=metric%3Fmetric%3Djingan135-hightech%26lang%3Den")
    assert (answer.status_code, answer.headers["location"]) == (303, "metric?lang=en&metric=jingan135-hightech")
    cookie = answer.headers["set-cookie"]
    for part in (f"{NAME}=", "HttpOnly", "SameSite=lax", "Secure", "Max-Age=43200", "Path=/"):
        assert part in cookie
    assert "anna" in ask("GET", "/sign-in", headers={"cookie": cookie.split(";")[0]}).text


@pytest.mark.parametrize(
    "there", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "unknown?x=1"]
)
def test_after_signing_in_one_is_on_a_page_of_ours(ask: Ask, there: str) -> None:
    location = enter(ask, query=f"?next={there}").headers["location"]
    assert location.split("?")[0] == "."


def test_a_wrong_password_is_told_and_slowed_down(ask: Ask) -> None:
    for _ in range(5):
        assert enter(ask, "wrong").status_code == 401
    answer = enter(ask, query="?lang=en")
    assert answer.status_code == 429
    assert "wait 1 seconds" in answer.text


def cookies(answer: httpx.Response) -> dict[str, str]:
    """The header by which a browser gives back what it was given."""
    return {"cookie": "; ".join(one.split(";")[0] for one in answer.headers.get_list("set-cookie"))}


def test_an_office_behind_one_address_signs_in_as_often_as_it_likes(ask: Ask) -> None:
    assert [enter(ask).status_code for _ in range(8)] == [303] * 8


def test_one_who_guesses_keeps_nobody_else_out(ask: Ask) -> None:
    known = cookies(enter(ask))
    for number in range(8):
        enter(ask, "wrong", who=f"nobody{number}" if number % 2 else "anna")
    assert enter(ask).status_code == 429
    assert enter(ask, **known).status_code == 303


def test_in_a_known_browser_one_guesses_no_longer_than_elsewhere_and_for_nobody_else(ask: Ask) -> None:
    known = cookies(enter(ask))
    assert [enter(ask, "wrong", **known).status_code for _ in range(6)] == [401] * 5 + [429]
    for _ in range(6):
        assert enter(ask, "wrong", who="otto", **known).status_code in (401, 429)
    assert enter(ask, "wrong", who="otto", **known).status_code == 429


@pytest.mark.parametrize("cookie", ["", "x", seal_browser("anna", "b1", "another key"), seal(session(), KEY)])
def test_a_forged_browser_is_none(cookie: str) -> None:
    assert unseal_browser(cookie, KEY) is None
    assert unseal_browser(seal_browser("anna", "b1", KEY), KEY) == ("anna", "b1")


def test_a_form_of_another_site_is_refused(ask: Ask) -> None:
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"origin": ""}):
        assert enter(ask, **headers).status_code == 403
        assert ask("POST", "/sign-out", data={"everywhere": "1"}, headers=headers).status_code == 403
    assert ask("POST", "/sign-in", data={"person": "x" * 5000}, headers={"origin": HERE}).status_code == 413


def test_signing_out_ends_the_session_also_for_whoever_kept_the_cookie(ask: Ask) -> None:
    cookie = {"cookie": enter(ask).headers["set-cookie"].split(";")[0]}
    answer = ask("POST", "/sign-out", data={"leave": "1"}, headers={"origin": HERE} | cookie)
    assert answer.status_code == 303
    assert f'{NAME}="";' in answer.headers["set-cookie"]
    assert 'type="password"' in ask("GET", "/sign-in", headers=cookie).text


def test_a_name_in_the_form_is_shown_as_text(ask: Ask) -> None:
    text = ask("GET", '/sign-in?lang=en&next="><script>alert(1)</script>').text
    assert "<script>" not in text


def test_without_accounts_there_is_no_form(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YARDSTICK_SIGN_IN", "none")
    answer = ask("GET", "/sign-in")
    assert answer.status_code == 404
    assert "password" not in answer.text
    assert enter(ask).status_code == 404


@pytest.mark.parametrize(
    ("listening", "address", "host", "status"),
    [
        ("127.0.0.1", "", "127.0.0.1:8501", 200),
        ("127.0.0.1", "", "localhost:8501", 200),
        ("127.0.0.1", "", "[::1]:8501", 200),
        ("127.0.0.1", "", "evil.example:8501", 421),
        ("127.0.0.1", "", "", 421),
        ("127.0.0.1", HERE, "targets.example.org", 200),
        ("127.0.0.1", HERE, "localhost", 200),
        ("0.0.0.0", HERE, "targets.example.org:443", 200),  # noqa: S104
        ("0.0.0.0", HERE, "evil.example", 421),  # noqa: S104
        ("0.0.0.0", HERE, "localhost", 421),  # noqa: S104
        ("0.0.0.0", "", "anything.example", 200),  # noqa: S104
    ],
)
def test_the_program_answers_under_its_own_names_alone(
    monkeypatch: pytest.MonkeyPatch, listening: str, address: str, host: str, status: int
) -> None:
    before = st.get_option("server.address")
    st.config.set_option("server.address", listening)
    monkeypatch.setenv("YARDSTICK_ADDRESS", address)
    try:
        assert echo(KnownHosts, [("host", host)]).status_code == status
    finally:
        st.config.set_option("server.address", before)


@pytest.mark.parametrize(
    ("address", "host", "origin", "ours"),
    [
        ("", "127.0.0.1:8501", "http://127.0.0.1:8501", True),
        ("", "127.0.0.1:8501", "http://127.0.0.1:3000", False),
        ("", "127.0.0.1:8501", "http://localhost:8501", False),
        ("", "127.0.0.1:8501", "http://0.0.0.0", False),
        ("", "127.0.0.1:8501", "null", False),
        ("", "127.0.0.1:8501", "", False),
        ("", "", "", False),
        ("", "127.0.0.1:8501", "http://[", False),
        (HERE, "targets.example.org", "https://targets.example.org", True),
        (HERE, "10.0.0.5:8501", "https://Targets.example.org", True),
        (HERE, "targets.example.org", "http://targets.example.org", False),
        (HERE, "targets.example.org", "https://evil.example", False),
        (HERE, "targets.example.org", "https://targets.example.org.evil.example", False),
    ],
)
def test_a_page_of_another_site_is_none_of_ours(
    monkeypatch: pytest.MonkeyPatch, address: str, host: str, origin: str, ours: bool
) -> None:
    monkeypatch.setenv("YARDSTICK_ADDRESS", address)
    headers = [(b"host", host.encode()), (b"origin", origin.encode())]
    assert from_ours(Headers(raw=headers)) == ours
    assert (opened(headers) == "websocket.accept") == ours
    assert opened(headers[:1]) == "websocket.accept"  # no browser asks


def opened(headers: list[tuple[bytes, bytes]]) -> str:
    """How a WebSocket is answered."""
    said: list[str] = []

    async def accept(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        said.append(message["type"])

    waited(lambda: OwnPages(accept)({"type": "websocket", "path": "/", "headers": headers}, receive, send))
    return said[0]


@pytest.mark.parametrize(
    ("peer", "headers", "name"),
    [
        ("10.1.2.3", [("X-User", "anna")], "anna"),
        ("10.9.0.1", [("X-User", "anna")], ""),
        ("10.1.2.3", [("X-User", "anna"), ("x-user", "root")], ""),
        ("10.1.2.3", [("X-User", "anna"), ("X_User", "root")], ""),
        ("10.9.0.1", [("X_User", "anna")], ""),
        ("nowhere", [("X-User", "anna")], ""),
        ("10.1.2.3", [("X-User", "anna"), ("X-Forwarded-For", "203.0.113.9")], "anna"),
        ("10.1.2.3", [("X-User", "anna"), ("X-Forwarded-For", "203.0.113.9, 10.1.2.3:1")], ""),
        ("::ffff:10.1.2.3", [("X-User", "anna")], "anna"),
    ],
)
def test_only_the_proxy_says_who_it_is(
    monkeypatch: pytest.MonkeyPatch, peer: str, headers: list[tuple[str, str]], name: str
) -> None:
    monkeypatch.setenv("YARDSTICK_SIGN_IN", "proxy")
    monkeypatch.setenv("YARDSTICK_PROXY_HEADER", "X-User")
    monkeypatch.setenv("YARDSTICK_PROXIES", "10.1.0.0/16, 192.0.2.7")
    assert echo(TrustedHeader, headers, peer).text == name


@pytest.mark.parametrize(("address", "secure"), [(HERE, True), ("http://127.0.0.1:8501", False), ("", False)])
def test_over_tls_no_cookie_goes_another_way(monkeypatch: pytest.MonkeyPatch, address: str, secure: bool) -> None:
    monkeypatch.setenv("YARDSTICK_ADDRESS", address)

    def cookies(_request: Request) -> Response:
        answer = PlainTextResponse("")
        answer.set_cookie("one", "1")
        answer.set_cookie("two", "2", secure=True)
        return answer

    app = Starlette(routes=[Route("/", cookies)], middleware=[Middleware(SecurityHeaders)])

    async def answered() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
            return await client.get("/")

    headers = waited(answered).headers
    one, two = headers.get_list("set-cookie")
    assert ("; Secure" in one) == secure
    assert two.count("Secure") == 1
    assert ("strict-transport-security" in headers) == secure
    assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("proxies", "trusted", "client", "name"),
    [
        ("127.0.0.1", "", ("203.0.113.9", 0), "anna"),  # Uvicorn: the proxy of this machine says who the client is
        ("::1", "", ("203.0.113.9", 0), "anna"),
        ("10.1.2.3", "", ("203.0.113.9", 0), ""),
        ("10.1.2.3", "", ("10.1.2.3", 0), ""),  # the client says that it is the proxy
        ("10.1.2.3", "*", ("10.1.2.3", 0), ""),
        ("10.1.2.3", "*", ("10.1.2.3", 99), ""),
        ("10.1.2.3", "", ("10.1.2.3", 99), "anna"),
    ],
)
def test_a_header_never_says_who_the_proxy_is(
    monkeypatch: pytest.MonkeyPatch, proxies: str, trusted: str, client: tuple[str, int], name: str
) -> None:
    monkeypatch.setenv("YARDSTICK_SIGN_IN", "proxy")
    monkeypatch.setenv("YARDSTICK_PROXY_HEADER", "X-User")
    monkeypatch.setenv("YARDSTICK_PROXIES", proxies)
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", trusted)
    assert echo(TrustedHeader, [("X-User", "anna"), ("X-Forwarded-For", "203.0.113.9")], *client).text == name


@pytest.mark.parametrize(
    ("peer", "passed", "client"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "10.1.0.1", "203.0.113.9"),
        ("10.1.2.3", "198.51.100.1, 203.0.113.9, 10.1.2.4", "203.0.113.9"),
        ("10.1.2.3", "", "10.1.2.3"),
    ],
)
def test_who_asks_is_told_by_our_proxy_alone(
    monkeypatch: pytest.MonkeyPatch, peer: str, passed: str, client: str
) -> None:
    monkeypatch.setenv("YARDSTICK_PROXIES", "10.1.0.0/16")
    headers = [(b"x-forwarded-for", passed.encode())] if passed else []
    assert client_of({"type": "http", "client": (peer, 99), "headers": headers}) == client


def echo(
    middleware: type[KnownHosts | TrustedHeader], headers: list[tuple[str, str]], peer: str = "10.1.2.3", port: int = 1
) -> httpx.Response:
    """What arrives behind a middleware as the user's name, in either spelling."""

    def named(request: Request) -> Response:
        return PlainTextResponse(request.headers.get("x-user", "") + request.headers.get("x_user", ""))

    app = Starlette(routes=[Route("/", named)], middleware=[Middleware(middleware)])

    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(app, client=(peer, port))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.get("/", headers=headers)

    return waited(answer)
