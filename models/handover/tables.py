"""The handover of one shift: the document itself, its draft, who signed it, what was objected and corrected."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.handover import counts, followups
from models.handover.kinds import Grade, HandoverState, LeaderItem, ReceiverItem, Side, Weather
from models.roster import Shift

WHOLE = {"lazy": "raise_on_sql", "cascade": "all, delete-orphan"}
EDITABLE = (HandoverState.DRAFT, HandoverState.OBJECTED)


class Handover(Audited, Base):
    """One per shift. Until it is signed what is typed lives in its draft; signing writes the rows of ``counts``.

    ``seal_hash`` chains the sealed handovers of a station in the order of ``seal_seq``.
    """

    __tablename__ = "handovers"
    __table_args__ = (UniqueConstraint("unit_id", "seal_seq"),)
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"), unique=True)
    next_shift_id: Mapped[int | None] = mapped_column(ForeignKey("shifts.id"), index=True)
    starts_at: Mapped[utc] = mapped_column(index=True)  # of the shift, for the order of lists
    due_at: Mapped[utc] = mapped_column(index=True)  # the shift change
    state: Mapped[HandoverState] = choice(HandoverState, default=HandoverState.DRAFT, index=True)
    is_backfill: Mapped[bool] = mapped_column(default=False)
    backfill_reason: Mapped[str] = mapped_column(default="")
    weather: Mapped[Weather | None] = choice(Weather, nullable=True)
    lined_up_at: Mapped[utc | None]
    logged_in_at: Mapped[utc | None]
    left_at: Mapped[utc | None]
    briefing: Mapped[str] = mapped_column(Text, default="")
    work: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    receiver_remark: Mapped[str] = mapped_column(Text, default="")
    leader_remark: Mapped[str] = mapped_column(Text, default="")
    content_hash: Mapped[str] = mapped_column(default="")
    seal_seq: Mapped[int | None]
    seal_hash: Mapped[str] = mapped_column(default="")
    sealed_at: Mapped[utc | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    shift: Mapped[Shift] = relationship(lazy="raise_on_sql", foreign_keys=[shift_id])
    next_shift: Mapped[Shift | None] = relationship(lazy="raise_on_sql", foreign_keys=[next_shift_id])
    draft: Mapped["HandoverDraft"] = relationship(lazy="raise_on_sql", uselist=False, back_populates="handover")
    members: Mapped[list[counts.Member]] = relationship(order_by=counts.Member.sort, **WHOLE)
    settlements: Mapped[list[counts.Settlement]] = relationship(order_by=counts.Settlement.sort, **WHOLE)
    rolls: Mapped[list[counts.ReceiptRoll]] = relationship(order_by=counts.ReceiptRoll.sort, **WHOLE)
    voids: Mapped[list[counts.VoidReceipt]] = relationship(order_by=counts.VoidReceipt.sort, **WHOLE)
    cards: Mapped[list[counts.CardCount]] = relationship(order_by=counts.CardCount.sort, **WHOLE)
    lanes: Mapped[list[counts.LaneState]] = relationship(order_by=counts.LaneState.sort, **WHOLE)
    faults: Mapped[list[counts.Fault]] = relationship(order_by=counts.Fault.sort, **WHOLE)
    items: Mapped[list[counts.ItemCount]] = relationship(order_by=counts.ItemCount.sort, **WHOLE)
    absences: Mapped[list[counts.Absence]] = relationship(order_by=counts.Absence.sort, **WHOLE)
    notices: Mapped[list[counts.NoticeLine]] = relationship(order_by=counts.NoticeLine.sort, **WHOLE)
    matter_lines: Mapped[list[followups.MatterLine]] = relationship(order_by=followups.MatterLine.sort, **WHOLE)
    receiver_checks: Mapped[list["ReceiverCheck"]] = relationship(order_by="ReceiverCheck.id", **WHOLE)
    leader_checks: Mapped[list["LeaderCheck"]] = relationship(order_by="LeaderCheck.id", **WHOLE)
    signatures: Mapped[list["Signature"]] = relationship(order_by="Signature.id", lazy="raise_on_sql")
    objections: Mapped[list["Objection"]] = relationship(order_by="Objection.id", lazy="raise_on_sql")
    corrections: Mapped[list["Correction"]] = relationship(order_by="Correction.id", lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_signed_by_both(self) -> bool:
        return self.state in (HandoverState.TAKEN_OVER, HandoverState.SEALED)

    @property
    def check_code(self) -> str:
        """The first twelve signs of the content's hash, as printed: 7F3A-91C2-0B8E."""
        code = (self.seal_hash or self.content_hash)[:12].upper()
        return "-".join(code[at : at + 4] for at in range(0, len(code), 4))

    def signature_of(self, side: Side) -> "Signature | None":
        """The signature of ``side`` that holds, if there is one."""
        return next((s for s in self.signatures if s.side is side and not s.is_void), None)


