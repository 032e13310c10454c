"""A file on its page: the template, what a sheet means, what it would do, and the click that records all of it."""

import io
from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from starlette.types import Message, Receive, Scope, Send
from streamlit.testing.v1 import AppTest

from dashboard import uploads
from dashboard.server.origins import OwnPages
from dashboard.startup import store
from tests.dashboard.conftest import Pages, shown
from tests.dashboard.test_entry import press
from tests.waiting import waited

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])
OWN = "metric_id,period,value,note\n"
COUNT = "SELECT count(*) AS n FROM observations WHERE recorded_by <> 'seeds'"


def upload(pages: Pages, text: str, encoding: str = "utf-8", **query: str) -> AppTest:
    test = pages.open("files", **query)
    test.file_uploader[0].set_value([("values.csv", text.encode(encoding), "text/csv")])
    test.run()
    assert not test.exception
    return test


def entered() -> int:
    return int(store().read(COUNT)[0]["n"])


@BOTH
def test_a_file_in_our_shape_is_tried_and_then_recorded_whole(pages: Pages, lang: str) -> None:
    text = OWN + "jingan135-hightech,2017,250,\njingan135-little-giants,2017,88,\n"
    test = upload(pages, text, "gb18030", lang=lang)
    assert entered() == 0
    assert "250" in shown(test)
    test = test.button[-1].click().run()
    assert entered() == 2
    assert len(test.success) == 1


def test_an_empty_file_says_that_it_is_empty(pages: Pages) -> None:
    for text in ("", " \n"):
        assert "no values" in upload(pages, text, lang="en").error[0].value


def test_what_is_wrong_is_told_with_its_cell_and_keeps_all_of_it_out(pages: Pages) -> None:
    text = OWN + "jingan135-hightech,2017,250,\njingan135-hightec,2017,1,\njingan135-little-giants,2017,-1,\n"
    test = upload(pages, text, lang="en")
    assert "2 problem(s)" in test.error[0].value
    table = test.dataframe[0].value
    assert list(table["Cell"]) == ["C3", "C4"]
    assert "Did you mean 'jingan135-hightech'" in table["Problem"][0]
    assert not [button for button in test.button if button.label == "Record all of it"]
    assert entered() == 0


def test_a_plain_sheet_is_recorded_by_the_mapping_that_was_confirmed(pages: Pages) -> None:
    text = "指标,2016年,2017年\n高新技术企业,240,250\n不知何物,1,2\n"
    test = upload(pages, text, lang="en", plan="jingan-135")
    mapping: Any = test.data_editor[1]
    assert list(mapping.value["row"]) == ["高新技术企业", "不知何物"]
    assert "jingan135-hightech" in mapping.value["metric"][0]
    assert list(test.data_editor[0].value["period"]) == ["2016", "2017"]
    test.session_state[test.data_editor[0].key or ""] = {
        "edited_rows": {0: {"period": ""}}, "added_rows": [], "deleted_rows": []
    }  # fmt: skip
    test.run()
    press(test, "Record all of it")
    asked = "SELECT period, value FROM observations WHERE metric_id = 'jingan135-hightech' AND recorded_by <> 'seeds'"
    assert store().read(asked) == [{"period": "2017", "value": 250}]


def test_rows_that_will_not_come_in_are_named(pages: Pages) -> None:
    text = "指标,2017年\n高新技术企业,250\n" + "".join(f"不知何物{number}[x](http://x),1\n" for number in range(9))
    test = upload(pages, text, lang="en", plan="jingan-135")
    assert "9 row(s)" in test.warning[0].value
    assert "不知何物0" in test.warning[0].value
    assert "不知何物8" not in test.warning[0].value  # the first eight
    assert "[x](http" not in test.warning[0].value.replace("\\[", "")
    assert not upload(pages, "指标,2017年\n高新技术企业,250\n", lang="en", plan="jingan-135").warning


def test_a_metric_that_was_guessed_from_a_like_name_is_confirmed_first(pages: Pages) -> None:
    test = upload(pages, "指标,2017年\n科技小巨人企业,88\n", lang="en", plan="jingan-135")
    assert "jingan135-little-giants" in test.data_editor[1].value["metric"][0]
    assert not [button for button in test.button if button.label == "Record all of it"]
    press(test.checkbox[0].check().run(), "Record all of it")
    assert entered() == 1


