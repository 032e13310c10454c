"""The question that a store answers about very many metrics at once, column by column."""

from metrics.assessment import View
from metrics.columns import Judged
from metrics.errors import YardstickError
from metrics.store.again import judged_again, keep
from metrics.store.connection import Store
from metrics.store.gathered import judging
from metrics.store.queries import PROFILE_KNOWN, described_sql


def judge(store: Store, view: View) -> Judged:
    """How every known metric stands, by plan and metric; raises as `assess` does.

    Where all were judged before, of the same day and by the same profile, only what was touched since is judged again.
    """
    if not store.is_settled(view.known_at):  # first: what is recorded while one judges is at no such moment
        return judge_all(store, view)
    found = judged_again(store, view)
    if found is None:
        found = judge_all(store, view)
    keep(store, view, found)
    return found


def judge_all(store: Store, view: View) -> Judged:
    """The same, from nothing."""
    found = Judged.of(judging(store, None).columns(described_sql(), view.given))
    if not found and not store.read(PROFILE_KNOWN, {"profile": view.profile, "known_at": view.known_at}):
        raise YardstickError("no_profile", profile=view.profile)
    return found
