"""What stands beside the rounds: kinds as data, bars by decision, rewards paid. Source: domain §2.13, S0 §6."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from models import closings
from models.accounts import Unit, User
from models.accounts.scope import reaches
from models.awards import objections, papers, queries
from models.awards.facts import key_of
from models.awards.kinds import AwardState, Component
from models.awards.tables import AwardBar, AwardCandidate, AwardKind, AwardPayment
from models.core import audit, clock
from models.core.db import db, hold_row
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.penalties import Collection, collecting

MOST_PLACES, MOST_CENTS = 100, 100_000_00


def edit_kind(kind: AwardKind, *, by: User, **words) -> None:
    """Change a kind; rounds that have begun keep the terms they began with.

    Raises RuleBroken: weights that do not sum to 100, places or an amount out of bounds.
    """
    weights = {name: weight for name, weight in words.pop("weights").items() if weight}
    if any(weight < 0 for weight in weights.values()) or sum(weights.values()) != 100:
        raise RuleBroken("各项权重之和应为 100。", field=f"weight_{Component.SCORE.value}")
    if not 0 < words["places"] <= MOST_PLACES:
        raise RuleBroken(f"名额应在 1 到 {MOST_PLACES} 之间。", field="places")
    if not 0 <= words["amount"] <= MOST_CENTS:
        raise RuleBroken("奖金应在 0 到 100000 元之间。", field="amount")
    kind.weights = weights
    kind.filters = {name: value for name, value in words.pop("filters").items() if value not in (None, False, "", [])}
    for name, value in words.items():
        setattr(kind, name, value)
    audit.record("award.edit", kind, by)


def bar(*, holder: User | Unit, year: int, reason: str, by: User, at: datetime) -> AwardBar:
    """Take a year's eligibility from a person or a crew. Raises RuleBroken: out of reach, oneself, there already."""
    unit = holder.unit if isinstance(holder, User) else holder
    if not reaches(by, "award.bar", unit):
        raise RuleBroken("不在您的管理范围内。", field="holder")
    if isinstance(holder, User) and holder.id == by.id:
        raise RuleBroken("不能取消您本人的资格，请由他人办理。", field="holder")
    hold_row(holder)
    same = (AwardBar.holder == key_of(holder), AwardBar.year == year, AwardBar.lifted_at.is_(None))
    if db.session.scalar(select(AwardBar.id).where(*same)):
        raise RuleBroken("这一年的资格已经取消。", field="year")
    row = AwardBar(holder=key_of(holder), unit_id=unit.id, year=year, reason=reason, by_id=by.id, at=at)
    row.person_id = holder.id if isinstance(holder, User) else None
    db.session.add(row)
    audit.record("award.bar", row, by, note=reason)
    papers.hold(row, row.holder, _began(row), by, at)
    objections.follow(row.holder, year, _began(row), at)
    return row


def require_standing(row: AwardBar) -> None:
    """Raises Overtaken: lifted already, with when and why."""
    if row.lifted_at is not None:
        raise Overtaken(f"资格已于 {clock.local(row.lifted_at):%Y-%m-%d %H:%M} 恢复：{row.lifted_reason}")


def may_lift(row: AwardBar, by: User) -> None:
    """Raises Overtaken: lifted already; RuleBroken: it is about ``by``."""
    require_standing(row)
    if row.person_id == by.id:
        raise RuleBroken("不能恢复您本人的资格，请由他人办理。")


@first(may_lift)
def lift(row: AwardBar, *, reason: str, by: User, at: datetime) -> None:
    """Give the eligibility back. Raises RuleBroken: no reason; Overtaken: lifted already."""
    hold_row(row)
    require_standing(row)
    if not reason:
        raise RuleBroken("请写明恢复的理由。", field="reason")
    row.lifted_at, row.lifted_reason = at, reason
    audit.record("award.lift", row, by, note=reason)
    papers.let_go(row, row.holder, by, at)
    objections.end(row.holder, row.year, _began(row), f"{row.year} 年评先资格恢复：{reason}", by, at)


def _began(row: AwardBar) -> str:
    return f"{row.year} 年评先资格取消：{row.reason}"


def may_pay(candidate: AwardCandidate, _by: User) -> None:
    """Raises RuleBroken: no winner of a round that was issued, no reward, or the certificate was taken back.

    Overtaken: paid, with who paid it and when. Source: domain §6.1 (what falls takes with it what it caused).
    """
    if paid := queries.payment_of(candidate):
        who = f"由{paid.paid_by.name}登记，凭证号 {paid.receipt_no}"
        raise Overtaken(f"这笔奖金已于 {paid.paid_on} 发放，{who}。")
    if candidate.forgone_at is not None:
        raise RuleBroken(f"这笔奖金已了结，不再发放：{candidate.forgone_reason}")
    if not candidate.is_winner or candidate.award.state is not AwardState.ISSUED:
        raise RuleBroken("只给已颁发的入选者发放奖金。")
    if not candidate.award.terms["amount"]:
        raise RuleBroken("这个奖项没有奖金。")
    if lost := papers.fallen_of([candidate]).get(candidate.id):
        raise RuleBroken(f"证书{lost.state.label}，奖金暂停发放：{lost.reason}")


