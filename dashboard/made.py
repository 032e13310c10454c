"""Files that were made for one reader or program and serve the next, of the store that is open."""

from collections.abc import Sequence
from functools import partial

from dashboard import cache
from dashboard.kept import Files, Made
from dashboard.startup import store
from metrics.assessment import Assessment, View
from metrics.snapshot.asked import Asked
from metrics.snapshot.package import take_package
from metrics.snapshot.take import take
from metrics.store import Store

FILES = Files()


def table_file(asked: Asked) -> Made:
    """The file of a table; raises as `take` does."""
    return FILES.get((id(store()), asked), partial(take, store(), asked, judge=_judged))


def package_file(view: View) -> Made:
    """The whole as a zip."""
    return FILES.get((id(store()), view), partial(take_package, store(), view))


def _judged(store_: Store, view: View) -> Sequence[Assessment]:
    return cache.assessments(store_.data_version, view.as_of, view.known_at, view.profile)
