"""Notices, whom they are for, and who has signed for them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Role, Unit, User
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.notices.kinds import NoticeState

LETTERS = "ABCD"  # of the answers to a question


class NoticeKind(Audited, Base):
    """A kind of paper: ``word`` stands in its number (站务通〔2026〕3号); the other columns preset a new draft."""

    __tablename__ = "notice_kinds"
    id: Mapped[pk]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    word: Mapped[str]
    is_red: Mapped[bool] = mapped_column(default=False)
    is_must_read: Mapped[bool] = mapped_column(default=False)
    is_open: Mapped[bool] = mapped_column(default=True)
    sort: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class Notice(Audited, Base):
    """One paper. ``number``, ``issuer_name`` and ``addressed_to`` are frozen when it is published.

    ``sign_hours`` count from the beginning of the reader's next shift. ``answer`` is the place of the right one among
    ``choices``. ``source_href`` is the case of another room it was drafted from; ``concerned`` are the ids of people
    it is about, who keep out of its approval.
    """

    __tablename__ = "notices"
    __table_args__ = (CheckConstraint("expires_on IS NULL OR expires_on >= effective_on", name="window"),)
    id: Mapped[pk]
    number: Mapped[str | None] = mapped_column(unique=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("notice_kinds.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    addressed_to: Mapped[str] = mapped_column(default="")
    issuer_name: Mapped[str] = mapped_column(default="")
    is_red: Mapped[bool] = mapped_column(default=False)
    is_must_read: Mapped[bool] = mapped_column(default=False)
    sign_hours: Mapped[int] = mapped_column(default=8)
    question: Mapped[str] = mapped_column(Text, default="")
    choices: Mapped[list[Any]] = mapped_column(JSON, default=list)
    answer: Mapped[int | None]
    effective_on: Mapped[date] = mapped_column(index=True)
    expires_on: Mapped[date | None] = mapped_column(index=True)
    state: Mapped[NoticeState] = choice(NoticeState, default=NoticeState.DRAFT, index=True)
    source_name: Mapped[str] = mapped_column(default="")
    source_href: Mapped[str] = mapped_column(default="", index=True)
    concerned: Mapped[list[Any]] = mapped_column(JSON, default=list)
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    drafted_at: Mapped[utc]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    published_at: Mapped[utc | None]
    ended_at: Mapped[utc | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[NoticeKind] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    drafted_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[drafted_by_id])
    published_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[published_by_id])
    targets: Mapped[list["NoticeTarget"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="NoticeTarget.id"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state is NoticeState.DRAFT

    def is_in_force_on(self, day: date) -> bool:
        begun = self.state is NoticeState.PUBLISHED and self.effective_on <= day
        return begun and (self.expires_on is None or self.expires_on >= day)


class NoticeTarget(Audited, Base):
    """One part of the audience: a unit with all below it, a role, or a person. See ``audience``."""

    __tablename__ = "notice_targets"
    __table_args__ = (
        CheckConstraint(
            "(unit_id IS NOT NULL AND role_id IS NULL AND user_id IS NULL) OR "
            "(unit_id IS NULL AND role_id IS NOT NULL AND user_id IS NULL) OR "
            "(unit_id IS NULL AND role_id IS NULL AND user_id IS NOT NULL)",
            name="one",
        ),
    )
    audit_parent = ("notices", "notice_id")
    id: Mapped[pk]
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    role_id: Mapped[int | None] = mapped_column(ForeignKey("roles.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    role: Mapped[Role | None] = relationship(lazy="raise_on_sql")
    user: Mapped[User | None] = relationship(lazy="raise_on_sql")


class NoticeReceipt(Audited, Base):
    """A notice in one person's hands. ``unit_id`` is theirs at delivery; ``tries`` counts wrong answers.

    ``due_at`` follows the roster until it is signed; None while nobody knows the person's next shift.
    """

    __tablename__ = "notice_receipts"
    __table_args__ = (UniqueConstraint("notice_id", "user_id"),)
    id: Mapped[pk]
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    delivered_at: Mapped[utc]
    due_at: Mapped[utc | None] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    signed_at: Mapped[utc | None] = mapped_column(index=True)
    notice: Mapped[Notice] = relationship(lazy="raise_on_sql")
    user: Mapped[User] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    def is_overdue_at(self, at: datetime) -> bool:
        return self.due_at is not None and self.due_at < (self.signed_at or at)
