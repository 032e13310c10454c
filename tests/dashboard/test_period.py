"""The worklist of a period, and the grid in which all of it is entered at once."""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.grid import Line
from dashboard.startup import author, close_store, open_store, store, utc_now
from metrics.definitions import Metric, Observation
from metrics.store.drafts import keep_draft
from metrics.store.entries import Entry, Source
from metrics.store.record import record
from metrics.vocabulary import ObsStatus
from tests.dashboard.conftest import Pages, shown
from tests.dashboard.test_entry import press
from tests.worlds import metric

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])
OWNED = {"owner": "songjiang-stc", "when": "2023-Q4"}
COVERAGE = "SELECT * FROM observations WHERE metric_id LIKE 'songjiang-5g-coverage%' AND period = '2023-Q4' ORDER BY 1"


def fill(test: AppTest, rows: dict[Any, Any], **forged: Any) -> AppTest:
    """Type into the grid as its widget sends it."""
    name = str(test.data_editor[0].key)
    test.session_state[name] = {"edited_rows": rows, "added_rows": [], "deleted_rows": [], **forged}
    test.run()
    assert not test.exception
    return test


def beside(test: AppTest) -> list[str]:
    """What is said beside each line of the grid."""
    (table,) = re.findall(r'<table class="beside">(.*?)</table>', shown(test), re.DOTALL)
    return [unescape(one) for one in re.findall(r"<tr><td[^>]*><span>(.*?)</span></td></tr>", table)]


def rows_of(test: AppTest) -> list[str]:
    """The names of the grid's lines."""
    return [str(name) for name in test.data_editor[0].value["name"]]


@BOTH
@pytest.mark.parametrize(
    "query",
    [
        {},
        OWNED,
        {"area": "jingan", "when": "2018"},
        {"plan": "putuo-digital-2023"},
        {"when": "2023-12"},
        {"when": "1990"},
    ],
)
@pytest.mark.parametrize("page", ["worklist", "grid"])
def test_both_open_for_a_department_an_area_and_a_plan(
    pages: Pages, page: str, query: dict[str, str], lang: str
) -> None:
    pages.open(page, **query, lang=lang)


@pytest.mark.parametrize("page", ["worklist", "grid"])
def test_what_there_is_not_is_said(pages: Pages, page: str) -> None:
    for period in ("2023-Q9", "9999", "1989-Q4", "2101-01-01"):
        assert period in pages.open(page, when=period).warning[0].value
    assert "songjiang-stc" in pages.open(page, owner="songjiang-st", lang="en").warning[0].value
    assert "1990" in pages.open(page, when="1990", lang="en").info[0].value


def test_the_worklist_says_what_is_open_how_far_it_is_and_when_it_was_to_be_entered(pages: Pages) -> None:
    text = shown(pages.open("worklist", **OWNED, lang="en"))
    assert "2023-Q4: 0 of 20 reports answered" in text
    assert "2023-12-31 – 2024-01-29" in text
    assert "enter?lang=en&amp;metric=songjiang-platforms" in text
    assert text.count("Overdue") == 20


def test_a_link_of_the_worklist_opens_the_form_at_its_period(pages: Pages) -> None:
    test = pages.open("enter", metric="songjiang-platforms", when="2023-Q2")
    assert test.selectbox(key="entry-0-grain").value == "quarter"
    assert test.selectbox(key="entry-0-period").value == "2023-Q2"
    pages.open("enter", metric="songjiang-platforms", when="2023-Q9")


def test_a_whole_period_is_saved_together_and_the_receipt_lists_it(pages: Pages) -> None:
    test = pages.open("grid", **OWNED, lang="en")
    names = rows_of(test)
    first, second = names.index("5G network coverage"), names.index("5G network coverage in the core zone")
    test = fill(test, {first: {"value": "约90"}, second: {"value": "–", "note": "not measured yet"}})
    assert store().read(COVERAGE) == []
    test = press(test, "Save all")
    assert "2 added, 0 revised, 0 unchanged" in test.success[0].value
    rows = store().read(COVERAGE)
    assert [(row["value"], row["qualifier"], row["obs_status"], row["note"]) for row in rows] == [
        (90, "about", "A", None),
        (None, None, "M", "not measured yet"),
    ]
    assert len({row["recorded_at"] for row in rows}) == 1
    assert "2023-Q4: 2 of 20 reports answered" in shown(pages.open("worklist", **OWNED, lang="en"))


