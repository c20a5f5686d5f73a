"""Finance takes the money, once, against a receipt; then the case is filed. Source: domain §2.3 (S0 §8.4)."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models import closings
from models.accounts import Unit, User
from models.core import audit, clock
from models.core.db import db, hold_row
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.inbox import notify
from models.penalties import concern, queries
from models.penalties.kinds import EntryKind, Mode, PaymentMethod
from models.penalties.states import PENALTY
from models.penalties.tables import Collection, Penalty


@first(concern.keep_out)
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
    """Book what was paid. Raises RuleBroken: ``by``'s own case, another amount, a receipt taken before, or a
    day ahead, in a closed month or before the penalty took effect.
    """
    if amount != penalty.payable:
        raise RuleBroken(f"实收金额应等于应收金额 {penalty.payable / 100:.2f} 元。", field="amount")
    if penalty.mode is Mode.DEDUCTION and method is not PaymentMethod.PAYROLL:
        raise RuleBroken("绩效扣款只能从工资代扣。", field="method")
    since = _day_of(penalty.effective_at)
    _require_day(penalty.unit_id, collected_on, at, since=since, what="收款日期不能早于处罚生效的日期")
    _require_free(receipt_no)
    PENALTY.take(penalty, "collect")
    audit.record("penalty.collect", penalty, by, note=f"收据 {receipt_no}")
    row = _entry(penalty, EntryKind.RECEIPT, receipt_no, amount, by, at)
    row.method, row.collected_on = method, collected_on
    _insert(row, penalty)
    audit.record("penalty.collect", row, by, note=penalty.number)
    return row


def _may_reverse(receipt: Collection, by: User) -> None:
    if receipt.penalty_id is None:
        raise RuleBroken(f"收据 {receipt.receipt_no} 不是罚款，请在登记它的地方冲销。")
    concern.require_outsider(db.session.get_one(Penalty, receipt.penalty_id).violation_id, by)
    if not receipt.is_reversible:
        raise Overtaken(f"收据 {receipt.receipt_no} 不是有效的收款，不能冲销。")


@first(_may_reverse)
def reverse_receipt(receipt: Collection, *, reason: str, by: User, at: datetime) -> Collection:
    """Set a wrong receipt right: an entry of the same amount out, dated today; the penalty is to be collected anew.

    Raises RuleBroken: no receipt that stands, the case names ``by``, or no reason; Overtaken: it is reversed already.
    """
    penalty = db.session.get_one(Penalty, receipt.penalty_id)
    if not reason:
        raise RuleBroken("请写明冲销的理由。", field="reason")
    PENALTY.take(penalty, "unbook")
    audit.record("collection.reverse", penalty, by, note=f"冲销收据 {receipt.receipt_no}：{reason}")
    today = clock.local(at).date()
    row = _entry(penalty, EntryKind.REVERSAL, next_number("CX", today.year), -receipt.amount, by, at)
    return _set_against(row, receipt, reason, by, at, penalty)


@first(concern.keep_out)
def pay_back(
    penalty: Penalty, *, receipt_no: str, method: PaymentMethod, collected_on: date, reason: str, by: User, at: datetime
) -> Collection:
    """Book that a person got back what they had paid for a penalty that was revoked, once and in full.

    ``receipt_no`` is that of the paper the person signed. Raises RuleBroken: nothing to pay back, ``by``'s own case,
    a number taken before, or a day ahead, in a closed month or before the penalty was revoked.
    """
    revoked = queries.last_relief_of(penalty)
    since = _day_of(revoked.at if revoked else None)
    _require_day(penalty.unit_id, collected_on, at, since=since, what="退款日期不能早于处罚撤销的日期")
    _require_free(receipt_no)
    db.session.refresh(penalty, ["received", "payable"])
    PENALTY.take(penalty, "refund")
    row = _entry(penalty, EntryKind.REFUND, receipt_no, penalty.payable - penalty.received, by, at)
    row.method, row.collected_on, row.reason = method, collected_on, reason
    _insert(row, penalty)
    audit.record("collection.refund", row, by, note=penalty.number)
    title = f"{penalty.number} 的罚款已退还 {-row.amount / 100:.2f} 元"
    key = f"penalty-{penalty.id}-refunded"
    notify([penalty.person_id], "penalty", title, f"/penalties/{penalty.id}", key=key, at=at)
    return row


class Owed(NamedTuple):
    """Money that comes back to finance and is no fine: ``cause`` names the row, ``since`` the day it became due."""

    cause: str
    name: str
    href: str
    payer: str
    unit_id: int
    amount: int
    since: date


def take_back(
    owed: Owed, *, receipt_no: str, method: PaymentMethod, amount: int, collected_on: date, by: User, at: datetime
) -> Collection:
    """Book money that comes back, in the book that fines are in: one series of receipts, one sum of the day.

    Raises RuleBroken: another amount, a receipt taken before, a day ahead, in a closed month or before it was owed;
    Overtaken: it was booked already.
    """
    if amount != owed.amount:
        raise RuleBroken(f"实收金额应等于应追回的 {owed.amount / 100:.2f} 元。", field="amount")
    if standing_receipt(owed.cause):
        raise Overtaken(f"{owed.name}已经登记追回。")
    _require_day(owed.unit_id, collected_on, at, since=owed.since, what="收款日期不能早于")
    _require_free(receipt_no)
    row = _other(owed.unit_id, EntryKind.RECEIPT, receipt_no, amount, by, at)
    row.payer, row.method, row.collected_on = owed.payer, method, collected_on
    row.cause, row.cause_name, row.cause_href = owed.cause, owed.name, owed.href
    _insert(row)
    audit.record("penalty.collect", row, by, note=owed.name)
    return row


def standing_receipt(cause: str) -> Collection | None:
    """Return the receipt that stands for a cause."""
    return db.session.scalars(select(Collection).where(Collection.cause == cause, *queries.STANDING)).one_or_none()


def _stands(receipt: Collection, _by: User) -> None:
    if receipt.penalty_id or not receipt.is_reversible:
        raise Overtaken(f"收据 {receipt.receipt_no} 不是有效的收款，不能冲销。")


@first(_stands)
def reverse_other(receipt: Collection, *, reason: str, by: User, at: datetime) -> Collection:
    """Set a wrong receipt of ``take_back`` right by an entry of the same amount out, dated today.

    Raises RuleBroken: no reason, or today's month is closed; Overtaken: it is reversed already.
    """
    hold_row(receipt)
    _stands(receipt, by)
    if not reason:
        raise RuleBroken("请写明冲销的理由。", field="reason")
    today = clock.local(at).date()
    closings.require_open(db.session.get_one(Unit, receipt.unit_id), today, field="reason")
    row = _other(receipt.unit_id, EntryKind.REVERSAL, next_number("CX", today.year), -receipt.amount, by, at)
    row.payer = receipt.payer
    row.cause, row.cause_name, row.cause_href = receipt.cause, receipt.cause_name, receipt.cause_href
    return _set_against(row, receipt, reason, by, at)


def archive(penalty: Penalty, *, by: User) -> None:
    """File the case away. Raises RuleBroken: money is still open, or the case names ``by``."""
    concern.require_outsider(penalty.violation_id, by)
    PENALTY.take(penalty, "archive")
    audit.record("penalty.archive", penalty, by)


def _require_free(receipt_no: str) -> None:
    if db.session.scalar(select(Collection.id).where(Collection.receipt_no == receipt_no).limit(1)):
        raise RuleBroken(f"收据号 {receipt_no} 已经用过，请核对。", field="receipt_no")


def _set_against(
    row: Collection, receipt: Collection, reason: str, by: User, at: datetime, penalty: Penalty | None = None
) -> Collection:
    """Book ``row``, the entry of today that takes ``receipt`` back."""
    row.method, row.collected_on = receipt.method, clock.local(at).date()
    row.reverses_id, row.reason, receipt.reversed_at = receipt.id, reason, at
    audit.record("collection.reverse", receipt, by, note=reason)
    _insert(row, penalty)
    audit.record("collection.reverse", row, by, note=f"冲销 {receipt.receipt_no}")
    return row


def _require_day(unit_id: int, day: date, at: datetime, *, since: date | None, what: str) -> None:
    """Refuse a day to come, in a closed month, or before ``since``, which would leave less than nothing due."""
    if day > clock.local(at).date():
        raise RuleBroken("日期不能晚于今天。", field="collected_on")
    closings.require_open(db.session.get_one(Unit, unit_id), day, field="collected_on")
    if since and day < since:
        raise RuleBroken(f"{what} {since}。", field="collected_on")


def _day_of(moment: datetime | None) -> date | None:
    return clock.local(moment).date() if moment else None


def _entry(penalty: Penalty, kind: EntryKind, receipt_no: str, amount: int, by: User, at: datetime) -> Collection:
    row = _other(penalty.unit_id, kind, receipt_no, amount, by, at)
    row.penalty_id, row.payer = penalty.id, db.session.get_one(User, penalty.person_id).name
    return row


def _other(unit_id: int, kind: EntryKind, receipt_no: str, amount: int, by: User, at: datetime) -> Collection:
    row = Collection(kind=kind, unit_id=unit_id, receipt_no=receipt_no, amount=amount, reason="", cause="")
    row.collected_by_id, row.collected_at = by.id, at
    return row


def _insert(row: Collection, penalty: Penalty | None = None) -> None:
    """Write the row; of two at the same moment with one receipt number the second is refused like any other."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as clash:
        raise RuleBroken(f"收据号 {row.receipt_no} 已经用过，或刚刚有人登记，请核对。", field="receipt_no") from clash
    if penalty is not None:
        db.session.expire(penalty, ["received", "receipt", "refund"])
