"""What a penalty brings about when it takes effect, and what ends with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import func, select

from models import approvals
from models.accounts import User
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.inbox import notify
from models.penalties import concern, queries, violations
from models.penalties.kinds import Outcome, PenaltyState
from models.penalties.states import PENALTY
from models.penalties.tables import Appeal, AwardBan, Collection, Penalty, Relief, Violation

UNDECIDED = (PenaltyState.DRAFT, PenaltyState.REVIEW)
WHEN_EFFECTIVE: list[Callable[[Penalty, datetime], None]] = []
WHEN_UNDONE: list[Callable[[Penalty, str, User | None, datetime], None]] = []  # rooms take back what they made of it


def begin(penalty: Penalty, by: User | None, at: datetime) -> None:
    """Carry out what an effective penalty means: the year's ban, and the demand of what is to be paid.

    The caller has moved the penalty to 已生效.
    """
    penalty.effective_at = at
    audit.record("penalty.effect", penalty, by)
    ban(penalty, at, by)
    if penalty.is_money and penalty.payable > 0:
        PENALTY.take(penalty, "demand")
        audit.record("penalty.demand", penalty, by)
        _tell_finance(penalty, "待收缴", "demand", at)
    key = f"penalty-{penalty.id}-effective"
    title = f"{penalty.number} 已生效：{penalty.measure}"
    notify([penalty.person_id], "penalty", title, f"/penalties/{penalty.id}", key=key, at=at)
    for tell in WHEN_EFFECTIVE:
        tell(penalty, at)


def ban(penalty: Penalty, at: datetime, by: User | None) -> None:
    """Cancel the award eligibility of the calendar year in which it happened. Source: S0 §8.1."""
    occurred = db.session.scalar(select(Violation.occurred_at).where(Violation.id == penalty.violation_id))
    row = AwardBan(penalty_id=penalty.id, person_id=penalty.person_id, unit_id=penalty.unit_id, since=at)
    row.year = clock.local(occurred).year
    db.session.add(row)
    audit.record("award_ban.begin", row, by, note=penalty.number)


def undo(penalty: Penalty, reason: str, by: User, at: datetime) -> None:
    """End everything that a penalty brought about; the caller has moved it to 已撤销."""
    relieve(penalty, penalty.payable, reason, by, at)
    lift(penalty, reason, by, at)
    for take_back in WHEN_UNDONE:
        take_back(penalty, reason, by, at)
    violation = db.session.get_one(Violation, penalty.violation_id)
    violations.overturn_if_nothing_stands(violation, reason, by, at)
    key = f"penalty-{penalty.id}-revoked"
    notify([penalty.person_id], "penalty", f"{penalty.number} 已撤销", f"/penalties/{penalty.id}", key=key, at=at)


def lift(penalty: Penalty, reason: str, by: User, at: datetime) -> None:
    standing = select(AwardBan).where(AwardBan.penalty_id == penalty.id, AwardBan.lifted_at.is_(None))
    for row in db.session.scalars(standing).all():
        row.lifted_at, row.lifted_reason = at, reason
        audit.record("award_ban.lift", row, by, note=reason)


def relieve(penalty: Penalty, amount: int, reason: str, by: User, at: datetime) -> None:
    """Take ``amount`` cents off what is to be paid, by a record beside the penalty."""
    row = Relief(penalty_id=penalty.id, unit_id=penalty.unit_id, amount=amount, reason=reason, by_id=by.id, at=at)
    db.session.add(row)
    audit.record("penalty.revoke", row, by, note=reason)
    db.session.expire(penalty, ["payable"])


@first(concern.keep_out)
def reverse(penalty: Penalty, *, reason: str, by: User, at: datetime) -> None:
    """Revoke what was approved, at whatever stage it is; an open appeal succeeds, what was paid is to be paid back.

    Raises RuleBroken: no reason, or the case names ``by``.
    """
    if not reason:
        raise RuleBroken("请写明撤销的理由。", field="reason")
    state, paid = penalty.state, _received(penalty)
    PENALTY.take(penalty, "reverse")
    audit.record("penalty.reverse", penalty, by, note=reason)
    if state is PenaltyState.APPEALED:
        _grant_appeal(penalty, reason, by, at)
    undo(penalty, reason, by, at)
    if paid > 0:
        _tell_finance(penalty, f"已撤销，应退还 {paid / 100:.2f} 元", "refund", at)


def _received(penalty: Penalty) -> int:
    """Return the cents that finance holds for a penalty."""
    entries = select(func.coalesce(func.sum(Collection.amount), 0)).where(Collection.penalty_id == penalty.id)
    return int(db.session.scalar(entries))


def cancel(penalty: Penalty, reason: str, by: User, at: datetime) -> None:
    """Take a penalty back at whatever stage it is, because its ground is gone; what was paid is to be paid back.

    Before the decision it is withdrawn, in appeal the appeal succeeds, later it is revoked. Source: domain §6.1.
    """
    state = penalty.state
    if state in UNDECIDED:
        PENALTY.take(penalty, "withdraw")
        audit.record("penalty.withdraw", penalty, by, note=reason)
        if state is PenaltyState.REVIEW:
            approvals.cancel(approvals.latest_of(penalty), by, reason, at)
        return
    reverse(penalty, reason=reason, by=by, at=at)


def _grant_appeal(penalty: Penalty, reason: str, by: User, at: datetime) -> None:
    """Close an appeal that is still open in the person's favour."""
    appeal = db.session.scalars(select(Appeal).where(Appeal.penalty_id == penalty.id)).one()
    appeal.outcome, appeal.reason, appeal.decided_by_id, appeal.decided_at = Outcome.REVOKED, reason, by.id, at
    audit.record("penalty.decide_appeal", appeal, by, note=reason)


def end_windows(on: date, at: datetime) -> int:
    """Let every penalty take effect whose appeal window ended before ``on``; return how many."""
    over = select(Penalty).where(Penalty.state == PenaltyState.SERVED, Penalty.appeal_until < on)
    due = db.session.scalars(over.order_by(Penalty.id)).all()
    for penalty in due:
        PENALTY.take(penalty, "take_effect")
        begin(penalty, None, at)
    return len(due)


def _tell_finance(penalty: Penalty, said: str, what: str, at: datetime) -> None:
    who = db.session.scalars(queries.collectors_of(penalty, clock.local(at).date())).all()
    key = f"penalty-{penalty.id}-{what}"
    notify(who, "penalty", f"{penalty.number} {said}", f"/penalties/{penalty.id}", key=key, at=at)