def test_one_wrong_cell_keeps_all_of_them_out_and_says_so_beside_it(pages: Pages) -> None:
    test = pages.open("grid", **OWNED, lang="en")
    names = rows_of(test)
    first, second = names.index("5G network coverage"), names.index("5G network coverage in the core zone")
    test = fill(test, {first: {"value": "90"}, second: {"value": "120"}, 0: {"value": "many"}})
    problems = beside(test)
    assert "120 is above 100" in problems[second]
    assert problems[0].startswith(f"{names[0]} · ")  # the browser sorts the grid, and not what stands beside it
    assert "can't be read" in problems[0]
    assert problems[first] == ""
    assert len(problems) == len(names)
    assert "5G network coverage in the core zone · " in shown(test)
    save = next(button for button in test.button if button.label == "Save all")
    assert save.disabled
    assert store().read(COVERAGE) == []


def test_the_table_of_the_grid_stays_the_same_while_one_types(pages: Pages) -> None:
    """A browser that gets another table throws away what was typed and not yet sent."""
    test = pages.open("grid", **OWNED, lang="en")
    table = test.data_editor[0].proto.arrow_data.data
    test = fill(test, {0: {"value": "many", "note": "why"}})
    assert test.data_editor[0].proto.arrow_data.data == table
    test = fill(test, {0: {"value": "", "note": "why"}})
    assert test.data_editor[0].proto.arrow_data.data == table


def test_what_is_odd_in_the_grid_is_confirmed_once_for_all(pages: Pages) -> None:
    test = pages.open("grid", **OWNED, lang="en")
    at = rows_of(test).index("5G network coverage")
    test = fill(test, {at: {"value": "98"}})
    assert "the target to the digit" in beside(test)[at]
    test = press(test.checkbox[0].check().run(), "Save all")
    assert "1 added" in test.success[0].value


def test_a_forged_grid_reaches_nothing_but_its_own_two_columns(pages: Pages) -> None:
    test = pages.open("grid", **OWNED, lang="en")
    before = store().data_version
    forged = {0: {"name": "x", "period": "2030", "unit": "亿元"}, -1: {"value": "1"}, 1: {"value": ["1"], "note": 5}}
    test = fill(test, forged, added_rows=[{"name": "y", "value": "1"}], deleted_rows=[0])
    assert not [button for button in test.button if button.label == "Save all"]
    assert store().data_version == before


def test_the_grid_is_there_again_after_the_server_was_started_anew(pages: Pages) -> None:
    typed = {"value": "91", "note": "half"}
    keep_draft(store(), author(), "grid", {"songjiang-5g-coverage|2023-Q4|": typed}, utc_now())
    close_store()
    open_store()
    test = pages.open("grid", **OWNED, lang="en")
    at = rows_of(test).index("5G network coverage")
    assert (test.data_editor[0].value["value"][at], test.data_editor[0].value["note"][at]) == ("91", "half")


def test_a_correction_in_the_grid_asks_why_and_shows_both_values(pages: Pages) -> None:
    test = pages.open("grid", **OWNED, lang="en")
    at = rows_of(test).index("5G network coverage")
    press(fill(test, {at: {"value": "90"}}), "Save all")
    test = pages.open("grid", **OWNED, lang="en")
    assert test.data_editor[0].value["value"][at] == "90"
    test = fill(test, {at: {"value": "91"}})
    assert "say in the note why" in beside(test)[at]
    test = press(fill(test, {at: {"value": "91", "note": "recounted"}}), "Save all")
    assert "1 revised" in test.success[0].value
    assert "90" in shown(test)


def enter(number: int, status: ObsStatus = ObsStatus.NORMAL, note: str | None = None) -> None:
    """As it is entered on another page."""
    told = Observation("songjiang-5g-coverage", "2023-Q4", Decimal(number), obs_status=status, note=note)
    record(store(), Entry(told, Source("Bulletin", published_on=date(2024, 2, 1))), author(), utc_now())


