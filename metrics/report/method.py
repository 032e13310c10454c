"""By which rule, from when, from which documents: what must one know to get the same numbers again?"""

from collections.abc import Iterator
from datetime import date

from metrics.assessment import DEFAULT_PROFILE
from metrics.instants import write_moment
from metrics.report.blocks import Items, Text
from metrics.report.names import day_of, instants, joined, name_of, period_name
from metrics.report.subject import Subject
from metrics.store import Row
from metrics.words import Language, say


def method(subject: Subject, language: Language) -> Iterator[Text | Items]:
    """The rule, the instants, the documents, and the address of the same numbers."""
    profile = subject.known.profiles[subject.after.profile]
    zh = language is Language.ZH
    yield Text(
        say("paper.rule", language, name=profile["name" if zh else "name_en"])
        + profile["description" if zh else "description_en"]
    )
    before = {
        "previous": period_name(subject.previous, language),
        "before": f"{subject.before.known_at:%Y-%m-%d %H:%M}",
    }
    key = "basis_first" if subject.first else "basis"
    told = say(f"paper.{key}", language, **before, **instants(subject))
    yield Text(joined([day_of(subject, language), told], language))
    yield Text(say("paper.unknown", language))
    cited = {one.source_id for one in subject.now}
    cited |= {value.source_id for values in subject.series.values() for value in values if value.source_id}
    sources = [subject.known.sources[name] for name in sorted(cited) if name in subject.known.sources]
    yield Items([(row["title"], _published(row)) for row in sources])
    again = "again" if subject.address else "again_here"
    yield Text(say(f"paper.{again}", language, address=_address(subject, subject.after.as_of)))
    if subject.kept:
        names = say("paper.and", language).join(name_of(subject, one, language) for one in subject.kept)
        address = _address(subject, subject.until)
        yield Text(say("paper.again_kept", language, names=names, address=address, **instants(subject)))


def _address(subject: Subject, as_of: date) -> str:
    """Where the numbers stand that the report tells, judged on a day: whole, or on the dashboard."""
    address = f"{subject.address.rstrip('/')}/api/assessments.csv?plan={subject.plan['plan_id']}&as_of={as_of}"
    address = f"{address}&known_at={write_moment(subject.after.known_at)}"
    profile = subject.after.profile
    return address if profile == DEFAULT_PROFILE else f"{address}&profile={profile}"


def _published(row: Row) -> str:
    told = (row["publisher"], row["document_number"], row["published_on"] and str(row["published_on"]), row["url"])
    return " · ".join(part for part in told if part)
