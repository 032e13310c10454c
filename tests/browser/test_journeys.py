"""What people do, from end to end, in a real browser."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage


def row(page: Page, name: str) -> str:
    """The text of one metric's line."""
    return page.locator(".bullets tr", has=page.get_by_role("link", name=name, exact=True)).first.inner_text()


def test_a_value_typed_in_one_browser_moves_the_gauge_in_another_and_stands_in_the_csv(open_page: OpenPage) -> None:
    watcher = open_page("/?as_of=2017-12-31&area=jingan")
    expect(watcher.locator(".bullets").first).to_contain_text("科技小巨人")
    assert "76 家" in row(watcher, "科技小巨人（培育）企业")

    clerk = open_page("/?as_of=2017-12-31&area=jingan")
    clerk.get_by_role("link", name="科技小巨人（培育）企业", exact=True).first.click()
    expect(clerk).to_have_url(re.compile(r"/metric\?.*metric=jingan135-little-giants"))
    clerk.get_by_role("link", name="填报数值").click()
    clerk.get_by_role("combobox", name="报告期").click()
    clerk.get_by_role("option", name="2017", exact=True).click()
    clerk.get_by_role("textbox", name="数值（家）").fill("88")
    clerk.get_by_role("textbox", name="来源标题").fill("静安区统计公报")
    clerk.get_by_role("textbox", name="备注").click()
    expect(clerk.get_by_text("未到期 → 正常")).to_be_visible()
    clerk.get_by_role("button", name="保存").dblclick()
    expect(clerk.get_by_text("第 1 版")).to_be_visible()
    for name in ("数值（家）", "来源标题", "备注"):
        expect(clerk.get_by_role("textbox", name=name)).to_have_value("")
    expect(clerk.get_by_role("combobox", name="报告期")).to_have_value("2017")

    expect(watcher.locator(".bullets").first).to_contain_text("88 家")
    assert "88%" in row(watcher, "科技小巨人（培育）企业")

    with watcher.expect_download() as download:
        watcher.get_by_role("button", name="下载 CSV").click()
    taken = Path(download.value.path()).read_bytes()
    rows = list(csv.DictReader(io.StringIO(taken.decode())))
    pinned = {"area": "jingan", "as_of": "2017-12-31", "known_at": rows[0]["known_at"]}
    assert watcher.request.get(urljoin(watcher.url, "/api/assessments.csv"), params=pinned).body() == taken
    found = next(one for one in rows if one["metric_id"] == "jingan135-little-giants")
    assert (found["value"], found["period"], found["observation_source"]) == ("88", "2017", "静安区统计公报")
    assert {one["area_id"] for one in rows} >= {"jingan", "shibei"}
    assert "songjiang" not in {one["area_id"] for one in rows}


def test_what_was_saved_is_told_however_soon_one_goes_on(open_page: OpenPage) -> None:
    page = open_page("/enter?metric=jingan135-firms-5bn")
    page.get_by_role("combobox", name="报告期").click()
    page.get_by_role("option", name="2018", exact=True).click()
    page.get_by_role("textbox", name="数值（家）").fill("1")
    page.get_by_role("textbox", name="备注").click()
    expect(page.get_by_text("保存后")).to_be_visible()
    page.get_by_role("button", name="保存").click()
    page.get_by_role("textbox", name="来源标题").fill("下一条")
    page.keyboard.press("Enter")
    expect(page.get_by_text("第 1 版")).to_be_visible()
    expect(page.get_by_role("textbox", name="数值（家）")).to_have_value("")


def test_news_is_waited_for_before_it_is_asked_for_again(open_page: OpenPage) -> None:
    page, asked = open_page("/method"), list[str]()

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="a version that never comes")

    page.route("**/news", answer)
    page.wait_for_timeout(7000)
    assert len(asked) == 1


