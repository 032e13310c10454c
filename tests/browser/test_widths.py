"""Every page from a phone to a wide screen, in both themes and languages, with a picture for whoever lands a change."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import Language, Theme
from tests.browser.conftest import OpenPage

SCREENS = Path(__file__).parent.parent.parent / "build" / "screens"

# Each number that doesn't end where the heading of its column ends, where headings are shown.
_ASTRAY = """cells => cells.filter(cell => {
    const text = document.createRange(), heading = cell.closest("table").tHead?.rows[0].cells[cell.cellIndex];
    const end = of => { text.selectNodeContents(of); return text.getBoundingClientRect().right; };
    return heading && heading.closest("thead").offsetWidth > 1 && Math.abs(end(cell) - end(heading)) > 2;
}).map(cell => cell.innerText)"""


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
def test_no_page_scrolls_sideways_and_numbers_stand_below_their_headings(  # noqa: PLR0917
    open_page: OpenPage, path: str, width: int, height: int, theme: Theme, language: Language
) -> None:
    page = open_page(path, width=width, height=height, theme=theme, lang=language)
    expect(page.locator(".sheet table").first).not_to_be_empty()
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    assert page.locator(".sheet tbody td.number").evaluate_all(_ASTRAY) == []
    SCREENS.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", path).strip("-") or "overview"
    page.screenshot(path=SCREENS / f"{name}-{width}-{theme}-{language}.png")


@pytest.mark.parametrize("width", [360, 768, 1000, 1280])
def test_a_line_says_once_where_its_metric_is_and_leaves_room_for_the_bar(open_page: OpenPage, width: int) -> None:
    page = open_page("/", width=width, height=900)
    line = page.locator(".bullets tbody tr", has=page.get_by_role("link", name="核心区5G网络覆盖率", exact=True))
    line.scroll_into_view_if_needed()
    expect(line.get_by_text("临港松江科技城").locator("visible=true")).to_have_count(1)
    assert line.locator(".bullet").evaluate("bar => bar.offsetWidth") > 80


@pytest.mark.parametrize("width", [360, 768])
def test_a_table_of_records_stands_within_the_page(open_page: OpenPage, width: int) -> None:
    page = open_page("/history?metric=jingan135-hightech&when=2015", width=width, height=900)
    expect(page.locator(".records")).to_contain_text("235")
    assert page.locator(".scroll").evaluate_all("all => all.map(one => one.scrollWidth - one.clientWidth)") == [0]
    expect(page.locator(".records td.note")).to_be_in_viewport()
