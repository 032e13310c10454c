"""What is a case worked by hand? What was told, what must come out as literal numbers, and the arithmetic between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isclose
from typing import Any

from metrics.assessment import Assessment, View
from tests.assessment.batch import Case, Row, judged, world_of_plans
from tests.worlds import DUE, NOW, metric


@dataclass(frozen=True, slots=True)
class Worked:
    """A metric with its values, and what must be said of it. Ratios are literals with nine decimals."""

    says: str
    because: str
    case: Case
    view: View
    wanted: Mapping[str, object]

    def __str__(self) -> str:
        return self.says


def worked(
    says: str,
    because: str,
    told: Mapping[str, Any] | Sequence[Mapping[str, Any]] = (),
    values: Sequence[Row] = (),
    *,
    as_of: date = DUE,
    known_at: datetime = NOW,
    profile: str = "standard",
    **wanted: object,
) -> Worked:
    """A case; `told` is what a metric has otherwise than the one of `tests.worlds`, or a list of its versions."""
    versions = [told] if isinstance(told, Mapping) else (told or [{}])
    definitions = [metric(**one) for one in versions]
    return Worked(says, because, Case(definitions, values), View(as_of, known_at, profile), wanted)


def judge_worked(cases: Sequence[Worked]) -> dict[str, Assessment]:
    """How each case stands, by what it says; those that are seen from one instant are judged together."""
    world = world_of_plans()
    found: dict[str, Assessment] = {}
    assert len({case.says for case in cases}) == len(cases), "two cases say the same"
    for view in {case.view for case in cases}:
        seen = [case for case in cases if case.view == view]
        named = {f"m{number}": case for number, case in enumerate(seen)}
        judgements = judged(world, [_renamed(case.case, name) for name, case in named.items()], view)
        found |= {case.says: judgements[name] for name, case in named.items()}
    return found


def check(case: Worked, found: Mapping[str, Assessment]) -> None:
    """Every number and word that is wanted of the case."""
    one = found[case.says]
    said = {name: set(one.flags) if name == "flags" else getattr(one, name) for name in case.wanted}
    differences = {name: (said[name], told) for name, told in case.wanted.items() if not _same(said[name], told)}
    assert not differences, f"{differences}; {case.because}"


def _same(said: object, wanted: object) -> bool:
    if isinstance(said, int | float) and isinstance(wanted, int | float):
        return isclose(said, wanted, rel_tol=1e-9, abs_tol=1e-9)
    return said == wanted


def _renamed(case: Case, metric_id: str) -> Case:
    own = {"metric_id": metric_id}
    return Case([row | own for row in case.definitions], [row | own for row in case.values])
