"""The page of reports leads to the papers, and shows what they begin with."""

from html import unescape

import pytest

from tests.dashboard.conftest import Pages, shown

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])


@BOTH
def test_a_report_is_summed_up_and_offered(pages: Pages, lang: str) -> None:
    text = unescape(shown(pages.open("reports", plan="jingan-135", when="2016", lang=lang)))
    assert ("2016年度监测报告" if lang == "zh" else "Monitoring report, 2016") in text
    for paper in ("pdf", "docx"):
        for language in ("zh", "en"):
            assert f'href="api/report.{paper}?plan=jingan-135&when=2016&known_at=' in text
            assert f"lang={language}" in text
    assert ("平均完成率" if lang == "zh" else "Mean attainment") in text


def test_without_a_plan_it_asks_for_one(pages: Pages) -> None:
    test = pages.open("reports")
    assert test.info[0].value == "请先选择规划。"
    test.selectbox(key="choose-report-plan").select("jingan-135").run()
    assert test.query_params["plan"] == "jingan-135"
    assert "2020年第四季度监测报告" in shown(test)


def test_a_period_is_written_to_the_address(pages: Pages) -> None:
    test = pages.open("reports", plan="jingan-135")
    test.selectbox(key="choose-report-when").select("2018-H1").run()
    assert test.query_params["when"] == "2018-H1"


@BOTH
@pytest.mark.parametrize(
    ("query", "said"), [({"when": "2016-07"}, "2016-07"), ({"when": "2099"}, "2099"), ({"plan": "x"}, "x")]
)
def test_what_there_is_not_is_said(pages: Pages, query: dict[str, str], said: str, lang: str) -> None:
    assert said in pages.open("reports", **{"plan": "jingan-135", **query}, lang=lang).warning[0].value


@BOTH
def test_a_report_is_judged_when_its_period_is_over_whatever_day_the_page_looks_from(pages: Pages, lang: str) -> None:
    # the report of 2020 said "not due" on a page that looked from the last day of the plan, unlike its own papers
    for given in ({}, {"as_of": "2020-12-31"}, {"as_of": "2019-06-30"}):
        text = unescape(shown(pages.open("reports", plan="jingan-135", when="2020", lang=lang, **given)))
        assert ("无期末值" if lang == "zh" else "No final value") in text
        assert "2020-12-31" in text
        assert "2021-01-01" in text
