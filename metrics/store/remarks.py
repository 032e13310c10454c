"""What people say about values: comments of those who have a role, and what any reader takes for wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from metrics.checks.text import NOTE, check_text
from metrics.errors import Problem, RefusedError, TooOftenError
from metrics.people.roles import Action
from metrics.store.connection import Store
from metrics.store.queries import known
from metrics.store.transaction import Reader, Row, Write

_MOST_A_DAY = 200  # of one person, or of all readers who have not signed in


class Kind(StrEnum):
    """A comment, a report that something is wrong, or the answer to one."""

    COMMENT = "comment"
    REPORT = "report"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody says about a metric, or about its value for a period. An answer names what it `answers`."""

    kind: Kind
    metric_id: str
    text: str
    period: str = ""
    answers: int | None = None


def say_so(store: Store, remark: Remark, author: str, now: datetime) -> int:
    """Keep a remark; its number. Any reader reports, the plan's editor answers. Raises `RefusedError`."""
    with store.write(author, f"{remark.kind} {remark.metric_id} {remark.period}".strip(), now, news=False) as write:
        _allow(write, remark)
        _refuse_flood(write, remark)
        problems = [*check_text("text", remark.text, NOTE), *_unanswerable(write, remark)]
        if not remark.text.strip():
            problems.append(Problem("remark_empty"))
        if problems:
            raise RefusedError(problems)
        number = (write.read("SELECT max(remark_id) AS id FROM remark")[0]["id"] or 0) + 1
        write.append("remark", [{
            "remark_id": number, "answers": remark.answers, "kind": remark.kind, "metric_id": remark.metric_id,
            "period": remark.period, "text": remark.text.strip(), "recorded_at": write.now, "recorded_by": author,
        }])  # fmt: skip
    return number


def remarks(store: Reader, metric_id: str) -> list[Row]:
    """Everything that was said about a metric, the newest first."""
    return store.read("SELECT * FROM remark WHERE metric_id = $id ORDER BY remark_id DESC", {"id": metric_id})


def unanswered(store: Reader) -> list[Row]:
    """Reports that wait for an answer, the oldest first."""
    return store.read(
        """SELECT r.* FROM remark AS r LEFT JOIN remark AS a ON a.answers = r.remark_id
           WHERE r.kind = 'report' AND a.remark_id IS NULL ORDER BY r.remark_id"""
    )


def _allow(write: Write, remark: Remark) -> None:
    defined = known(write, write.now)
    concern = defined.concern(defined.metrics[defined.metric(remark.metric_id).metric_id])
    if remark.kind is Kind.REPORT:
        write.require_nothing()
    else:
        write.require(Action.COMMENT if remark.kind is Kind.COMMENT else Action.DEFINE, concern)


def _unanswerable(write: Write, remark: Remark) -> list[Problem]:
    waiting = {row["remark_id"] for row in unanswered(write) if row["metric_id"] == remark.metric_id}
    wrong = remark.kind is Kind.ANSWER and remark.answers not in waiting
    return [Problem("no_report")] if wrong or (remark.kind is not Kind.ANSWER and remark.answers is not None) else []


def _refuse_flood(write: Write, remark: Remark) -> None:
    """Raise `TooOftenError` for more reports in a day than anybody reads, those that were refused with them."""
    sql = """SELECT count(*) AS number FROM (
               SELECT 1 FROM remark WHERE kind = 'report' AND recorded_by = $who AND recorded_at > $since
               UNION ALL
               SELECT 1 FROM refusal WHERE what LIKE 'report %' AND recorded_by = $who AND recorded_at > $since)"""
    given = {"who": write.author, "since": write.now - timedelta(days=1)}
    if remark.kind is Kind.REPORT and write.read(sql, given)[0]["number"] >= _MOST_A_DAY:
        raise TooOftenError([Problem("too_many_reports")])