@first(may_pay)
def pay(candidate: AwardCandidate, *, receipt_no: str, paid_on: date, by: User, at: datetime) -> AwardPayment:
    """Book the reward of a winner, once. Raises RuleBroken: as ``may_pay``, a receipt used before, a bad day."""
    hold_row(candidate)
    may_pay(candidate, by)
    if paid_on > clock.local(at).date():
        raise RuleBroken("发放日期不能晚于今天。", field="paid_on")
    if db.session.scalar(select(AwardPayment.id).where(AwardPayment.receipt_no == receipt_no)):
        raise RuleBroken(f"凭证号 {receipt_no} 已经用过，请核对。", field="receipt_no")
    closings.require_open(db.session.get_one(Unit, candidate.unit_id), paid_on, field="paid_on")
    if paid_on < (issued := clock.local(candidate.award.issued_at).date()):
        raise RuleBroken(f"发放日期不能早于颁发的日期 {issued}。", field="paid_on")
    row = AwardPayment(candidate_id=candidate.id, unit_id=candidate.unit_id, amount=candidate.award.terms["amount"])
    row.receipt_no, row.paid_on, row.paid_by_id, row.paid_at = receipt_no, paid_on, by.id, at
    db.session.add(row)
    audit.record("award.pay", row, by, note=f"{candidate.award.number} {candidate.caption}")
    return row


def may_forgo(candidate: AwardCandidate, by: User) -> None:
    """Raises Overtaken: paid or closed already; RuleBroken: it is one's own, or is not held back."""
    if candidate.forgone_at is not None:
        raise Overtaken(f"这笔奖金已了结：{candidate.forgone_reason}")
    if paid := queries.payment_of(candidate):
        raise Overtaken(f"这笔奖金已于 {paid.paid_on} 发放，凭证号 {paid.receipt_no}。")
    if candidate.person_id == by.id:
        raise RuleBroken("这是您本人的奖金，请由他人办理。")
    if not candidate.is_winner or candidate.award.state is not AwardState.ISSUED:
        raise RuleBroken("只有已颁发的入选者有待发的奖金。")
    if not candidate.award.terms["amount"]:
        raise RuleBroken("这个奖项没有奖金。")
    if not papers.fallen_of([candidate]):
        raise RuleBroken("证书没有收回，奖金应当发放，不能了结。")


@first(may_forgo)
def forgo(candidate: AwardCandidate, *, reason: str, by: User, at: datetime) -> None:
    """Close the reward of a certificate that was taken back: it will not be paid, and waits no longer.

    Another certificate for the same winner (``papers.prepare_anew``) opens it again. Raises RuleBroken: as
    ``may_forgo``, or no reason.
    """
    hold_row(candidate)
    may_forgo(candidate, by)
    if not reason:
        raise RuleBroken("请写明不再发放的理由。", field="reason")
    candidate.forgone_at, candidate.forgone_reason, candidate.forgone_by_id = at, reason, by.id
    audit.record("award.forgo", candidate.award, by, note=f"{candidate.caption}的奖金不再发放：{reason}")


def may_recover(paid: AwardPayment, by: User) -> None:
    """Raises Overtaken: given back already; RuleBroken: one's own, or nothing is owed."""
    if receipt := queries.recoveries([paid]).get(paid.id):
        raise Overtaken(f"这笔奖金已于 {receipt.collected_on} 追回，收据号 {receipt.receipt_no}。")
    if paid.candidate.person_id == by.id:
        raise RuleBroken("这是您本人的奖金，请由他人登记。")
    if db.session.scalar(queries.owing([paid])) is None:
        raise RuleBroken("证书和称号都有效，这笔奖金不用追回。")


@first(may_recover)
def recover(paid: AwardPayment, *, by: User, at: datetime, **told) -> Collection:
    """Book that a reward was given back, in the book that finance keeps of fines: one series of receipts.

    ``told`` are receipt number, method, amount and day. Raises as ``may_recover`` and ``collecting.take_back``.
    """
    hold_row(paid)
    may_recover(paid, by)
    row, award = paid.candidate, paid.candidate.award
    owed = collecting.Owed(
        cause=queries.cause_of(paid),
        name=f"{award.number} {row.caption}的奖金",
        href=f"/awards/candidates/{row.id}",
        payer=row.caption,
        unit_id=paid.unit_id,
        amount=paid.amount,
        since=paid.paid_on,
    )
    return collecting.take_back(owed, by=by, at=at, **told)
