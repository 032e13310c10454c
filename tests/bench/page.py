"""How long does a click on a filter take, and how heavy is a first visit? `python -m tests.bench.page [MILLIONS]`

The overview is measured beside an empty page, in the same run and under the same configuration: times depend
on the machine, and what the dashboard adds to an empty page depends on us. At most 60 ms are asked on the seeds, and
150 ms with the values of `tests.bench.scale`, which stand in the data file too where a number of millions is given.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page

from tests.bench.scale import AN_AREA, filled
from tests.browser.chromium import Wire, chromium, wait_until_finished
from tests.browser.serving import DASHBOARD, Server, serving


@dataclass(frozen=True, slots=True)
class Choice:
    """What is clicked in turn: the widget that opens, where there is one, and what is clicked then."""

    clicked: tuple[str, ...]
    opened: str = ""


# Two districts in turn, and the button of the empty page.
FILTER = Choice(
    clicked=('[role="option"]:has-text("静安区")', '[role="option"]:has-text("松江区")'),
    opened='[data-testid="stSelectbox"] input >> nth=0',
)
EMPTY = Choice(clicked=('[data-testid="stMain"] button',))

# A country above the areas of `tests.bench.scale`: a city has a hundred of them.
_AREAS = """
INSERT INTO areas BY NAME
SELECT 'y' || c AS area_id, NULL AS parent_id, '第' || c || '市' AS name, 'City ' || c AS name_en, 'city' AS kind,
       1 AS version, TIMESTAMP '2016-12-31' AS recorded_at, 'bench' AS recorded_by
FROM range($cities) cities(c)
UNION ALL BY NAME
SELECT 'x' || a AS area_id, 'y' || (a // 100) AS parent_id, '第' || a || '区' AS name, 'District ' || a AS name_en,
       'district' AS kind, 1 AS version, TIMESTAMP '2016-12-31' AS recorded_at, 'bench' AS recorded_by
FROM range($areas) areas(a)
"""
_WARM_UP = 5
_CLICKS = 40
_PATIENCE = 120_000  # milliseconds: the first look at many values takes its time
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

# From the click, as the page hears it, to the first frame in which the text of the page is another one: what our
# components show inside their shadows, and what the empty page shows; ten seconds at most.
_STOPWATCH = """
() => {
    const shown = () => [...document.querySelectorAll("*")]
        .map(one => one.shadowRoot?.querySelector(".sheet:not(.head)") ?? (one.matches("[data-testid=stHtml]") && one))
        .map(one => one?.textContent).join("")
    window.milliseconds = new Promise((resolve, reject) => document.addEventListener("click", () => {
        const start = performance.now(), before = shown()
        const look = () => shown() === before ? requestAnimationFrame(look) : resolve(performance.now() - start)
        requestAnimationFrame(look)
        setTimeout(() => reject(new Error("nothing has changed")), 10000)
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
    millions = int(sys.argv[1]) if sys.argv[1:] else 0
    with chromium() as browser, TemporaryDirectory() as folder:
        with _empty_page() as server:
            empty = _measure(browser, server, EMPTY)
        with serving(DASHBOARD, Path(folder), _data_file(Path(folder), millions)) as server:
            dashboard = _measure(browser, server, FILTER)
    print(f"{'':12}{'click':>10}{'first load':>14}")
    for name, measured in (("empty page", empty), ("dashboard", dashboard)):
        print(f"{name:12}{measured.click:>7.1f} ms{measured.first_load / 1000:>11.0f} kB")
    print(f"{'difference':12}{dashboard.click - empty.click:>+7.1f} ms", end="")
    print(f"{(dashboard.first_load - empty.first_load) / 1000:>+11.0f} kB")
    print(f"{'ratio':12}{dashboard.click / empty.click:>10.2f}{dashboard.first_load / empty.first_load:>14.2f}")


def _data_file(folder: Path, millions: int) -> Path | None:
    if not millions:
        return None
    path = folder / "scale.duckdb"
    areas = millions * 1_000_000 // AN_AREA
    store = filled(path, areas)
    store.connection.execute(_AREAS, {"areas": areas, "cities": 1 + areas // 100})
    store.close()
    return path


@contextmanager
def _empty_page() -> Iterator[Server]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "empty.py").write_text(_EMPTY_PAGE, encoding="utf-8")
        (folder / "app.py").write_text(_EMPTY_APP, encoding="utf-8")
        with serving(folder / "app.py", folder) as server:
            yield server


def _measure(browser: Browser, server: Server, choice: Choice) -> Measured:
    page = browser.new_page()
    page.set_default_timeout(_PATIENCE)
    wire = Wire()
    wire.watch(page)
    page.goto(server.address)
    wait_until_finished(page)
    page.wait_for_load_state("networkidle")
    first_load = wire.bytes
    clicks = [_click(page, choice.opened, clicked) for clicked in islice(cycle(choice.clicked), _WARM_UP + _CLICKS)]
    page.close()
    return Measured(median(clicks[_WARM_UP:]), first_load)


def _click(page: Page, opened: str, clicked: str) -> float:
    if opened:
        page.click(opened)
        page.wait_for_selector(clicked)
    page.evaluate(_STOPWATCH)
    page.click(clicked)
    milliseconds: Any = page.evaluate("window.milliseconds")
    wait_until_finished(page)
    page.wait_for_timeout(_PAUSE)
    return float(milliseconds)


if __name__ == "__main__":
    main()
