"""Ways out of the house for messages, people's addresses, and every single sending."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, Labelled, choice, pk, utc


class ChannelKind(Labelled):
    EMAIL = ("email", "电子邮件")
    WECOM = ("wecom", "企业微信群机器人")
    DINGTALK = ("dingtalk", "钉钉群机器人")


class Security(Labelled):
    """How the connection is protected; certificates are always checked."""

    TLS = ("tls", "TLS（推荐）")
    STARTTLS = ("starttls", "STARTTLS（只用于邮件）")
    PLAIN = ("plain", "不加密（只用于站内服务器）")


class DeliveryState(Labelled):
    WAITING = ("waiting", "待发送", "info", "clock")
    SENT = ("sent", "已发送", "ok", "check")
    FAILED = ("failed", "已放弃", "danger", "alert-triangle")


class RelayChannel(Audited, Base):
    """One mail server, or one robot of a group. It sends what reaches people of ``unit_id`` and below.

    ``vault_name`` names a file of the instance folder (password, or address and key of the robot), never the secret.
    ``kinds`` are the kinds of message a group may read; empty means all. ``lease_until`` keeps other processes away.
    """

    __tablename__ = "relay_channels"
    audit_hidden = frozenset({"vault_name"})
    id: Mapped[pk]
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[ChannelKind] = choice(ChannelKind)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    is_on: Mapped[bool] = mapped_column(default=False)
    security: Mapped[Security] = choice(Security, default=Security.TLS)
    host: Mapped[str] = mapped_column(default="")
    port: Mapped[int] = mapped_column(default=0)
    sender: Mapped[str] = mapped_column(default="")
    username: Mapped[str] = mapped_column(default="")
    vault_name: Mapped[str] = mapped_column(default="")
    kinds: Mapped[list[Any]] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}


class RelayLease(Base):
    """Who sends on a channel now, and from when on it may be tried again after failures."""

    __tablename__ = "relay_leases"
    channel_id: Mapped[int] = mapped_column(ForeignKey("relay_channels.id"), primary_key=True)
    worker: Mapped[str] = mapped_column(default="")
    lease_until: Mapped[utc | None]
    failures: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[utc | None]


class RelayAddress(Audited, Base):
    """Where a person wants to have their messages; nobody else sees it."""

    __tablename__ = "relay_addresses"
    audit_hidden = frozenset({"email"})
    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    email: Mapped[str]


class RelayDelivery(Base):
    """One message on one channel: to one person, or once to the group (``target`` is ``group``).

    Not audited: it repeats a message of the inbox. ``message_id`` stays the same however often it is tried.
    """

    __tablename__ = "relay_deliveries"
    __table_args__ = (
        UniqueConstraint("channel_id", "target", "key"),
        Index("ix_relay_deliveries_channel_id_state", "channel_id", "state", "id"),
    )
    id: Mapped[pk]
    channel_id: Mapped[int] = mapped_column(ForeignKey("relay_channels.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    target: Mapped[str]
    key: Mapped[str]
    kind: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    href: Mapped[str]
    is_urgent: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[utc]
    not_before: Mapped[utc]
    state: Mapped[DeliveryState] = choice(DeliveryState, default=DeliveryState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[utc | None]
    channel: Mapped[RelayChannel] = relationship(lazy="raise_on_sql")
    user: Mapped[User | None] = relationship(lazy="raise_on_sql")
