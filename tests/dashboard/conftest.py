"""The pages on a data file of their own, driven without a browser."""

import json
import shutil
import time
from collections.abc import Iterator
from functools import cache as once
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard import cache, drawn_once
from dashboard.startup import close_store, open_store, store, utc_now
from metrics.people.roles import Grant, Role
from metrics.store.people import RoleChange, change_role

MAIN = str(Path(__file__).parent.parent.parent / "dashboard" / "main.py")


class Pages:
    """Opens pages as a reader would, by their address."""

    def open(self, path: str = "", **query: str) -> AppTest:
        """A page after its first run; fails where it raises."""
        test = AppTest.from_file(MAIN, default_timeout=60)  # a crowded machine is slow
        if path:
            test.switch_page(f"views/{path}.py")
        for name, value in query.items():
            test.query_params[name] = value
        test.run()
        assert not test.exception, test.exception
        return test


class Office(Pages):
    """The pages where an identity provider signs people in: whoever has a role has its name."""

    def open_as(self, who: str, /, path: str = "", claims: dict[str, Any] | None = None, **query: str) -> AppTest:
        """A page as somebody sees it; nobody is signed in under an empty name."""
        test = AppTest.from_file(MAIN, default_timeout=60)  # a crowded machine is slow
        right = {"is_logged_in": bool(who), "email": who, "email_verified": True, "iat": int(time.time())}
        test.user = right | (claims or {})
        if path:
            test.switch_page(f"views/{path}.py")
        for name, value in query.items():
            test.query_params[name] = value
        test.run()
        assert not test.exception, test.exception
        return test


def sheets(test: AppTest) -> list[str]:
    """The HTML of ours on the page, without the head that stands above every page."""
    own = [one.proto for one in test.get("bidi_component") if one.proto.component_name == "sheet"]
    return [json.loads(proto.json)["html"] for proto in own]


def head(test: AppTest) -> str:
    """The HTML of the head above the page."""
    (proto,) = (one.proto for one in test.get("bidi_component") if one.proto.component_name == "head")
    return str(json.loads(proto.json)["html"])


def shown(test: AppTest) -> str:
    """Everything of ours that stands on the page, as HTML and Markdown."""
    texts: list[Any] = [*test.markdown, *test.caption, *test.info, *test.warning, *test.error, *test.success]
    return "\n".join([*sheets(test), *(str(text.value) for text in texts)])


@pytest.fixture(scope="session", autouse=True)
def packages_asked_once() -> Iterator[None]:
    """A server asks every package once, when it starts, whether it has components; AppTest asks for each page again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", once(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def pages(data_file: Path, seeds_file: Path) -> Iterator[Pages]:
    """The pages over fresh seeds, or over the data file that is there, on the address of one's own machine."""
    close_store()
    if not data_file.exists():
        data_file.parent.mkdir(parents=True)
        shutil.copyfile(seeds_file, data_file)
    before = st.get_option("server.address")
    st.config.set_option("server.address", "127.0.0.1")
    open_store()
    _forget()
    yield Pages()
    close_store()
    _forget()
    st.config.set_option("server.address", before)


def _forget() -> None:
    for answer in vars(cache).values():
        if hasattr(answer, "cache_clear"):
            answer.cache_clear()
    drawn_once.forget()


@pytest.fixture
def office(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("YARDSTICK_SIGN_IN", "oidc")
    for role in Role:
        change_role(store(), RoleChange(role, Grant(role)), next(iter(store().operators or ())), utc_now())
    store().operators = frozenset()
    return Office()
