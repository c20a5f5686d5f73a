"""The review by somebody who had no part in the work: closed, or issued again one level higher."""

from __future__ import annotations

from datetime import date, datetime

from models.accounts import User
from models.core import audit, clock
from models.core.errors import RuleBroken
from models.inbox import notify
from models.rectifications import issuing, scoring, timers
from models.rectifications.states import RECTIFICATION
from models.rectifications.tables import Rectification


def decide(row: Rectification, *, passed: bool, opinion: str, due_on: date | None, by: User, at: datetime) -> None:
    """Strike the matter off or issue it again. Raises RuleBroken as ``close`` and ``fail``; failed wants a new day."""
    if passed:
        close(row, opinion=opinion, by=by, at=at)
        return
    if due_on is None:
        raise RuleBroken("不合格请填写重新下发的期限。", field="due_on")
    fail(row, opinion=opinion, due_on=due_on, by=by, at=at)


def close(row: Rectification, *, opinion: str, by: User, at: datetime) -> None:
    """Strike the matter off. Raises RuleBroken: the reviewer had a part in the work. Source: domain §2.4, §6.10."""
    require_outsider(row, by)
    RECTIFICATION.take(row, "close")
    _reviewed(row, opinion, by, at)
    audit.record("rectification.close", row, by, note=opinion)
    timers.reviewed(row, by, at)
    _tell(row, f"{row.number} 复查合格，已销号", at)


def fail(row: Rectification, *, opinion: str, due_on: date, by: User, at: datetime) -> Rectification:
    """Find it not done; the order goes out again to the leader one level higher, due on ``due_on``.

    Raises RuleBroken: the reviewer had a part in the work, no reason, a day not ahead. Source: domain §2.4.
    """
    require_outsider(row, by)
    if not opinion.strip():
        raise RuleBroken("不合格请写明问题在哪里。", field="opinion")
    if due_on <= clock.local(at).date():
        raise RuleBroken("重新下发的期限应晚于今天。", field="due_on")
    RECTIFICATION.take(row, "fail")
    _reviewed(row, opinion, by, at)
    audit.record("rectification.fail", row, by, note=opinion)
    scoring.deduct(row, by, at)
    timers.reviewed(row, by, at)
    again = issuing.reissue(row, due_on=due_on, words=opinion, by=by, at=at)
    _tell(row, f"{row.number} 复查不合格，已按 {again.number} 上提一级重新下发", at)
    return again


def refusal_for(row: Rectification, person: User) -> str | None:
    """Return why ``person`` cannot review this order, None when they can; measures must be loaded."""
    if person.id == row.responsible_id or person.id == row.submitted_by_id:
        return "整改责任人和报请人不能复查自己的整改。"
    if any(person.id in (one.owner_id, one.done_by_id) for one in row.measures):
        return "您负责其中的措施，请由其他人复查。"
    return None


def require_outsider(row: Rectification, by: User) -> None:
    if refusal := refusal_for(row, by):
        raise RuleBroken(refusal)


def _reviewed(row: Rectification, opinion: str, by: User, at: datetime) -> None:
    row.reviewed_at, row.reviewed_by_id, row.opinion = at, by.id, opinion


def _tell(row: Rectification, title: str, at: datetime) -> None:
    people = {row.responsible_id, *(measure.owner_id for measure in row.measures)}
    notify(people, "rectification", title, f"/rectifications/{row.id}", key=f"rectification-{row.id}-result", at=at)
