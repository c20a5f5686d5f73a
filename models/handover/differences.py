"""长短款 and other differences: cases from the seal on, each followed until somebody has settled it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from models.accounts import User
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.handover import arithmetic
from models.handover.counts import ReceiptRoll, Settlement
from models.handover.followups import Difference, Repayment
from models.handover.kinds import DifferenceKind as Kind
from models.handover.kinds import DifferenceState, ReceiptKind
from models.handover.tables import Handover


def of(handover: Handover) -> list[dict[str, Any]]:
    """Return the differences the rows of a signed handover show, as columns of ``Difference``."""
    found = [case for row in handover.settlements for case in _of_settlement(row)]
    found += list(_of_rolls(handover))
    found += [
        {"kind": Kind.CARD, "subject": "CPC 卡", "quantity": row.difference, "explanation": row.reason}
        for row in handover.cards
        if row.difference
    ]
    found += [
        {"kind": Kind.ITEM, "subject": row.name, "quantity": row.counted - row.expected, "explanation": row.note}
        for row in handover.items
        if None not in (row.counted, row.expected) and row.counted != row.expected
    ]
    return found


def _of_settlement(row: Settlement) -> Iterator[dict[str, Any]]:
    subject = f"{row.lane.code if row.lane else ''} {row.user.name}".strip()
    whose = {"subject": subject, "user_id": row.user_id, "settlement_id": row.id}
    if row.short:
        yield {"kind": Kind.SHORT, "amount": row.short, "explanation": row.reason, **whose}
    if row.surplus:
        yield {"kind": Kind.OVER, "amount": row.surplus, "explanation": row.reason, **whose}
    if off := row.float_total - row.standard:
        yield {"kind": Kind.FLOAT, "amount": off, "explanation": row.float_reason, **whose}


def _of_rolls(handover: Handover) -> Iterator[dict[str, Any]]:
    groups: dict[tuple[ReceiptKind, int | None], list[ReceiptRoll]] = {}
    for row in handover.rolls:
        groups.setdefault((row.kind, row.lane_id), []).append(row)
    for rows in groups.values():
        for fault in arithmetic.roll_faults(rows):
            row = rows[fault.index]
            gap = {"quantity": -fault.quantity, "explanation": row.reason}
            yield {"kind": Kind.RECEIPT, "subject": f"{row.kind.label} {row.start_no}", **gap}
        for row in rows:
            if row.system_count is not None and row.system_count != row.used:
                off = {"quantity": row.used - row.system_count, "explanation": row.reason}
                yield {"kind": Kind.RECEIPT, "subject": f"{row.kind.label}与系统", **off}


def open_cases(handover: Handover, *, by: User) -> None:
    """Make a case of every difference of a handover that is being sealed."""
    for case in of(handover):
        row = Difference(unit_id=handover.unit_id, handover_id=handover.id, on=handover.shift.business_date, **case)
        db.session.add(row)
        audit.record("difference.open", row, by)


def _may_repay(shortage: Difference, by: User) -> None:
    if shortage.kind is not Kind.SHORT or shortage.state is DifferenceState.SETTLED:
        raise RuleBroken("这笔短款已经补清。")
    if shortage.user_id == by.id:
        raise RuleBroken("本人的短款不能由本人登记补缴。")


def _may_settle(case: Difference, _by: User) -> None:
    if case.kind is Kind.SHORT:
        raise RuleBroken("短款须补缴，不能直接处理。")
    if case.state is DifferenceState.SETTLED:
        raise RuleBroken("这笔差异已经处理。")


@first(_may_repay)
def repay(shortage: Difference, amount: int, receipt_no: str, paid_on: date, *, by: User) -> Repayment:
    """Note that a collector made up ``amount`` (cents) of a shortage; the last cent settles it.

    Raises RuleBroken: not a shortage, settled, more than is owed, or by the debtor.
    """
    if not 0 < amount <= shortage.owed:
        raise RuleBroken(f"补缴金额应大于 0，且不超过尚欠的 {shortage.owed / 100:.2f} 元。", field="amount")
    if paid_on < shortage.on:
        raise RuleBroken("补缴日期早于短款日期。", field="paid_on")
    row = Repayment(amount=amount, receipt_no=receipt_no, paid_on=paid_on, by_id=by.id)
    shortage.repayments.append(row)
    if shortage.owed == 0:
        shortage.state = DifferenceState.SETTLED
    db.session.flush()
    audit.record("shortage.repay", shortage, by, f"补缴 {amount / 100:.2f} 元，收据 {receipt_no}")
    return row


@first(_may_settle)
def settle(case: Difference, handling: str, *, by: User, at: datetime) -> None:
    """Close any difference but a shortage with what was done about it. Raises RuleBroken: a shortage, or closed."""
    case.state, case.handling, case.handled_by_id, case.handled_at = DifferenceState.SETTLED, handling, by.id, at
    audit.record("shortage.settle", case, by, handling)
