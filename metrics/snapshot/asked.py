"""What somebody wants to take: which table, in which form, of which metrics, from when one looks."""

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from metrics.assessment import DEFAULT_PROFILE, Assessment, View
from metrics.errors import UnknownNameError, YardstickError, nearest
from metrics.store import Store
from metrics.store.queries import Known
from metrics.vocabulary import Report, Status


class What(StrEnum):
    """A table that can be taken."""

    ASSESSMENTS = "assessments"
    OBSERVATIONS = "observations"
    REVISIONS = "revisions"
    DEFINITIONS = "definitions"
    VERSIONS = "versions"
    SERIES = "series"
    CHANGES = "changes"

    @property
    def schema(self) -> str:
        """The name of its Table Schema: every revision has the columns of the latest one."""
        return {"revisions": "observations", "versions": "definitions"}.get(self, str(self))


class Form(StrEnum):
    """A form of a table, under the ending of its file's name."""

    CSV = "csv"
    EXCEL = "excel.csv"
    XLSX = "xlsx"
    LINES = "jsonl"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which metrics: the filters of a page. An empty one leaves all; `alone` is an area without those below it."""

    plan: str = ""
    area: str = ""
    alone: bool = False
    cluster: str = ""
    category: str = ""
    status: str = ""
    report: str = ""
    period: str = ""
    metric: str = ""

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return not any(astuple(replace(self, alone=False)))

    def of(self, assessments: Sequence[Assessment], known: Known) -> list[Assessment]:
        """Those that the filters leave, in the same order."""
        wanted = self.wanted(known)
        return [one for one in assessments if all(getattr(one, name) in values for name, values in wanted)]

    def wanted(self, known: Known) -> list[tuple[str, Collection[str]]]:
        """What the filters leave: names of an `Assessment`, each with the values that it may have."""
        found: list[tuple[str, Collection[str]]] = []
        if self.area:
            found.append(("area_id", {self.area} if self.alone else known.below(self.area)))
        if self.period:
            found.append(("plan_id", {plan for plan, span in known.spans().items() if span == self.period}))
        named = {
            "plan_id": self.plan,
            "cluster_id": self.cluster,
            "category_id": self.category,
            "status": self.status,
            "report": self.report,
            "metric_id": self.metric,
        }
        return [*found, *((name, {value}) for name, value in named.items() if value)]

    def check(self, known: Known) -> None:
        """Raise `YardstickError` with the nearest name for an identity that there isn't."""
        for kind, names in {
            "plan": list(known.plans),
            "area": list(known.areas),
            "cluster": list(known.clusters),
            "category": list(known.categories),
            "status": [*Status],
            "report": [*Report],
            "period": sorted(set(known.spans().values())),
            "metric": known.metrics,
        }.items():
            check_name(kind, getattr(self, kind), names)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. The same one gives the same bytes whenever it is made again.

    `since` is the earlier instant of a comparison.
    """

    what: What
    form: Form
    view: View
    selection: Selection = Selection()
    since: View | None = None

    def check(self, known: Known) -> None:
        """Raise `YardstickError` for what can't be taken."""
        self.selection.check(known)
        check_name("profile", self.view.profile, list(known.profiles))
        if self.what is What.SERIES and not self.selection.metric:
            raise YardstickError("series_of_what")
        if self.what is What.CHANGES and self.since is None:
            raise YardstickError("changes_since_what")

    @property
    def file_name(self) -> str:
        """A name that says what it is and from when: yardstick-assessments-2026-09-30-known-20261001T120000Z.csv."""
        chosen = [part for part in astuple(replace(self.selection, alone=False)) if part]
        known = f"known-{self.view.known_at:%Y%m%dT%H%M%SZ}"
        since = [f"{self.since.as_of}-to"] if self.since else []
        return "-".join(["yardstick", self.what, *chosen, *since, str(self.view.as_of), known]) + f".{self.form}"


def check_name(kind: str, asked: str, names: Collection[str]) -> None:
    """Raise `UnknownNameError` with the nearest name for an identity that there isn't; an empty one is right."""
    if asked and asked not in names:
        raise UnknownNameError(kind, asked, nearest(asked, list(names)))


def settled(
    store: Store, as_of: date, known_at: datetime | None, now: datetime, profile: str = DEFAULT_PROFILE
) -> View:
    """From where a snapshot looks. What it shows never changes: nothing is recorded up to its moment any more."""
    return View(as_of, store.settled(known_at, now), profile)
