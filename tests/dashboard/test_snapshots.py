"""What the page of snapshots offers is what the addresses give, for every choice and in both languages."""

import re
from html import unescape

import pytest

from dashboard.visit import reader_today
from metrics.snapshot.asked import Form, What
from tests.dashboard.conftest import Pages, shown

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])


@BOTH
@pytest.mark.parametrize("what", [one for one in What if one is not What.CHANGES])
def test_every_table_is_offered_in_every_form_with_a_preview(pages: Pages, what: What, lang: str) -> None:
    query = {"metric": "jingan135-hightech"} if what is What.SERIES else {}
    text = unescape(shown(pages.open("snapshots", what=what, lang=lang, as_of="2020-12-31", **query)))
    for form in Form:
        assert re.search(rf'href="api/{re.escape(f"{what}.{form}")}\?[^"]*as_of=2020-12-31&known_at=\d{{4}}-', text)
    assert "api/snapshot.zip" in text
    assert "jingan135-hightech" in text


def test_the_filters_of_the_page_stand_in_its_addresses(pages: Pages) -> None:
    query = {"area": "jingan", "below": "no", "status": "monitored", "profile": "cagr", "known_at": "2025-01-01"}
    text = unescape(shown(pages.open("snapshots", lang="en", **query)))
    href = re.search(r'href="(api/assessments\.csv\?[^"]*)"', text)
    assert href is not None
    for name, value in query.items():
        assert f"{name}={value}" in href[1]
    assert "known_at=2025-01-01T23%3A59%3A59.999999Z" in href[1]
    assert re.search(r"judged on .*, as known at 2025-01-01 23:59:59 UTC, rule: Compound annual growth", text)


def test_a_series_asks_for_its_metric(pages: Pages) -> None:
    test = pages.open("snapshots", what="series", lang="en")
    assert test.info[0].value == "Name the metric whose series is wanted."
    test.selectbox(key="choose-series").select("jingan135-hightech").run()
    assert test.query_params["metric"] == "jingan135-hightech"
    assert "api/series.csv?metric=jingan135-hightech" in shown(test)


def test_another_table_is_written_to_the_address(pages: Pages) -> None:
    test = pages.open("snapshots")
    test.selectbox(key="choose-what").select(What.VERSIONS).run()
    assert test.query_params["what"] == "versions"
    assert "api/versions.parquet" in shown(test)


@pytest.mark.parametrize(
    "query", [{"what": "secrets"}, {"what": "changes"}, {"area": "jinan"}, {"known_at": "2026-02-30T00:00"}]
)
def test_what_there_is_not_is_said(pages: Pages, query: dict[str, str]) -> None:
    assert pages.open("snapshots", **query).warning[0].value


def test_nothing_chosen_is_an_empty_table_and_still_a_file(pages: Pages) -> None:
    text = shown(pages.open("snapshots", area="xuhui", status="met", lang="en"))
    assert "The first 0 of 0 rows" in text


@BOTH
def test_every_page_has_its_numbers_below(pages: Pages, lang: str) -> None:
    pinned = {"as_of": "2020-12-31", "lang": lang}
    text = unescape(shown(pages.open(area="jingan", metric="jingan135-hightech", **pinned)))
    assert 'href="api/assessments.csv?area=jingan&as_of=2020-12-31"' in text
    assert f'href="snapshots?lang={lang}&area=jingan&as_of=2020-12-31&what=assessments"' in text
    text = unescape(shown(pages.open("metric", metric="jingan135-hightech", **pinned)))
    assert 'href="api/series.xlsx?metric=jingan135-hightech&as_of=2020-12-31"' in text


def test_the_day_that_a_page_judges_on_stands_in_its_file(pages: Pages) -> None:
    text = unescape(shown(pages.open()))
    assert f'href="api/assessments.csv?as_of={reader_today()}"' in text


def test_another_table_is_not_cut_down_to_the_metric_of_a_series(pages: Pages) -> None:
    test = pages.open("snapshots", what="series", metric="jingan135-hightech")
    test.selectbox(key="choose-what").set_value(What.ASSESSMENTS).run()
    assert "metric" not in test.query_params
