"""WCAG 2.2 AA: what axe-core finds on each page in both themes, and a walk with the keyboard alone."""

import re
from importlib.resources import files

import pytest
from playwright.sync_api import Page, expect

from dashboard import head
from dashboard.address import PAGES
from metrics.words import Language
from tests.browser.chromium import wait_until_finished
from tests.browser.conftest import OpenPage

_AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Of what axe finds, what doesn't stand in an element that is told for its rule: rule, message, where, element.
_FIND = """
([rules, own]) => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(found => found.violations
    .flatMap(one => one.nodes.map(node => [one, node, document.querySelector([node.target[0]].flat()[0])]))
    .filter(([one, node, element]) => !own.some(([rule, within]) => rule === one.id && element?.closest(within)))
    .map(([one, node, element]) => [one.help, element?.closest("[data-testid]")?.dataset.testid, node.html].join(": ")))
"""

# `.streamlit/config.toml` says why.
_ON_PRIMARY = "in the dark theme no colour is 4.5:1 both under white and on the ground, and Streamlit uses it for both"

# What axe finds in markup that is Streamlit's and that no option of ours reaches: rule, in which element, why.
STREAMLITS_OWN = (
    ("region", '[data-testid="stSkipToContent"]', "the link that skips to the content stands before every landmark"),
    ("target-size", '[aria-label="清除"]', "the button that empties a date is 22.5 px wide"),
    ("target-size", '[aria-label="全部清除"]', "and so is the one that empties a choice of several"),
    (
        "presentation-role-conflict",
        '[data-testid="stFileUploaderDropzone"]',
        "where files are dropped has a name too",
    ),
    ("color-contrast", '[data-testid="stBaseButton-primary"]', _ON_PRIMARY),
    ("color-contrast", '[data-testid="stButtonGroup"]', _ON_PRIMARY),
    ("color-contrast", '[data-testid="stMultiSelect"]', _ON_PRIMARY),
)

# A page of few rows shows every kind of element, and is audited in a second.
_SHOWN = {
    "": "?area=demo-science-park",
    "area": "?area=sample-park",
    "cluster": "?cluster=fintech&area=sample",
    "metric": "?metric=demo-hightech-firms",
    "compare": "?metrics=demo-hightech-firms,sample-hightech-firms",
    "plans": "?plan=demo-future",
    "enter": "?metric=demo-hightech-firms",
    "history": "?metric=demo-hightech-firms&when=2023-Q2",
}


def _violations(page: Page) -> list[str]:
    """What axe finds, without what is Streamlit's own."""
    found: list[str] = page.evaluate(_FIND, [_RULES, [list(one[:2]) for one in STREAMLITS_OWN]])
    return found


def _in_english(page: Page) -> list[str]:
    """What Streamlit says in English on a page, though the catalogue has it in Chinese."""
    said = page.evaluate(_SAID)
    phrases = [phrase.split("{rest}")[0].split("{count}")[-1] for phrase in head.chrome(Language.ZH)]
    return [text for text in said if any(phrase in text for phrase in phrases if " " in phrase)]


_SAID = """
() => [...document.querySelectorAll(".stApp *")].flatMap(one => [
    one.getAttribute("aria-label") ?? "", one.getAttribute("placeholder") ?? "",
    ...[...one.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.nodeValue),
]).filter(Boolean)
"""


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_of_ours_in_either_theme_and_streamlit_speaks_chinese(
    open_demonstration: OpenPage, path: str
) -> None:
    page = open_demonstration(f"/{path}{_SHOWN.get(path, '?area=sample')}")
    expect(page.locator(".sheet").last).not_to_be_empty(timeout=20_000)
    wait_until_finished(page)
    assert _in_english(page) == []
    page.evaluate(_AXE)
    assert _violations(page) == []
    ground = _ground(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_function(
        "before => getComputedStyle(document.querySelector('.stApp')).backgroundColor !== before", arg=ground
    )
    page.evaluate(_AT_REST)
    assert _violations(page) == []


# A change of theme fades from colour to colour.
_AT_REST = "() => Promise.all(document.getAnimations().map(each => each.finished.catch(() => {})))"


def _ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor"))


# The element that has the focus, inside the shadow of its component too: what it is called; and whether an element of
# ours shows it by an outline. Streamlit's own widgets show it by the colour of their border.
_FOCUSED = """
() => {
    let one = document.activeElement
    while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement
    const name = one.getAttribute("aria-label") || one.labels?.[0]?.textContent || one.textContent || ""
    const ours = one.getRootNode() !== document
    return [name.trim(), !ours || getComputedStyle(one).outlineStyle !== "none"]
}
"""


def _tab_to(page: Page, wanted: str, *, most: int = 60) -> None:
    """Press Tab until something of that name has the focus; whatever of ours gets it on the way must show it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        name, shown = page.evaluate(_FOCUSED)
        assert shown, f"the focus on '{name}' can't be seen"
        if re.search(wanted, name):
            return
    raise AssertionError(f"Tab never reaches '{wanted}'")


def test_the_keyboard_alone_filters_finds_a_metric_and_comes_back(open_demonstration: OpenPage) -> None:
    page = open_demonstration("/", lang="en")
    expect(page.locator(".bullets").first).to_contain_text("High-tech enterprises")

    _tab_to(page, "^Area$")
    page.keyboard.type("Model")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("area=model"))
    expect(page.locator(".bullets").first).not_to_contain_text("Science Park")

    page.keyboard.press("Control+Home")
    page.evaluate("document.activeElement.blur()")
    _tab_to(page, "^Find a metric")
    page.keyboard.type("gxjs")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/metric.*metric="))
    expect(page.get_by_role("heading", name=re.compile("High-tech")).first).to_be_visible()

    _tab_to(page, "^Overview$")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/\?lang=en$"))
    expect(page.locator(".bullets").first).to_contain_text("Science Park")


def test_the_keyboard_follows_a_link_of_a_table(open_demonstration: OpenPage) -> None:
    page = open_demonstration("/?area=demo-science-park", lang="en")
    expect(page.locator(".bullets").first).to_contain_text("High-tech enterprises")
    _tab_to(page, "^High-tech enterprises$", most=80)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/metric.*metric=demo-science-park-hightech-firms"))


def test_nothing_moves_for_who_asks_for_stillness(open_demonstration: OpenPage) -> None:
    page = open_demonstration("/?area=demo-science-park")
    page.emulate_media(reduced_motion="reduce")
    expect(page.locator(".bullets").first).not_to_be_empty()
    assert page.evaluate(_MOVING) == []


# Elements of ours with a transition or an animation that takes time.
_MOVING = """
() => [...document.querySelectorAll("*")].flatMap(host => [...(host.shadowRoot?.querySelectorAll("*") ?? [])])
    .filter(one => [getComputedStyle(one).transitionDuration, getComputedStyle(one).animationDuration]
        .some(times => times.split(",").some(time => parseFloat(time) > 0)))
    .map(one => one.outerHTML.slice(0, 100))
"""


def test_whoever_opens_a_drawer_by_key_is_in_it_and_comes_back_with_escape(open_demonstration: OpenPage) -> None:
    page = open_demonstration("/", lang="en")
    expect(page.locator(".bullets").first).to_contain_text("High-tech enterprises")
    _tab_to(page, r"^filter_listFilters\w*$")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Industry cluster")).to_be_focused()
    page.keyboard.type("Fintech")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("cluster="))
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    expect(page.get_by_role("button", name="Filters")).to_be_focused()
