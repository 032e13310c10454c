"""The head above the pages: one entry for each page, and one for each group of them."""

import pytest

from dashboard import head
from dashboard.address import Address, PageEntry


def test_pages_of_a_group_stand_together_where_the_first_of_them_does(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = {
        "": PageEntry("a.py", "frame.overview"),
        "enter": PageEntry("b.py", "frame.enter", "language"),
        "metric": PageEntry("c.py", "frame.metric"),
        "more": PageEntry("d.py", "frame.enter", "language"),
    }
    monkeypatch.setattr(head, "PAGES", listed)
    first, group, last = head.entries("more", Address(lang="en"))
    assert [way.href for way in (first, *group.below, last)] == [
        ".?lang=en",
        "enter?lang=en",
        "more?lang=en",
        "metric?lang=en",
    ]
    assert group.here
    assert [way.here for way in group.below] == [False, True]
