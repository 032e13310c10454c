"""The page of changes tells what moved and why, and offers the same as a file."""

from datetime import date
from decimal import Decimal
from html import unescape

import pytest

from dashboard.startup import author, store, utc_now
from metrics.definitions import Observation
from metrics.store.entries import Entry
from metrics.store.record import record
from tests.dashboard.conftest import Pages, shown

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])


@BOTH
def test_a_value_that_was_entered_is_a_change(pages: Pages, lang: str) -> None:
    told = Observation("jingan135-hightech", "2020", Decimal(281))
    record(store(), Entry(told), author(), utc_now())
    text = unescape(shown(pages.open("changes", since="2020-06-30", as_of="2021-06-30", lang=lang)))
    row = text[text.index("jingan135-hightech") :].split("</tr>")[0]
    assert ("No data" if lang == "en" else "暂无数据") not in row.split("→")[-1]
    assert ("Met" if lang == "en" else "已达成") in row
    assert ("a new value" if lang == "en" else "有新数值") in row
    assert "api/changes.csv?as_of=2021-06-30&known_at=" in text


@BOTH
@pytest.mark.parametrize("query", [{}, {"area": "jingan"}, {"since": "2016-12-31", "profile": "cagr"}])
def test_it_opens_under_every_filter(pages: Pages, query: dict[str, str], lang: str) -> None:
    pages.open("changes", lang=lang, **query)


def test_nothing_between_the_same_instants(pages: Pages) -> None:
    query = {"since": "2020-12-31", "as_of": "2020-12-31", "known_at": "2020-12-31"}
    assert "没有变化" in pages.open("changes", **query).info[0].value


def test_another_beginning_is_written_to_the_address(pages: Pages) -> None:
    test = pages.open("changes")
    test.date_input(key="choose-since").set_value(date(2019, 12, 31)).run()
    assert test.query_params["since"] == "2019-12-31"


def test_what_is_no_day_is_said(pages: Pages) -> None:
    assert "yesterday" in pages.open("changes", since="yesterday").warning[0].value
