"""What a program asks for: the parameters of an address, each of them known, once, and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.datastructures import QueryParams

from dashboard.address import ALONE
from dashboard.startup import public, utc_now
from metrics.assessment import DEFAULT_PROFILE, View
from metrics.errors import YardstickError, nearest
from metrics.instants import read_day, read_moment
from metrics.snapshot.asked import Selection, settled
from metrics.vocabulary import Report, Status


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: what it means, and which form it has."""

    name: str
    description: str
    form: Mapping[str, object]


_TEXT = {"type": "string"}
_PERIOD = "^(19|20)[0-9]{2}(-(Q[1-4]|H[12]))?$"
_DAY = {"type": "string", "format": "date"}
INSTANT = (
    Parameter("as_of", "Judge as on this day; by default today (UTC). Periods that end later don't count.", _DAY),
    Parameter(
        "known_at",
        "Use only what was recorded by the end of this day (UTC), or by a moment such as 2026-09-30T12:00:00Z. "
        "By default, and for one that is still to come, the moment of the last record.",
        {"anyOf": [_DAY, {"type": "string", "format": "date-time"}]},
    ),
    Parameter("profile", "The rule that decides a status: standard, traffic-light or cagr.", _TEXT),
)
SINCE = (
    Parameter("since", "Changes since this day: judged on it, and as known by its end.", _DAY),
    Parameter("since_known_at", "As known by this moment instead.", INSTANT[1].form),
)
REPORT = (
    Parameter("plan", "The plan, by id.", _TEXT),
    Parameter("when", "The quarter, half or year: 2026-Q3, 2026-H1, 2026.", {"type": "string", "pattern": _PERIOD}),
)
FILTERS = (
    Parameter("plan", "Only the metrics of this plan, by id.", _TEXT),
    Parameter("area", "Only the metrics of this area, by id, with the areas below it.", _TEXT),
    Parameter("below", "'no': the area without the areas below it.", {"type": "string", "enum": [ALONE]}),
    Parameter("cluster", "Only the metrics of this industry cluster, by id.", _TEXT),
    Parameter("category", "Only the metrics of this category, by id.", _TEXT),
    Parameter("status", "Only metrics with this status.", {"type": "string", "enum": [*map(str, Status)]}),
    Parameter("report", "Only metrics whose report is asked for.", {"type": "string", "enum": [*map(str, Report)]}),
    Parameter("period", "Only metrics of plans of this period: 2016-2020.", _TEXT),
    Parameter("metric", "Only this metric, by id.", _TEXT),
)
LANGUAGE = (Parameter("lang", "The language of what people read.", {"type": "string", "enum": ["zh", "en"]}),)


def read_parameters(given: QueryParams, allowed: tuple[Parameter, ...]) -> dict[str, str]:
    """The parameters by name. `YardstickError` for one that there isn't, that comes twice, or has another form."""
    names = {one.name: one for one in allowed}
    for name, value in given.multi_items():
        if name not in names:
            near = nearest(name, list(names))
            raise YardstickError("no_parameter_like" if near else "no_parameter", name=name, near=near)
        choices = names[name].form.get("enum")
        if len(given.getlist(name)) > 1:
            raise YardstickError("parameter_twice", name=name)
        if isinstance(choices, list) and value not in choices:
            raise YardstickError("no_choice", name=name, value=value, choices=", ".join(choices))
        if not value:
            raise YardstickError("parameter_empty", name=name)
    return dict(given)


def view_of(asked: Mapping[str, str]) -> View:
    """From where the program looks: what it shows never changes."""
    as_of = read_day(asked["as_of"]) if "as_of" in asked else datetime.now(UTC).date()
    known_at = read_moment(asked["known_at"]) if "known_at" in asked else None
    return settled(public(), as_of, known_at, utc_now(), asked.get("profile", DEFAULT_PROFILE))


def since_of(asked: Mapping[str, str]) -> View | None:
    """The earlier instant of a comparison."""
    if "since" not in asked:
        return None
    known_at = read_moment(asked.get("since_known_at", asked["since"]))
    return settled(public(), read_day(asked["since"]), known_at, utc_now(), asked.get("profile", DEFAULT_PROFILE))


def selection_of(asked: Mapping[str, str]) -> Selection:
    """Which metrics the program wants."""
    chosen = {one.name: asked.get(one.name, "") for one in FILTERS if one.name != "below"}
    return Selection(**chosen, alone="below" in asked)
