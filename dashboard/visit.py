"""One run of a page for one reader: what their address asks for, and what the store says to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import cast
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import cache
from dashboard.address import Address
from dashboard.startup import public, readable, store, utc_now
from dashboard.words import page_says
from metrics.assessment import DEFAULT_PROFILE, Assessment, SeriesValue, TargetSpan, View
from metrics.columns import Judged
from metrics.settings import settings
from metrics.snapshot.asked import settled
from metrics.store import Row
from metrics.store.queries import Known
from metrics.trajectory import Point, earlier_series, trajectory
from metrics.words import Language

_MANY = 5000  # metrics


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page needs. `version` is the store's data version that everything in it was read under."""

    address: Address
    version: int
    view: View
    known: Known
    language: Language

    def says(self, key: str, **filled: object) -> str:
        """A phrase of the pages in the reader's language."""
        return page_says(key, self.language, **filled)

    def name(self, kind: str, identity: str) -> str:
        """The name of an area, a cluster, a plan … in the reader's language."""
        row = getattr(self.known, kind)[identity]
        return cast(str, row["name" if self.language is Language.ZH else "name_en"])

    @property
    def settled(self) -> View:
        """From where files look that are taken here: what they show never changes, and anybody may see it."""
        if self._known_at is None:
            return View(self.view.as_of, cache.last_record(public().data_version), self.view.profile)
        return settled(public(), self.view.as_of, self._known_at, utc_now(), self.view.profile)

    @property
    def assessments(self) -> Judged:
        """Every metric as it stands."""
        return cache.assessments(self.version, *self._instant)

    @property
    def chosen(self) -> Judged:
        """The metrics that the filters leave."""
        return self.choosing()

    def choosing(self, **changes: str) -> Judged:
        """The metrics that the filters would leave with some of them changed."""
        asked = replace(self.address, **changes, metric="").selection  # a metric has a page of its own, it is no filter
        return self.assessments.among(asked.wanted(self.known))

    def assessment(self, metric_id: str) -> Assessment:
        """One metric as it stands. Raises `LookupError` where its definition isn't in force yet."""
        found = self.assessments.find(metric_id)
        if found is None:
            raise LookupError(metric_id)
        return found

    def latest(self, metric_id: str) -> Assessment:
        """One metric as it stands by everything that is known now, whatever this visit shows."""
        now = store().data_version
        if self._known_at is None and self.version == now:
            return self.assessment(metric_id)
        return cache.assessment(now, self.view.as_of, None, self.view.profile, metric_id)

    def within(self, kind: str, identity: str, of: Judged) -> Judged:
        """Those of some metrics that belong to an area, with the areas below it, or to a cluster."""
        return of.having(f"{kind}_id", {identity} if kind == "cluster" else self.known.below(identity))

    def on(self, day: date) -> Judged:
        """Every metric as it stood on another day, by the same rule and as known at the same moment."""
        return cache.assessments(self.version, day, self._known_at, self.view.profile)

    def under(self, profile: str) -> Judged:
        """Every metric as it stands by another rule, on the same day and as known at the same moment."""
        return cache.assessments(self.version, self.view.as_of, self._known_at, profile)

    def assessment_under(self, profile: str, one: Assessment) -> Assessment:
        """One metric as it stands by another rule. Where there are very many, only this one is judged again."""
        if len(self.assessments) > _MANY:
            return cache.assessment(self.version, self.view.as_of, self._known_at, profile, one.metric_id)
        return self.under(profile).find(one.metric_id) or one

    def otherwise(self, some: Sequence[Assessment]) -> dict[str, str]:
        """By metric, the status under the default rule, of those to which the rule of this visit gives another one."""
        if self.view.profile == DEFAULT_PROFILE:
            return {}
        usual = self.under(DEFAULT_PROFILE)
        found = {one.metric_id: usual.find(one.metric_id) for one in some}
        return {one.metric_id: was.status for one in some if (was := found[one.metric_id]) and was.status != one.status}

    def used(self, kind: str, plan: str = "") -> Sequence[str]:
        """The areas, clusters or categories that some metric has, of a plan or of any."""
        return cache.used(self.version, self._known_at, kind, plan)

    @property
    def indented(self) -> Mapping[str, str]:
        """The names of the areas, each as far in as it lies in others."""
        return cache.indented(self.version, self._known_at, self.language)

    @property
    def differing(self) -> int:
        """How many metrics have another status under the default rule: both name the same ones in the same order."""
        return int((self.assessments.statuses != self.under(DEFAULT_PROFILE).statuses).sum())

    def targets(self, metric_id: str) -> tuple[TargetSpan, ...]:
        """A metric's targets, one after the other."""
        return cache.targets(self.version, metric_id, self._known_at)

    def milestones(self, one: Assessment) -> Mapping[date, float]:
        """What a metric wants to have reached on which days."""
        return cache.milestones(self.version, one.metric_id, one.version)

    def trajectory(self, one: Assessment) -> list[Point]:
        """What there is to draw of a metric over time, with the metric that it follows in its area and unit."""
        margin = float(self.known.profiles[self.view.profile]["about_margin"])
        values, spans = self.series(one.metric_id), self.targets(one.metric_id)
        points = trajectory(one, values, spans, self.milestones(one), margin)
        before = self.known.metrics.get(one.breaks_from or "")
        if before is None or any(before[name] != getattr(one, name) for name in ("area_id", "unit_id", "basis")):
            return points
        return [*points, *earlier_series(self.series(before["metric_id"]), points, margin)]

    def definitions(self, plan_id: str) -> tuple[Row, ...]:
        """Every version of a plan's metrics."""
        return cache.definitions(self.version, plan_id, self._known_at)

    def loads(self, plan_id: str) -> tuple[Row, ...]:
        """The loads that brought a plan."""
        return cache.loads(self.version, plan_id)

    def revisions(self, metric_id: str) -> tuple[Row, ...]:
        """Every revision of a metric's values, the newest first."""
        return cache.revisions(self.version, metric_id, self._known_at)

    def series(self, metric_id: str) -> tuple[SeriesValue, ...]:
        """A metric's values."""
        return cache.series(self.version, metric_id, self._known_at)

    def series_of(self, some: Sequence[Assessment]) -> Mapping[str, list[SeriesValue]]:
        """The values of some metrics by their id, for those that have any."""
        return cache.series_of(self.version, tuple(one.metric_id for one in some), self._known_at)

    @property
    def _known_at(self) -> datetime | None:
        return self.view.known_at if self.address.known_at else None

    @property
    def _instant(self) -> tuple[date, datetime | None, str]:
        return self.view.as_of, self._known_at, self.view.profile


def begin() -> Visit:
    """What this run is about. Raises `YardstickError` for an address that asks for something that there isn't."""
    address = Address.of(st.query_params.to_dict())
    version = readable().data_version
    view = address.view(reader_today(), utc_now())
    known = cache.known(version, view.known_at if address.known_at else None)
    address.check(known)
    return Visit(address, version, view, known, address.language)


def choose(name: str, value: str) -> None:
    """Write one choice into the address; an empty one takes it out."""
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def reader_today() -> date:
    """The day at the office, or where the reader sits."""
    if settings().zone:
        return datetime.now(settings().zone).date()
    try:
        zone = ZoneInfo(st.context.timezone or "UTC")
    except (KeyError, ValueError):  # the browser may send anything
        return datetime.now(UTC).date()
    return datetime.now(zone).date()
