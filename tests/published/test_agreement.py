"""Our growth-rate profile agrees with what was published, and the page that lists the rest is right."""

from pathlib import Path

import pytest

from tests.published.agreement import WORDS, page
from tests.published.series import Published, judged, published

SERIES = published()


def test_every_published_series_with_a_target_is_here() -> None:
    assert len(SERIES) == 41


@pytest.mark.parametrize("one", SERIES, ids=[one.key for one in SERIES])
def test_the_growth_profile_gives_the_published_value_and_status(one: Published) -> None:
    ours = judged(one, "cagr")
    assert ours.status == WORDS[one.status]
    if one.progress is None:
        assert ours.pace is None
    else:
        assert ours.pace == pytest.approx(one.progress, rel=1e-9)


def test_the_page_of_disagreements_is_up_to_date() -> None:
    written = (Path(__file__).parent.parent.parent / "docs" / "agreement.md").read_text(encoding="utf-8")
    assert written == page()
