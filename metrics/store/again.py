"""Which metrics must be judged again since all were judged last, and how do all stand with them?"""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from metrics.assessment import View
from metrics.columns import Judged
from metrics.store.connection import Store
from metrics.store.gathered import judging
from metrics.store.queries import described_sql
from metrics.store.standing import Side, Stood

_TOUCHED = (Path(__file__).parent.parent / "sql" / "touched.sql").read_text(encoding="utf-8")
_MANY = 1000  # metrics: fewer are judged from nothing as soon
_SHARE = 10  # of so many metrics one: to judge a fifth of them again takes as long as to judge all

# What the rule, the names beside it and the published side of values read. A row of these may concern any metric …
SHARED = ("profiles", "plans", "units", "limits", "areas", "clusters", "categories", "plan_review")
# … and one of these concerns some, which `touched.sql` finds; what lies below a metric comes with a version of it.
OWN = ("metrics", "items", "parts", "milestones", "grades", "observations", "review", "sources")
_SHARED_TOLD = f"""
SELECT 1 FROM ({" UNION ALL ".join(f"SELECT recorded_at FROM {table}" for table in SHARED)})
WHERE recorded_at > $since AND recorded_at <= $known_at LIMIT 1
"""  # noqa: S608 - names of ours


def keep(store: Store, view: View, found: Judged) -> None:
    """Remember how all metrics stand at a settled moment, where they are many."""
    if len(found) >= _MANY:
        store.standing.keep(_side(store, view), Stood(view.known_at, found))


def judged_again(store: Store, view: View) -> Judged | None:
    """How all metrics stand at a settled moment, most of them as they stood when all were judged last.

    None where nobody holds that any more, it was of a later moment, or what was recorded since concerns too many.
    """
    stood = store.standing.of(_side(store, view))
    if stood is None or stood.known_at > view.known_at:
        return None
    names = touched(store, stood.known_at, view.known_at, len(stood.metrics) // _SHARE)
    return None if names is None else _renewed(store, view, stood.metrics, names)


def touched(store: Store, since: datetime, known_at: datetime, most: int) -> Collection[str] | None:
    """The metrics that may stand otherwise at a later moment than at an earlier one, both of them settled.

    None where they are more than so many, or any metric may. A value that becomes known on the published side was
    recorded then, or a step of its review or its plan's rule was; so nothing is asked of that side, which takes long.
    """
    whole, stretch = store.entered(), {"since": since, "known_at": known_at}
    if whole.read(_SHARED_TOLD, stretch):
        return None
    names = whole.read(_TOUCHED, stretch | {"published": store.is_published, "most": most + 1})
    return None if len(names) > most else sorted(row["metric_id"] for row in names)


def _renewed(store: Store, view: View, stood: Judged, names: Collection[str]) -> Judged:
    if not names:
        return stood
    named = list(names)
    table = judging(store, named).columns(described_sql(), view.given)
    # what they are made of is judged along with them, but not by all that it is made of itself
    return stood.renewed(table.filter(pc.is_in(table["metric_id"], pa.array(named))), named)


def _side(store: Store, view: View) -> Side:
    return Side(store.is_published, view.as_of, view.profile)