def test_what_was_guessed_is_confirmed_for_each_sheet_and_mapping_by_itself(pages: Pages) -> None:
    book, made = Workbook(), io.BytesIO()
    for title in ("one", "two"):
        page = book.create_sheet(title)
        page.append(["指标", "2017年"])
        page.append(["科技小巨人企业", 88])
    book.save(made)
    test = pages.open("files", lang="en", plan="jingan-135")
    test.file_uploader[0].set_value([("values.xlsx", made.getvalue(), "application/octet-stream")])
    test.run()
    assert [button.label for button in test.checkbox[0].check().run().button][-1] == "Record all of it"
    test.selectbox[-1].select("two").run()
    assert not test.checkbox[0].value
    assert not [button for button in test.button if button.label == "Record all of it"]


def test_a_large_file_comes_in_on_the_page_too(pages: Pages) -> None:
    lines = "".join(f"jingan135-little-giants,2017-{month:02},88,\n" for month in range(1, 13))
    text = OWN + lines + "\n" * 6000
    test = press(upload(pages, text, lang="en"), "Record all of it")
    assert "12 added" in test.success[0].value
    assert entered() == 12


def test_a_table_is_pasted_as_a_spreadsheet_copies_it(pages: Pages) -> None:
    test = pages.open("files", lang="en", plan="jingan-135")
    test.text_area[0].input("指标\t2016年\t2017年\n高新技术企业\t240\t1,250\n").run()
    assert "2 added" in shown(test)
    assert [button.label for button in test.button if not button.disabled][-1] == "Record all of it"


def test_doubts_of_a_file_are_confirmed_once(pages: Pages) -> None:
    test = upload(pages, OWN + "jingan135-hightech,2017,2500,\n", lang="en")
    assert next(button for button in test.button if button.label == "Record all of it").disabled
    press(test.checkbox[0].check().run(), "Record all of it")
    assert entered() == 1


def test_a_file_that_is_none_says_so(pages: Pages) -> None:
    assert "neither a CSV" in upload(pages, "\0\0\0", lang="en").error[0].value
    assert "metrics in rows" not in upload(pages, "a,b\n1,2\n", lang="en").error[0].value


@BOTH
def test_the_template_holds_what_is_owed(pages: Pages, lang: str) -> None:
    test = pages.open("files", owner="songjiang-stc", when="2023-Q4", lang=lang)
    assert len(test.get("download_button")) == 2


def test_a_period_that_there_is_not_is_said(pages: Pages) -> None:
    assert "9999" in pages.open("files", when="9999", lang="en").error[0].value


def test_nothing_comes_in_where_others_reach_the_program(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.person.on_loopback", lambda: False)
    for page in ("files", "grid"):
        test = pages.open(page, lang="en")
        assert "YARDSTICK_SIGN_IN" in test.warning[0].value
        assert not test.button


def test_the_columns_of_the_template_are_those_that_are_read() -> None:
    from metrics.sheets.layout import HEADINGS
    from metrics.sheets.template import COLUMNS

    assert set(COLUMNS) - set(HEADINGS) == {"area", "item", "last", "target"}


def sent(session: str) -> int:
    """How the server answers a file that a browser sends for a session, before Streamlit keeps it."""
    statuses: list[int] = []

    async def keep(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 204})

    async def send(message: Message) -> None:
        statuses.append(message.get("status", 0))

    scope = {"type": "http", "method": "PUT", "path": f"/_stcore/upload_file/{session}/x", "headers": []}
    waited(lambda: OwnPages(keep)(scope, lambda: pytest.fail("read"), send))
    return statuses[0]


def test_a_file_is_taken_of_a_page_that_asks_for_one_alone(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "_asking", OrderedDict())
    monkeypatch.setattr(uploads, "_MOST", 1)
    pages.open("overview")
    with monkeypatch.context() as patched:
        patched.setattr("dashboard.person.on_loopback", lambda: False)
        pages.open("files")
    assert not uploads._asking
    pages.open("files")
    (session,) = uploads._asking
    assert (sent(session), sent("another")) == (204, 403)
    uploads._asking["newer"] = None
    pages.open("files")
    assert list(uploads._asking) == [session]


def test_every_page_asks_in_the_way_that_the_server_knows() -> None:
    pages = [*Path(uploads.__file__).parent.rglob("*.py")]
    assert [file.name for file in pages if "st.file_uploader" in file.read_text(encoding="utf-8")] == ["uploads.py"]