def test_a_note_without_a_value_and_a_value_that_was_emptied_are_not_passed_over(pages: Pages) -> None:
    enter(90, ObsStatus.NORMAL)
    test = pages.open("grid", **OWNED, lang="en")
    names = rows_of(test)
    stands, open_one = names.index("5G network coverage"), names.index("5G network coverage in the core zone")
    test = fill(test, {stands: {"value": None}, open_one: {"note": "not measured yet"}})
    problems = beside(test)
    assert "leaves the value 90 as it stands" in problems[stands]
    assert "a note and no value" in problems[open_one]
    assert next(button for button in test.button if button.label == "Save all").disabled
    test = fill(test, {stands: {"value": "90"}, open_one: {"value": "–", "note": "not measured yet"}})
    assert "1 added, 0 revised" in press(test, "Save all").success[0].value


def test_a_line_of_a_checklist_begins_with_its_item(pages: Pages) -> None:
    """Its column cuts what is long, and the items of one list all bear the list's name."""
    assert "人才服务平台 · 功能性服务平台" in rows_of(pages.open("grid", plan="jingan-135", when="2016"))


@BOTH
def test_what_is_typed_stands_within_the_width_of_a_phone(pages: Pages, lang: str) -> None:
    editor = pages.open("grid", when="2023-Q4", lang=lang).data_editor[0]
    shown = list(editor.value)
    before = shown[: shown.index("value") + 1]
    assert "area" in before
    widths = json.loads(editor.proto.columns)
    assert sum(widths[name]["width"] for name in before) < 390


def test_a_note_beside_a_provisional_value_leaves_it_provisional_and_sourced(pages: Pages) -> None:
    enter(90, ObsStatus.PROVISIONAL)
    test = pages.open("grid", **OWNED, lang="en")
    at = rows_of(test).index("5G network coverage")
    test = press(fill(test, {at: {"value": "90", "note": "not yet checked"}}), "Save all")
    assert "1 revised" in test.success[0].value
    first, second = store().read(COVERAGE + ", revision")
    assert (second["revision"], second["value"], second["note"]) == (2, 90, "not yet checked")
    assert (second["obs_status"], second["source_id"]) == ("P", first["source_id"])
    assert first["source_id"]


def test_a_forecast_is_no_value_of_the_grid(pages: Pages) -> None:
    enter(92, ObsStatus.FORECAST)
    test = pages.open("grid", **OWNED, lang="en")
    at = rows_of(test).index("5G network coverage")
    assert test.data_editor[0].value["value"][at] == ""
    press(fill(test, {at: {"value": "91", "note": "measured"}}), "Save all")
    newest = store().read(COVERAGE + ", revision")[-1]
    assert (newest["value"], newest["obs_status"], newest["source_id"]) == (91, "A", None)


def test_a_line_that_others_enter_while_one_types_is_read_before_it_is_replaced(pages: Pages) -> None:
    enter(90)
    typed = {"value": "91", "note": "recounted", "seen": 1}
    keep_draft(store(), author(), "grid", {"songjiang-5g-coverage|2023-Q4|": typed}, utc_now())
    enter(92, note="slip")
    test = pages.open("grid", **OWNED, lang="en")
    at = rows_of(test).index("5G network coverage")
    assert "entered 92" in beside(test)[at]
    assert next(button for button in test.button if button.label == "Save all").disabled
    test = press(press(test, "I have read it, go on from the newest value"), "Save all")
    assert "1 revised" in test.success[0].value
    assert [row["value"] for row in store().read(COVERAGE + ", revision")] == [90, 92, 91]


def test_a_line_keeps_the_revision_beside_which_it_began_to_be_typed() -> None:
    told = Metric.of(metric("m"))
    line = Line(told, "2017", "", "m", {"revision": 1}, {}, {})
    assert (line.seen, replace(line, standing={"revision": 2}, draft={"value": "5", "seen": 1}).seen) == (1, 1)
    assert replace(line, standing=None).seen == 0
