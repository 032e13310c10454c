"""How pages travel: what is compressed, kept and refused, what headers say, and what a first visit costs."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import httpx
import pytest
from playwright.sync_api import Browser
from streamlit.file_util import get_static_dir

from dashboard.server.shell import ShellError, shell_html
from metrics.words import Language
from tests.browser.chromium import Wire, wait_until_finished
from tests.browser.conftest import OpenPage
from tests.browser.serving import DASHBOARD, Server, ServerError, serving

_STATIC = Path(get_static_dir())


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    plain = {"Accept-Encoding": "identity"}
    with httpx.Client(base_url=server.address, trust_env=False, headers=plain) as client:
        yield client


@pytest.fixture(scope="session")
def script() -> str:
    """The address of a script that each first visit loads."""
    return _address_of("js/react-dom.*.js")


def _address_of(pattern: str) -> str:
    """The address of Streamlit's one static file of that name."""
    (file,) = (_STATIC / "static").glob(pattern)
    return f"/{file.relative_to(_STATIC).as_posix()}"


def _raw(client: httpx.Client, address: str, accepted: str) -> tuple[httpx.Response, bytes]:
    """An answer with its body as it travelled, not decompressed."""
    with client.stream("GET", address, headers={"Accept-Encoding": accepted}) as response:
        return response, b"".join(response.iter_raw())


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.0, *", "gzip"),
        ("*", "br"),
        ("GZIP", "gzip"),
        ("zstd", None),
        ("identity", None),
        ("", None),
    ],
)
def test_a_script_travels_in_the_best_encoding_that_the_browser_takes(
    client: httpx.Client, script: str, accepted: str, expected: str | None
) -> None:
    response, _ = _raw(client, script, accepted)
    assert response.status_code == 200
    assert response.headers.get("content-encoding") == expected
    assert response.headers["vary"] == "Accept-Encoding"


def test_a_compressed_script_is_the_script_itself(client: httpx.Client, script: str) -> None:
    original = (_STATIC / script.removeprefix("/")).read_bytes()
    response, smaller = _raw(client, script, "br")
    assert brotli.decompress(smaller) == original
    assert response.headers["content-length"] == str(len(smaller))
    assert gzip.decompress(_raw(client, script, "gzip")[1]) == original
    assert _raw(client, script, "identity")[1] == original


def test_a_script_is_kept_forever_with_a_tag_for_each_encoding(client: httpx.Client, script: str) -> None:
    answers = [_raw(client, script, accepted)[0] for accepted in ("br", "gzip", "identity")]
    assert {answer.headers["cache-control"] for answer in answers} == {"public, immutable, max-age=31536000"}
    assert len({answer.headers["etag"] for answer in answers}) == 3


