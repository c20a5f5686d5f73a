"""Complaints, inquiries, calls for help and praise, with everything that hangs on a case."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.complaints.kinds import (
    OPEN,
    Channel,
    ComplaintKind,
    ComplaintState,
    ComplaintType,
    Hold,
    HoldEnd,
    Level,
    Liability,
    OfferState,
    OrderFrom,
    Part,
    ReplyWay,
    Rung,
    Satisfaction,
    Severity,
)
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc

PARENT = ("complaints", "complaint_id")
PERSONAL = frozenset({"complainant", "phone", "plate", "ticket_no"})


class Complaint(Audited, Base):
    """One case. ``unit_id`` is the station it is about, or the office; ``team`` the crew that was on duty then.

    ``first_receiver`` never changes; ``responsible`` mirrors the open span of the chain. ``hour`` is the hour of the
    occurrence on the station's clock. ``phone`` and ``plate`` are kept bare, without spaces and dots.
    ``level`` is whose matter it has become; ``round`` counts the handlings, 1 for the first.
    """

    __tablename__ = "complaints"
    __table_args__ = (
        CheckConstraint("round > 0", name="round"),
        Index("ix_complaints_state_id", "state", "id"),
        Index("ix_complaints_channel_id", "channel", "id"),
        Index("ix_complaints_state_channel_id", "state", "channel", "id"),
        Index("ix_complaints_unit_id_occurred_at", "unit_id", "occurred_at"),
        Index("ix_complaints_phone_id", "phone", "id"),
        Index("ix_complaints_plate_id", "plate", "id"),
        Index("ix_complaints_responsible_id_state", "responsible_id", "state"),
    )
    audit_hidden = PERSONAL
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[ComplaintKind] = choice(ComplaintKind, default=ComplaintKind.COMPLAINT)
    channel: Mapped[Channel] = choice(Channel)
    type: Mapped[ComplaintType] = choice(ComplaintType, default=ComplaintType.OTHER)
    severity: Mapped[Severity] = choice(Severity, default=Severity.ORDINARY)
    level: Mapped[Level] = choice(Level, default=Level.OFFICE)
    state: Mapped[ComplaintState] = choice(ComplaintState, default=ComplaintState.REGISTERED)
    round: Mapped[int] = mapped_column(default=1)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    complainant: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    plate: Mapped[str] = mapped_column(default="")
    ticket_no: Mapped[str] = mapped_column(default="")
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    order_from: Mapped[OrderFrom | None] = choice(OrderFrom, nullable=True)
    order_no: Mapped[str] = mapped_column(default="", index=True)
    order_due_at: Mapped[utc | None]
    reference: Mapped[str] = mapped_column(default="")  # number of the matter of another room that led here
    occurred_at: Mapped[utc] = mapped_column(index=True)
    hour: Mapped[int]
    lane_id: Mapped[int | None] = mapped_column(ForeignKey("lanes.id"), index=True)
    lane_name: Mapped[str] = mapped_column(default="")
    team_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    team_name: Mapped[str] = mapped_column(default="")
    shift_name: Mapped[str] = mapped_column(default="")
    content: Mapped[str] = mapped_column(Text)
    demand: Mapped[str] = mapped_column(Text, default="")
    promised_reply_at: Mapped[utc | None]
    first_receiver_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    responsible_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    offered_to_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    is_public: Mapped[bool] = mapped_column(default=False)  # came in without sign-in, at the kiosk or by its QR code
    registered_at: Mapped[utc] = mapped_column(index=True)
    accepted_at: Mapped[utc | None]
    contacted_at: Mapped[utc | None]
    investigator_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    investigation: Mapped[str] = mapped_column(Text, default="")
    investigated_at: Mapped[utc | None]
    liability: Mapped[Liability | None] = choice(Liability, nullable=True)
    is_verified: Mapped[bool | None]
    finding: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    decided_at: Mapped[utc | None]
    apology: Mapped[str] = mapped_column(Text, default="")
    apologised_at: Mapped[utc | None]
    measures: Mapped[str] = mapped_column(Text, default="")
    reply: Mapped[str] = mapped_column(Text, default="")
    reply_way: Mapped[ReplyWay | None] = choice(ReplyWay, nullable=True)
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    replied_at: Mapped[utc | None]
    satisfaction: Mapped[Satisfaction | None] = choice(Satisfaction, nullable=True)
    revisited_at: Mapped[utc | None]
    closed_at: Mapped[utc | None]
    exit_reason: Mapped[str] = mapped_column(Text, default="")
    transferred_to: Mapped[str] = mapped_column(default="")
    is_mishandled: Mapped[bool] = mapped_column(default=False)
    mishandled_reason: Mapped[str] = mapped_column(Text, default="")
    paused_at: Mapped[utc | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("complaints.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=[unit_id])
    first_receiver: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[first_receiver_id])
    responsible: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[responsible_id])
    offered_to: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[offered_to_id])
    investigator: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[investigator_id])
    decided_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[decided_by_id])
    replied_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[replied_by_id])
    merged_into: Mapped["Complaint | None"] = relationship(lazy="raise_on_sql", remote_side="Complaint.id")
    people: Mapped[list["ComplaintPerson"]] = relationship(lazy="raise_on_sql", order_by="ComplaintPerson.id")
    duties: Mapped[list["ComplaintDuty"]] = relationship(lazy="raise_on_sql", order_by="ComplaintDuty.id")
    spans: Mapped[list["ComplaintSpan"]] = relationship(lazy="raise_on_sql", order_by="ComplaintSpan.id")
    offers: Mapped[list["ComplaintOffer"]] = relationship(lazy="raise_on_sql", order_by="ComplaintOffer.id")
    steps: Mapped[list["ComplaintStep"]] = relationship(lazy="raise_on_sql", order_by="ComplaintStep.at")
    revisits: Mapped[list["ComplaintRevisit"]] = relationship(lazy="raise_on_sql", order_by="ComplaintRevisit.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_complaint(self) -> bool:
        return self.kind is ComplaintKind.COMPLAINT

    @property
    def involved(self) -> "list[ComplaintPerson]":
        return [one for one in self.people if one.part is Part.INVOLVED]

    @property
    def apologists(self) -> "list[ComplaintPerson]":
        return [one for one in self.people if one.part is Part.APOLOGY]

    @property
    def caller(self) -> str:
        """How the complainant is called on pages: the surname alone, as people in service do."""
        if not self.complainant:
            return "匿名" if self.is_anonymous else "未留姓名"
        polite = next((end for end in ("先生", "女士", "师傅") if self.complainant.endswith(end)), "")
        return self.complainant if polite and len(self.complainant) <= 4 else f"{self.complainant[0]}某"

    @property
    def place(self) -> str:
        """The lane as it was called, and the crew on duty."""
        return " · ".join(part for part in (self.lane_name, self.shift_name, self.team_name) if part)


class ComplaintSpan(Audited, Base):
    """Who answers for a case from when to when. Of an open case exactly one span is open, and none has a gap before it.

    Source: S0 §7 首问责任制.
    """

    __tablename__ = "complaint_spans"
    __table_args__ = (
        Index("ix_complaint_spans_complaint_id_from_at", "complaint_id", "from_at"),
        Index(
            "uq_complaint_spans_open",
            "complaint_id",
            unique=True,
            sqlite_where=text("to_at IS NULL"),
            postgresql_where=text("to_at IS NULL"),
        ),
        CheckConstraint("to_at IS NULL OR to_at >= from_at", name="span"),
    )
    audit_parent = PARENT
    id: Mapped[pk]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    person_name: Mapped[str]
    how: Mapped[Hold] = choice(Hold)
    from_at: Mapped[utc]
    to_at: Mapped[utc | None]
    end: Mapped[HoldEnd | None] = choice(HoldEnd, nullable=True)


class ComplaintOffer(Audited, Base):
    """A responsibility that was offered. Until it is taken, who offers it keeps it. Source: S0 §7, S3 §2.1."""

    __tablename__ = "complaint_offers"
    __table_args__ = (
        Index("ix_complaint_offers_state_answer_by", "state", "answer_by"),
        Index(
            "uq_complaint_offers_open",
            "complaint_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )
    audit_parent = PARENT
    id: Mapped[pk]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"), index=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    offered_at: Mapped[utc]
    answer_by: Mapped[utc]
    state: Mapped[OfferState] = choice(OfferState, default=OfferState.OPEN)
    answered_at: Mapped[utc | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    giver: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[from_id])
    taker: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[to_id])
    complaint: Mapped[Complaint] = relationship(lazy="raise_on_sql", back_populates="offers")


class ComplaintPerson(Audited, Base):
    """A person of ours whom the case is about, or who apologised; the name and crew as they were."""

    __tablename__ = "complaint_people"
    __table_args__ = (UniqueConstraint("complaint_id", "person_id", "part"),)
    audit_parent = PARENT
    id: Mapped[pk]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    part: Mapped[Part] = choice(Part)
    person_name: Mapped[str]
    unit_name: Mapped[str] = mapped_column(default="")
    person: Mapped[User] = relationship(lazy="raise_on_sql")


class ComplaintDuty(Audited, Base):
    """Who was on duty at the time and place of the occurrence: copied from the roster once, never changed after."""

    __tablename__ = "complaint_duties"
    audit_parent = PARENT
    id: Mapped[pk]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"), index=True)
    duty_id: Mapped[int | None] = mapped_column(ForeignKey("duties.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    staff_no: Mapped[str]
    person_name: Mapped[str]
    post: Mapped[str]
    lane_name: Mapped[str] = mapped_column(default="")
    team_name: Mapped[str] = mapped_column(default="")
    shift_name: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[utc]
    ends_at: Mapped[utc]
    taken_at: Mapped[utc]
    is_at_lane: Mapped[bool] = mapped_column(default=False)  # sat in the very lane, not only in the shift


class ComplaintStep(Audited, Base):
    """One timed step of the ladder, or a contact, or a word on the progress: where it stopped can be seen later."""

    __tablename__ = "complaint_steps"
    audit_parent = PARENT
    id: Mapped[pk]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"), index=True)
    rung: Mapped[Rung] = choice(Rung)
    at: Mapped[utc]
    who: Mapped[str]
    words: Mapped[str] = mapped_column(Text)
    is_settled: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    recorded_at: Mapped[utc]


class ComplaintRevisit(Audited, Base):
    """One try to ask the complainant afterwards; ``round`` is the handling it asks about."""

    __tablename__ = "complaint_revisits"
    __table_args__ = (Index("ix_complaint_revisits_complaint_id_round", "complaint_id", "round"),)
    audit_parent = PARENT
    id: Mapped[pk]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"))
    round: Mapped[int]
    at: Mapped[utc]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    satisfaction: Mapped[Satisfaction | None] = choice(Satisfaction, nullable=True)  # None: did not pick up
    words: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[User] = relationship(lazy="raise_on_sql")


class ComplaintMerge(Audited, Base):
    """That a case was joined to another, with what is needed to part them again exactly."""

    __tablename__ = "complaint_merges"
    audit_parent = PARENT
    id: Mapped[pk]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"), index=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[utc]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[utc | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    undone_reason: Mapped[str] = mapped_column(Text, default="")
    into: Mapped[Complaint] = relationship(lazy="raise_on_sql", foreign_keys=[into_id])
    by: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[by_id])


class ComplaintPraise(Audited, Base):
    """Praise that was verified, for one person: what a ledger of points or a jury is given. Source: S3 §2.3.

    When the verification is taken back the row stays and says so; verified again there is another one.
    """

    __tablename__ = "complaint_praises"
    __table_args__ = (
        Index("ix_complaint_praises_complaint_id", "complaint_id"),
        Index("ix_complaint_praises_verified_at_id", "verified_at", "id"),
        Index(
            "uq_complaint_praises_standing",
            "complaint_id",
            "person_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )
    id: Mapped[pk]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    verified_at: Mapped[utc]
    verified_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    withdrawn_at: Mapped[utc | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    complaint: Mapped[Complaint] = relationship(lazy="raise_on_sql")
    person: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    verified_by: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[verified_by_id])
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")


class ComplaintChannel(Audited, Base):
    """One way to reach a station or the office, with who keeps it and who stands in. Source: S0 §7, S3 §2.3."""

    __tablename__ = "complaint_channels"
    __table_args__ = (UniqueConstraint("unit_id", "channel"),)
    id: Mapped[pk]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    channel: Mapped[Channel] = choice(Channel)
    address: Mapped[str] = mapped_column(default="")  # the number, place or address that is published
    method: Mapped[str] = mapped_column(Text, default="")
    hours: Mapped[str] = mapped_column(default="")
    keeper_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    is_published: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    keeper: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[keeper_id])
    deputy: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[deputy_id])
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return self.channel.label


class TrafficMonth(Audited, Base):
    """How many vehicles passed a station in a month; typed in until the duty log counts. ``month`` is its first."""

    __tablename__ = "traffic_months"
    __table_args__ = (UniqueConstraint("unit_id", "month"), CheckConstraint("vehicles >= 0", name="vehicles"))
    id: Mapped[pk]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    month: Mapped[date]
    vehicles: Mapped[int]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    entered_at: Mapped[utc]
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    entered_by: Mapped[User] = relationship(lazy="raise_on_sql")

    @property
    def name(self) -> str:
        return f"{self.month:%Y-%m}"
