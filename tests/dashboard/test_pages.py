"""Every page under every filter, in both languages, and with addresses that ask for what there isn't."""

import re
from datetime import date
from html import unescape

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.startup import store
from tests.dashboard.conftest import Pages, head, sheets, shown

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])


@BOTH
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"plan": "jingan-135"},
        {"area": "jingan"},
        {"cluster": "industrial-internet"},
        {"status": "monitored"},
        {"category": "jingan135-economy"},
        {"report": "overdue"},
        {"period": "2016-2020"},
        {"as_of": "2016-12-31"},
        {"known_at": "2017-01-01"},
        {"profile": "cagr"},
        {"area": "xuhui", "cluster": "industrial-internet"},
    ],
)
def test_the_overview_opens_under_every_filter(pages: Pages, query: dict[str, str], lang: str) -> None:
    pages.open(**query, lang=lang)


def test_every_metric_has_a_page(pages: Pages) -> None:
    """In one language or the other, in turn."""
    test = pages.open("metric")
    for number, row in enumerate(store().read("SELECT metric_id, name, name_en FROM metrics ORDER BY metric_id")):
        lang, name = [("zh", "name"), ("en", "name_en")][number % 2]
        test.query_params.update(metric=row["metric_id"], lang=lang)
        test.run()
        assert not test.exception, row["metric_id"]
        assert row[name] in unescape(shown(test))


def test_the_overview_shows_the_value_the_target_and_the_status(pages: Pages) -> None:
    text = shown(pages.open(as_of="2016-12-31"))
    row = re.search(r"<tr role=\"row\">\s*<th[^>]*>(?:(?!</tr>).)*高新技术企业</a>.*?</tr>", text, re.DOTALL)
    assert row is not None
    for word in ("235 家", "&gt; 280 家", "84%", "未到期", "2015"):
        assert word in row[0]


def test_a_district_is_shown_with_the_areas_below_it(pages: Pages) -> None:
    text = shown(pages.open(area="jingan", lang="en"))
    assert "Jing&#39;an Park, Zhangjiang Hi-Tech Zone" in text
    assert "Songjiang" not in text


@BOTH
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"area": "jinan"}, "jingan"),
        ({"metric": "nothing-like-it"}, "nothing-like-it"),
        ({"plan": "<script>alert(1)</script>"}, "<script>"),
        ({"as_of": "yesterday"}, "yesterday"),
        ({"known_at": "2026-13-01"}, "2026-13-01"),
        ({"status": "great"}, "great"),
        ({"profile": "mine"}, "mine"),
        ({"category": "jingan135-econmy"}, "jingan135-economy"),
        ({"report": "late"}, "late"),
        ({"period": "2016-2021"}, "2016-2020"),
    ],
)
def test_what_there_is_not_gets_one_sentence_and_a_way_back(
    pages: Pages, query: dict[str, str], said: str, lang: str
) -> None:
    test = pages.open(**query, lang=lang)
    (warning,) = test.warning
    assert said in warning.value
    assert not sheets(test)


def test_a_district_can_be_seen_without_the_areas_below_it(pages: Pages) -> None:
    test = pages.open(area="jingan", lang="en")
    test.toggle(key="choose-below").set_value(False).run()
    assert test.query_params["below"] == "no"
    assert "Jing&#39;an Park" not in shown(test)
    test.toggle(key="choose-below").set_value(True).run()
    assert "below" not in test.query_params


def test_a_filter_is_written_to_the_address(pages: Pages) -> None:
    test = pages.open()
    test.selectbox(key="choose-area").select("jingan").run()
    assert test.query_params["area"] == "jingan"
    test.selectbox(key="choose-area").select(None).run()
    assert "area" not in test.query_params


def test_a_drawer_holds_its_choices_while_it_is_open(pages: Pages) -> None:
    test = pages.open()
    assert [one.key for one in test.selectbox] == ["choose-area"]
    test.session_state["more-filters"] = True
    test.run()
    test.selectbox(key="choose-category").select("jingan135-economy").run()
    assert test.query_params["category"] == "jingan135-economy"
    test.session_state["instant"] = True
    test.run()
    test.date_input(key="choose-as_of").set_value(date(2018, 12, 31)).run()
    assert test.query_params["as_of"] == "2018-12-31"


def test_each_filter_leaves_what_it_says_and_can_be_taken_out(pages: Pages) -> None:
    text = shown(pages.open(category="jingan135-economy", as_of="2020-12-31", lang="en"))
    assert "Enterprises listed" in text
    assert "High-tech enterprises" not in text
    assert '<a data-go href=".?lang=en&amp;as_of=2020-12-31">A stronger technology economy' in text
    text = shown(pages.open(period="2022-2025", lang="en"))
    assert "5G" in text
    assert "High-tech enterprises" not in text
    assert "High-tech enterprises" not in shown(pages.open(report="due", as_of="2016-06-30", lang="en"))
    assert "High-tech enterprises" in shown(pages.open(report="due", as_of="2017-01-15", lang="en"))


def test_an_impossible_day_is_no_date(pages: Pages) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        assert day in pages.open(as_of=day).warning[0].value


