"""The page that puts metrics side by side: its choices in the address, what has no index, unknown ids."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.startup import store
from tests.dashboard.conftest import Pages, shown

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])
# 2014, 2017, 2020, 2021 (亿元); 2021 is provisional
GDP = "songjiang-gdp"
# 2018, 2021, 2023, 2024 (亿元)
REVENUE = "jingan-budget-revenue"


def spec(test: AppTest) -> Any:
    """The figure of the page."""
    (chart,) = test.get("plotly_chart")
    return json.loads(chart.proto.spec)


@BOTH
def test_without_a_choice_the_page_invites_one(pages: Pages, lang: str) -> None:
    test = pages.open("compare", lang=lang)
    assert ("请选择至多 8 项指标或区域" if lang == "zh" else "Choose up to 8 metrics or areas") in test.info[0].value
    assert not test.get("plotly_chart")


@BOTH
def test_the_first_common_period_is_100(pages: Pages, lang: str) -> None:
    figure = spec(pages.open("compare", metrics=f"{GDP},{REVENUE}", lang=lang))
    assert "2021-12-31 = 100" in [one["text"] for one in figure["layout"]["annotations"]]
    lines = [trace for trace in figure["data"] if trace["mode"] == "lines+markers"]
    # 1637.11 / 1750 and 302.2 / 278.48
    assert lines[0]["y"][2] == pytest.approx(93.549, abs=0.001)
    assert lines[1]["y"][3] == pytest.approx(108.518, abs=0.001)


def test_in_their_own_units_those_of_one_unit_share_a_chart(pages: Pages) -> None:
    query = {"metrics": f"{GDP},{REVENUE},songjiang-rd-intensity", "scale": "absolute"}
    figure = spec(pages.open("compare", **query))
    assert [one["text"] for one in figure["layout"]["annotations"]] == ["单位：亿元", "单位：%"]
    assert [trace.get("yaxis") for trace in figure["data"][:3]] == ["y", "y", "y2"]
    bottom, top = figure["layout"]["yaxis2"]["domain"], figure["layout"]["yaxis"]["domain"]
    assert bottom[1] < top[0]


@BOTH
def test_what_has_no_index_is_named_with_the_reason(pages: Pages, lang: str) -> None:
    test = pages.open("compare", metrics=f"{GDP},songjiang-5g-grade,songjiang-patents", lang=lang)
    told = "\n".join(one.value for one in test.caption)
    for reason in ("尚无数值",) if lang == "zh" else ("no values yet",):
        assert reason in told


def test_metrics_that_share_no_period_stand_in_their_own_units_and_the_page_says_so(pages: Pages) -> None:
    test = pages.open("compare", metrics=f"{GDP},jingan135-hightech", lang="en")
    assert "no period in common" in test.warning[0].value
    assert len(spec(test)["layout"]["annotations"]) == 2


def test_the_table_behind_has_a_row_for_each_day(pages: Pages) -> None:
    text = shown(pages.open("compare", metrics=f"{GDP},{REVENUE}", lang="en"))
    behind = text.split('<details class="behind">')[1].split("</details>")[0]
    assert "2021-12-31" in behind
    assert "302.2" not in behind  # in English it is 30.220 billion, with the two decimals of its metric
    assert "30.220 billion" in behind
    assert "(108.5)" in behind
    assert "provisional" in behind


def test_choices_are_written_to_the_address(pages: Pages) -> None:
    test = pages.open("compare", metrics=GDP)
    test.multiselect(key="choose-metrics").select(REVENUE).run()
    assert test.query_params["metrics"] == f"{GDP},{REVENUE}"
    test.button_group(key="choose-scale").set_value("absolute").run()
    assert test.query_params["scale"] == "absolute"
    test.multiselect(key="choose-metrics").set_value([]).run()
    assert "metrics" not in test.query_params


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"metrics": f"{GDP},songjiang-gpd"}, "songjiang-gdp"),
        ({"metrics": "<script>alert(1)</script>"}, "<script>"),
        ({"metrics": GDP, "scale": "logarithmic"}, "logarithmic"),
    ],
)
def test_what_there_is_not_gets_one_sentence(pages: Pages, query: dict[str, str], said: str) -> None:
    test = pages.open("compare", **query)
    assert said in test.warning[0].value
    assert not test.get("plotly_chart")


def test_more_than_can_be_told_apart_are_refused(pages: Pages) -> None:
    names = [row["metric_id"] for row in store().read("SELECT metric_id FROM metrics ORDER BY metric_id LIMIT 9")]
    test = pages.open("compare", metrics=",".join(names), lang="en")
    assert "At most 8 metrics" in test.warning[0].value


def test_a_metric_named_twice_stands_once(pages: Pages) -> None:
    figure = spec(pages.open("compare", metrics=f"{GDP},{GDP}"))
    assert len([trace for trace in figure["data"] if trace["mode"] == "lines+markers"]) == 1


def test_the_way_to_a_metric_leaves_the_comparison_behind(pages: Pages) -> None:
    text = shown(pages.open("compare", metrics=GDP, scale="absolute", lang="en"))
    assert f'href="metric?lang=en&amp;metric={GDP}"' in text


def test_areas_stand_side_by_side_at_the_end_of_each_year_with_their_coverage(pages: Pages) -> None:
    test = pages.open("compare", areas="jingan,songjiang", as_of="2017-06-30", lang="en")
    figure = spec(test)
    # the plan of Jing'an begins in 2016: its values of 2015 judge at the end of 2016 and on the day itself
    assert figure["data"][0]["x"][-2:] == ["2016-12-31", "2017-06-30"]
    assert "with a value" in shown(test).split('<details class="behind">')[1]
    assert "Songjiang District" in test.caption[-1].value


def test_an_area_is_written_to_the_address_and_an_unknown_one_is_named(pages: Pages) -> None:
    test = pages.open("compare", lang="en")
    test.multiselect(key="choose-areas").select("jingan").run()
    assert test.query_params["areas"] == "jingan"
    assert "jingan" in pages.open("compare", areas="jinan", lang="en").warning[0].value


def test_what_ended_after_the_day_of_judgement_is_not_compared(pages: Pages) -> None:
    figure = spec(pages.open("compare", metrics=f"{GDP},{REVENUE}", scale="absolute", as_of="2020-12-31"))
    lines = [trace for trace in figure["data"] if trace["mode"] == "lines+markers"]
    assert [trace["x"] for trace in lines] == [["2014-12-31", "2017-12-31", "2020-12-31"], ["2018-12-31"]]
