"""Entering values: what is typed survives, what is odd is asked about, what was said is taken back or put back."""

import re
from datetime import date
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.startup import author, close_store, open_store, store, utc_now
from metrics.definitions import Observation
from metrics.store.drafts import keep_draft
from metrics.store.entries import Entry
from metrics.store.record import record
from tests.dashboard.conftest import Pages, sheets, shown

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])
HIGHTECH = "jingan135-hightech"
NEWEST = "SELECT * FROM observations WHERE metric_id = $metric AND period = '2017' ORDER BY revision DESC"


def press(test: AppTest, label: str) -> AppTest:
    """Press the button of that name."""
    return next(button for button in test.button if button.label == label).click().run()


def typed(pages: Pages, number: str, metric: str = HIGHTECH) -> AppTest:
    test = pages.open("enter", metric=metric, lang="en")
    test.selectbox(key="entry-0-period").select("2017").run()
    return test.text_input(key="entry-0-value").input(number).run()


def test_what_was_typed_is_there_again_after_the_server_was_started_anew(pages: Pages) -> None:
    test = typed(pages, "约25")
    test.text_area(key="entry-0-note").input("half a sentence").run()
    close_store()
    open_store()
    test = pages.open("enter", metric=HIGHTECH, lang="en")
    assert test.text_input(key="entry-0-value").value == "约25"
    assert test.text_area(key="entry-0-note").value == "half a sentence"
    assert test.selectbox(key="entry-0-period").value == "2017"
    assert "What you typed at" in shown(test)


def test_what_was_emptied_stays_empty_after_the_server_was_started_anew(pages: Pages) -> None:
    test = typed(pages, "25")
    test.date_input(key="entry-0-published").set_value(date(2018, 3, 1)).run()
    test.date_input(key="entry-0-published").set_value(None).run()
    test.text_input(key="entry-0-value").input("").run()
    close_store()
    open_store()
    test = pages.open("enter", metric=HIGHTECH, lang="en")
    assert test.date_input(key="entry-0-published").value is None
    assert test.text_input(key="entry-0-value").value == ""
    assert test.selectbox(key="entry-0-period").value == "2017"


def test_a_draft_is_gone_once_it_is_saved_or_discarded(pages: Pages) -> None:
    press(typed(pages, "250"), "Save")
    assert store().read("SELECT count(*) AS n FROM drafts") == [{"n": 0}]
    typed(pages, "270")
    test = press(pages.open("enter", metric=HIGHTECH, lang="en"), "Discard")
    assert test.text_input(key="entry-1-value").value == ""
    assert pages.open("enter", metric=HIGHTECH, lang="en").text_input(key="entry-0-value").value == ""


def test_a_draft_that_no_longer_fits_the_form_is_left_out(pages: Pages) -> None:
    fields = {"grade": "Z", "qualifier": "sure", "forged": 1, "note": "kept"}
    keep_draft(store(), author(), "one:songjiang-5g-grade", fields, utc_now())
    test = pages.open("enter", metric="songjiang-5g-grade", lang="en")
    assert test.selectbox(key="entry-0-grade").value is None
    assert test.text_area(key="entry-0-note").value == "kept"
    keep_draft(store(), author(), f"one:{HIGHTECH}", {"value": ["1"], "day": "soon", "done": 5}, utc_now())
    assert pages.open("enter", metric=HIGHTECH).text_input(key="entry-0-value").value == ""


def test_what_is_odd_is_saved_only_once_it_is_confirmed(pages: Pages) -> None:
    test = typed(pages, "2350000")
    assert "a slip of the unit?" in test.warning[0].value
    assert next(button for button in test.button if button.label == "Save").disabled
    next(button for button in test.button if button.label == "Save").proto.disabled = False  # as a forger would
    test = press(test, "Save")
    assert not test.success
    asked = "SELECT count(*) AS n FROM observations WHERE period = '2017' AND metric_id = $metric"
    assert store().read(asked, {"metric": HIGHTECH}) == [{"n": 0}]
    test = press(test.checkbox[0].check().run(), "Save")
    assert "Saved" in test.success[0].value


def test_the_effect_counts_from_what_is_known_now_whatever_the_page_shows(pages: Pages) -> None:
    before = utc_now().isoformat()
    record(store(), Entry(Observation(HIGHTECH, "2016", Decimal(300))), author(), utc_now())
    test = pages.open("enter", metric=HIGHTECH, lang="en", as_of="2017-12-31", known_at=before)
    assert "300" not in shown(test)
    test.selectbox(key="entry-0-period").select("2017").run()
    test = test.text_input(key="entry-0-value").input("290").run()
    assert "Met → Met" in shown(test)


