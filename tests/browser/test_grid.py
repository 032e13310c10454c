"""The grid of a whole period, as it is typed into in a browser."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage

_OWED = "/grid?plan=jingan-135&when=2016"
_WORD = re.compile(r"\b(?!CSV\b)[A-Za-z]{3,}")


def opened(open_page: OpenPage, width: int) -> tuple[Page, Locator]:
    """The page and its grid."""
    page = open_page(_OWED, width=width)
    grid = page.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    return page, grid


@pytest.mark.parametrize(("width", "beside"), [(390, 0), (1280, 1)])
def test_problems_stand_beside_their_lines_or_not_at_all(open_page: OpenPage, width: int, beside: int) -> None:
    """Below the grid, at the height of lines that are above it, they would be nobody's."""
    page, grid = opened(open_page, width)
    grid.click(position={"x": 330, "y": 50})
    page.keyboard.type("many", delay=50)
    page.keyboard.press("Enter")
    expect(page.get_by_text("读不出数值").last).to_be_attached()
    expect(page.locator(".beside").locator("visible=true")).to_have_count(beside)
    heights = set(page.locator(".beside tr").evaluate_all("rows => rows.map(row => row.offsetHeight)"))
    assert heights == ({35} if beside else {0})  # as high as the lines of the grid
    page.get_by_role("button", name="清空").click()
    expect(page.get_by_text("读不出数值")).to_have_count(0)


def test_what_streamlit_says_around_a_grid_is_chinese(open_page: OpenPage) -> None:
    page, grid = opened(open_page, 1280)
    grid.hover()
    toolbar = page.get_by_test_id("stElementToolbar").first
    labels = [button.get_attribute("aria-label") or "" for button in toolbar.get_by_role("button").all()]
    assert len(labels) > 2
    assert not _WORD.search(" ".join(labels))
    grid.hover(position={"x": 100, "y": 17})
    grid.click(position={"x": 157, "y": 17})
    expect(page.get_by_text("升序排列").first).to_be_visible()
    menu = page.get_by_test_id("stDataFrameColumnMenu").first
    expect(menu).to_contain_text("隐藏此列")
    assert not re.search(r"Sort|column|Autosize", menu.inner_text())
