"""What a reader may choose: which metrics, from when one looks, by which rule. Every choice stands in the address."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from dashboard.address import ALONE
from dashboard.drawing.chips import Chip, draw_chips
from dashboard.sheet import sheet
from dashboard.visit import Visit, choose
from metrics.assessment import DEFAULT_PROFILE
from metrics.instants import FIRST_DAY, LAST_DAY
from metrics.vocabulary import Report, Status
from metrics.words import say

# In the order in which they stand; the first of them on a page lies open, the others in a drawer.
CHOICES = ("area", "cluster", "plan", "period", "category", "status", "report")
_WIDTH = 230


def filters(visit: Visit, here: str) -> None:
    """The choices of a page whose address is `here`: on a phone one line, and what is chosen below it."""
    first = "cluster" if here == "cluster" else "area"
    line = st.container(horizontal=True, vertical_alignment="center", gap="small")
    with line.container(width=_WIDTH):
        _choose(visit, first, open_=True)
    drawer = line.popover(
        visit.says("filter.more"), icon=":material/filter_list:", width="content", key="more-filters", on_change="rerun"
    )  # fmt: skip
    if drawer.open:  # what nobody looks at costs each click of everybody 10 ms
        halves = drawer.columns(2)
        for number, name in enumerate(name for name in CHOICES if name != first):
            with halves[number % 2]:
                _choose(visit, name)
    with line.container(width="content"):
        instant(visit)
    if visit.address.area and len(visit.known.below(visit.address.area)) > 1:
        with line.container(width="content"):
            _choose_below(visit)
    chips = list(_chips(visit, here))
    if chips:
        sheet(draw_chips(chips, visit.language), visit.language, "chips")


def instant(visit: Visit) -> None:
    """From when one looks, and by which rule one judges."""
    profile = visit.name("profiles", visit.view.profile)
    drawer = st.popover(
        f"{visit.view.as_of} · {profile}", icon=":material/calendar_month:", width="stretch",
        key="instant", on_change="rerun",
    )  # fmt: skip
    if not drawer.open:
        return
    with drawer:
        _choose_day(visit, "as_of", visit.view.as_of)
        _choose_day(visit, "known_at", visit.view.known_at.date() if visit.address.known_at else None)
        _choose(visit, "profile")


def tell_instant(visit: Visit) -> None:
    """Say so wherever one doesn't look from now, or by another rule than the default."""
    if told := list(_instants(visit).values()):
        st.caption(" · ".join(told))


def _instants(visit: Visit) -> dict[str, str]:
    told = {}
    if visit.address.known_at:
        told["known_at"] = visit.says("frame.as_known", day=visit.address.known_at)
    if visit.address.as_of:
        told["as_of"] = visit.says("frame.as_of", day=visit.view.as_of)
    if visit.view.profile != DEFAULT_PROFILE:
        profile = visit.name("profiles", visit.view.profile)
        told["profile"] = visit.says("frame.profile", profile=profile, count=visit.differing)
    return told


def _chips(visit: Visit, here: str) -> list[Chip]:
    """What is chosen, each with the way to leave it out; what the page itself is about is its heading."""
    told = {
        name: shown(visit, name, chosen)
        for name in CHOICES
        if (chosen := getattr(visit.address, name)) and name != here
    }
    if visit.address.area and visit.address.alone:
        told["below"] = visit.says("filter.alone")
    return [Chip(text, visit.address.href(here, **{name: ""})) for name, text in {**told, **_instants(visit)}.items()]


def shown(visit: Visit, name: str, chosen: str) -> str:
    """A choice in the reader's language."""
    if name in ("status", "report"):
        return say(f"{name}.{chosen}", visit.language)
    if name == "period":
        return chosen
    return visit.name("categories" if name == "category" else f"{name}s", chosen)


def _options(visit: Visit, name: str) -> Sequence[str]:
    """What can be chosen: only what some metric has, and the categories of the plan that is chosen."""
    known, plan = visit.known, visit.address.plan
    if name == "status":
        return [*Status]
    if name == "report":
        return [*Report]
    if name == "period":
        return sorted(set(known.spans().values()))
    if name in ("plan", "profile"):
        return list(getattr(known, f"{name}s"))
    return visit.used(name, plan if name == "category" else "")


def _choose(visit: Visit, name: str, *, open_: bool = False) -> None:
    key = f"choose-{name}"
    chosen = getattr(visit.address, name)
    options = _options(visit, name)
    st.session_state[key] = chosen or None
    st.selectbox(
        visit.says(f"filter.{name}"),
        options if not chosen or chosen in options else [*options, chosen],
        format_func=_worded(visit, name),
        key=key,
        placeholder=_unchosen(visit, name, open_=open_),
        label_visibility="collapsed" if open_ else "visible",
        index=None,
        on_change=_write,
        args=(name, key),
    )


def _unchosen(visit: Visit, name: str, *, open_: bool) -> str:
    """What a choice that nobody has made stands for."""
    if name == "profile":
        return visit.name("profiles", DEFAULT_PROFILE)
    return visit.says(f"filter.all_{name}" if open_ else "filter.all")


def _worded(visit: Visit, name: str) -> Callable[[str], str]:
    if name == "area":
        return visit.indented.__getitem__
    return lambda chosen: shown(visit, name, chosen)


def _choose_below(visit: Visit) -> None:
    st.session_state["choose-below"] = not visit.address.alone
    st.toggle(visit.says("filter.below"), key="choose-below", on_change=_write_below)


def _write_below() -> None:
    choose("below", "" if st.session_state["choose-below"] else ALONE)


def _choose_day(visit: Visit, name: str, day: date | None) -> None:
    key = f"choose-{name}"
    st.session_state[key] = day
    st.date_input(
        visit.says(f"filter.{name}"),
        key=key,
        format="YYYY-MM-DD",
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        on_change=_write,
        args=(name, key),
    )


def _write(name: str, key: str) -> None:
    choose(name, str(st.session_state.get(key) or ""))
