"""What leaves the house: written in the transaction of the message, sent by a thread of its own, in order."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from models.accounts import Unit, User
from models.core import settings
from models.core.db import db, own_transaction, upsert
from models.core.jobs import beside
from models.inbox.rules import Told, on_told
from models.relays import transport, vault
from models.relays.quiet import Habits, wakes_at
from models.relays.tables import ChannelKind, DeliveryState, RelayAddress, RelayChannel, RelayDelivery, RelayLease
from models.relays.transport import Busy, Letter, Refused, Unsent, Way
from models.roster import Duty, Shift
from models.roster.queries import HOLDS, LIVE

LEASE = timedelta(minutes=1)  # well above the time of one sending
BACK_OFF = timedelta(seconds=20)  # doubled with every failure of a channel
MOST_BACK_OFF = timedelta(minutes=30)
ATTEMPTS = 60  # of one message, about a day; then somebody has to look
AT_ONCE = 50  # messages of one round of a channel
GROUP = "group"
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class House:
    """The settings of a round, read before it: within a transaction of its own, SQLite would wait for itself."""

    habits: Habits
    base_url: str


def _house() -> House:
    begins, ends, rest = (settings.value_of(f"relay.{name}") for name in ("night_begins", "night_ends", "rest_hours"))
    house = House(Habits(begins, ends, timedelta(hours=rest)), settings.value_of("relay.base_url").rstrip("/"))
    db.session.rollback()
    return house


@on_told
def put_out(told: Told) -> None:
    """Write a row for every way out of a message; nothing at all while no channel is on."""
    channels = db.session.scalars(select(RelayChannel).where(RelayChannel.is_on).order_by(RelayChannel.id)).all()
    rows = [row for channel in channels for row in _rows(channel, told)]
    if rows:
        db.session.execute(upsert(db.session, RelayDelivery).values(rows).on_conflict_do_nothing())


def _rows(channel: RelayChannel, told: Told) -> Iterable[dict]:
    if channel.kinds and told.kind not in channel.kinds:
        return
    path = select(Unit.path).where(Unit.id == channel.unit_id).scalar_subquery()
    here = select(User.id).join(Unit, Unit.id == User.unit_id).where(Unit.path.like(path + "%"))
    reached = list(db.session.scalars(here.where(User.id.in_(told.people)).order_by(User.id)))
    if channel.kind is ChannelKind.EMAIL:
        wanted = select(RelayAddress.user_id).where(RelayAddress.user_id.in_(reached)).order_by(RelayAddress.user_id)
        for person in db.session.scalars(wanted):
            yield _row(channel, told, f"user-{person}", person)
    elif reached:
        yield _row(channel, told, GROUP, None)


def _row(channel: RelayChannel, told: Told, target: str, person: int | None) -> dict:
    row = {"channel_id": channel.id, "target": target, "user_id": person, "key": told.key, "kind": told.kind}
    row |= {"title": told.title, "href": told.href, "is_urgent": told.is_urgent, "created_at": told.at}
    row |= {"message_id": secrets.token_hex(16), "not_before": told.at, "attempts": 0, "error": ""}
    return row | {"state": DeliveryState.WAITING}


@beside("relays", seconds=5)
def send_due(now: datetime, worker: str) -> int:
    """Send what is due on every channel; return how much left. Holds no transaction while it waits for a receiver."""
    house = _house()
    with own_transaction() as session:
        on = list(session.scalars(select(RelayChannel.id).where(RelayChannel.is_on).order_by(RelayChannel.id)))
    return sum(_round(channel_id, now, worker, house) for channel_id in on)


def _round(channel_id: int, now: datetime, worker: str, house: House) -> int:
    """Send on one channel, oldest first, until it is empty or fails: what comes later waits, so order is kept.

    A mailbox that cannot take its letter keeps only what else is for it waiting.
    """
    sent, way = 0, _take_channel(channel_id, now, worker)
    while way and sent < AT_ONCE and (letter := _next(channel_id, now, worker, house)):
        delivery_id, said = letter
        try:
            transport.send(way, said)
        except Refused as error:
            _settle(delivery_id, DeliveryState.FAILED, now, str(error))
        except Busy as error:
            _put_off(delivery_id, now, str(error))
        except Unsent as error:
            _postpone(channel_id, delivery_id, now, str(error))
            return sent
        else:
            _settle(delivery_id, DeliveryState.SENT, now)
            sent += 1
    if way:
        _let_go(channel_id, worker)
    return sent


def _take_channel(channel_id: int, now: datetime, worker: str) -> Way | None:
    """Hold a channel for a lease; two processes never send on one at the same time."""
    with own_transaction() as session:
        session.execute(upsert(session, RelayLease).values(channel_id=channel_id).on_conflict_do_nothing())
        free = or_(RelayLease.lease_until.is_(None), RelayLease.lease_until < now)
        due = or_(RelayLease.not_before.is_(None), RelayLease.not_before <= now)
        waiting = select(RelayDelivery.id).where(
            RelayDelivery.channel_id == channel_id,
            RelayDelivery.state == DeliveryState.WAITING,
            RelayDelivery.not_before <= now,
        )
        if session.scalar(waiting.limit(1)) is None:
            return None
        take = update(RelayLease).where(RelayLease.channel_id == channel_id, free, due)
        if session.execute(take.values(worker=worker, lease_until=now + LEASE)).rowcount != 1:
            return None
        return way_of(session.get_one(RelayChannel, channel_id))


def way_of(channel: RelayChannel) -> Way:
    same = {name: getattr(channel, name) for name in "kind security host port sender username".split()}
    return Way(**same, secret=vault.read(channel.vault_name))


def _next(channel_id: int, now: datetime, worker: str, house: House) -> tuple[int, Letter] | None:
    """Return the oldest due message of a channel, its attempt counted; those for sleepers are put off first."""
    with own_transaction() as session:
        mine = (RelayLease.channel_id == channel_id, RelayLease.worker == worker)
        if session.execute(update(RelayLease).where(*mine).values(lease_until=now + LEASE)).rowcount != 1:
            return None
        here = (RelayDelivery.channel_id == channel_id, RelayDelivery.state == DeliveryState.WAITING)
        rows = select(RelayDelivery).where(*here, RelayDelivery.not_before <= now).order_by(RelayDelivery.id)
        for row in session.scalars(rows.limit(500)):
            wakes = now if row.is_urgent else _wakes(session, row, now, house.habits)
            if wakes > now:
                row.not_before = wakes
                continue
            email = session.scalar(select(RelayAddress.email).where(RelayAddress.user_id == row.user_id))
            if row.user_id and not email:
                row.state, row.error = DeliveryState.FAILED, "本人已取消邮箱"
                continue
            row.attempts += 1
            return row.id, Letter(email or "", row.title, _text(row, house.base_url), row.message_id, row.created_at)
        return None


def _text(row: RelayDelivery, base_url: str) -> str:
    return f"{row.title}\n{base_url}{row.href}" if base_url else row.title


def _wakes(session: Session, row: RelayDelivery, now: datetime, habits: Habits) -> datetime:
    """Return when the person, or the crew of a group, is awake. A group above crews keeps the night only."""
    near = (Shift.state.in_(LIVE), Shift.ends_at > now - timedelta(days=2), Shift.starts_at < now + timedelta(days=2))
    if row.user_id:
        spans = select(Duty.starts_at, Duty.ends_at).join(Shift).where(Duty.user_id == row.user_id, *HOLDS, *near)
    else:
        unit = select(RelayChannel.unit_id).where(RelayChannel.id == row.channel_id).scalar_subquery()
        spans = select(Shift.starts_at, Shift.ends_at).where(Shift.crew_id == unit, *near)
    return wakes_at(now, [tuple(span) for span in session.execute(spans)], habits)


def _settle(delivery_id: int, state: DeliveryState, now: datetime, error: str = "") -> None:
    with own_transaction() as session:
        row = session.get_one(RelayDelivery, delivery_id)
        row.state, row.error = state, error
        row.sent_at = now if state is DeliveryState.SENT else None
        done = update(RelayLease).where(RelayLease.channel_id == row.channel_id).values(failures=0, not_before=None)
        session.execute(done)


def _postpone(channel_id: int, delivery_id: int, now: datetime, error: str) -> None:
    """Keep the failure, and leave the channel alone for a while, longer each time."""
    with own_transaction() as session:
        row = session.get_one(RelayDelivery, delivery_id)
        row.error = error
        if row.attempts >= ATTEMPTS:
            row.state = DeliveryState.FAILED
        lease = session.get_one(RelayLease, channel_id)
        lease.failures += 1
        lease.not_before = now + min(BACK_OFF * 2 ** min(lease.failures - 1, 10), MOST_BACK_OFF)
        lease.worker, lease.lease_until = "", None


def _put_off(delivery_id: int, now: datetime, error: str) -> None:
    """Leave one mailbox alone for a while, longer each time; what came later for it waits behind."""
    with own_transaction() as session:
        row = session.get_one(RelayDelivery, delivery_id)
        row.error = error
        if row.attempts >= ATTEMPTS:
            row.state = DeliveryState.FAILED
            return
        until = now + min(BACK_OFF * 2 ** min(row.attempts - 1, 10), MOST_BACK_OFF)
        same = (RelayDelivery.channel_id == row.channel_id, RelayDelivery.target == row.target)
        waits = (RelayDelivery.state == DeliveryState.WAITING, RelayDelivery.not_before < until)
        session.execute(update(RelayDelivery).where(*same, *waits).values(not_before=until))


def _let_go(channel_id: int, worker: str) -> None:
    with own_transaction() as session:
        mine = (RelayLease.channel_id == channel_id, RelayLease.worker == worker)
        session.execute(update(RelayLease).where(*mine).values(worker="", lease_until=None))
