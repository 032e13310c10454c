"""What every page has: its filters, from when one looks, and news of what others enter."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from dashboard.address import ALONE, FIRST_DAY, LAST_DAY, Address
from dashboard.startup import store
from dashboard.visit import Visit, begin, choose
from dashboard.words import page_says
from metrics.assessment import DEFAULT_PROFILE
from metrics.errors import YardstickError
from metrics.vocabulary import Status
from metrics.words import Language, say

_NEWS_EVERY = "3s"


def visit_or_stop() -> Visit:
    """What the page is about; where the address asks for something that there isn't, a sentence and a way back."""
    try:
        visit = begin()
    except YardstickError as error:
        _tell(error)
        st.stop()
    _follow(visit.version)
    return visit


def _tell(error: YardstickError) -> None:
    language = Address.of(st.query_params.to_dict()).language
    st.warning(error.text(language), icon=":material/help:")
    st.button(page_says("frame.back", language), icon=":material/arrow_back:", on_click=_back, args=(language,))


def _back(language: Language) -> None:
    """Leave an address that can't be answered, with nothing of it kept."""
    st.query_params.from_dict({"lang": language} if language is Language.EN else {})


def filters(visit: Visit) -> None:
    """The choices that the address holds, each of them a widget."""
    columns = st.columns([3, 3, 2, 2, 2], vertical_alignment="bottom")
    known = visit.known
    areas = [area for area in known.areas if known.below(area) & {row["area_id"] for row in known.metrics.values()}]
    clusters = [name for name in known.clusters if any(row["cluster_id"] == name for row in known.metrics.values())]
    with columns[0]:
        _choose(visit, "plan", list(known.plans), lambda name: visit.name("plans", name))
    with columns[1]:
        _choose(visit, "area", areas, lambda name: "\u3000" * _depth(visit, name) + visit.name("areas", name))
    with columns[2]:
        _choose(visit, "cluster", clusters, lambda name: visit.name("clusters", name))
    with columns[3]:
        _choose(visit, "status", [*Status], lambda name: say(f"status.{name}", visit.language))
    with columns[4]:
        instant(visit)
    if visit.address.area and len(known.below(visit.address.area)) > 1:
        _choose_below(visit)
    tell_instant(visit)


def instant(visit: Visit) -> None:
    """From when one looks, and by which rule one judges."""
    profile = visit.name("profiles", visit.view.profile)
    with st.popover(f"{visit.view.as_of} · {profile}", icon=":material/calendar_month:", width="stretch"):
        _choose_day(visit, "as_of", visit.view.as_of)
        _choose_day(visit, "known_at", visit.view.known_at.date() if visit.address.known_at else None)
        _choose(visit, "profile", list(visit.known.profiles), lambda name: visit.name("profiles", name))


def tell_instant(visit: Visit) -> None:
    """Say so wherever one doesn't look from now, or by another rule than the default."""
    told = []
    if visit.address.known_at:
        told.append(visit.says("frame.as_known", day=visit.address.known_at))
    if visit.address.as_of:
        told.append(visit.says("frame.as_of", day=visit.view.as_of))
    if visit.view.profile != DEFAULT_PROFILE:
        profile = visit.name("profiles", visit.view.profile)
        told.append(visit.says("frame.profile", profile=profile, count=len(visit.otherwise)))
    if told:
        st.caption(" · ".join(told))


def _choose(visit: Visit, name: str, options: Sequence[str], shown: Callable[[str], str]) -> None:
    key = f"choose-{name}"
    st.session_state[key] = getattr(visit.address, name) or None
    st.selectbox(
        visit.says(f"filter.{name}"),
        options,
        format_func=shown,
        key=key,
        placeholder=visit.says("filter.all"),
        index=None,
        on_change=_write,
        args=(name, key),
    )


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


def _depth(visit: Visit, area: str) -> int:
    parent = visit.known.areas[area]["parent_id"]
    return 1 + _depth(visit, parent) if parent in visit.known.areas else 0


@st.fragment(run_every=_NEWS_EVERY)
def _follow(version: int) -> None:
    """Draw the page again when anybody has entered something since."""
    if store().data_version != version:
        st.rerun(scope="app")
