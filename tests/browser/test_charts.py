"""Charts that are taken away, and seen on a narrow screen, in a real browser."""

import csv
import io
import re
import struct
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage


def test_a_chart_is_taken_away_as_a_picture_and_as_its_data(open_page: OpenPage) -> None:
    page = open_page("/metric?metric=jingan135-hightech&as_of=2015-12-31", width=390, theme="dark")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("button", name="下载图片 PNG").click()
    assert taken.value.suggested_filename == "jingan135-hightech-2015-12-31.png"
    picture = Path(taken.value.path()).read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", picture[16:24])
    assert width >= 1600
    assert height > width
    assert len(picture) > 50_000  # an empty ground takes some 10 kB

    with page.expect_download() as taken:
        page.get_by_role("button", name="下载数据 CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(taken.value.path()).read_text(encoding="utf-8"))))
    assert {row["kind"] for row in rows} == {"baseline", "value", "target", "path"}
    assert [row["value"] for row in rows if row["kind"] == "value"] == ["235"]


def test_metrics_side_by_side_fit_a_narrow_screen_and_open_their_table(open_page: OpenPage) -> None:
    page = open_page("/compare?metrics=songjiang-gdp,jingan-budget-revenue&areas=jingan", width=360, lang="en")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    page.get_by_text("The data of this chart").first.click()
    expect(page.get_by_role("cell", name="2021-12-31").first).to_be_visible()
    page.get_by_text("Own units").click()
    expect(page).to_have_url(re.compile("scale=absolute"))
    expect(page.locator(".js-plotly-plot").first).to_contain_text("billion")
