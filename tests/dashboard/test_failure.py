"""What a reader sees where a click fails: a sentence of ours, the page, and what they had typed."""

import pytest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from dashboard.run import run_after_failure
from tests.dashboard.conftest import Pages, head

HIGHTECH = "jingan135-hightech"


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the pages the handler that `app.py` gives the server."""
    handler = property(lambda _: run_after_failure, lambda _, __: None)
    monkeypatch.setattr(LocalScriptRunner, "_on_script_error", handler, raising=False)


@pytest.mark.parametrize(("lang", "save", "said"), [("zh", "保存", "操作出错"), ("en", "Save", "has failed")])
@pytest.mark.usefixtures("answered")
def test_a_click_that_fails_says_so_and_keeps_what_was_typed(
    pages: Pages, monkeypatch: pytest.MonkeyPatch, lang: str, save: str, said: str
) -> None:
    test = pages.open("enter", metric=HIGHTECH, when="2016", lang=lang)
    (value,) = (one for one in test.text_input if one.key and one.key.endswith("value"))
    value.set_value("240").run()

    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device: /secret")

    monkeypatch.setattr("dashboard.draft.record", full)
    (button,) = (one for one in test.button if one.label == save)
    button.click().run()
    assert not test.exception
    assert said in test.error[0].value
    assert "/secret" not in test.error[0].value
    assert head(test)
    (value,) = (one for one in test.text_input if one.key and one.key.endswith("value"))
    assert value.value == "240"
