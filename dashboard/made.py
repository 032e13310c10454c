"""Files that were made for one reader or program and serve the next, of the store that is open."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from dashboard import cache
from dashboard.kept import Files, Made
from dashboard.startup import public
from metrics.assessment import Assessment, View
from metrics.periods import Period
from metrics.report.subject import subject_of
from metrics.report.write import Paper, write_report
from metrics.snapshot.asked import Asked
from metrics.snapshot.package import take_package
from metrics.snapshot.take import take
from metrics.store import Store
from metrics.words import Language

FILES = Files()


def table_file(asked: Asked) -> Made:
    """The file of a table; raises as `take` does."""
    return FILES.get((id(public()), asked), partial(take, public(), asked, judge=judged))


def package_file(view: View) -> Made:
    """The whole as a zip."""
    return FILES.get((id(public()), view), partial(take_package, public(), view))


def report_file(plan: str, period: Period, instants: tuple[View, View], paper: Paper, language: Language) -> Made:
    """A report; raises as `write_report` does."""

    def make(path: Path) -> None:
        write_report(subject_of(public(), plan, period, instants, judged), paper, language, path)

    return FILES.get((id(public()), plan, period, instants, paper, language), make)


def judged(store_: Store, view: View) -> Sequence[Assessment]:
    """Every metric as it stands, kept for whoever asks again."""
    return cache.assessments(store_.data_version, view.as_of, view.known_at, view.profile)
