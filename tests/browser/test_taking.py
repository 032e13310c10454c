"""A reader takes the numbers of a page away: one click, one file; the page stays, and so does what is clicked."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage


@pytest.mark.parametrize(
    ("path", "link", "name"),
    [
        ("/?area=jingan", "CSV", "yardstick-assessments-jingan-"),
        ("/snapshots?area=jingan&what=observations", "CSV for Excel", "yardstick-observations-jingan-"),
    ],
)
def test_a_click_gives_a_file_of_what_is_shown(open_page: OpenPage, path: str, link: str, name: str) -> None:
    page = open_page(path, lang="en")
    there = page.get_by_role("link", name=link).last if link == "CSV" else page.get_by_role("link", name=link).first
    expect(there).to_be_visible()
    before = page.url
    with page.expect_download() as taken:
        there.click()
    assert taken.value.suggested_filename.startswith(name)
    with Path(taken.value.path()).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["area_id"] for row in rows} >= {"jingan"}
    assert page.url == before


# To the end of the page in the third frame, as soon as anybody may; and where its foot stands from then on.
_TO_THE_END = """
foot => new Promise(done => {
    const host = foot.getRootNode().host, places = window.places = [], look = () => {
        places.push(Math.round(host.getBoundingClientRect().top))
        requestAnimationFrame(look)
    }
    const begin = () => {
        document.querySelector('[data-testid="stMain"]').scrollTo(0, 1e6)
        look()
        done()
    }
    const wait = frames => requestAnimationFrame(() => frames > 1 ? wait(frames - 1) : begin())
    wait(3)
})
"""
_PLACES = "() => new Promise(done => setTimeout(() => done([...new Set(window.places)]), 1000))"
# As a reader who goes back or forth does.
_GO = "address => { history.pushState({}, '', address); dispatchEvent(new PopStateEvent('popstate', { state: {} })) }"


def _at_the_end(open_page: OpenPage) -> Page:
    page = open_page("/?as_of=2016-12-31", lang="en")
    foot = page.locator(".foot")
    expect(foot).to_be_visible()
    foot.evaluate(_TO_THE_END)
    return page


def test_nothing_moves_from_under_a_click_at_the_end_of_a_page_whose_middle_nobody_has_seen(
    open_page: OpenPage,
) -> None:
    page = _at_the_end(open_page)
    assert len(page.evaluate(_PLACES)) == 1


def test_a_page_that_is_drawn_anew_stays_where_it_was_read(open_page: OpenPage) -> None:
    page = _at_the_end(open_page)
    page.evaluate(_GO, "?as_of=2016-12-30&lang=en")
    expect(page.locator(".foot a").first).to_have_attribute("href", re.compile("2016-12-30"))
    assert len(page.evaluate(_PLACES)) == 1


@pytest.mark.parametrize(
    ("link", "there"), [(".summary a[href*=status]", "status="), (".head nav a[href*=plans]", "/plans")]
)
def test_a_link_that_is_pressed_while_the_page_is_drawn_anew_is_followed(
    open_page: OpenPage, link: str, there: str
) -> None:
    page = open_page("/?as_of=2016-12-31", lang="en")
    expect(page.locator(".foot")).to_be_visible()
    page.locator(link).first.hover()
    page.mouse.down()
    page.evaluate(_GO, "?as_of=2016-12-30&lang=en")
    expect(page.locator(".foot a").first).to_have_attribute("href", re.compile("2016-12-30"))
    page.mouse.up()
    expect(page).to_have_url(re.compile(there))
