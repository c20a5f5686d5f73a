"""Certificates of awards: put down when an award is issued, held back while a ban lasts.

Source: domain §2.13, S0 §9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from models import certificates
from models.accounts import Unit, User
from models.accounts.scope import holders
from models.awards import queries, rounds
from models.awards.kinds import AwardState
from models.awards.tables import Award, AwardBar, AwardCandidate, AwardPayment
from models.certificates import Certificate, CertificateState
from models.core import audit, clock, months
from models.core.db import db, hold_row
from models.core.errors import RuleBroken
from models.core.flow import first
from models.inbox import notify
from models.penalties import AwardBan, Collection, Penalty, effects

STANDS = "原来的证书没有撤销，不用重新拟发。"
DESIGN = {"person": "honour", "crew": "crew"}


def prepare(award: Award, row: AwardCandidate, by: User, at: datetime) -> None:
    """Let a certificate wait to be issued for a winner. Raises RuleBroken: the design is not in use."""
    holder = _holder_of(row.holder)
    told = {"source": award, "source_title": award.number, "source_href": f"/awards/{award.id}"}
    told |= {"award": award.terms["name"], "period": spoken(award.since, award.until)}
    design = certificates.template_of(DESIGN[award.terms["holder"]])
    certificates.prepare(design, holder, by=by, at=at, **told)


def spoken(since: date, until: date) -> str:
    """Return a period as a paper names it: a year, a quarter, a month, else its first and last day."""
    if since == months.first_of(since) and until == months.last_of(until):
        length = (until.year - since.year) * 12 + until.month - since.month + 1
        if length == 12 and since.month == 1:
            return f"{since.year}年度"
        if length == 3 and since.month % 3 == 1:
            return f"{since.year}年第{'一二三四'[since.month // 3]}季度"
        if length == 1:
            return f"{since.year}年{since.month}月"
    first, last = (f"{day.year}年{day.month}月{day.day}日" for day in (since, until))
    return f"{first}至{last}"


def take_back(award: Award, row: AwardCandidate, reason: str, by: User, at: datetime) -> None:
    """Take back the certificate of somebody who no longer holds an award that was issued."""
    certificates.withdraw(award, reason=reason, by=by, at=at, holder=_holder_of(row.holder))
    _tell_payers(award, row, at)


def may_prepare_anew(candidate: AwardCandidate, _by: User) -> None:
    """Raises RuleBroken: the award is not held, or its certificate was not revoked."""
    if not candidate.is_winner or candidate.award.state is not AwardState.ISSUED:
        raise RuleBroken("只给已颁发的入选者拟发证书。")
    lost = fallen_of([candidate]).get(candidate.id)
    if lost is None or lost.state is not CertificateState.REVOKED:
        raise RuleBroken(STANDS)


@first(may_prepare_anew)
def prepare_anew(candidate: AwardCandidate, *, by: User, at: datetime) -> None:
    """Let another certificate wait in place of a revoked one: the award stands, and its reward with it."""
    hold_row(candidate)
    may_prepare_anew(candidate, by)
    prepare(candidate.award, candidate, by, at)
    if candidate.forgone_at is not None:
        candidate.forgone_at, candidate.forgone_reason, candidate.forgone_by_id = None, "", None
        audit.record("award.forgo", candidate.award, by, note=f"重新拟发证书，{candidate.caption}的奖金恢复发放")


def fallen_of(rows: Sequence[AwardCandidate]) -> dict[int, Certificate]:
    """Return by candidate the certificate that was taken back and that no other has replaced; one statement."""
    rounds_of = {row.award_id for row in rows}
    mine = (Certificate.source_type == Award.__tablename__, Certificate.source_id.in_(rounds_of))
    found = db.session.scalars(select(Certificate).where(*mine).order_by(Certificate.id))
    last = {(one.source_id, _key_of(one)): one for one in found}
    held = {row.id: last.get((row.award_id, row.holder)) for row in rows}
    return {key: one for key, one in held.items() if one is not None and one.state in queries.FALLEN}


@dataclass(frozen=True, slots=True)
class Reward:
    """The money beside a certificate: ``paid`` or not; ``is_lost`` once the certificate or the award is taken back."""

    candidate: AwardCandidate
    paid: AwardPayment | None
    is_lost: bool
    recovered: Collection | None = None


def reward_of(paper: Certificate) -> Reward | None:
    """Return the reward that goes with ``paper``, None where there is none; the round is loaded."""
    if paper.source_type != Award.__tablename__:
        return None
    mine = (AwardCandidate.award_id == paper.source_id, AwardCandidate.holder == _key_of(paper))
    row = db.session.scalar(select(AwardCandidate).where(*mine).options(joinedload(AwardCandidate.award)))
    if row is None or not row.award.terms["amount"]:
        return None
    paid = queries.payment_of(row)
    if paid is None and not row.is_winner:
        return None
    back = queries.recoveries([paid]).get(paid.id) if paid else None
    return Reward(row, paid, not row.is_winner or row.id in fallen_of([row]), back)


def hold_back(penalty: Penalty, at: datetime) -> None:
    if ban := _ban_of(penalty):
        hold(ban, f"p{ban.person_id}", f"{penalty.number} 处罚生效，评先资格取消", None, at)


def release(penalty: Penalty, reason: str, by: User, at: datetime) -> None:
    if ban := _ban_of(penalty):
        let_go(ban, f"p{ban.person_id}", by, at)


def hold(cause: AwardBan | AwardBar, holder: str, reason: str, by: User | None, at: datetime) -> None:
    """Hold back what waits for ``holder``, except of awards of other years than that of ``cause``."""
    first, last = date(cause.year, 1, 1), date(cause.year, 12, 31)
    elsewhere = select(Award.id).where(or_(Award.since > last, Award.until < first))
    spared = and_(Certificate.source_type == Award.__tablename__, Certificate.source_id.in_(elsewhere))
    certificates.hold_back(_holder_of(holder), cause, reason=reason, by=by, at=at, spared=spared)


def let_go(cause: AwardBan | AwardBar, holder: str, by: User, at: datetime) -> None:
    """Let wait again what ``cause`` held back; where another ban of the year stands, that one goes on holding it."""
    if other := queries.standing_ban(holder, cause.year):
        certificates.pass_on(cause, other, reason=f"{cause.year} 年另有评先资格取消，仍然暂停", by=by)
    else:
        certificates.release(cause, by=by, at=at)


def _follow_money(paper: Certificate, at: datetime) -> None:
    """Tell those who paid the reward of a certificate that was revoked."""
    if reward := reward_of(paper):
        _tell_payers(reward.candidate.award, reward.candidate, at)


def _tell_payers(award: Award, row: AwardCandidate, at: datetime) -> None:
    paid = queries.payment_of(row)
    if paid is None:
        return
    who = db.session.scalars(holders("award.pay", db.session.get_one(Unit, award.unit_id), clock.local(at).date()))
    title = f"{award.number} {row.caption}的奖金 {paid.amount / 100:.2f} 元应追回：证书或称号已撤销"
    key = f"award-{award.id}-recover-{row.id}-{at:%m%d%H%M%S}"
    notify(set(who), "award", title, "/awards/payments?owed=y", key=key, at=at)


def _key_of(paper: Certificate) -> str:
    return f"u{paper.crew_id}" if paper.crew_id else f"p{paper.person_id}"


def _holder_of(key: str) -> User | Unit:
    return db.session.get_one(User if key[0] == "p" else Unit, int(key[1:]))


def _ban_of(penalty: Penalty) -> AwardBan | None:
    return db.session.scalars(select(AwardBan).where(AwardBan.penalty_id == penalty.id)).one_or_none()


certificates.ending.WHEN_REVOKED.append(_follow_money)
rounds.WHEN_ISSUED.append(prepare)
rounds.WHEN_TAKEN.append(take_back)
effects.WHEN_EFFECTIVE.append(hold_back)
effects.WHEN_UNDONE.append(release)