def test_the_way_back_leaves_nothing_of_a_wrong_address(pages: Pages) -> None:
    test = pages.open(area="jinan", lang="en")
    test.button[0].click().run()
    assert test.query_params == {"lang": "en"}
    assert "High-tech enterprises" in shown(test)


def test_the_gauges_show_what_is_chosen(pages: Pages) -> None:
    text = shown(pages.open(plan="jingan-park-145", as_of="2022-01-01", lang="en"))
    assert "1 of 4 with a value" in text
    assert "of 32" not in text


def test_a_checklist_names_its_items_and_a_composite_its_parts(pages: Pages) -> None:
    assert "社会信用信息平台" in shown(pages.open("metric", metric="jingan135-functional-platforms"))
    text = shown(pages.open("metric", metric="putuo-digital-index"))
    assert "未公布" in text
    assert "数字经济厚度" in text


def test_the_head_leads_to_every_page_and_language_with_the_choices_kept(pages: Pages) -> None:
    test = pages.open("metric", metric="jingan135-hightech", area="jingan", lang="en")
    for there in ('href=".?lang=en&amp;area=jingan"', 'href="enter?lang=en&amp;area=jingan"'):
        assert there in head(test)
    assert 'href="metric?lang=zh&amp;area=jingan&amp;metric=jingan135-hightech" lang="zh-CN"' in head(test)
    assert re.search(r'href="metric[^"]*" aria-current="page">Metric</a>', head(test))


def enter(test: AppTest, number: str, **fields: str) -> AppTest:
    """Type a value and save it."""
    test.selectbox(key="entry-0-period").select("2020").run()
    test.text_input(key="entry-0-value").input(number)
    for name, text in fields.items():
        kind = test.text_area if name == "note" else test.text_input
        kind(key=f"entry-0-{name}").input(text)
    test.run()
    return test.button[0].click().run()


def test_a_value_is_entered_and_the_overview_follows(pages: Pages) -> None:
    test = pages.open("enter", metric="jingan135-hightech")
    test.selectbox(key="entry-0-period").select("2020").run()
    test.text_input(key="entry-0-value").input("281").run()
    assert "暂无数据 → 已达成" in shown(test)
    test.button[0].click().run()
    assert "已保存" in test.success[0].value
    assert test.text_input(key="entry-1-value").value == ""
    assert test.selectbox(key="entry-1-period").value == "2020"
    text = shown(pages.open(area="jingan"))
    assert "281 家" in text


def test_what_is_refused_says_why_keeps_the_input_and_changes_nothing(pages: Pages) -> None:
    before = store().data_version
    test = enter(pages.open("enter", metric="jingan135-hightech", lang="en"), "many")
    assert "is not a number" in test.error[0].value
    assert test.text_input(key="entry-0-value").value == "many"
    assert store().data_version == before


def test_markup_in_what_people_enter_is_shown_as_text(pages: Pages) -> None:
    script = "<script>alert(1)</script><b>"
    enter(
        pages.open("enter", metric="jingan135-hightech"),
        "281",
        source=script,
        note=script,
        url='https://example.org/"><b>',
    )
    text = shown(pages.open("metric", metric="jingan135-hightech"))
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert '"><b>' not in text


def test_an_address_that_is_no_link_is_refused(pages: Pages) -> None:
    test = enter(
        pages.open("enter", metric="jingan135-hightech", lang="en"), "281", source="x", url="javascript:alert(1)"
    )
    assert "must begin with http" in test.error[0].value


def test_a_grade_and_a_checklist_have_forms_of_their_own(pages: Pages) -> None:
    test = pages.open("enter", metric="songjiang-5g-grade")
    test.selectbox(key="entry-0-grade").select("A").run()
    assert "→ 已达成" in shown(test)
    test = pages.open("enter", metric="songjiang-crypto-platforms", lang="en")
    test.selectbox(key="entry-0-item").select_index(0).run()
    test.button[0].click().run()
    assert "Saved" in test.success[0].value


def test_nothing_can_be_entered_where_others_reach_the_program(pages: Pages) -> None:
    st.config.set_option("server.address", "0.0.0.0")  # noqa: S104
    test = pages.open("enter", metric="jingan135-hightech", lang="en")
    assert "YARDSTICK_SIGN_IN" in test.warning[0].value
    assert "Read-only" in head(test)
    assert not test.text_input


def test_where_nothing_is_decided_by_now_the_page_shows_the_way_to_when_it_was(pages: Pages) -> None:
    text = shown(pages.open(lang="en"))
    assert "See how they stood on 2021-11-30" in text
    assert "as_of=2021-11-30" in text
    assert "See how they stood" not in shown(pages.open(lang="en", as_of="2021-11-30"))


def test_where_nothing_can_be_judged_no_empty_dial_is_drawn_and_the_way_on_stands_out(pages: Pages) -> None:
    text = shown(pages.open(plan="jingan-135", lang="en"))
    assert 'class="gauge' not in text
    assert 'class="matrix"' not in text
    assert re.search(r'class="covered".*?Jing&#39;an District</a> <small>0 of \d+ with a value', text, re.DOTALL)
    assert re.search(r'class="invite".*?href="\.\?[^"]*as_of=2015-12-31', text, re.DOTALL)
