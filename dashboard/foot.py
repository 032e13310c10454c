"""What stands below every page: its numbers as a file, and the way to cite them."""

from dataclasses import replace
from urllib.parse import urlencode

from dashboard.address import Address
from dashboard.drawing.facts import Fact
from dashboard.drawing.foot import draw_foot
from dashboard.sheet import sheet
from dashboard.visit import reader_today
from dashboard.words import page_says
from metrics.snapshot.asked import What

# What a choice of a page is called in an address for programs: the same.
TAKEN = ("plan", "area", "below", "cluster", "category", "status", "report", "period", "metric")
INSTANTS = ("as_of", "known_at", "profile")


# The pages of one metric: elsewhere an address may still name one, where the reader has come from.
_OF_A_METRIC = ("metric", "enter", "history")


def show_foot(page: str, address: Address) -> None:
    """The links. Where the page is about one metric, its series."""
    own = address if page in _OF_A_METRIC else replace(address, metric="")
    what = What.SERIES if own.metric else What.ASSESSMENTS
    shown = replace(own, as_of=own.as_of or str(reader_today()))  # the day of a program is that of UTC
    query = urlencode({name: text for name in (*TAKEN, *INSTANTS) if (text := getattr(shown, name))})
    files = [Fact(page_says(f"foot.{form}", own.language), "", f"api/{what}.{form}?{query}") for form in _FORMS]
    there = Fact(page_says("foot.cite", own.language), "", own.href("snapshots", what=what))
    sheet(draw_foot(page_says("foot.view", own.language), files, there), own.language, "foot")


_FORMS = ("csv", "xlsx")
