"""How a report names its period, its instants, a metric, its place and its department."""

from collections.abc import Sequence

from metrics.assessment import Assessment
from metrics.periods import Grain, Period
from metrics.report.subject import Subject
from metrics.version import VERSION
from metrics.words import Language, figures, say


def period_name(period: Period, language: Language) -> str:
    """2026年第三季度; Q3 2026."""
    number = period.name[-1] if period.grain is not Grain.YEAR else ""
    return say(f"paper.{period.grain}{number}", language, year=period.start.year)


def instants(subject: Subject) -> dict[str, object]:
    """From where the report looks, to fill in phrases; and by which program."""
    days = {"until": subject.until, "as_of": subject.after.as_of}
    return {**days, "known_at": f"{subject.after.known_at:%Y-%m-%d %H:%M}", "program": VERSION}


def day_of(subject: Subject, language: Language) -> str:
    """Up to which day values count, and on which day they are judged."""
    return say(f"paper.{'day' if subject.over else 'day_running'}", language, **instants(subject))


def name_of(subject: Subject, one: Assessment, language: Language) -> str:
    """A metric by its name, with its place where that isn't clear."""
    name, place = one.name if language is Language.ZH else one.name_en, place_of(subject, one, language)
    return say("paper.placed", language, name=name, place=place) if place else name


def place_of(subject: Subject, one: Assessment, language: Language) -> str:
    """The area of a metric, where the plan's own isn't meant."""
    if one.area_id == subject.plan["area_id"]:
        return ""
    return one.area if language is Language.ZH else one.area_en


def owner_of(subject: Subject, one: Assessment, language: Language) -> str:
    """The department that answers for a metric; a dash where none is known."""
    row = subject.known.owners.get(one.owner_id or "")
    return str(row["name" if language is Language.ZH else "name_en"]) if row else figures.NONE


def joined(said: Sequence[str], language: Language) -> str:
    """Sentences one after the other."""
    return ("" if language is Language.ZH else " ").join(filter(None, said))
