"""The question that a store answers about very many metrics at once, column by column."""

from metrics.assessment import View
from metrics.columns import Judged
from metrics.errors import YardstickError
from metrics.store.connection import Store
from metrics.store.gathered import judging
from metrics.store.queries import PROFILE_KNOWN, described_sql


def judge(store: Store, view: View) -> Judged:
    """How every known metric stands, by plan and metric; raises as `assess` does."""
    found = Judged.of(judging(store, None).columns(described_sql(), view.given))
    if not found and not store.read(PROFILE_KNOWN, {"profile": view.profile, "known_at": view.known_at}):
        raise YardstickError("no_profile", profile=view.profile)
    return found
