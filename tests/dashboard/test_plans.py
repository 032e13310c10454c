"""What each plan promises, with its document, and how its definitions have changed."""

import getpass
import re
from datetime import date, datetime
from decimal import Decimal

import pytest

from dashboard.startup import store
from metrics.store.queries import known
from tests.dashboard.conftest import Pages, shown
from tests.worlds import NOW

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])


@BOTH
def test_every_plan_is_listed_and_has_a_page_with_all_its_metrics(pages: Pages, lang: str) -> None:
    listed = shown(pages.open("plans", lang=lang))
    defined = known(store(), NOW)
    for plan, row in defined.plans.items():
        assert f"plan={plan}" in listed
        text = shown(pages.open("plans", plan=plan, lang=lang))
        assert row["name" if lang == "zh" else "name_en"].replace("'", "&#39;") in text
        for metric_id, one in defined.metrics.items():
            assert (f'metric={metric_id}"' in text) is (one["plan_id"] == plan)


def test_a_target_stands_with_baseline_due_date_owner_and_section(pages: Pages) -> None:
    text = shown(pages.open("plans", plan="jingan-135"))
    line = re.search(r'metric=jingan135-hightech">.*?</tr>', text, re.DOTALL)
    assert line is not None
    for word in ("高新技术企业", "&gt; 280 家", "期末水平", "235 家（2015）", "2020-12-31", "上海市静安区人民政府"):
        assert word in line[0]
    assert "静府发〔2016〕20号" in text
    assert "随附数据包，" in text


def test_a_category_stands_once_however_the_document_goes_back_and_forth(pages: Pages) -> None:
    text = shown(pages.open("plans", plan="jingan-135"))
    monitored = text[text.index("仅监测的指标") :]
    headings = re.findall(r'<th role="rowheader" scope="rowgroup"[^>]*>(.*?)</th>', monitored)
    assert "产业与企业" in headings
    assert len(headings) == len(set(headings))


def test_items_of_checklists_and_parts_of_composites_are_named(pages: Pages) -> None:
    assert "社会信用信息平台" in shown(pages.open("plans", plan="jingan-135"))
    assert "数字经济厚度" in shown(pages.open("plans", plan="monitoring"))
    assert "未公布" in shown(pages.open("plans", plan="monitoring"))


def test_a_column_in_which_nothing_stands_is_left_out(pages: Pages) -> None:
    text = shown(pages.open("plans", plan="songjiang-g60", lang="en"))
    assert ">Owner</th>" in text
    assert ">Kind</th>" not in text


def test_a_changed_target_is_told_with_both_versions_who_and_when(pages: Pages) -> None:
    row = store().read("SELECT * FROM metrics WHERE metric_id = 'jingan135-hightech'")[0]
    changed = row | {
        "version": 2, "target_low": Decimal(300), "due": date(2021, 12, 31), "effective_from": date(2018, 7, 1),
        "recorded_at": datetime(2018, 7, 2, 9, 30), "recorded_by": "<b>office</b>",  # noqa: DTZ001
    }  # fmt: skip
    with store().write(getpass.getuser(), "change", NOW) as write:
        write.append("metrics", [changed])
        write.append("milestones", [
            {"metric_id": row["metric_id"], "version": 2, "due": date(2018, 12, 31), "value": Decimal(260)}
        ])  # fmt: skip
    text = shown(pages.open("plans", plan="jingan-135", lang="en"))
    for word in (
        *("What has changed in the definitions", "&gt; 280 organisations", "&gt; 300 organisations", "2018-07-01"),
        *("2020-12-31", "2021-12-31", "&lt;b&gt;office&lt;/b&gt; · 2018-07-02 09:30 UTC · revision 2"),
        *("Milestones", "2018-12-31", "260 organisations"),
    ):
        assert word in text
    earlier = shown(pages.open("plans", plan="jingan-135", lang="en", known_at="2017-12-31"))
    assert "300 organisations" not in earlier
    assert "What has changed" not in earlier


@BOTH
def test_an_unknown_plan_gets_a_sentence_and_a_way_back(pages: Pages, lang: str) -> None:
    test = pages.open("plans", plan="jingan-136", lang=lang)
    assert "jingan-135" in test.warning[0].value
    assert not shown(test).count("<table")


def test_before_its_metrics_were_known_a_plan_says_so(pages: Pages) -> None:
    test = pages.open("plans", plan="jingan-135", known_at="1995-01-01", lang="en")
    assert "By then no metric of this plan had been recorded." in test.info[0].value
