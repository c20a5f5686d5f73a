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
