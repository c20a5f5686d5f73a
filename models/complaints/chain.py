"""首问责任链: who answers for a case, from the first receiver to the end, without a gap.

Responsibility moves only when the next person takes it; until then, and when they decline or keep silent, it stays.
Source: S0 §7 首问责任制, 谁受理谁负责.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from models.accounts import User
from models.complaints import clocks, desks
from models.complaints.kinds import OPEN, Hold, HoldEnd, OfferState
from models.complaints.states import OFFER
from models.complaints.tables import Complaint, ComplaintOffer, ComplaintSpan
from models.core import audit, settings
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.inbox import notify

NOT_YOURS = "这件由{name}负责，请由责任人办理，或先接受移交。"


def begin(case: Complaint, person: User, at: datetime, how: Hold) -> None:
    """Open a span for ``person``; the caller has closed the one before and records the act."""
    case.responsible_id = person.id
    span = ComplaintSpan(complaint_id=case.id, person_id=person.id, person_name=person.name, how=how, from_at=at)
    db.session.add(span)


def end(case: Complaint, at: datetime, why: HoldEnd) -> ComplaintSpan | None:
    """Close the open span, and recall what is still offered."""
    open_offer = offer_of(case)
    if why is HoldEnd.ENDED and open_offer is not None:
        _settle(open_offer, "recall", at, "案件已结束")
        case.offered_to_id = None
    span = open_span_of(case.id)
    if span is not None:
        span.to_at, span.end = max(at, span.from_at), why
    return span


def _may_offer(case: Complaint, by: User) -> None:
    if not case.is_open:
        raise Overtaken(f"{case.number} {case.state.label}，不能再移交。")
    if by.id != case.responsible_id and not by.may("complaint.investigate"):
        raise RuleBroken(f"这件由{name_of(case)}负责，只能由责任人或征费室移交。")
    if offer_of(case) is not None:
        raise Overtaken("已经移交给别人，正在等待接受；需要改派请先收回。")


@first(_may_offer)
def offer(case: Complaint, *, person: User, note: str, by: User, at: datetime) -> ComplaintOffer:
    """Offer the responsibility to ``person``, who has the set time to take it.

    Raises RuleBroken: the case is over, it is not ``by``'s to give, one offer is open, or to the same person.
    """
    if person.id == case.responsible_id:
        raise RuleBroken(f"{person.name} 就是现在的责任人，请选择其他人。", field="person")
    if not person.is_active or not person.may("complaint.take"):
        raise RuleBroken(f"{person.name} 不能接受移交，请选择其他人。", field="person")
    return _put(case, person, note, by, at)


def _put(case: Complaint, person: User, note: str, by: User, at: datetime) -> ComplaintOffer:
    minutes = settings.value_of("complaint.offer_minutes", unit_id=case.unit_id)
    row = ComplaintOffer(complaint_id=case.id, from_id=by.id, to_id=person.id, note=note or "", offered_at=at)
    row.answer_by, row.state = at + timedelta(minutes=minutes), OfferState.OPEN
    db.session.add(row)
    case.offered_to_id = person.id
    audit.record("complaint.offer", case, by, note=f"移交{person.name}：{note}" if note else f"移交{person.name}")
    clocks.offered(case, person, row.answer_by, by, at)
    title = f"{case.number} 移交给您，请在 {minutes} 分钟内接受或退回"
    notify([person.id], "complaint", title, f"/complaints/{case.id}", key=f"complaint-offer-{row.id}", at=at)
    return row


def take(case: Complaint, *, by: User, at: datetime) -> None:
    """Accept what was offered: from this moment ``by`` is responsible. Raises RuleBroken: not offered to ``by``."""
    row = _require_offer(case, by)
    _settle(row, "take", at)
    end(case, at, HoldEnd.PASSED)
    case.offered_to_id = None
    db.session.flush()
    begin(case, by, at, Hold.TAKEN)
    audit.record("complaint.take", case, by)
    clocks.answered(case, by, at)
    title = f"{by.name} 已接受 {case.number}"
    notify([row.from_id], "complaint", title, f"/complaints/{case.id}", key=f"complaint-taken-{row.id}", at=at)


def decline(case: Complaint, *, reason: str, by: User, at: datetime) -> None:
    """Send it back: the responsibility stays where it is. Raises RuleBroken: not offered to ``by``, or no reason."""
    row = _require_offer(case, by)
    if not reason:
        raise RuleBroken("请写明退回的理由。", field="reason")
    _settle(row, "decline", at, reason)
    case.offered_to_id = None
    audit.record("complaint.take", case, by, note=f"退回：{reason}")
    clocks.answered(case, by, at)
    title = f"{by.name} 退回了 {case.number}：{reason}"
    who = [row.from_id, case.responsible_id]
    notify(who, "complaint", title, f"/complaints/{case.id}", key=f"complaint-declined-{row.id}", at=at)


def recall(case: Complaint, *, by: User, at: datetime) -> None:
    """Take an offer back before it is answered. Raises RuleBroken: none is open, or it is not ``by``'s to take back."""
    row = offer_of(case)
    if row is None:
        raise Overtaken("没有等待接受的移交。")
    if by.id not in (row.from_id, case.responsible_id) and not by.may("complaint.investigate"):
        raise RuleBroken("只能由移交人、责任人或征费室收回。")
    _settle(row, "recall", at)
    case.offered_to_id = None
    audit.record("complaint.offer", case, by, note="收回移交")
    clocks.answered(case, by, at)


