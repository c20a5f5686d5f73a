"""Objections while an award is shown, and what a ban that begins or is lifted means for it.

Source: domain §2.13, §6.1.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from models import approvals
from models.accounts import User
from models.awards import queries, rounds
from models.awards.kinds import AFTER_NOTICE, BEFORE_NOTICE, AwardState, Outcome
from models.awards.states import FLOW
from models.awards.tables import Award, AwardCandidate, AwardObjection
from models.core import audit, clock
from models.core.db import db, hold_row
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.penalties import Penalty, effects


def is_in_notice(award: Award, at: datetime) -> bool:
    return award.state is AwardState.NOTICE and clock.local(at).date() <= award.notice_until


def require_notice(award: Award, at: datetime) -> None:
    """Raises Overtaken: the days of 公示 are over."""
    if not is_in_notice(award, at):
        raise Overtaken("公示期已过，不能再提出异议。")


def object_to(award: Award, *, candidate: AwardCandidate, words: str, by: User, at: datetime) -> AwardObjection:
    """Object to a candidate. Raises RuleBroken: not within 公示."""
    require_notice(award, at)
    return _open(award, candidate, words, by, at)


def require_undecided(objection: AwardObjection, by: User) -> None:
    """Raises Overtaken: decided already; RuleBroken: one's own, or about ``by``."""
    if objection.outcome is not None:
        raise Overtaken(f"这件异议已经决定：{objection.outcome.label}。")
    if by.id in (objection.by_id, objection.candidate.person_id):
        raise RuleBroken("本件涉及您本人，请由他人决定。")


@first(require_undecided)
def decide(objection: AwardObjection, award: Award, *, outcome: Outcome, reason: str, by: User, at: datetime) -> None:
    """Decide an objection. One that is upheld checks the candidate anew, or sets it aside, and ranks again.

    An award on its way to approval comes back to 公示; of one that was issued all places stay, and who is set aside
    loses it with the certificate. Raises RuleBroken: decided, one's own, or about ``by``.
    """
    hold_row(objection)
    require_undecided(objection, by)
    candidate = objection.candidate
    objection.outcome, objection.reason = outcome, reason
    objection.decided_by_id, objection.decided_at = by.id, at
    audit.record("award.decide", objection, by, note=f"{award.number} {outcome.label}：{reason}")
    if outcome is Outcome.UPHELD:
        _carry_out(award, objection, candidate, reason, by, at)


def _carry_out(award: Award, objection: AwardObjection, candidate: AwardCandidate, reason: str, by, at) -> None:
    if objection.by_id is not None:
        candidate.reasons = [*candidate.reasons, f"{rounds.UPHELD}{reason}"]
    rounds.check_again(award, candidate)
    if award.state is AwardState.ISSUED:
        rounds.settle_issued(award, candidate, reason, by, at)
    else:
        rounds.reckon(award)
    if award.state is AwardState.APPROVAL:
        approvals.cancel(approvals.latest_of(award), by, f"异议成立：{reason}", at)
        FLOW.take(award, "send_back")
    audit.record("award.decide", award, by, note=f"{candidate.caption}：{reason}")


def follow(holder: str, year: int, words: str, at: datetime) -> None:
    """Let every round of the year that names the person or crew know of a ban that began.

    Before 公示 the eligibility changes by itself; after it an objection is opened, for people to decide; of a round
    that was issued only for who holds the award, or lost it.
    """
    for award, candidate in _rounds_of(holder, year):
        _heed(award, candidate, words, at)


def end(holder: str, year: int, began: str, words: str, by: User | None, at: datetime) -> None:
    """Let the same rounds know that the ban is lifted whose beginning they were told of in the words ``began``.

    Where its objection still waits, the lifting decides it and nothing else is asked.
    """
    for award, candidate in _rounds_of(holder, year):
        if not _close(award, candidate, began, words, by, at):
            _heed(award, candidate, words, at)


def _rounds_of(holder: str, year: int) -> list[tuple[Award, AwardCandidate]]:
    rows = select(AwardCandidate).where(AwardCandidate.holder == holder).order_by(AwardCandidate.id)
    found = [(db.session.get_one(Award, row.award_id), row) for row in db.session.scalars(rows).all()]
    return [(award, row) for award, row in found if award.since.year <= year <= award.until.year]


def _heed(award: Award, candidate: AwardCandidate, words: str, at: datetime) -> None:
    if award.state in BEFORE_NOTICE:
        rounds.check_again(award, candidate)
        audit.record("award.screen", award, None, note=f"{candidate.caption}：{words}")
    elif award.state in AFTER_NOTICE or (award.state is AwardState.ISSUED and _touches(award, candidate)):
        _open(award, candidate, words, None, at)


def _close(award: Award, candidate: AwardCandidate, began: str, words: str, by: User | None, at: datetime) -> bool:
    """Close the objections that a ban opened and nobody has decided; return whether there were any."""
    waiting = (AwardObjection.candidate_id == candidate.id, AwardObjection.by_id.is_(None))
    rows = select(AwardObjection).where(*waiting, AwardObjection.words == began, AwardObjection.outcome.is_(None))
    found = db.session.scalars(rows.order_by(AwardObjection.id)).all()
    for row in found:
        row.outcome, row.reason, row.decided_by_id, row.decided_at = Outcome.REJECTED, words, by.id if by else None, at
        audit.record("award.decide", row, by, note=f"{award.number} {row.outcome.label}：{words}")
    return bool(found)


def _touches(award: Award, row: AwardCandidate) -> bool:
    return row.place is not None and row.place <= award.terms["places"]


def _open(award: Award, candidate: AwardCandidate, words: str, by: User | None, at: datetime) -> AwardObjection:
    row = AwardObjection(award_id=award.id, candidate_id=candidate.id, words=words, at=at)
    row.by_id = by.id if by else None
    db.session.add(row)
    audit.record("award.object", row, by, note=f"{award.number} {candidate.caption}")
    queries.tell_deciders(award, candidate, at)
    return row


def _banned(penalty: Penalty, at: datetime) -> None:
    year = queries.ban_year(penalty.id)
    if year is not None:
        follow(f"p{penalty.person_id}", year, _began(penalty, year), at)


def _lifted(penalty: Penalty, reason: str, by: User | None, at: datetime) -> None:
    year = queries.ban_year(penalty.id)
    if year is not None:
        words = f"{penalty.number} 已撤销（{reason}），评先资格恢复"
        end(f"p{penalty.person_id}", year, _began(penalty, year), words, by, at)


def _began(penalty: Penalty, year: int) -> str:
    return f"{penalty.number} 处罚生效，{year} 年评先资格取消"


effects.WHEN_EFFECTIVE.append(_banned)
effects.WHEN_UNDONE.append(_lifted)