class HandoverDraft(Base):
    """What has been typed so far, word for word, also what cannot be read as a figure yet.

    Saved every few seconds without a trace in the audit trail: the trail begins where somebody answers for the
    figures, at the signature. ``version`` counts the saves, so that a second browser is told.
    """

    __tablename__ = "handover_drafts"
    id: Mapped[pk]
    handover_id: Mapped[int] = mapped_column(ForeignKey("handovers.id"), unique=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[utc]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    handover: Mapped[Handover] = relationship(lazy="raise_on_sql", back_populates="draft")
    saved_by: Mapped[User | None] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}


class Signature(Audited, Base):
    """One side's signature over the content as it stood. Voided, never deleted. Source: security.md 18."""

    __tablename__ = "handover_signatures"
    __table_args__ = (
        Index(
            "uq_handover_signatures_live",
            "handover_id",
            "side",
            unique=True,
            sqlite_where=text("NOT is_void"),
            postgresql_where=text("NOT is_void"),
        ),
    )
    audit_parent = ("handovers", "handover_id")
    id: Mapped[pk]
    handover_id: Mapped[int] = mapped_column(ForeignKey("handovers.id"), index=True)
    side: Mapped[Side] = choice(Side)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    session_user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)  # whose browser it was
    name: Mapped[str]
    staff_no: Mapped[str]
    at: Mapped[utc]
    terminal: Mapped[str] = mapped_column(default="")  # name of the PC or the network address
    statement: Mapped[str]
    substitute_reason: Mapped[str] = mapped_column(default="")
    content_hash: Mapped[str]
    is_void: Mapped[bool] = mapped_column(default=False)
    void_reason: Mapped[str] = mapped_column(default="")
    voided_at: Mapped[utc | None]


class Objection(Audited, Base):
    """What the incoming leader found wrong with one part, and how the outgoing leader answered."""

    __tablename__ = "handover_objections"
    audit_parent = ("handovers", "handover_id")
    id: Mapped[pk]
    handover_id: Mapped[int] = mapped_column(ForeignKey("handovers.id"), index=True)
    section: Mapped[str]
    sentence: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[utc]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[utc | None]
    by: Mapped[User] = relationship(lazy="raise_on_sql")


class Correction(Audited, Base):
    """What was added after the seal; the sealed record itself never changes."""

    __tablename__ = "handover_corrections"
    audit_parent = ("handovers", "handover_id")
    id: Mapped[pk]
    handover_id: Mapped[int] = mapped_column(ForeignKey("handovers.id"), index=True)
    section: Mapped[str]
    sentence: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[utc]
    by: Mapped[User] = relationship(lazy="raise_on_sql")


class ReceiverCheck(Audited, Base):
    """One line of 接班记录."""

    __tablename__ = "handover_receiver_checks"
    __table_args__ = (UniqueConstraint("handover_id", "item"),)
    audit_parent = ("handovers", "handover_id")
    id: Mapped[pk]
    handover_id: Mapped[int] = mapped_column(ForeignKey("handovers.id"), index=True)
    item: Mapped[ReceiverItem] = choice(ReceiverItem)
    grade: Mapped[Grade] = choice(Grade)


class LeaderCheck(Audited, Base):
    """One line of 站检查记录."""

    __tablename__ = "handover_leader_checks"
    __table_args__ = (UniqueConstraint("handover_id", "item"),)
    audit_parent = ("handovers", "handover_id")
    id: Mapped[pk]
    handover_id: Mapped[int] = mapped_column(ForeignKey("handovers.id"), index=True)
    item: Mapped[LeaderItem] = choice(LeaderItem)
    grade: Mapped[Grade] = choice(Grade)