def lapse(at: datetime) -> int:
    """End the offers that nobody answered in time: the responsibility stays, and those above are told; how many."""
    late = select(ComplaintOffer).where(ComplaintOffer.state == OfferState.OPEN, ComplaintOffer.answer_by < at)
    rows = db.session.scalars(late.order_by(ComplaintOffer.id)).all()
    for row in rows:
        case = db.session.get_one(Complaint, row.complaint_id)
        _settle(row, "lapse", at)
        case.offered_to_id = None
        audit.record("complaint.lapse", case, None)
        clocks.answered(case, None, at)
        _tell_lapse(case, row, at)
    return len(rows)


def succeed(case: Complaint, person: User, successor: User, by: User, at: datetime, why: str) -> None:
    """Pass the responsibility of somebody who moves or leaves to the named successor, at once."""
    end(case, at, HoldEnd.PASSED)
    db.session.flush()
    begin(case, successor, at, Hold.SUCCESSION)
    if case.offered_to_id == successor.id and (row := offer_of(case)):
        _settle(row, "recall", at, "由接手人负责")
        case.offered_to_id = None
    audit.record("complaint.take", case, by, note=f"{person.name}{why}，由{successor.name}接手")
    clocks.answered(case, by, at)


def finish(case: Complaint, at: datetime) -> None:
    """Close the chain of a case that is over; the caller records."""
    end(case, at, HoldEnd.ENDED)
    clocks.finish(case, at)


def again(case: Complaint, at: datetime) -> None:
    """Begin the chain anew for a case that was over, with whoever had it last."""
    if open_span_of(case.id) is None:
        begin(case, db.session.get_one(User, case.responsible_id), at, Hold.REOPENED)


def require_responsible(case: Complaint, by: User) -> None:
    """Raise RuleBroken unless the case is ``by``'s; the 征费室 runs the process and may step in."""
    if by.id != case.responsible_id and not by.may("complaint.investigate"):
        raise RuleBroken(NOT_YOURS.format(name=name_of(case)))


def name_of(case: Complaint) -> str:
    """Return the name of who is responsible now."""
    return db.session.scalar(select(User.name).where(User.id == case.responsible_id)) or "责任人"


def open_span_of(case_id: int) -> ComplaintSpan | None:
    here = (ComplaintSpan.complaint_id == case_id, ComplaintSpan.to_at.is_(None))
    return db.session.scalar(select(ComplaintSpan).where(*here))


def offer_of(case: Complaint) -> ComplaintOffer | None:
    here = (ComplaintOffer.complaint_id == case.id, ComplaintOffer.state == OfferState.OPEN)
    return db.session.scalar(select(ComplaintOffer).where(*here))


def unowned_minutes(spans: list[ComplaintSpan], case: Complaint, at: datetime) -> float:
    """Return how many minutes a case was open with nobody responsible: nought, unless a span is missing."""
    gaps, known = 0.0, case.registered_at
    ended = False
    for span in sorted(spans, key=lambda one: (one.from_at, one.id)):
        if not ended:
            gaps += max(0.0, (span.from_at - known).total_seconds())
        known, ended = span.to_at or at, span.end is HoldEnd.ENDED
    if case.state in OPEN and not ended:
        gaps += max(0.0, (at - known).total_seconds())
    return gaps / 60


def _require_offer(case: Complaint, by: User) -> ComplaintOffer:
    row = offer_of(case)
    if row is None:
        raise Overtaken("这次移交已经处理过了，请刷新页面。")
    if row.to_id != by.id:
        raise RuleBroken("这件不是移交给您的。")
    return row


def _settle(row: ComplaintOffer, step: str, at: datetime, reason: str = "") -> None:
    OFFER.take(row, step)
    row.answered_at, row.reason = at, reason


def _tell_lapse(case: Complaint, row: ComplaintOffer, at: datetime) -> None:
    taker = db.session.get_one(User, row.to_id)
    title = f"{case.number} 移交{taker.name}逾时未接，责任仍在{name_of(case)}"
    who = {row.from_id, row.to_id, case.responsible_id, *desks.heads_of(case)}
    notify(who, "complaint", title, f"/complaints/{case.id}", key=f"complaint-lapse-{row.id}", at=at)
