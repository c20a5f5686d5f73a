"""Publication: the seal is opened, the trail is told, and the report becomes readable for the station's leaders."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import undefer

from models.accounts import User
from models.core import attachments, audit, clock
from models.core.db import db, locked
from models.core.numbering import next_number
from models.core.pictures import Prepared
from models.mystery_visits import held
from models.mystery_visits.sealing import LEAVES, tree
from models.mystery_visits.states import FLOW
from models.mystery_visits.tables import MysteryPhoto, MysteryReport, MysteryRoot, MysteryVisit

PREFIX = "AF"  # 暗访; numbers count publications, in their order


def publish(visit: MysteryVisit, *, by: User, at: datetime) -> None:
    """Give the number, tell the trail what was held back, and move the photos to the common store.

    Raises RuleBroken: not studied yet, or the seal of its day is not out; Overtaken: somebody was faster.
    """
    FLOW.take(visit, "publish")
    held.disclose(visit, at)
    visit.number = next_number(PREFIX, clock.local(at).year)
    visit.published_by_id, visit.published_at = by.id, at
    audit.record("mystery_visit.publish", visit, by)
    for photo in db.session.scalars(_photos_with_bytes(visit)):
        kept = Prepared(photo.content, photo.small, "image/jpeg", photo.width, photo.height)
        attachments.keep(kept, visit, by, caption="监督员拍摄")
        photo.content = photo.small = None


def seal_day(day: date, at: datetime) -> MysteryRoot:
    """Publish the one hash that stands for all reports up to the end of ``day`` that have no root yet.

    Every day gets one, with or without reports; what does not fit waits for the next day. Source: docs/adr/0016.
    """
    end = clock.at(day + timedelta(days=1), time())
    rows = select(MysteryReport).where(MysteryReport.root_id.is_(None), MysteryReport.sent_at < end)
    reports = db.session.scalars(locked(rows.order_by(MysteryReport.sent_at, MysteryReport.id).limit(LEAVES))).all()
    value, proofs = tree([report.commitment for report in reports])
    root = MysteryRoot(day=day, hash=value, published_at=at)
    db.session.add(root)
    db.session.flush()
    for report in reports:
        report.root_id, report.proof = root.id, proofs[report.commitment]
        visit = db.session.get_one(MysteryVisit, report.visit_id)
        audit.record("mystery_root.publish", visit, None)
    audit.act("mystery_root.publish", ("mystery_roots", None), None, value, name=f"{day}")
    return root


def is_sealed_day(day: date) -> bool:
    return db.session.scalar(select(MysteryRoot.id).where(MysteryRoot.day == day)) is not None


def _photos_with_bytes(visit: MysteryVisit):
    rows = select(MysteryPhoto).where(MysteryPhoto.visit_id == visit.id).order_by(MysteryPhoto.id)
    return rows.options(undefer(MysteryPhoto.content), undefer(MysteryPhoto.small))
