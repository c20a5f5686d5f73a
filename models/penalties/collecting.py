"""Finance takes the money, once, against a receipt; then the case is filed. Source: domain §2.3 (S0 §8.4)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models import closings
from models.accounts import Unit, User
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.penalties import concern
from models.penalties.kinds import Mode, PaymentMethod
from models.penalties.states import PENALTY
from models.penalties.tables import Collection, Penalty


def collect(
    penalty: Penalty,
    *,
    receipt_no: str,
    method: PaymentMethod,
    amount: int,
    collected_on: date,
    by: User,
    at: datetime,
) -> Collection:
    """Book what was paid. Raises RuleBroken: ``by``'s own case, another amount, a receipt taken before, a
    day ahead or in a closed month.
    """
    concern.require_outsider(penalty.violation_id, by)
    if amount != penalty.payable:
        raise RuleBroken(f"实收金额应等于应收金额 {penalty.payable / 100:.2f} 元。", field="amount")
    if collected_on > clock.local(at).date():
        raise RuleBroken("收款日期不能晚于今天。", field="collected_on")
    if penalty.mode is Mode.DEDUCTION and method is not PaymentMethod.PAYROLL:
        raise RuleBroken("绩效扣款只能从工资代扣。", field="method")
    closings.require_open(db.session.get_one(Unit, penalty.unit_id), collected_on, field="collected_on")
    _require_free(receipt_no)
    PENALTY.take(penalty, "collect")
    audit.record("penalty.collect", penalty, by, note=f"收据 {receipt_no}")
    row = Collection(penalty_id=penalty.id, unit_id=penalty.unit_id, receipt_no=receipt_no, amount=amount)
    row.payer, row.method, row.collected_on = penalty.person.name, method, collected_on
    row.collected_by_id, row.collected_at = by.id, at
    _insert(row)
    audit.record("penalty.collect", row, by, note=penalty.number)
    return row


def archive(penalty: Penalty, *, by: User) -> None:
    """File the case away. Raises RuleBroken: money is still open, or the case names ``by``."""
    concern.require_outsider(penalty.violation_id, by)
    PENALTY.take(penalty, "archive")
    audit.record("penalty.archive", penalty, by)


def _require_free(receipt_no: str) -> None:
    if db.session.scalar(select(Collection.id).where(Collection.receipt_no == receipt_no).limit(1)):
        raise RuleBroken(f"收据号 {receipt_no} 已经用过，请核对。", field="receipt_no")


def _insert(row: Collection) -> None:
    """Write the row; of two at the same moment with one receipt number the second is refused like any other."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as clash:
        raise RuleBroken(f"收据号 {row.receipt_no} 已经用过，请核对。", field="receipt_no") from clash
