"""Which columns of a definition have a meaning, by what is chosen in others?"""

from metrics.vocabulary import Basis, Comparator

# Which comparators need which bound.
LOW = {Comparator.AT_LEAST, Comparator.ABOVE, Comparator.BETWEEN, Comparator.ABOUT}
HIGH = {Comparator.AT_MOST, Comparator.BELOW, Comparator.BETWEEN, Comparator.ABOUT}
_MEASURED = {Basis.LEVEL, Basis.COMPOSITE}


def meaningful(basis: str, comparator: str, path: str) -> frozenset[str]:
    """The columns, and `items`, `parts`, `milestones`, that depend on the choices and have a meaning with these.

    An empty comparator is that of a metric without a target; a choice that there isn't has no meaning.
    """
    graded = basis == Basis.GRADE
    wanted = {
        "reported": basis == Basis.TOTAL,
        "direction": bool(comparator),
        "target_low": comparator in LOW and not graded,
        "target_high": comparator in HIGH and not graded,
        "tolerance": comparator == Comparator.ABOUT and not graded,
        "target_grade": graded and bool(comparator),
        "scale": graded,
        "unit_id": bool(basis) and not graded,
        **dict.fromkeys(("baseline", "baseline_qualifier", "baseline_period"), basis in _MEASURED),
        **dict.fromkeys(("path", "due"), bool(comparator)),
        "milestones": path == "milestones" and bool(comparator),
        "items": basis == Basis.CHECKLIST,
        "parts": basis == Basis.COMPOSITE,
    }
    return frozenset(name for name, has in wanted.items() if has)