def test_a_browser_that_has_the_script_gets_no_body(client: httpx.Client, script: str) -> None:
    etag = _raw(client, script, "br")[0].headers["etag"]
    again = client.get(script, headers={"Accept-Encoding": "br", "If-None-Match": f'"other", W/{etag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(script, headers={"Accept-Encoding": "gzip", "If-None-Match": etag}).status_code == 200


def test_head_says_what_get_would_send(client: httpx.Client, script: str) -> None:
    head = client.head(script, headers={"Accept-Encoding": "br"})
    response, body = _raw(client, script, "br")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == str(len(body))
    assert head.headers["etag"] == response.headers["etag"]


def test_a_range_is_of_the_uncompressed_file(client: httpx.Client, script: str) -> None:
    response = client.get(script, headers={"Accept-Encoding": "br", "Range": "bytes=0-9"})
    assert response.status_code == 206
    assert "content-encoding" not in response.headers
    assert response.content == (_STATIC / script.removeprefix("/")).read_bytes()[:10]


def test_a_font_is_left_as_it_is(client: httpx.Client) -> None:
    response, _ = _raw(client, _address_of("media/MaterialSymbols-Rounded.*.woff2"), "br")
    assert response.status_code == 200
    assert "content-encoding" not in response.headers


@pytest.mark.parametrize(
    "address",
    [
        "/static/js/nothing.js",
        "/static/",
        "/static/js",
        "/static/%2e%2e/index.html",
        "/static/js/..%2f..%2findex.html",
    ],
)
def test_a_static_file_that_is_not_there_is_a_404_and_never_the_index_page(client: httpx.Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "<html" not in response.text


def test_a_static_file_cannot_be_posted_to(client: httpx.Client, script: str) -> None:
    assert client.post(script).status_code == 405


@pytest.mark.parametrize("address", ["/", "/area", "/area?area=jingan", "/?lang=zh", "/?lang=fr", "/?lang="])
def test_the_page_is_chinese_unless_asked(client: httpx.Client, address: str) -> None:
    text = client.get(address).text
    assert '<html lang="zh-CN">' in text
    assert "请在浏览器中启用" in text


@pytest.mark.parametrize("address", ["/?lang=en", "/area?area=jingan&lang=en"])
def test_the_page_is_english_when_the_address_says_so(client: httpx.Client, address: str) -> None:
    text = client.get(address).text
    assert '<html lang="en">' in text
    assert "please enable it in your browser" in text


def test_the_page_is_asked_for_anew_each_time_and_not_sent_again(client: httpx.Client) -> None:
    response, _ = _raw(client, "/area", "br")
    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["content-encoding"] == "br"
    known = {"Accept-Encoding": "br", "If-None-Match": response.headers["etag"]}
    assert client.get("/area", headers=known).status_code == 304
    assert client.get("/area?lang=en", headers=known).status_code == 200


def test_the_page_names_us_and_nothing_outside(client: httpx.Client) -> None:
    text = client.get("/").text
    assert "<title>标尺 Yardstick</title>" in text
    assert "http:" not in text
    assert "https:" not in text
    assert "Streamlit" not in text.split("<script", maxsplit=1)[0]


def test_another_streamlits_index_page_is_refused_and_not_half_translated() -> None:
    index = (_STATIC / "index.html").read_text(encoding="utf-8")
    with pytest.raises(ShellError, match="<title>"):
        shell_html(index.replace("<title>Streamlit</title>", "<title>Another</title>"), Language.EN)


def test_streamlits_own_addresses_still_answer(client: httpx.Client) -> None:
    assert client.get("/_stcore/health").text == "ok"
    assert client.get("/area/_stcore/health").status_code == 404
    assert client.get("/favicon.png").headers["content-type"] == "image/png"
    assert client.get("/area/", follow_redirects=False).headers["location"] == "/area"
    assert "<html" not in client.get("/oauth2callback").text


@pytest.mark.parametrize("address", ["/", "/healthz", "/_stcore/health", "/static/js/nothing.js", "/favicon.png"])
def test_every_answer_says_what_a_browser_may_do_with_it(client: httpx.Client, address: str) -> None:
    headers = client.get(address).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "camera=()" in headers["permissions-policy"]


def test_health_is_ok_and_never_from_a_cache(client: httpx.Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok")
    assert response.headers["cache-control"] == "no-store"
    assert client.head("/healthz").status_code == 200


def test_a_websocket_from_another_site_is_refused(client: httpx.Client) -> None:
    handshake = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "eWFyZHN0aWNrLXlhcmRzdA==",
        "Origin": "http://elsewhere.example",
    }
    assert client.get("/_stcore/stream", headers=handshake).status_code == 403


def test_the_log_names_the_address_and_the_data_file(server: Server) -> None:
    log = server.log.read_text(encoding="utf-8")
    assert log.count(server.address) == 1
    assert log.count(str(server.data_file)) == 1


def test_a_second_server_on_the_same_data_file_ends_with_a_sentence(server: Server, tmp_path: Path) -> None:
    with (
        pytest.raises(ServerError, match="is held by another program") as failure,
        serving(DASHBOARD, tmp_path, server.data_file),
    ):
        pass
    assert "Traceback" not in str(failure.value)


def test_the_document_says_its_language(open_page: OpenPage) -> None:
    assert open_page("/").evaluate("document.documentElement.lang") == "zh-CN"
    assert open_page("/", lang="en").evaluate("document.documentElement.lang") == "en"


def test_a_first_visit_costs_less_than_1_2_megabytes_and_no_plotly(server: Server, browser: Browser) -> None:
    wire = Wire()
    page = browser.new_page()
    wire.watch(page)
    page.goto(server.address)
    wait_until_finished(page)
    page.wait_for_load_state("networkidle")
    page.close()
    assert wire.deflated
    assert wire.bytes < 1_200_000
    assert not [address for address in wire.addresses if "Plotly" in address or "SourceSans" in address]


@pytest.mark.parametrize(
    "address", ["/nonsense", "/metric/nonsense", "/a/b/c/", "/nonsense.html", "/a.b/c.html", "/index.html"]
)
def test_an_address_without_a_page_says_so_in_the_readers_language(client: httpx.Client, address: str) -> None:
    for query, said in (("", "没有这个页面"), ("?lang=en", "There is no such page")):
        answer = client.get(address + query)
        assert answer.status_code == httpx.codes.NOT_FOUND
        assert said in answer.text
    assert client.get("/plans").status_code == httpx.codes.OK
    assert client.get("/favicon.png").headers["content-type"] == "image/png"
    assert 'href="/plans?lang=en"' in client.get(address, params={"lang": "en"}).text
