"""What a browser test has at hand: a server (each file of tests has its own, with the seeds), a browser, and pages."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import Faults, Language, Theme, chromium, wait_until_finished
from tests.browser.serving import DASHBOARD, Server, serving

expect.set_options(timeout=20_000)  # a crowded machine is slow, and speed is judged in tests/bench
_LOCALES = {"zh": "zh-CN", "en": "en-GB"}


class OpenPage(Protocol):
    """Opens an address such as `/district?area=310106` and waits until its script has run.

    English adds `lang=en` to the query. When the test ends, it fails on an error in the page's console.
    """

    def __call__(
        self,
        path_and_query: str = "/",
        *,
        width: int = 1280,
        height: int = 900,
        theme: Theme = "light",
        lang: Language = "zh",
    ) -> Page: ...


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard, as `make run` starts it, on a new store for each file of tests: none reads what others enter."""
    with serving(DASHBOARD, tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each page has a context, and so a cache and cookies, of its own."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def demonstration_server(tmp_path_factory: pytest.TempPathFactory, demonstration: Path) -> Iterator[Server]:
    """The dashboard on a copy of the demonstration."""
    folder = tmp_path_factory.mktemp("demonstration-server")
    with serving(DASHBOARD, folder, Path(shutil.copy(demonstration, folder))) as running:
        yield running


@pytest.fixture
def open_page(server: Server, browser: Browser) -> Iterator[OpenPage]:
    """Opens pages as large, in the theme and in the language that a test wants."""
    with _opening(server, browser) as opener:
        yield opener


@pytest.fixture
def open_demonstration(demonstration_server: Server, browser: Browser) -> Iterator[OpenPage]:
    """The same over the demonstration."""
    with _opening(demonstration_server, browser) as opener:
        yield opener


@contextmanager
def _opening(server: Server, browser: Browser) -> Iterator[OpenPage]:
    faults = Faults(server.address)
    opened: list[Page] = []

    def open_one(
        path_and_query: str = "/",
        *,
        width: int = 1280,
        height: int = 900,
        theme: Theme = "light",
        lang: Language = "zh",
    ) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme, locale=_LOCALES[lang])
        opened.append(page)
        faults.watch(page)
        page.goto(server.address + _in_language(path_and_query, lang))
        wait_until_finished(page)
        return page

    yield open_one
    for page in opened:
        page.close()
    assert faults.found == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The first page in Chinese, on a desktop."""
    return open_page()


def _in_language(path_and_query: str, lang: Language) -> str:
    if lang == "zh":
        return path_and_query
    return f"{path_and_query}{'&' if '?' in path_and_query else '?'}lang={lang}"
