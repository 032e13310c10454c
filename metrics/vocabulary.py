"""The closed sets of the design: what a basis, a comparator, a status or a flag can be."""

from enum import StrEnum

FICTIONAL = "fictional"  # the kind of an area that is made up, with whatever lies below it


class Basis(StrEnum):
    LEVEL = "level"
    TOTAL = "total"
    YEARLY = "yearly"
    GRADE = "grade"
    CHECKLIST = "checklist"
    COMPOSITE = "composite"


class Comparator(StrEnum):
    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"
    BETWEEN = "between"
    ABOUT = "about"


class Direction(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    WITHIN = "within"


class Qualifier(StrEnum):
    """How exactly a value is known: 'more than', 'nearly', 'about'."""

    ABOVE = "above"
    BELOW = "below"
    ABOUT = "about"


class ObsStatus(StrEnum):
    """SDMX code list CL_OBS_STATUS, the part that plans use."""

    NORMAL = "A"
    PROVISIONAL = "P"
    ESTIMATED = "E"
    FORECAST = "F"
    BREAK = "B"
    MISSING = "M"


class Status(StrEnum):
    """What a metric's value says about its target, in the order in which readers want to see them."""

    REVERSED = "reversed"
    MISSED = "missed"
    OFF_TRACK = "off_track"
    BEHIND = "behind"
    ON_TRACK = "on_track"
    MET = "met"
    NOT_DUE = "not_due"
    NO_BASELINE = "no_baseline"
    NO_DATA = "no_data"
    MONITORED = "monitored"


class Flag(StrEnum):
    """What else a reader must know about a value."""

    OVERDUE = "overdue"
    PROVISIONAL = "provisional"
    UNCERTAIN = "uncertain"
    NOT_FINAL = "not_final"
    INCOMPLETE = "incomplete"


class Report(StrEnum):
    """A report whose period has ended and that hasn't come: due for 30 days, then overdue."""

    DUE = "due"
    OVERDUE = "overdue"
