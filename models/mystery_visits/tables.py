"""Mystery visits and what belongs to them. Ids that others see once a visit is published are drawn at random, those of
its report and its matters included: a sequence would tell how many there are that nobody may know of.

Until a visit is published, nothing about it stands in a table that other rooms read: its acts wait in ``held_acts``,
its photos in ``mystery_photos``. Source: docs/adr/0016.
"""

import json
import secrets
from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.mystery_visits.kinds import Decision, MatterKind, VisitState


def random_id() -> int:
    """Return an id of nine digits that tells nothing of its neighbours."""
    return 100_000_000 + secrets.randbelow(899_999_998)


class MysteryVisit(Audited, Base):
    """A visit to a station in a window of days. ``alias`` stands for the visitor, whose name the house never learns.

    ``code_hash`` is the keyed hash of the code in force, ``code_until`` its last day; ``number`` is given when the
    visit is published.
    """

    __tablename__ = "mystery_visits"
    __table_args__ = (Index("ix_mystery_visits_unit_id_state", "unit_id", "state"),)
    audit_hidden = frozenset({"code_hash"})
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    number: Mapped[str | None] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    state: Mapped[VisitState] = choice(VisitState, default=VisitState.PLANNED, index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    alias: Mapped[str]
    focus: Mapped[str] = mapped_column(Text, default="")
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    planned_at: Mapped[utc]
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    code_until: Mapped[date | None]
    due_on: Mapped[date | None]
    opinion: Mapped[str] = mapped_column(Text, default="")
    studied_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    studied_at: Mapped[utc | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    published_at: Mapped[utc | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    planned_by: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[planned_by_id])
    studied_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[studied_by_id])
    published_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[published_by_id])
    report: Mapped["MysteryReport | None"] = relationship(lazy="raise_on_sql", viewonly=True)
    matters: Mapped[list["MysteryMatter"]] = relationship(
        lazy="raise_on_sql", viewonly=True, order_by="(MysteryMatter.kind.desc(), MysteryMatter.position)"
    )
    photos: Mapped[list["MysteryPhoto"]] = relationship(lazy="raise_on_sql", viewonly=True, order_by="MysteryPhoto.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def is_published(self) -> bool:
        return self.state is VisitState.PUBLISHED

    @property
    def is_sealed(self) -> bool:
        """Whether a report lies there that only the organisers and the group may read."""
        return self.state in (VisitState.SENT, VisitState.STUDIED)

    @property
    def title(self) -> str:
        return self.number or f"暗访 {self.from_on:%Y-%m-%d} 至 {self.to_on:%Y-%m-%d}"

    def is_missed_on(self, day: date) -> bool:
        """Whether the window has passed and no report came."""
        return self.state in (VisitState.PLANNED, VisitState.ISSUED) and (self.code_until or self.to_on) < day


class MysteryDraft(Base):
    """What a visitor has typed so far. ``opening_hash`` is that of the secret in the browser that has the code open."""

    __tablename__ = "mystery_drafts"
    visit_id: Mapped[int] = mapped_column(ForeignKey("mystery_visits.id"), primary_key=True, autoincrement=False)
    opening_hash: Mapped[str] = mapped_column(unique=True)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[utc]


class MysteryPhoto(Base):
    """A picture of a visitor, redrawn without EXIF. The bytes move to the common store when the visit is published."""

    __tablename__ = "mystery_photos"
    id: Mapped[pk]
    visit_id: Mapped[int] = mapped_column(ForeignKey("mystery_visits.id"), index=True)
    sha256: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    small: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))


class MysteryReport(Audited, Base):
    """A report as it was sent: ``sealed`` is its canonical JSON, ``commitment`` the SHA-256 of salt, newline, sealed.

    ``proof`` leads from the commitment to the root of the day. ``score`` is on the base of 100, in tenths.
    ``opening_hash`` lets the browser that sent it see the receipt again, and nothing else.
    """

    __tablename__ = "mystery_reports"
    audit_parent = ("mystery_visits", "visit_id")
    audit_hidden = frozenset({"sealed", "salt", "opening_hash", "proof"})
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    visit_id: Mapped[int] = mapped_column(ForeignKey("mystery_visits.id"), unique=True)
    receipt_no: Mapped[str] = mapped_column(unique=True)
    sealed: Mapped[str] = mapped_column(Text)
    salt: Mapped[str]
    commitment: Mapped[str] = mapped_column(unique=True)
    opening_hash: Mapped[str | None] = mapped_column(unique=True)
    sent_at: Mapped[utc]
    visited_on: Mapped[date] = mapped_column(index=True)
    score: Mapped[int]
    root_id: Mapped[int | None] = mapped_column(ForeignKey("mystery_roots.id"), index=True)
    proof: Mapped[list[Any] | None] = mapped_column(JSON)
    root: Mapped["MysteryRoot | None"] = relationship(lazy="raise_on_sql")

    @property
    def content(self) -> dict[str, Any]:
        """What the visitor wrote; see ``sealing.document``."""
        return json.loads(self.sealed)


class MysteryMatter(Audited, Base):
    """A suggestion or a proposal of the report, and what the group decided on it. Source: S0 (0-24).

    ``withdrawal`` says why an adopted one no longer holds: the group took it back, or an appeal overturned what it led
    to.
    """

    __tablename__ = "mystery_matters"
    __table_args__ = (UniqueConstraint("visit_id", "kind", "position"),)
    audit_parent = ("mystery_visits", "visit_id")
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    visit_id: Mapped[int] = mapped_column(ForeignKey("mystery_visits.id"), index=True)
    kind: Mapped[MatterKind] = choice(MatterKind)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    decision: Mapped[Decision | None] = choice(Decision)
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    decided_at: Mapped[utc | None]
    withdrawn_at: Mapped[utc | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    withdrawal: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    decided_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[decided_by_id])
    withdrawn_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[withdrawn_by_id])
    __mapper_args__ = {"version_id_col": version}

    @property
    def is_adopted(self) -> bool:
        """Whether the group adopted it, wholly or in part, and stands by that."""
        return self.decision in (Decision.ADOPTED, Decision.PARTLY) and self.withdrawn_at is None


class MysteryRoot(Base):
    """The hash that stands for every report of a day, also of a day without any: who reads it learns no count."""

    __tablename__ = "mystery_roots"
    id: Mapped[pk]
    day: Mapped[date] = mapped_column(unique=True)
    hash: Mapped[str]
    published_at: Mapped[utc]


class HeldAct(Base):
    """An act of the trail that the auditor may not know of yet, chained within its visit; see ``held``."""

    __tablename__ = "held_acts"
    id: Mapped[pk]
    visit_id: Mapped[int] = mapped_column(ForeignKey("mystery_visits.id"), index=True)
    entry: Mapped[dict[str, Any]] = mapped_column(JSON)
    hash: Mapped[str]
    disclosed_at: Mapped[utc | None]
