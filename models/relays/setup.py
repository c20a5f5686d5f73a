"""Channels as an administrator sets them up, people's addresses, and trying again."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from urllib.parse import urlsplit

from models.accounts import Unit, User
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.relays import outbox, transport, vault
from models.relays.tables import (
    ChannelKind,
    DeliveryState,
    RelayAddress,
    RelayChannel,
    RelayDelivery,
    RelayLease,
    Security,
)

EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}")
TEST = "这是站务通的测试消息，收到即表示外发正常。"
HOST = re.compile(r"[A-Za-z0-9.-]{1,200}")


def save(channel: RelayChannel, *, kind: ChannelKind, name: str, unit: Unit, secret: str, by: User, **told) -> None:
    """Fill and keep ``channel``; ``told``: security, host, port, sender, username, kinds, is_on.

    An empty ``secret`` leaves the one that is there. Raises RuleBroken: an address that cannot be one.
    """
    channel.kind, channel.name, channel.unit_id, channel.unit = kind, name, unit.id, unit
    for key, value in told.items():
        setattr(channel, key, value)
    if kind is ChannelKind.EMAIL:
        _check_mail(channel)
    else:
        _aim(channel, secret or vault.read(channel.vault_name or ""))
    if secret:
        channel.vault_name = vault.keep(secret)
    db.session.add(channel)
    audit.record("relay.edit", channel, by, note="口令或密钥已更换" if secret else "")


def _check_mail(channel: RelayChannel) -> None:
    if not HOST.fullmatch(channel.host) or not 0 < channel.port < 65536:
        raise RuleBroken("请填写邮件服务器的地址和端口，例如 smtp.example.cn、465。", field="host")
    if not EMAIL.fullmatch(channel.sender):
        raise RuleBroken("请填写发件邮箱。", field="sender")


def _aim(channel: RelayChannel, secret: str) -> None:
    """Take host and port of a robot from its address. Raises RuleBroken: not such an address, or not protected."""
    parts = urlsplit(secret.partition(" ")[0])
    wanted = "http" if channel.security is Security.PLAIN else "https"
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme != wanted or not HOST.fullmatch(parts.hostname or "") or port == -1 or not secret.isprintable():
        raise RuleBroken(f"请填写机器人的完整地址，以 {wanted}:// 开头。", field="secret")
    channel.host, channel.port = parts.hostname, port or (80 if wanted == "http" else 443)


def trial(channel: RelayChannel, *, to: str, by: User, at: datetime) -> tuple[transport.Way, transport.Letter]:
    """Return a test letter and its way, for ``refusal_of`` once nothing is locked. Raises RuleBroken: no address."""
    if channel.kind is ChannelKind.EMAIL and not EMAIL.fullmatch(to):
        raise RuleBroken("请填写收件邮箱。", field="to")
    audit.act("relay.test", ("relay_channels", channel.id), by, name=channel.name)
    letter = transport.Letter(to, "站务通测试消息", TEST, secrets.token_hex(16), at)
    return outbox.way_of(channel), letter


def refusal_of(way: transport.Way, letter: transport.Letter) -> str:
    """Send ``letter`` now, past the queue; return why it did not leave, "" when it did."""
    try:
        transport.send(way, letter)
    except (transport.Unsent, transport.Refused) as error:
        return f"没有发出：{error}。"
    return ""


def try_again(delivery: RelayDelivery, *, by: User, at: datetime) -> None:
    """Put a message that was given up, or waits for its channel, to the front.

    Raises RuleBroken: it was sent, or its channel is off.
    """
    if delivery.state is DeliveryState.SENT:
        raise RuleBroken("这条消息已经发出，不再重发。")
    if not db.session.get_one(RelayChannel, delivery.channel_id).is_on:
        raise RuleBroken("通道已经停用，请先启用通道，再重发。")
    delivery.state, delivery.not_before, delivery.attempts, delivery.error = DeliveryState.WAITING, at, 0, ""
    if lease := db.session.get(RelayLease, delivery.channel_id):
        lease.failures, lease.not_before = 0, None
    audit.act("relay.retry", ("relay_deliveries", delivery.id), by)


def set_address(person: User, *, email: str) -> None:
    """Keep where ``person`` wants messages; empty stops them. Raises RuleBroken: no e-mail address."""
    if email and not EMAIL.fullmatch(email):
        raise RuleBroken("请填写完整的邮箱，例如 name@example.cn。", field="email")
    row = db.session.scalar(db.select(RelayAddress).where(RelayAddress.user_id == person.id))
    if row is None and not email:
        return
    row = row or RelayAddress(user_id=person.id)
    if email:
        row.email = email
        db.session.add(row)
        audit.record("relay.own", row, person)
    else:
        db.session.delete(row)
        audit.record("relay.own", row, person, note="取消")
