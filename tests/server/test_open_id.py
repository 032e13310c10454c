"""Sign-in by an identity provider, against one that runs here: what signs somebody in, what doesn't, what ends it."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from secrets import token_hex
from typing import Any, NamedTuple

import httpx
import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from dashboard.server.open_id import ComingBack
from metrics.cli.main import main
from metrics.people.provider import provider_fault
from tests.browser.serving import DASHBOARD, Server, serving
from tests.server.open_id import CLIENT, SECRET, Provider, Seal, providing
from tests.waiting import waited

ASKED = "/sign-in?lang=en&next=area%3Flang%3Den%26area%3Djingan"
FAILED, NAMELESS = "未能完成登录|did not sign you in", "no email that can be a name here"


class Signing(NamedTuple):
    """A running server, and the provider that it trusts."""

    server: Server
    provider: Provider


class Browser:
    """Goes where it is sent, and keeps its cookies."""

    def __init__(self, signing: Signing, cookies: httpx.Cookies | None = None) -> None:
        self._ours = httpx.URL(signing.server.address)
        self._client = httpx.Client(trust_env=False, cookies=cookies, headers={"origin": signing.server.address})
        self.seen = ""

    @property
    def cookies(self) -> httpx.Cookies:
        """What it keeps now."""
        return httpx.Cookies(self._client.cookies)

    @property
    def signed_in(self) -> bool:
        """Whether the server takes it for somebody."""
        answer = self.open("/sign-in?lang=en", most=0)
        assert answer.status_code in (200, 303)
        return answer.status_code == 200 and "Signed in as <b>" in answer.text

    def close(self) -> None:
        """Close its window."""
        self._client.close()

    def open(self, path: str, most: int = 9, until: str = " ", **form: str) -> httpx.Response:
        """The page at the end of so many redirects, or before one that leads to an address with a text in it."""
        there = self._ours.join(path)
        answer = self._client.request("POST" if form else "GET", there, data=form)
        for _ in range(most):
            self.seen += answer.text
            if not answer.is_redirect or until in answer.headers["location"]:
                break
            there = answer.url.join(answer.headers["location"])
            if there.host == "localhost":  # as the provider knows us
                there = self._ours.copy_with(raw_path=there.raw_path)
            answer = self._client.get(there)
        return answer

    def callback(self) -> httpx.URL:
        """Where the provider sends it, without going there."""
        return httpx.URL(self.open(ASKED, until="/oauth2callback").headers["location"])


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signing]:
    folder = tmp_path_factory.mktemp("open-id")
    settings = folder / "settings.toml"
    with providing() as provider, pytest.MonkeyPatch.context() as patched:
        patched.setenv("YARDSTICK_SETTINGS", str(settings))
        settings.write_text(
            f'''sign_in = "oidc"
[auth]
redirect_uri = "http://localhost/oauth2callback"
cookie_secret = "{"c" * 40}"
client_id = "{CLIENT}"
client_secret = "{SECRET}"
server_metadata_url = "{provider.address}/.well-known/openid-configuration"
''',
            encoding="utf-8",
        )
        with serving(DASHBOARD, folder) as server:
            yield Signing(server, provider)


@pytest.fixture
def signing(running: Signing) -> Signing:
    running.provider.claims, running.provider.seal, running.provider.answer = {}, Seal.OWN_KEY, None
    return running


Opens = Callable[..., Browser]


@pytest.fixture
def opens(signing: Signing) -> Iterator[Opens]:
    """Opens another browser, with the cookies that somebody has kept."""
    with ExitStack() as windows:
        yield lambda cookies=None: windows.enter_context(closing(Browser(signing, cookies)))


@pytest.fixture
def browser(opens: Opens) -> Browser:
    return opens()


def refused(browser: Browser, answer: httpx.Response, why: str = FAILED) -> bool:
    """Whether somebody has come to our page that says why they aren't signed in, and nowhere saw how it failed."""
    assert "Traceback" not in browser.seen
    assert 'File "' not in browser.seen
    return (answer.status_code, bool(re.search(why, answer.text)), browser.signed_in) == (401, True, False)


def test_a_right_token_signs_in_and_leads_back_to_the_page_that_one_left(browser: Browser) -> None:
    assert not browser.signed_in
    answer = browser.open(ASKED)
    assert (answer.status_code, answer.url.raw_path) == (200, b"/area?lang=en&area=jingan")
    assert browser.signed_in


def test_a_token_that_fills_several_cookies_signs_in_and_out(browser: Browser, signing: Signing) -> None:
    signing.provider.claims = {"groups": [token_hex(16) for _ in range(200)]}
    browser.open(ASKED)
    assert "_streamlit_user_1" in browser.cookies
    assert browser.signed_in
    browser.open("/sign-out?lang=en", leave="1")
    browser.open("/auth/logout")
    assert not [name for name in browser.cookies if name.startswith("_streamlit_user")]


def test_what_another_site_asks_for_leads_to_no_other_site(browser: Browser) -> None:
    answer = browser.open("/sign-in?lang=en&next=https://evil.example/x")
    assert (answer.url.host, answer.url.raw_path) == ("127.0.0.1", b"/")


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": int(time.time()) - 600, "iat": int(time.time()) - 1200},
        {"iat": int(time.time()) - 13 * 3600},
        {"aud": "another program"},
        {"iss": "https://another.example"},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"exp": None},
    ],
    ids=["expired", "old", "for another", "of another", "replayed", "without nonce", "for ever"],
)
def test_an_expired_or_foreign_token_does_not(browser: Browser, signing: Signing, claims: dict[str, Any]) -> None:
    signing.provider.claims = claims
    assert refused(browser, browser.open(ASKED))


