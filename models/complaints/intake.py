"""What comes in without a sign-in, at the kiosk or by its QR code: kept by the keeper of the station's channel.

Source: S3 §2.3 (在线投诉).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.accounts import Unit, User
from models.complaints import desks, registering
from models.complaints.kinds import Channel, ComplaintKind, ComplaintType
from models.complaints.tables import Complaint, ComplaintChannel
from models.core import attachments, masking
from models.core.attachments import Prepared
from models.core.db import db
from models.core.errors import RuleBroken

UNKNOWN = "没有找到这个编号和电话尾号，请核对后再试。"
TAIL = 4  # digits of the telephone that open the state of a case


def station_called(code: str) -> Unit | None:
    """Return the open unit with ``code`` that has a published channel on line."""
    kept = select(ComplaintChannel.unit_id).where(ComplaintChannel.channel == Channel.ONLINE)
    here = (Unit.code == code, Unit.is_open, Unit.id.in_(kept.where(ComplaintChannel.is_published)))
    return db.session.scalar(select(Unit).where(*here))


def say(
    unit: Unit, *, kind: ComplaintKind, content: str, phone: str, at: datetime, photos: list[Prepared], **told
) -> Complaint:
    """Take what somebody typed at the kiosk; the keeper of the channel receives it and answers for it.

    Raises RuleBroken: nobody keeps the channel, or as ``registering.register``.
    """
    given = {"type": ComplaintType.OTHER, "content": content, "phone": phone, "is_public": True} | told
    keeper = _keeper(unit)
    case = registering.register(kind=kind, channel=Channel.ONLINE, unit=unit, by=keeper, at=at, **given)
    for photo in photos:
        attachments.keep(photo, case, None, "自助提交")
    return case


def state_of(number: str, tail: str) -> Complaint:
    """Return a case by its number and the last digits of the telephone, with the one it was joined to.

    Raises RuleBroken: the same sentence whether number or tail is wrong.
    """
    rows = select(Complaint).options(joinedload(Complaint.merged_into))
    case = db.session.scalar(rows.where(Complaint.number == number.strip().upper()))
    if case is None or len(tail) != TAIL or not masking.normalise_phone(case.phone).endswith(tail):
        raise RuleBroken(UNKNOWN, field="number")
    return case


def _keeper(unit: Unit) -> User:
    """Return who keeps the channel, the deputy when the keeper has left, else the head of the office."""
    row = db.session.scalar(
        select(ComplaintChannel).where(ComplaintChannel.unit_id == unit.id, ComplaintChannel.channel == Channel.ONLINE)
    )
    ids = [row.keeper_id, row.deputy_id] if row else []
    ids += sorted(db.session.scalars(desks.in_role(("office_head",), unit)))
    people = (db.session.get(User, one) for one in ids)
    found = next((person for person in people if person is not None and person.is_active), None)
    if found is None:
        raise RuleBroken("这个站还没有指定在线投诉的负责人，请拨打公布的电话。")
    return found
