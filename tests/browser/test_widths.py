"""Every page from a phone to a wide screen, in both themes and languages, with a picture for whoever lands a change."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import Language, Theme
from tests.browser.conftest import OpenPage

SCREENS = Path(__file__).parent.parent.parent / "build" / "screens"


@pytest.mark.parametrize(("theme", "language"), [("light", "zh"), ("dark", "en")])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 900), (2560, 1400)])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/area?as_of=2016-12-31&area=jingan",
        "/metric?metric=jingan135-hightech",
        "/enter?metric=jingan135-hightech",
    ],
)
def test_no_page_scrolls_sideways(  # noqa: PLR0917
    open_page: OpenPage, path: str, width: int, height: int, theme: Theme, language: Language
) -> None:
    page = open_page(path, width=width, height=height, theme=theme, lang=language)
    expect(page.locator(".sheet").first).not_to_be_empty()
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    SCREENS.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", path).strip("-") or "overview"
    page.screenshot(path=SCREENS / f"{name}-{width}-{theme}-{language}.png")
