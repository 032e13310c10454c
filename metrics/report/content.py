"""What does a report say: which sections, in which order, under which title?"""

from collections.abc import Callable, Iterator, Sequence

from metrics.report.blocks import Charts, Grid, Items, Report, Section, Text
from metrics.report.categories import categories
from metrics.report.method import method
from metrics.report.missing import missing
from metrics.report.moved import moved, revised
from metrics.report.names import instants, joined, period_name
from metrics.report.reasons import late, unpaced
from metrics.report.subject import Subject
from metrics.report.summary import summary
from metrics.words import Language, say

_NUMERALS = "一二三四五六七八九十"


def compose(subject: Subject, language: Language) -> Report:
    """The whole report."""
    parts: Sequence[tuple[str, Callable[[Subject, Language], Iterator[Section | Text | Items | Grid | Charts]]]] = (
        ("summary", summary),
        ("categories", categories),
        ("late", late),
        ("unpaced", unpaced),
        ("moved", moved),
        ("revised", revised),
        ("missing", missing),
        ("method", method),
    )
    sections: list[Section] = []
    for key, build in parts:
        told = list(build(subject, language))
        if not told:
            continue
        number = sum(one.level == 1 for one in sections)
        own = [one for one in told if not isinstance(one, Section)]
        sections.append(Section(_numbered(number, say(f"paper.{key}", language), language), own))
        sections += [one for one in told if isinstance(one, Section)]
    plan = subject.plan["name" if language is Language.ZH else "name_en"]
    title = say("paper.title", language, period=period_name(subject.period, language))
    footer = say("paper.footer", language, **instants(subject))
    if subject.known.fictional:
        footer = joined([say("paper.fictional", language), footer], language)
    return Report(title, plan, language.tag, footer, sections)


def _numbered(number: int, title: str, language: Language) -> str:
    return f"{_NUMERALS[number]}、{title}" if language is Language.ZH else f"{number + 1}. {title}"
