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


def test_a_receipt_stays_through_a_double_click_and_what_others_save(open_page: OpenPage) -> None:
    page, grid = opened(open_page, 1280)
    grid.click(position={"x": 330, "y": 52})
    page.keyboard.type("252", delay=50)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("核对")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="全部保存").dblclick()
    expect(page.get_by_text("新增 1 项")).to_be_visible()

    colleague = open_page("/enter?metric=jingan135-firms-1bn&when=2016")
    colleague.get_by_role("textbox", name="数值（家）").fill("4")
    colleague.get_by_role("textbox", name="备注").fill("核对")
    colleague.get_by_role("textbox", name="来源标题").click()
    expect(colleague.get_by_text("保存后")).to_be_visible()
    with page.expect_response("**/news") as asked:
        colleague.get_by_role("button", name="保存").dblclick()
        expect(colleague.get_by_text("已保存：")).to_be_visible()
    assert asked.value.ok
    page.wait_for_timeout(4000)  # within three seconds the other page is drawn again
    expect(page.get_by_text("新增 1 项")).to_be_visible()
    expect(colleague.get_by_text("已保存：")).to_be_visible()
    colleague.get_by_role("textbox", name="数值（家）").fill("5")
    colleague.get_by_role("textbox", name="备注").click()
    expect(colleague.get_by_text("已保存：")).to_have_count(0)