def test_a_filter_is_in_the_address_and_the_way_back_takes_it_out(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_role("button", name="筛选").click()
    page.get_by_role("combobox", name="产业集群").click()
    page.get_by_role("option", name="工业互联网").click()
    expect(page).to_have_url(re.compile("cluster=industrial-internet"))
    expect(page.locator(".bullets").first).to_contain_text("单项冠军")
    page.go_back()
    expect(page).not_to_have_url(re.compile("cluster="))
    expect(page.locator(".bullets").first).to_contain_text("高新技术企业")


def test_one_step_back_leaves_a_page_that_a_link_opened(open_page: OpenPage) -> None:
    page = open_page("/?area=jingan")
    page.get_by_role("link", name="科技小巨人（培育）企业", exact=True).first.click()
    expect(page.get_by_role("heading", name="科技小巨人（培育）企业")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(r"/\?area=jingan$"))
    expect(page.locator(".bullets").first).to_contain_text("科技小巨人")


def test_the_choices_go_along_to_another_page(open_page: OpenPage) -> None:
    page = open_page("/?area=jingan", lang="en")
    expect(page.locator(".bullets").first).to_contain_text("High-tech enterprises")
    page.get_by_role("button", name="Enter values").click()
    page.get_by_role("link", name="One value", exact=True).click()
    expect(page).to_have_url(re.compile("/enter.*area=jingan"))
    expect(page).to_have_url(re.compile("lang=en"))


def test_a_link_that_is_sent_shows_the_same_thing(open_page: OpenPage) -> None:
    page = open_page("/metric?metric=jingan135-hightech&as_of=2016-12-31", lang="en")
    expect(page.get_by_role("heading", name="High-tech enterprises")).to_be_visible()
    expect(page.get_by_role("meter")).to_have_attribute("aria-valuetext", re.compile("83.9%"))
    expect(page.locator(".js-plotly-plot")).to_be_visible()


def test_a_metric_is_found_from_any_page_by_keyboard_and_pinyin_initials(open_page: OpenPage) -> None:
    page = open_page("/enter?as_of=2016-12-31", width=390)
    box = page.get_by_role("combobox", name="查找指标")
    box.focus()
    page.keyboard.type("gxjsqy")
    expect(page.get_by_role("option", name="高新技术企业 指标 · 静安区", exact=True)).to_have_attribute(
        "aria-selected", "true"
    )
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/metric\?as_of=2016-12-31&metric=jingan135-hightech$"))
    expect(page.get_by_role("heading", name="高新技术企业")).to_be_visible()
    expect(box).to_have_value("")
    page.keyboard.type("zzzz")
    expect(page.get_by_role("status").filter(has_text="没有找到")).to_be_attached()
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("path", ["/plans?plan=songjiang-g60", "/plans", "/method?as_of=2016-12-31"])
def test_the_library_does_not_scroll_sideways_on_a_phone(open_page: OpenPage, path: str) -> None:
    page = open_page(path, width=360, height=740, lang="en")
    expect(page.locator(".sheet:not(.head)").first).not_to_be_empty()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 360


def test_a_page_is_named_after_what_it_is_about(open_page: OpenPage) -> None:
    expect(open_page("/metric?metric=jingan135-hightech")).to_have_title("高新技术企业 · 标尺")
    expect(open_page("/method", lang="en")).to_have_title("Method · Yardstick")


def test_streamlits_own_words_are_in_the_readers_language(open_page: OpenPage) -> None:
    page = open_page("/")
    page.locator(".stSelectbox input").first.click()
    page.keyboard.type("zzzz")
    expect(page.get_by_text("没有符合的选项")).to_be_visible()


def test_a_page_is_printed_white_and_whole_without_what_can_be_clicked(open_page: OpenPage) -> None:
    page = open_page("/metric?metric=jingan135-hightech&as_of=2016-12-31", theme="dark")
    expect(page.locator(".js-plotly-plot")).to_be_visible()
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 703, "height": 1000})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".imprint")).to_contain_text("评估日 2016-12-31")
    expect(page.locator(".imprint")).to_contain_text("/metric?metric=jingan135-hightech")
    for gone in (".head nav", ".head input", ".stPopover", ".stDownloadButton", ".stPageLink"):
        expect(page.locator(gone).first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".js-plotly-plot").evaluate("plot => plot.getBoundingClientRect().right <= innerWidth")
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("main => main.scrollHeight <= main.clientHeight")
    document = page.pdf(format="A4")
    assert 1 < document.count(b"/Type /Page\n") + document.count(b"/Type /Page ") < 6


def test_the_language_is_switched_on_the_page(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_text("English", exact=True).click()
    expect(page).to_have_url(re.compile("lang=en"))
    expect(page.locator(".bullets").first).to_contain_text("High-tech enterprises")


def test_a_leader_comes_from_the_overview_over_an_area_to_the_reason(open_page: OpenPage) -> None:
    page = open_page("/?as_of=2017-02-28", width=390, height=844)
    expect(page.get_by_role("heading", name="需要关注（28）")).to_be_in_viewport()
    page.locator(".gauges").get_by_role("link", name="静安区").click()
    expect(page).to_have_url(re.compile(r"/area\?area=jingan&as_of=2017-02-28"))
    page.locator(".attention").first.get_by_role("link", name="高新技术企业").click()
    expect(page).to_have_url(re.compile(r"/metric\?.*metric=jingan135-hightech"))
    expect(page.locator(".verdict")).to_contain_text("未到期")
    page.go_back()
    expect(page.locator("h2.place")).to_contain_text("静安区")
