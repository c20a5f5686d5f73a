"""Orders to a department or crew to deal with something by a day, with the answer and its acceptance. Source: S0 §8."""

from __future__ import annotations

from datetime import date, datetime

from models.accounts import User
from models.accounts.scope import reaches
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.inbox import notify
from models.measures import timers
from models.measures.states import DIRECTIVE
from models.measures.tables import Directive
from models.penalties import Penalty


def _keep_out(row: Directive, by: User) -> None:
    if by.id == row.responsible_id:
        raise RuleBroken("办理情况由您报告，须由他人确认。")


def _require_responsible(row: Directive, by: User) -> None:
    if by.id != row.responsible_id:
        raise RuleBroken("只有责任人可以报告办理情况。")


def issue(*, responsible: User, order: str, due_on: date, penalty: Penalty | None, by: User, at: datetime) -> Directive:
    """Order the unit of ``responsible`` to act by a day. Raises RuleBroken: oneself, out of reach, or a past day."""
    if responsible.id == by.id:
        raise RuleBroken("责令处理应交给他人。", field="responsible")
    if not reaches(by, "directive.issue", responsible.unit, responsible.id):
        raise RuleBroken(f"{responsible.name} 不在您的管理范围内。", field="responsible")
    if due_on < clock.local(at).date():
        raise RuleBroken("期限不能早于今天。", field="due_on")
    row = Directive(number=next_number("ZL", clock.local(at).year), unit_id=responsible.unit_id, order=order)
    row.responsible_id, row.due_on, row.penalty_id = responsible.id, due_on, penalty.id if penalty else None
    row.issued_by_id, row.issued_at = by.id, at
    db.session.add(row)
    audit.record("directive.issue", row, by)
    timers.begin(row, by, at)
    _tell(row, [row.responsible_id], f"{row.number} 责令处理，{due_on:%Y-%m-%d} 前", "issued", at)
    return row


@first(_require_responsible)
def answer(row: Directive, *, answer: str, by: User, at: datetime) -> None:
    """Report what was done. Raises RuleBroken: only who is responsible."""
    DIRECTIVE.take(row, "answer")
    row.answer, row.answered_at = answer, at
    audit.record("directive.answer", row, by, note=answer)
    timers.end(row, by, at)
    _tell(row, [row.issued_by_id], f"{row.number} 已报告办理情况，请确认", f"answered-{row.version}", at)


@first(_keep_out)
def close(row: Directive, *, opinion: str, by: User, at: datetime) -> None:
    """Accept the answer. Raises RuleBroken: ``by`` gave it."""
    DIRECTIVE.take(row, "close")
    row.opinion, row.closed_by_id, row.closed_at = opinion, by.id, at
    audit.record("directive.close", row, by, note=opinion)
    _tell(row, [row.responsible_id], f"{row.number} 已确认办结", "closed", at)


@first(_keep_out)
def reopen(row: Directive, *, opinion: str, due_on: date, by: User, at: datetime) -> None:
    """Send the answer back with a new day. Raises RuleBroken: ``by`` gave it, no reason, or no time."""
    if not opinion:
        raise RuleBroken("请写明退回的理由。", field="opinion")
    if due_on < clock.local(at).date():
        raise RuleBroken("期限不能早于今天。", field="due_on")
    DIRECTIVE.take(row, "reopen")
    row.opinion, row.due_on = opinion, due_on
    audit.record("directive.reopen", row, by, note=opinion)
    timers.begin(row, by, at)
    _tell(row, [row.responsible_id], f"{row.number} 退回重办，{due_on:%Y-%m-%d} 前", f"reopened-{row.version}", at)


@first(_keep_out)
def withdraw(row: Directive, *, reason: str, by: User, at: datetime) -> None:
    DIRECTIVE.take(row, "withdraw")
    row.opinion = reason
    audit.record("directive.withdraw", row, by, note=reason)
    timers.drop(row, reason, by, at)
    _tell(row, [row.responsible_id], f"{row.number} 已撤回", "withdrawn", at)


def _tell(row: Directive, whom: list[int], title: str, what: str, at: datetime) -> None:
    notify(whom, "measure", title, f"/measures/directives/{row.id}", key=f"directive-{row.id}-{what}", at=at)
