"""How does each metric stand, category by category?"""

from collections.abc import Iterator

from metrics.assessment import Assessment
from metrics.explanation import allowance_used
from metrics.report.blocks import Charts, Section, Text
from metrics.report.charts import chart_of
from metrics.report.names import joined, place_of
from metrics.report.subject import Subject
from metrics.words import Language, say


def categories(subject: Subject, language: Language) -> Iterator[Section | Text]:
    """How to read the pictures, then a section for each category, in the order of the plan."""
    ceiling = any(allowance_used(one) is not None for one in subject.now)
    legends = ("legend", "legend_ceiling") if ceiling else ("legend",)
    yield Text(joined([say(f"paper.{key}", language) for key in legends], language))
    header = [say(f"paper.{name}", language) for name in ("metric", "value", "target", "bullet", "trend", "status")]
    gathered: dict[str, list[Assessment]] = {}
    for one in subject.now:
        gathered.setdefault(one.category if language is Language.ZH else one.category_en, []).append(one)
    for title, members in gathered.items():
        rows = [
            chart_of(one, place_of(subject, one, language), subject.series[one.metric_id], language) for one in members
        ]
        yield Section(title, [Charts(header, rows)], level=2)
