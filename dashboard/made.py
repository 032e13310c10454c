"""Files that are made for one reader or program and serve the next, of the store that is open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from dashboard import cache
from dashboard.kept import Files, Made, Order
from dashboard.startup import public
from metrics.assessment import Assessment, View
from metrics.periods import Period
from metrics.report.subject import subject_of, views
from metrics.report.write import Paper, write_report
from metrics.settings import settings
from metrics.snapshot.asked import Asked
from metrics.snapshot.package import take_package
from metrics.snapshot.take import take
from metrics.store import Store
from metrics.store.queries import Known
from metrics.words import Language

FILES = Files()


def table_file(asked: Asked) -> Made:
    """The file of a table, made where there is none; raises as `take` does."""
    return FILES.get(table_order(asked))


def table_order(asked: Asked) -> Order:
    """How the file of a table is made."""
    return Order((id(public()), asked), partial(take, public(), asked, judge=judged, know=_known))


def package_order(view: View) -> Order:
    """How the whole is made, as a zip."""
    return Order((id(public()), view), partial(take_package, public(), view))


def report_views(period: Period, known_at: datetime, profile: str) -> tuple[View, View]:
    """From where a report and the one before look, whatever day a page judges on; raises as `views` does."""
    return views(period, known_at, profile, datetime.now(settings().zone or UTC).date())


class Edition(NamedTuple):
    """In which form and language a report goes out, and under which address of the server, which stands in it."""

    paper: Paper
    language: Language
    address: str


def report_order(plan: str, period: Period, instants: tuple[View, View], edition: Edition) -> Order:
    """How a report is made; raises as `write_report` does."""

    def make(path: Path) -> None:
        subject = subject_of(public(), plan, period, instants, judged)
        write_report(replace(subject, address=edition.address), edition.paper, edition.language, path)

    return Order((id(public()), plan, period, instants, edition), make)


def judged(store_: Store, view: View) -> Sequence[Assessment]:
    """Every metric as it stands, kept for whoever asks again."""
    return cache.assessments_for_files(store_.data_version, view)


def _known(store_: Store, known_at: datetime) -> Known:
    return cache.known_for_files(store_.data_version, known_at)
