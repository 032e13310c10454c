"""Text from people on a page: what Streamlit would take for a link, a picture or a formula stays text."""

import pytest

from dashboard.literally import literally
from tests.dashboard.conftest import Pages


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[Sign in](x)", r"\[Sign in\](x)"),
        ("![](x)", r"!\[\](x)"),
        (r"\[x](y)", r"\\\[x\](y)"),
        (r"$\href{x}{y}$", r"\$\\href{x}{y}\$"),
        ("<https://x>", "\\<https:\u200b//x>"),
        ("see WWW.x.org", "see WWW\u200b.x.org"),
        (":red[x]", r":red\[x\]"),
        ("84% of 1,200; `make run`", "84% of 1,200; `make run`"),
    ],
)
def test_what_people_write_stands_as_it_is(text: str, shown: str) -> None:
    assert literally(text) == shown


@pytest.mark.parametrize(
    ("page", "query"), [("overview", "area"), ("history", "when"), ("metric", "metric"), ("reports", "when")]
)
def test_a_link_to_us_puts_no_link_of_its_own_on_a_page(pages: Pages, page: str, query: str) -> None:
    known = {"metric": "jingan135-hightech", "plan": "jingan-135", "lang": "en"}
    test = pages.open(page, **known | {query: "[Sign in](https://evil.example)"})
    told = [one.value for one in (*test.warning, *test.info, *test.error, *test.markdown, *test.caption)]
    assert any("Sign in" in text for text in told)
    assert not [text for text in told if "[Sign in]" in text or "://evil" in text]