def test_a_confirmation_is_of_the_doubts_that_were_shown(pages: Pages) -> None:
    test = typed(pages, "2350000").checkbox[0].check().run()
    test.text_input(key="entry-0-value").input("280").run()
    assert not test.checkbox[0].value
    assert "the target to the digit" in test.warning[0].value


def test_the_last_values_and_what_is_expected_stand_beside_the_input(pages: Pages) -> None:
    text = shown(pages.open("enter", metric=HIGHTECH))
    for word in ("235 家", "2015", "时序应为", "history?"):
        assert word in text


@BOTH
def test_the_history_of_a_value_shows_every_revision_and_restores_and_withdraws(pages: Pages, lang: str) -> None:
    press(typed(pages, "250"), "Save")
    test = pages.open("history", metric=HIGHTECH, when="2017", lang=lang)
    test.text_input(key=f"history-{HIGHTECH}-2017--1-reason").input("wrong year").run()
    assert "→" in shown(test)
    test.button[-1].click().run()
    assert len(test.success) == 1
    newest = store().read(NEWEST, {"metric": HIGHTECH})[0]
    assert (newest["revision"], newest["obs_status"], newest["note"]) == (2, "M", "wrong year")
    test.text_input(key=f"history-{HIGHTECH}-2017--2-reason").input("it was right").run()
    test.button[-1].click().run()
    newest = store().read(NEWEST, {"metric": HIGHTECH})[0]
    assert (newest["revision"], newest["value"], newest["note"]) == (3, 250, "it was right")
    assert shown(test).count("250 家" if lang == "zh" else "250 organisations") == 2


def test_the_history_of_a_period_has_its_revisions_and_those_of_no_other(pages: Pages) -> None:
    """Entered in another order than that of their periods: the table took lines of one for lines of the other."""
    for number, (period, note) in enumerate([("2018", None), ("2017", None), ("2018", "why"), ("2017", "why")]):
        told = Observation(HIGHTECH, period, Decimal(240 + number), note=note)
        record(store(), Entry(told), author(), utc_now())
    table = sheets(pages.open("history", metric=HIGHTECH, when="2017"))[-1]
    assert re.findall(r"(24\d) 家", table) == ["243", "241"]
    assert "2018" not in table


@BOTH
def test_the_history_asks_for_a_metric_and_a_period_that_has_a_value(pages: Pages, lang: str) -> None:
    test = pages.open("history", lang=lang)
    test.selectbox(key="pick").select(HIGHTECH).run()
    assert "235" in shown(test)
    assert "2015" in shown(pages.open("history", metric=HIGHTECH, lang=lang))
    test = pages.open("history", metric=HIGHTECH, when="1999<b>", lang=lang)
    assert "1999\\<b>" in test.info[0].value
    assert not test.text_input


def test_a_correction_that_comes_second_sees_the_first(pages: Pages) -> None:
    press(typed(pages, "250"), "Save")
    first, second = (pages.open("history", metric=HIGHTECH, when="2017", lang="en") for _ in range(2))
    for test, reason in ((first, "wrong year"), (second, "wrong district")):
        test.text_input(key=f"history-{HIGHTECH}-2017--1-reason").input(reason).run()
    first.button[-1].click().run()
    second.button[-1].click().run()
    assert "since you looked" in second.error[0].value


def test_a_page_that_looks_back_beyond_a_value_says_that_there_is_none(pages: Pages) -> None:
    press(typed(pages, "250"), "Save")
    test = pages.open("history", metric=HIGHTECH, when="2017", known_at="2021-12-22", lang="en")
    assert "2017" in test.info[0].value
    assert ">250<" not in shown(test)


def test_nothing_is_changed_from_a_page_that_looks_back(pages: Pages) -> None:
    test = pages.open("history", metric=HIGHTECH, when="2015", known_at="2017-01-01", lang="en")
    assert not test.text_input


def test_a_value_that_others_enter_while_one_types_is_read_before_it_is_replaced(pages: Pages) -> None:
    test = typed(pages, "250")
    test.text_area(key="entry-0-note").input("counted anew").run()
    record(store(), Entry(Observation(HIGHTECH, "2017", Decimal(260))), author(), utc_now())
    for page in (test, pages.open("enter", metric=HIGHTECH, lang="en")):
        assert "entered 260" in page.run().error[0].value
        assert "entered 260" in press(page, "Save").error[0].value
    assert [row["value"] for row in store().read(NEWEST, {"metric": HIGHTECH})] == [260]
    test = press(press(test, "I have read it, go on from the newest value"), "Save")
    assert "Saved" in test.success[0].value
    assert [row["value"] for row in store().read(NEWEST, {"metric": HIGHTECH})] == [250, 260]
