"""A reader takes the numbers of a page away: one click, one file, the page stays."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

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
