"""What is to be reported for a period: what is due, done, late, and from when to when it may be entered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from metrics.definitions import Metric
from metrics.periods import Grain, Period, period_on, periods_between
from metrics.reporting import GRACE
from metrics.store.queries import Known
from metrics.vocabulary import Basis, ObsStatus


class Work(StrEnum):
    """How far a report is, in the order in which somebody looks for work."""

    RETURNED = "returned"
    OVERDUE = "overdue"
    PASSED_OVER = "passed_over"
    DUE = "due"
    AHEAD = "ahead"
    EXPLAINED = "explained"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Task:
    """A report that a metric owes for one period of its own. It may be entered from `opens`, in time until `closes`.

    `period` is the metric's own, `told` the name of the period under which something was reported; `comment` is why
    a reviewer sent it back.
    """

    metric_id: str
    period: str
    opens: date
    closes: date
    work: Work
    told: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reports of a period are: those that are answered of those that are owed by now."""

    answered: int
    owed: int

    @property
    def complete(self) -> bool:
        """Whether nothing is open."""
        return self.answered == self.owed


def tasks(
    metrics: Iterable[Metric],
    known: Known,
    told: Sequence[Mapping[str, Any]],
    asked: Period,
    today: date,
) -> list[Task]:
    """What is owed for periods that end within the one that is asked for, by state and then in the metrics' order.

    `told` are the newest revisions of the metrics' values (metric_id, period, item_id, period_start, period_end,
    obs_status), with a reviewer's comment as `sent_back` where one wants another. A checklist is answered once each of
    its items is.
    """
    heard: dict[str, list[Mapping[str, Any]]] = {}
    for row in told:
        if row["obs_status"] != ObsStatus.FORECAST:
            heard.setdefault(row["metric_id"], []).append(row)
    found = [
        _task(metric, period, heard.get(metric.metric_id, ()), _items(metric, known), today)
        for metric in metrics
        for period in _owed(metric, known.plans[metric.plan_id], asked)
    ]
    order = list(Work)
    return sorted(found, key=lambda task: order.index(task.work))


def progress(of: Sequence[Task]) -> Progress:
    """How many are answered of those whose periods have ended, by a value or by why there is none."""
    owed = [task for task in of if task.work is not Work.AHEAD]
    return Progress(sum(task.work in (Work.DONE, Work.EXPLAINED) for task in owed), len(owed))


def last_ended(frequencies: Iterable[str], today: date) -> Period:
    """The newest period that has ended, of the finest grain at which anything is reported."""
    grains = [grain for grain in Grain if grain in set(frequencies)]
    grain = grains[-1] if grains else Grain.YEAR
    return period_on(period_on(today, grain).start - timedelta(days=1), grain)


def _owed(metric: Metric, plan: Mapping[str, Any], asked: Period) -> Iterator[Period]:
    if metric.frequency is None:
        return
    last = metric.due or plan["period_end"] or asked.end
    for period in periods_between(asked.start, asked.end, Grain(metric.frequency)):
        if asked.start <= period.end <= asked.end and period.end >= plan["period_start"] and period.end <= last:
            yield period


def _items(metric: Metric, known: Known) -> set[str]:
    """What must be answered: each item of a checklist, or the metric itself."""
    if metric.basis is not Basis.CHECKLIST:
        return {""}
    return {row["item_id"] for row in known.items[metric.metric_id]}


def _task(metric: Metric, period: Period, heard: Sequence[Mapping[str, Any]], items: Set[str], today: date) -> Task:
    opens = period.end
    closes = period.end + GRACE - timedelta(days=1)
    answers = [row for row in heard if _answers(row, period)]
    wrong = [row for row in answers if row.get("sent_back") is not None]
    if wrong:
        comment = " ".join(dict.fromkeys(row["sent_back"] for row in wrong))
        return Task(metric.metric_id, period.name, opens, closes, Work.RETURNED, wrong[0]["period"], comment)
    if answers and items <= {row["item_id"] for row in answers}:
        last = max(answers, key=lambda row: (row["period_end"], row["period_start"]))
        missing = all(row["obs_status"] == ObsStatus.MISSING for row in answers)
        work = Work.EXPLAINED if missing else Work.DONE
        return Task(metric.metric_id, period.name, opens, closes, work, last["period"])
    later = any(row["period_end"] > period.end for row in heard)
    if today < opens:
        work = Work.AHEAD
    elif answers or today <= closes:  # what is answered in part stays open, and isn't overdue
        work = Work.DUE
    else:
        work = Work.PASSED_OVER if later else Work.OVERDUE
    return Task(metric.metric_id, period.name, opens, closes, work)


def _answers(row: Mapping[str, Any], period: Period) -> bool:
    """A report of the very period, of its last day or a part that ends there, or of a longer one that holds it."""
    if row["period_end"] == period.end:
        return True
    return bool(row["period_start"] <= period.start and row["period_end"] >= period.end)
