"""Bringing notices to people: at publication, to those who join later, and their deadlines as the roster moves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from models.core import audit, clock
from models.core.db import db, upsert
from models.core.jobs import job
from models.inbox import notify
from models.notices import audience, queries
from models.notices.kinds import NoticeState
from models.notices.states import NOTICE
from models.notices.tables import Notice, NoticeReceipt

EVERY = timedelta(minutes=10)


def deliver(notice: Notice, at: datetime) -> int:
    """Give ``notice`` to everybody of its audience who has not got it, and tell them; return how many."""
    people = db.session.execute(audience.people_of(notice, clock.local(at).date())).all()
    held = set(db.session.scalars(select(NoticeReceipt.user_id).where(NoticeReceipt.notice_id == notice.id)))
    new = [(person, unit) for person, unit in people if person not in held]
    if not new:
        return 0
    due = audience.due_of(notice, new, at) if notice.is_must_read else {}
    row = {"notice_id": notice.id, "delivered_at": at, "tries": 0}
    rows = [row | {"user_id": person, "unit_id": unit, "due_at": due.get(person)} for person, unit in new]
    db.session.execute(upsert(db.session, NoticeReceipt).values(rows).on_conflict_do_nothing())
    said = f"{notice.kind.name}：{notice.title}{'（请签收）' if notice.is_must_read else ''}"
    notify([person for person, _ in new], "notice", said, f"/notices/{notice.id}", key=f"notice-{notice.id}", at=at)
    return len(new)


def follow_roster(notice: Notice, at: datetime) -> None:
    """Set the deadlines of a must-read anew: a shift may have been published, moved or given away since."""
    open_ones = db.session.scalars(queries.unsigned_of(notice)).all()
    by_delivery: dict[datetime, list[NoticeReceipt]] = {}
    for receipt in open_ones:
        by_delivery.setdefault(receipt.delivered_at, []).append(receipt)
    for delivered_at, receipts in by_delivery.items():
        due = audience.due_of(notice, [(r.user_id, r.unit_id) for r in receipts], delivered_at)
        for receipt in receipts:
            if receipt.due_at != due[receipt.user_id]:
                receipt.due_at = due[receipt.user_id]
                audit.record("notice.reckon", receipt, None, note=notice.number)


def expire(on: date, at: datetime) -> int:
    """End every notice whose last day was before ``on``; return how many."""
    over = select(Notice).where(Notice.state == NoticeState.PUBLISHED, Notice.expires_on < on).order_by(Notice.id)
    ended = db.session.scalars(over).all()
    for notice in ended:
        NOTICE.take(notice, "expire")
        notice.ended_at = at
        audit.record("notice.expire", notice, None)
    return len(ended)


@job("notices.deliver", "送达通知、核对签收时限", every=EVERY)
def go_round(due_at: datetime) -> None:
    """What came into force or ran out, who joined, whose shift moved."""
    today = clock.local(due_at).date()
    expire(today, due_at)
    begun = (Notice.state == NoticeState.PUBLISHED, Notice.effective_on <= today)
    lasts = or_(Notice.expires_on.is_(None), Notice.expires_on >= today)
    for notice in db.session.scalars(select(Notice).where(*begun, lasts).options(*queries.ADDRESSED)).unique().all():
        deliver(notice, due_at)
        if notice.is_must_read:
            follow_roster(notice, due_at)
