"""A metric's page: its chart, what lies behind it and is taken away, its next report, its neighbours."""

import getpass
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.startup import store
from tests.dashboard.conftest import Pages, shown
from tests.worlds import NOW, value

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])


def picture(test: AppTest) -> dict[str, Any]:
    """What the button for the picture was given."""
    told = [json.loads(each.proto.json) for each in test.get("bidi_component")]
    return next(each for each in told if "file" in each)


@BOTH
def test_the_chart_has_a_name_and_a_table_behind_it(pages: Pages, lang: str) -> None:
    test = pages.open("metric", metric="jingan135-hightech", as_of="2016-12-31", lang=lang)
    (chart,) = test.get("plotly_chart")
    assert "235" in chart.proto.alt
    text = shown(test)
    assert ("图中数据" if lang == "zh" else "The data of this chart") in text
    behind = text.split('<details class="behind">')[1].split("</details>")[0]
    assert "235" in behind
    assert "2020-12-31" in behind


def test_the_picture_says_where_it_comes_from_and_from_when(pages: Pages) -> None:
    told = picture(pages.open("metric", metric="jingan135-hightech", as_of="2016-12-31", known_at="2017-01-01"))
    assert told["file"] == "jingan135-hightech-2016-12-31.png"
    assert "高新技术企业 · 静安区" in told["title"]
    source, seen = told["lines"]
    assert "静安区科技创新与发展" in source
    assert "2016-12-31" in seen
    assert "2017-01-01 23:59 UTC" in seen


def test_a_metric_without_values_invites_the_first_one_and_still_shows_its_target(pages: Pages) -> None:
    test = pages.open("metric", metric="jingan135-makers", lang="en")
    assert "The first value draws the trend" in test.info[0].value
    assert len(test.get("plotly_chart")) == 1


@BOTH
def test_the_next_report_is_named_with_its_last_day(pages: Pages, lang: str) -> None:
    text = shown(pages.open("metric", metric="jingan135-hightech", as_of="2016-12-31", lang=lang))
    assert ("2016，不晚于 2017-01-29" if lang == "zh" else "2016, by 2017-01-29") in text
    late = shown(pages.open("metric", metric="jingan135-hightech", as_of="2018-12-31", lang=lang))
    assert ("已逾期" if lang == "zh" else "is overdue") in late


def test_the_neighbours_in_the_plan_are_a_click_away(pages: Pages) -> None:
    text = shown(pages.open("metric", metric="jingan135-little-giants", as_of="2016-12-31", lang="en"))
    around = text.split('<nav class="neighbours"')[1]
    assert 'rel="prev" href="metric?lang=en&amp;as_of=2016-12-31&amp;metric=jingan135-hightech"' in around
    assert 'rel="next"' in around
    assert "Not due yet" in around


def test_the_first_metric_of_a_plan_has_none_before_it(pages: Pages) -> None:
    first = store().read("SELECT metric_id FROM metrics WHERE plan_id = 'jingan-135' ORDER BY position LIMIT 1")
    around = shown(pages.open("metric", metric=first[0]["metric_id"])).split('<nav class="neighbours"')[1]
    assert 'rel="prev"' not in around
    assert 'rel="next"' in around


def test_every_revision_is_shown_with_who_when_source_and_note(pages: Pages) -> None:
    one = value("2017", 250, "jingan135-hightech", source_id="report", note="按更正后的名单", recorded_by="clerk")
    source = {"source_id": "report", "title": "统计公报", "url": "https://example.org/report", "version": 1}
    with store().write(getpass.getuser(), "enter", NOW) as write:
        write.append("sources", [source | {"recorded_at": NOW, "recorded_by": "clerk"}])
        write.append("observations", [one | {"recorded_at": NOW}])
    text = shown(pages.open("metric", metric="jingan135-hightech"))
    assert "按更正后的名单" in text
    assert 'href="https://example.org/report" target="_blank" rel="noopener noreferrer"' in text
    assert "clerk · 2026-11-20 08:00 UTC" in text


def test_values_stand_by_period_and_one_that_was_replaced_says_so(pages: Pages) -> None:
    quarter = [("2016-Q4", 241, 1), ("2016-Q4", 242, 2)]
    later = [("2017", 250, 1), ("2016", 240, 1), ("2016", 244, 2), *quarter]
    with store().write(getpass.getuser(), "enter", NOW) as write:
        for number, (period, amount, revision) in enumerate(later):
            one = value(period, amount, "jingan135-hightech", revision=revision, note="n", recorded_by="clerk")
            write.append("observations", [one | {"recorded_at": NOW + timedelta(minutes=number)}])
    text = shown(pages.open("metric", metric="jingan135-hightech"))
    told = re.findall(r'class="period"[^>]*>(20[^<]*)</td><td[^>]* class="(number[^"]*)"[^>]*>(\d+) 家', text)
    assert told[-6:] == [
        ("2017", "number", "250"),
        ("2016-Q4", "number", "242"),
        ("2016-Q4", "number past", "241"),
        ("2016", "number", "244"),
        ("2016", "number past", "240"),
        ("2015", "number", "235"),
    ]
    assert text.count("第 1 版 · 已被更正") == 2


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            (
                "上海市静安区人民政府《静安区科技创新与发展“十三五”规划》（静府发〔2016〕20号）",
                "随附数据包 于 2016-12-30 记录",
                "无从得知是否达到目标（&gt; 280 家）",
            ),
        ),
        (
            "en",
            (
                "recorded by the supplied data package on 2016-12-30",
                "whether it was reached (&gt; 280 organisations) isn&#39;t known",
            ),
        ),
    ],
)
def test_who_says_so_and_whether_the_target_was_reached_stand_first(
    pages: Pages, lang: str, said: tuple[str, ...]
) -> None:
    first = shown(pages.open("metric", metric="jingan135-hightech", lang=lang)).split("<table")[0]
    for words in said:
        assert words in first
    assert 'class="gauge calm"' in first
    assert ("235 家（2015） / &gt; 280 家" if lang == "zh" else "235 organisations (2015) / &gt; 280") in first


def test_a_sum_names_its_last_source_and_how_many_others_it_has(pages: Pages) -> None:
    granted = "jingan135-patents-granted"
    sources = [{"source_id": name, "title": name, "version": 1} for name in ("bulletin", "yearbook")]
    values = [value("2016", 300, granted, source_id="bulletin"), value("2017", 320, granted, source_id="yearbook")]
    with store().write(getpass.getuser(), "enter", NOW) as write:
        write.append("sources", [source | {"recorded_at": NOW, "recorded_by": "clerk"} for source in sources])
        write.append("observations", [one | {"recorded_at": NOW} for one in values])
    text = shown(pages.open("metric", metric=granted, as_of="2018-06-30", lang="en"))
    assert "Last value from" in text
    assert "yearbook; recorded by test on 2026-11-20; the sum has 1 more" in text


def test_an_english_reader_sees_values_in_english_units(pages: Pages) -> None:
    text = shown(pages.open("metric", metric="jingan135-tech-revenue", lang="en"))
    assert "120 billion CNY" in text
    assert "亿元" not in text
