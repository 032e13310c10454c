"""What an address says: which page, which filters, which language, from when one looks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self
from urllib.parse import urlencode

from metrics.assessment import DEFAULT_PROFILE, View
from metrics.comparison import MOST
from metrics.errors import YardstickError
from metrics.instants import read_day, read_moment
from metrics.people.roles import Action
from metrics.settings import settings
from metrics.snapshot.asked import Selection, What, check_name
from metrics.store.queries import Known
from metrics.words import Language


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page as the navigation has it: its file, the key of its title, and the group under which it is listed.

    It is listed for those who may do what it `needs`; the page itself asks again.
    """

    file: str
    title: str
    group: str = ""
    needs: Action | None = None


# By address, in the order of the navigation.
PAGES = {
    "": PageEntry("views/overview.py", "frame.overview"),
    "area": PageEntry("views/area.py", "frame.area"),
    "cluster": PageEntry("views/cluster.py", "frame.cluster"),
    "metric": PageEntry("views/metric.py", "frame.metric"),
    "compare": PageEntry("views/compare.py", "frame.compare"),
    "plans": PageEntry("views/plans.py", "frame.plans"),
    "method": PageEntry("views/method.py", "frame.method"),
    "worklist": PageEntry("views/worklist.py", "frame.worklist", "entering"),
    "enter": PageEntry("views/enter.py", "frame.enter", "entering"),
    "grid": PageEntry("views/grid.py", "frame.grid", "entering"),
    "files": PageEntry("views/files.py", "frame.files", "entering"),
    "history": PageEntry("views/history.py", "frame.history", "entering"),
    "review": PageEntry("views/review.py", "frame.review", "entering", Action.SEE_ENTERED),
    "snapshots": PageEntry("views/snapshots.py", "frame.snapshots", "taking"),
    "changes": PageEntry("views/changes.py", "frame.changes", "taking"),
    "reports": PageEntry("views/reports.py", "frame.reports", "taking"),
    "define": PageEntry("views/define.py", "frame.define", "office", Action.DEFINE),
    "people": PageEntry("views/people.py", "frame.people", "office", Action.GRANT),
    "trail": PageEntry("views/trail.py", "frame.trail", "office", Action.ADMINISTER),
}
ALONE = "no"
_LANGUAGES = {str(one): one for one in Language}
ABSOLUTE = "absolute"
# What only one page is about: a link to another page leaves it behind.
_ONLY_ON = {"metrics": "compare", "areas": "compare", "scale": "compare"}


@dataclass(frozen=True, slots=True)
class Address:
    """The choices of a reader, as they stand in the URL. An empty one is the default and stays out of it."""

    lang: str = ""
    plan: str = ""
    area: str = ""
    below: str = ""
    cluster: str = ""
    category: str = ""
    status: str = ""
    report: str = ""
    period: str = ""
    as_of: str = ""
    known_at: str = ""
    profile: str = ""
    metric: str = ""
    owner: str = ""
    when: str = ""
    item: str = ""
    metrics: str = ""
    areas: str = ""
    scale: str = ""
    what: str = ""
    since: str = ""
    who: str = ""

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Self:
        """The address from the parameters of a URL; what it doesn't know is left out."""
        return cls(**{name: parameters[name] for name in cls.__slots__ if name in parameters})

    @property
    def alone(self) -> bool:
        """Whether the area is meant without the areas below it."""
        return self.below == ALONE

    @property
    def compared(self) -> tuple[str, ...]:
        """The metrics that stand side by side, each once."""
        return _listed(self.metrics)

    @property
    def compared_areas(self) -> tuple[str, ...]:
        """The areas that stand side by side, each once."""
        return _listed(self.areas)

    @property
    def language(self) -> Language:
        return _LANGUAGES.get(self.lang) or settings().language or Language.ZH

    def query(self, **changes: str) -> dict[str, str]:
        """The parameters, with some of them changed."""
        asked = replace(self, **changes)
        return {name: value for name in self.__slots__ if (value := getattr(asked, name))}

    def href(self, page: str, **changes: str) -> str:
        """A link to a page with the same choices but for some."""
        left = {name: "" for name, own in _ONLY_ON.items() if page != own}
        query = urlencode(self.query(**left | changes))
        return f"{page or '.'}?{query}" if query else page or "."

    def view(self, today: date, now: datetime) -> View:
        """From where the reader looks; `YardstickError` for what isn't a date."""
        as_of = read_day(self.as_of) if self.as_of else today
        known_at = read_moment(self.known_at) if self.known_at else now
        return View(as_of, known_at, self.profile or DEFAULT_PROFILE)

    @property
    def selection(self) -> Selection:
        """Which metrics the reader has chosen."""
        chosen = {name: getattr(self, name) for name in Selection.__slots__ if name != "alone"}
        return Selection(**chosen, alone=self.alone)

    def check(self, known: Known) -> None:
        """Raise `YardstickError` with the nearest name for an identity that there isn't."""
        self.selection.check(known)
        check_name("profile", self.profile, list(known.profiles))
        check_name("what", self.what, [one for one in What if one is not What.CHANGES])
        if self.since:
            read_day(self.since)
        check_name("owner", self.owner, list(known.owners))
        check_name("scale", self.scale, [ABSOLUTE])
        for kind, listed, known_names in (
            ("metric", self.compared, known.metrics),
            ("area", self.compared_areas, known.areas),
        ):
            for name in listed:
                check_name(kind, name, list(known_names))
            if len(listed) > MOST:
                raise YardstickError("too_many", count=len(listed), most=MOST)


def _listed(names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names.split(",") if name))
