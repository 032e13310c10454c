"""Who says so? The documents and the people behind a metric's value and its target."""

from dashboard.drawing.facts import Fact
from dashboard.visit import Visit
from metrics.assessment import Assessment, SeriesValue
from metrics.place import PROVIDER
from metrics.store import Row
from metrics.vocabulary import Basis, ObsStatus


def who_says(visit: Visit, one: Assessment) -> list[Fact]:
    """The document of the value with who recorded it, and the document that sets the target, each with its address."""
    return [*_of_value(visit, one), *_of_target(visit, one)]


def document(visit: Visit, source: Row) -> str:
    """A document as one names it: who published it, its title, its number."""
    number = visit.says("metric.numbered", number=source["document_number"]) if source["document_number"] else ""
    title = visit.says("metric.titled", title=source["title"]) + number
    return visit.says("metric.published", who=source["publisher"], what=title) if source["publisher"] else title


def recorder(visit: Visit, name: str) -> str:
    """Who recorded something. What came with the program was recorded by nobody whom a reader could ask."""
    return visit.says("metric.supplied") if name == PROVIDER else name


def _of_value(visit: Visit, one: Assessment) -> list[Fact]:
    if one.value is None:
        return [Fact(visit.says("metric.value_from"), visit.says("metric.no_report"))]
    counted = _counted(visit, one)
    if not counted:
        return [Fact(visit.says("metric.value_from"), visit.says("metric.from_parts"))]
    last = counted[-1]
    source = visit.known.sources.get(last.source_id or "")
    who = visit.says("metric.recorded_by", who=recorder(visit, last.recorded_by), day=f"{last.recorded_at:%Y-%m-%d}")
    told = [document(visit, source) if source else visit.says("metric.no_source"), who]
    others = {value.source_id for value in counted} - {last.source_id, None}
    if others:
        told.append(visit.says("metric.other_sources", count=len(others)))
    key = "metric.last_value_from" if len(counted) > 1 else "metric.value_from"
    return [Fact(visit.says(key), _joined(visit, told), _url(source))]


def _counted(visit: Visit, one: Assessment) -> list[SeriesValue]:
    """The reports that the value is made of: the last one, or each of a sum, for which the last alone can't vouch."""
    known = [
        value
        for value in visit.series(one.metric_id)
        if value.period_end <= visit.view.as_of and value.obs_status not in (ObsStatus.FORECAST, ObsStatus.MISSING)
    ]
    if one.basis == Basis.YEARLY:
        return [value for value in known if value.period_end.year == known[-1].period_end.year]
    return known if one.basis in (Basis.TOTAL, Basis.CHECKLIST) and one.reported != "to_date" else known[-1:]


def _of_target(visit: Visit, one: Assessment) -> list[Fact]:
    source = visit.known.sources[one.source_id]
    key = "metric.target_from" if one.comparator else "metric.metric_from"
    return [Fact(visit.says(key), _joined(visit, [document(visit, source), one.section]), _url(source))]


def _joined(visit: Visit, parts: list[str]) -> str:
    return visit.says("metric.between").join(part for part in parts if part)


def _url(source: Row | None) -> str:
    return (source["url"] or "") if source else ""
