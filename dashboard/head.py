"""What stands above every page: where one can go from here, with the choices that one has made."""

from collections.abc import Collection
from functools import cache, lru_cache
from urllib.parse import urlencode

import streamlit as st

from dashboard.address import PAGES, Address
from dashboard.cache import known
from dashboard.drawing.facts import draw_band
from dashboard.drawing.found import draw_found
from dashboard.drawing.head import Head, Way, draw_head
from dashboard.drawing.templates import HEAD_SCRIPT, STYLE
from dashboard.outcome import hold_told
from dashboard.sheet import sheet
from dashboard.startup import permitted, person, store
from dashboard.visit import reader_today
from dashboard.words import page_says
from metrics.people.roles import Action
from metrics.settings import SignIn, settings
from metrics.words import Language

_HEAD = st.components.v2.component("head", html='<div class="sheet head"></div>\n', css=STYLE, js=HEAD_SCRIPT)
_NAMES = {Language.ZH: "中文", Language.EN: "English"}


def show_head(here: str, address: Address) -> None:
    """The name of the program, the pages and the languages. `here` is the address of the page below."""
    needs = [entry.needs for entry in PAGES.values() if entry.needs is not None]
    data = {
        "html": _drawn(here, address, permitted(needs), _who(here, address), _instant(address)),
        "lang": address.language.tag,
        "search": address.href("find"),
        "version": str(store().data_version),
        "chrome": chrome(address.language),
        "failed": draw_found([], 0, address.language, page_says("search.failed", address.language)),
    }
    _HEAD(data=data, key="head", on_news_change=hold_told)
    if known(store().data_version, None).fictional:
        sheet(draw_band(page_says("frame.fictional", address.language)), address.language, "band")


@lru_cache(maxsize=256)
def _drawn(here: str, address: Address, may: frozenset[Action], who: Way, instant: str) -> str:
    """The line, kept by all that it depends on."""
    ways = entries(here, address, may), _languages(here, address)
    return draw_head(Head(address.href("", metric=""), *ways, who, instant), address.language)


def entries(here: str, address: Address, may: Collection[Action] = ()) -> list[Way]:
    """The pages in their order, for somebody who may do some things; a group stands where its first page does."""
    entries: dict[str, Way] = {}
    for path, entry in PAGES.items():
        if entry.needs is not None and entry.needs not in may:
            continue
        way = Way(page_says(entry.title, address.language), address.href(path, metric=""), path == here)
        if not entry.group:
            entries[path] = way
            continue
        title = page_says(f"frame.{entry.group}", address.language)
        group = entries.get(f"/{entry.group}", Way(title, "", here=False))
        entries[f"/{entry.group}"] = Way(title, "", group.here or way.here, (*group.below, way))
    return list(entries.values())


def _who(here: str, address: Address) -> Way:
    """Who looks at the page, with the way to sign in or out where there is one."""
    reader, sign_in = person(), settings().sign_in
    if reader is not None and reader.operator:
        return Way(page_says("head.operator", address.language, name=reader.person_id), "", here=False)
    if sign_in in (SignIn.NONE, SignIn.PROXY):
        return Way(reader.person_id if reader else page_says("head.reading", address.language), "", here=False)
    query = urlencode({"lang": address.language, "next": address.href(here)})
    key, name = ("leave", reader.person_id) if reader else ("sign_in", "")
    says = page_says(f"head.{key}", address.language, name=name)
    return Way(says, f"sign-in?{query}", here=False)


@cache
def chrome(language: Language) -> dict[str, str]:
    """What Streamlit says in English, or we have made of it in another language, and what it is to say instead."""
    said = page_says.section("chrome", language)
    others = [page_says.section("chrome", other) for other in Language if other != language]
    return {phrase: said[key] for other in others for key, phrase in other.items()}


def _instant(address: Address) -> str:
    known_at = address.known_at or page_says("frame.now", address.language)
    as_of = address.as_of or reader_today()
    return page_says("frame.printed_as", address.language, as_of=as_of, known_at=known_at)


def _languages(here: str, address: Address) -> list[Way]:
    return [
        Way(name, address.href(here, lang=code), code == address.language, tag=code.tag)
        for code, name in _NAMES.items()
    ]
