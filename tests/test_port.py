"""A port that can't be served on is told in the reader's language, with what to do."""

import socket

import pytest

from dashboard.port import trouble
from metrics.words import Language


def test_a_free_port_is_no_trouble() -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    assert trouble(str(port), Language.EN) == ""


@pytest.mark.parametrize(("language", "said"), [(Language.ZH, "已被占用"), (Language.EN, "is in use")])
def test_a_busy_port_is_told_with_another_that_is_free(language: Language, said: str) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        told = trouble(str(port), language)
    assert said in told
    assert f"http://127.0.0.1:{port}" in told
    other = told.rsplit("PORT=", 1)[1]
    assert int(other) != port
    assert trouble(other, language) == ""


@pytest.mark.parametrize("asked", ["", "web", "0", "-1", "65536", "80.5", "١٢"])
def test_what_is_no_port_is_told_with_an_example(asked: str) -> None:
    assert "make run PORT=8501" in trouble(asked, Language.EN)
    assert f"“{asked}”不是端口号" in trouble(asked, Language.ZH)
