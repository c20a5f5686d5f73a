"""Channels of the demonstration house with what went through them. They are off: nothing leaves a demonstration."""

from __future__ import annotations

import hashlib
from datetime import datetime, time, timedelta

from sqlalchemy import insert, select

from models.accounts import Unit, User
from models.core import clock
from models.core.db import db
from models.core.seeds import demo_data
from models.inbox.tables import Message
from models.relays import setup
from models.relays.tables import ChannelKind, DeliveryState, RelayChannel, RelayDelivery, Security

ADMINISTRATOR, READERS = "00011", ("00020", "00021", "00031", "21001", "21101", "21102")
MAIL = {"host": "smtp.changnan.example", "port": 465, "sender": "zhanwu@changnan.example", "username": "zhanwu"}
ROBOT = "https://robot.changnan.example/cgi-bin/webhook/send?key=demonstration"
NO_MAIL = {"host": "", "port": 0, "sender": "", "username": ""}


@demo_data(order=960)
def fill() -> None:
    """Set up a mail server and a group's robot, and repeat the latest messages; nothing where there are channels."""
    people = {one.staff_no: one for one in db.session.scalars(select(User).where(User.staff_no.in_(READERS)))}
    units = {one.code: one for one in db.session.scalars(select(Unit))}
    admin = db.session.scalar(select(User).where(User.staff_no == ADMINISTRATOR))
    crew = people.get("21101")
    if not admin or len(people) < len(READERS) or db.session.scalar(select(RelayChannel.id).limit(1)):
        return
    told = {"security": Security.TLS, "is_on": False, "by": admin}
    top = next(unit for unit in units.values() if unit.id == people["00020"].unit.parent_id)
    mail, robot = RelayChannel(), RelayChannel()
    setup.save(mail, kind=ChannelKind.EMAIL, name="站内邮件", unit=top, secret="", kinds=[], **MAIL, **told)
    kinds = ["notice", "roster", "deadline"]
    here = db.session.get_one(Unit, crew.unit.parent_id)
    told |= {"kind": ChannelKind.WECOM, "secret": ROBOT, "kinds": kinds} | NO_MAIL
    setup.save(robot, name=f"{here.name}企业微信群", unit=here, **told)
    for person in people.values():
        setup.set_address(person, email=f"{person.staff_no}@changnan.example")
    db.session.flush()
    rows = _rows(mail, [one.id for one in people.values()], []) + _rows(robot, [crew.id], kinds)
    if rows:
        db.session.execute(insert(RelayDelivery), rows)
    db.session.commit()


def _rows(channel: RelayChannel, ids: list[int], kinds: list[str]) -> list[dict]:
    """Repeat the latest messages of some people: most were sent, one failed for good, the newest of the night wait."""
    latest = select(Message).where(Message.user_id.in_(ids), *([Message.kind.in_(kinds)] if kinds else []))
    latest = latest.order_by(Message.at.desc(), Message.id.desc()).limit(24)
    found = [_row(channel, one) for one in db.session.scalars(latest)]
    unique = {(row["target"], row["key"]): row for row in found}
    rows = sorted(unique.values(), key=lambda row: row["created_at"])
    for place, row in enumerate(rows):
        row |= _course(row["created_at"], place, len(rows))
    return rows


def _row(channel: RelayChannel, message: Message) -> dict:
    is_mail = channel.kind is ChannelKind.EMAIL
    target = f"user-{message.user_id}" if is_mail else "group"
    row = {"channel_id": channel.id, "target": target, "user_id": message.user_id if is_mail else None}
    row |= {"key": message.key, "kind": message.kind, "title": message.title, "href": message.href}
    name = hashlib.sha256(f"{channel.id}/{target}/{message.key}".encode()).hexdigest()[:32]
    return row | {"message_id": name, "created_at": message.at, "is_urgent": False}


def _course(at: datetime, place: int, count: int) -> dict:
    """Return how a message fared: the last two wait for the morning, one before was refused, others came later."""
    if place >= count - 2:
        morning = clock.at(clock.today() + timedelta(days=1), time(7))
        return {"state": DeliveryState.WAITING, "not_before": morning, "attempts": 0, "error": "", "sent_at": None}
    if place == count - 5:
        error = "收件地址被拒收"
        return {"state": DeliveryState.FAILED, "not_before": at, "attempts": 1, "error": error, "sent_at": None}
    tries = 3 if place % 7 == 3 else 1
    sent = at + timedelta(minutes=2 if tries > 1 else 0, seconds=4)
    return {"state": DeliveryState.SENT, "not_before": at, "attempts": tries, "error": "", "sent_at": sent}
