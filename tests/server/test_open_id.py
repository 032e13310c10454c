"""Sign-in by an identity provider, against one that runs here: what its tokens must be to sign anybody in."""

import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest

from tests.browser.serving import DASHBOARD, Server, serving
from tests.server.open_id import CLIENT, SECRET, Provider, providing


class Signing(NamedTuple):
    """A running server, and the provider that it trusts."""

    server: Server
    provider: Provider


@pytest.fixture(scope="module")
def signing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signing]:
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


def cookie_after_sign_in(signing: Signing, claims: dict[str, Any], *, forged: bool = False) -> str | None:
    """The cookie that a browser has when it comes back from the provider."""
    signing.provider.claims, signing.provider.forged = claims, forged
    with httpx.Client(trust_env=False) as browser:
        answer = browser.get(f"{signing.server.address}/sign-in")
        for _ in range(3):
            there = httpx.URL(answer.headers["location"])
            if there.host == "localhost":  # as the provider knows us
                there = httpx.URL(signing.server.address).copy_with(path=there.path, query=there.query)
            answer = browser.get(answer.url.join(there))
        assert answer.status_code == 302
        return browser.cookies.get("_streamlit_user")


def test_a_right_token_signs_in(signing: Signing) -> None:
    assert cookie_after_sign_in(signing, {})


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": int(time.time()) - 600, "iat": int(time.time()) - 1200},
        {"aud": "another program"},
        {"iss": "https://another.example"},
        {"nonce": "of another sign-in"},
    ],
    ids=["expired", "for another", "of another", "replayed"],
)
def test_an_expired_or_foreign_token_does_not(signing: Signing, claims: dict[str, Any]) -> None:
    assert cookie_after_sign_in(signing, claims) is None


def test_a_forged_token_does_not(signing: Signing) -> None:
    assert cookie_after_sign_in(signing, {}, forged=True) is None


def test_no_secret_stands_in_the_log_or_in_an_address(signing: Signing) -> None:
    with httpx.Client(trust_env=False) as browser:
        first = browser.get(f"{signing.server.address}/sign-in")
        second = browser.get(first.url.join(first.headers["location"]))
    log = signing.server.log.read_text(encoding="utf-8")
    for text in (log, first.headers["location"], second.headers["location"]):
        assert SECRET not in text
        assert "c" * 40 not in text


def test_an_unknown_callback_ends_on_a_page_of_ours(signing: Signing) -> None:
    answer = httpx.get(f"{signing.server.address}/oauth2callback?state=x&code=y", trust_env=False)
    assert (answer.status_code, answer.headers["location"]) == (302, "/")
    assert "Traceback" not in answer.text
