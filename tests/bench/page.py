"""How long does a click take, and how heavy is a first visit? `python -m tests.bench.page`

The dashboard is measured beside an empty page, in the same run and under the same configuration: times depend
on the machine, and what the dashboard adds to an empty page depends on us.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.chromium import Wire, chromium, wait_until_finished
from tests.browser.serving import DASHBOARD, Server, serving

# What is measured on the dashboard: the page, what is clicked there in turn, and whose text then changes.
PATH = "/"
CLICKED = ('text="English"', 'text="中文"')
CHANGED = '[data-testid="stMain"]'

_WARM_UP = 5
_CLICKS = 40
_PAUSE = 150  # milliseconds between clicks: a person's are never closer

_EMPTY_APP = """
import streamlit as st

from dashboard.server import MIDDLEWARE, ROUTES

app = st.App("empty.py", routes=ROUTES, middleware=MIDDLEWARE)
"""
_EMPTY_PAGE = """
import streamlit as st

st.button("click", on_click=lambda: st.session_state.update(clicks=st.session_state.get("clicks", 0) + 1))
st.html(f"<p>{st.session_state.get('clicks', 0)}</p>")
"""

# From the click, as the page hears it, to the first moment at which the text is another one; ten seconds at most.
_STOPWATCH = """
changed => {
    const text = () => document.querySelector(changed)?.textContent
    window.milliseconds = new Promise((resolve, reject) => document.addEventListener("click", () => {
        const start = performance.now(), before = text()
        const observer = new MutationObserver(() => {
            if (text() === before) return
            observer.disconnect()
            resolve(performance.now() - start)
        })
        observer.observe(document.body, {childList: true, characterData: true, subtree: true})
        setTimeout(() => reject(new Error(`${changed} hasn't changed`)), 10000)
    }, {capture: true, once: true}))
}
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """A page: the median of its clicks in milliseconds, and the bytes of a first visit with a cold cache."""

    click: float
    first_load: int


def main() -> None:
    """Print both pages, and what lies between them."""
    with chromium() as browser:
        with _empty_page() as server:
            empty = _measure(browser, server, "/", ('[data-testid="stMain"] button',), '[data-testid="stMain"]')
        with TemporaryDirectory() as folder, serving(DASHBOARD, Path(folder)) as server:
            dashboard = _measure(browser, server, PATH, CLICKED, CHANGED)
    print(f"{'':12}{'click':>10}{'first load':>14}")
    for name, measured in (("empty page", empty), ("dashboard", dashboard)):
        print(f"{name:12}{measured.click:>7.1f} ms{measured.first_load / 1000:>11.0f} kB")
    print(f"{'difference':12}{dashboard.click - empty.click:>+7.1f} ms", end="")
    print(f"{(dashboard.first_load - empty.first_load) / 1000:>+11.0f} kB")
    print(f"{'ratio':12}{dashboard.click / empty.click:>10.2f}{dashboard.first_load / empty.first_load:>14.2f}")


@contextmanager
def _empty_page() -> Iterator[Server]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "empty.py").write_text(_EMPTY_PAGE, encoding="utf-8")
        (folder / "app.py").write_text(_EMPTY_APP, encoding="utf-8")
        with serving(folder / "app.py", folder) as server:
            yield server


def _measure(browser: Browser, server: Server, path: str, clicked: tuple[str, ...], changed: str) -> Measured:
    page = browser.new_page()
    wire = Wire()
    wire.watch(page)
    page.goto(server.address + path)
    wait_until_finished(page)
    page.wait_for_load_state("networkidle")
    first_load = wire.bytes
    clicks = [_click(page, selector, changed) for selector in islice(cycle(clicked), _WARM_UP + _CLICKS)]
    page.close()
    return Measured(median(clicks[_WARM_UP:]), first_load)


def _click(page: Page, selector: str, changed: str) -> float:
    page.evaluate(_STOPWATCH, changed)
    page.click(selector)
    milliseconds: Any = page.evaluate("window.milliseconds")
    wait_until_finished(page)
    page.wait_for_timeout(_PAUSE)
    return float(milliseconds)


if __name__ == "__main__":
    main()