@pytest.mark.parametrize("seal", [Seal.FOREIGN_KEY, Seal.PUBLIC_KEY, Seal.NONE])
def test_a_forged_token_does_not(browser: Browser, signing: Signing, seal: Seal) -> None:
    signing.provider.seal = seal
    assert refused(browser, browser.open(ASKED))


@pytest.mark.parametrize("claims", [{"email_verified": False}, {"email_verified": None}, {"email": None}])
def test_an_address_that_nobody_has_verified_does_not(
    browser: Browser, signing: Signing, claims: dict[str, Any]
) -> None:
    signing.provider.claims = claims
    assert refused(browser, browser.open(ASKED), NAMELESS)


@pytest.mark.parametrize(
    "answer",
    [
        PlainTextResponse("no such thing", 500),
        PlainTextResponse("<rubbish>"),
        JSONResponse(["rubbish"]),
        JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": "rubbish"}),
        JSONResponse({"access_token": "a", "token_type": "Bearer"}),
        JSONResponse({"error": "invalid_grant"}, 400),
    ],
    ids=["broken", "rubbish", "a list", "no token", "none", "refused"],
)
def test_a_provider_that_fails_does_not(browser: Browser, signing: Signing, answer: Response) -> None:
    signing.provider.answer = answer
    assert refused(browser, browser.open(ASKED))


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "of nobody", "code": "code"},
        {"state": "", "code": "code"},
        {"code": "code"},
        {"error": "access_denied", "error_description": "<script>"},
        {"state": None, "error": "access_denied"},
    ],
)
def test_a_callback_that_nobody_asked_for_does_not(browser: Browser, changed: dict[str, str | None]) -> None:
    right = browser.callback().params["state"]
    query = httpx.QueryParams({name: right if value is None else value for name, value in changed.items()})
    assert refused(browser, browser.open(f"/oauth2callback?{query}"))


def test_a_callback_is_good_once_and_in_its_own_browser(browser: Browser, opens: Opens) -> None:
    other = opens()
    path = browser.callback().raw_path.decode()
    assert refused(other, other.open(path))
    browser.open(path)
    assert browser.signed_in
    assert browser.open(path).status_code == 200  # the way back of a browser, which stays signed in
    browser.open("/sign-out?lang=en", leave="1")
    assert refused(browser, browser.open(path))


def test_signing_out_ends_the_session_also_for_whoever_kept_the_cookie(
    browser: Browser, opens: Opens, signing: Signing
) -> None:
    signing.provider.claims = {"sid": "the provider's session goes on", "email": "otto@example.org"}
    elsewhere = opens()
    for one in (browser, elsewhere):
        one.open(ASKED)
    kept = opens(browser.cookies)
    assert kept.signed_in
    answer = browser.open(ASKED.replace("/sign-in", "/sign-out"), leave="1")
    assert (answer.status_code, answer.headers["refresh"]) == (200, "0; url=auth/logout")
    assert browser.open("/auth/logout").url.raw_path == b"/area?lang=en&area=jingan"  # by way of the provider
    assert "_streamlit_user" not in browser.cookies
    assert (browser.signed_in, kept.signed_in, elsewhere.signed_in) == (False, False, True)
    browser.open(ASKED)
    assert (browser.signed_in, kept.signed_in) == (True, False)
    elsewhere.open("/sign-out?lang=en", everywhere="1")
    assert (browser.signed_in, kept.signed_in, elsewhere.signed_in) == (False, False, False)


def test_another_site_signs_nobody_out(browser: Browser, signing: Signing) -> None:
    browser.open(ASKED)
    there, headers = f"{signing.server.address}/sign-out", {"origin": "https://evil.example"}
    answer = httpx.post(there, data={"leave": "1"}, cookies=browser.cookies, headers=headers, trust_env=False)
    assert answer.status_code == 403
    assert browser.signed_in


@pytest.mark.parametrize("path", ["/auth/login", "/oauth2callback", "/auth/logout"])
def test_what_fails_in_the_server_itself_is_told_like_any_failure(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setenv("YARDSTICK_SIGN_IN", "oidc")

    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise ModuleNotFoundError("of the client")

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(ComingBack(broken))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.get(path)

    answer = waited(asked)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?told=provider_failed")


def test_the_doctor_asks_the_provider_also_while_the_dashboard_runs(
    signing: Signing, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YARDSTICK_DB", str(signing.server.data_file))
    monkeypatch.setenv("YARDSTICK_LANG", "en")
    main(["doctor"])
    told = capsys.readouterr().out
    assert f"fine  the identity provider answers at {signing.provider.address}/.well-known/" in told
    assert "note  who is an administrator was not looked at" in told
    assert "no administrator" not in told


def test_what_is_wrong_with_a_provider_is_named(signing: Signing) -> None:
    address = signing.provider.address
    assert provider_fault(f"{address}/nowhere") == "404"
    assert provider_fault(f"{address}/keys") == "no issuer, authorization_endpoint, token_endpoint, jwks_uri"
    assert "refused" in provider_fault("http://127.0.0.1:1")
    assert "protocol" in provider_fault("login.example.org")
    assert "port" in provider_fault("http://login.example.org:https")


def test_no_secret_stands_in_the_log_or_in_an_address(signing: Signing) -> None:
    with httpx.Client(trust_env=False) as browser:
        first = browser.get(f"{signing.server.address}/sign-in")
        second = browser.get(first.url.join(first.headers["location"]))
    log = signing.server.log.read_text(encoding="utf-8")
    for text in (log, first.headers["location"], second.headers["location"]):
        assert SECRET not in text
        assert "c" * 40 not in text
