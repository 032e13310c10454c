"""What stands below every page: its numbers as a file, and the way to cite them."""

from urllib.parse import urlencode

from dashboard.address import Address
from dashboard.drawing.facts import Fact
from dashboard.drawing.foot import draw_foot
from dashboard.sheet import sheet
from dashboard.words import page_says
from metrics.snapshot.asked import What

# What a choice of a page is called in an address for programs: the same.
TAKEN = ("plan", "area", "below", "cluster", "category", "status", "report", "period", "metric")
INSTANTS = ("as_of", "known_at", "profile")


def show_foot(address: Address) -> None:
    """The links. Where the page is about one metric, its series."""
    what = What.SERIES if address.metric else What.ASSESSMENTS
    chosen = {name: text for name in (*TAKEN, *INSTANTS) if (text := getattr(address, name))}
    query = f"?{urlencode(chosen)}" if chosen else ""
    files = [Fact(page_says(f"foot.{form}", address.language), "", f"api/{what}.{form}{query}") for form in _FORMS]
    there = Fact(page_says("foot.cite", address.language), "", address.href("snapshots", what=what))
    sheet(draw_foot(page_says("foot.view", address.language), files, there), address.language, "foot")


_FORMS = ("csv", "xlsx")
