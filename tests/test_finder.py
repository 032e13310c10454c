"""What the search box gets from the server while a reader types."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest
from starlette.applications import Starlette

from dashboard.server.finder import FINDER
from dashboard.startup import close_store, open_store
from tests.waiting import waited

Ask: TypeAlias = Callable[..., httpx.Response]


@pytest.fixture
def ask(data_file: Path) -> Iterator[Ask]:
    """Asks the search of a store with the seeds."""

    async def answer(**query: str) -> httpx.Response:
        transport = httpx.ASGITransport(Starlette(routes=[FINDER]))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.get("/find", params=query)

    close_store()
    open_store()
    yield lambda **query: waited(lambda: answer(**query))
    close_store()


def test_what_is_found_links_to_its_page_from_the_same_instant_without_filters(ask: Ask) -> None:
    text = ask(q="gxjsqy", lang="en", as_of="2016-12-31", area="putuo").text
    assert 'href="metric?lang=en&amp;as_of=2016-12-31&amp;metric=jingan135-hightech"' in text
    assert "High-tech enterprises <small>metric · Jing&#39;an District</small>" in text
    assert 'href="plans?plan=jingan-135"' in ask(q="静安 十三五").text
    assert 'href="area?area=shibei"' in ask(q="市北高新").text
    assert 'href="cluster?cluster=industrial-internet"' in ask(q="industrial-internet").text


def test_an_area_and_a_cluster_have_pages_of_their_own(ask: Ask) -> None:
    assert 'href="area?area=jingan"' in ask(q="静安区").text
    assert 'href="cluster?cluster=industrial-internet"' in ask(q="gyhlw").text


def test_what_is_not_found_is_told_and_markup_stays_text(ask: Ask) -> None:
    assert "没有找到" in ask(q="<b>nothing</b>").text
    answer = ask(q="a", known_at="<script>")
    assert answer.status_code == 400
    assert "<script>" not in answer.text


def test_nothing_is_found_that_was_not_known_yet(ask: Ask) -> None:
    assert 'role="option"' not in ask(q="gxjsqy", known_at="2001-01-01").text
