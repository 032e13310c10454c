"""Which of very many metrics need attention, and which of them first? The rule is that of `metrics.attention`."""

import numpy as np

from metrics.attention import BY_STATUS, GRAVITY, Concern
from metrics.columns.judged import STATUSES, Judged
from metrics.vocabulary import Status

_NONE = len(GRAVITY)
_GRAVITY = np.array([GRAVITY[BY_STATUS[status]] if status in BY_STATUS else _NONE for status in STATUSES])


def needing_attention(members: Judged) -> Judged:
    """Those that need attention, in the order of `attention.needing_attention`."""
    targets = members.where(members.statuses != STATUSES.index(Status.MONITORED))
    overdue = np.where(targets.numbers("overdue") == 1, GRAVITY[Concern.OVERDUE], _NONE)
    gravity = np.minimum(_GRAVITY[targets.statuses], overdue)
    found, gravity = targets.where(gravity < _NONE), gravity[gravity < _NONE]
    bindings, names = found.codes("binding")
    binding = np.array([name == "binding" for name in names], dtype=bool)[bindings]
    awaited, last = found.numbers("awaited_day"), found.numbers("last_day")
    silence = awaited - np.where(np.isnan(last), found.numbers("start_day"), last)
    silent = (gravity == GRAVITY[Concern.OVERDUE]) & ~np.isnan(awaited)
    share = np.where(gravity == GRAVITY[Concern.MISSED], found.numbers("attainment"), found.numbers("pace"))
    standing = np.where(silent, -silence, np.where(np.isnan(share), np.inf, share))
    return found.at(found.rows[np.lexsort((standing, gravity, ~binding))])
