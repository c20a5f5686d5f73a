"""Meetings of the leaders (所务会) with who came, what was said and decided, and the course of every decision."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core import append_only
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.meetings.kinds import LIVE, DecisionState, EntryKind, MeetingState, Presence


class Meeting(Audited, Base):
    """A meeting over the period ``since`` to ``until``, both included.

    ``pack`` are the figures it had before it (see ``pack.compose``), frozen when it was held, with their SHA-256;
    until then they are counted anew at every look. ``opinion`` is why the chair sent the minutes back.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("since <= until", name="period"),
        CheckConstraint("(pack_hash = '') = (held_at IS NULL)", name="frozen"),
    )
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    since: Mapped[date]
    until: Mapped[date]
    planned_at: Mapped[utc] = mapped_column(index=True)
    place: Mapped[str]
    chair_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[MeetingState] = choice(MeetingState, default=MeetingState.PLANNED, index=True)
    held_at: Mapped[utc | None]
    pack: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    pack_hash: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[utc | None]
    signed_at: Mapped[utc | None]
    opinion: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    chair: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[chair_id])
    recorder: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[recorder_id])
    attendees: Mapped[list["Attendee"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Attendee.id"
    )
    agenda: Mapped[list["AgendaItem"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="AgendaItem.position"
    )
    decisions: Mapped[list["Decision"]] = relationship(lazy="raise_on_sql", viewonly=True, order_by="Decision.id")
    remarks: Mapped[list["Remark"]] = relationship(lazy="raise_on_sql", viewonly=True, order_by="Remark.id")
    audit_hidden = frozenset({"pack"})  # its hash is in the trail; the figures are long
    __mapper_args__ = {"version_id_col": version}

    @property
    def is_signed(self) -> bool:
        return self.state is MeetingState.SIGNED

    @property
    def was_held(self) -> bool:
        return self.held_at is not None


class Attendee(Audited, Base):
    """Who was called to a meeting; who stayed away has a reason."""

    __tablename__ = "meeting_attendees"
    __table_args__ = (
        UniqueConstraint("meeting_id", "user_id"),
        CheckConstraint("presence <> 'absent' OR reason <> ''", name="reason"),
    )
    audit_parent = ("meetings", "meeting_id")
    id: Mapped[pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    presence: Mapped[Presence] = choice(Presence, default=Presence.EXPECTED)
    reason: Mapped[str] = mapped_column(default="")
    user: Mapped[User] = relationship(lazy="raise_on_sql")


class AgendaItem(Audited, Base):
    """A point of the agenda with what the minutes say of it; ``version`` guards two who write at once."""

    __tablename__ = "meeting_agenda"
    audit_parent = ("meetings", "meeting_id")
    id: Mapped[pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    words: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    written_at: Mapped[utc | None]
    version: Mapped[int] = mapped_column(default=1)
    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql", viewonly=True)
    written_by: Mapped[User | None] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}


class Decision(Audited, Base):
    """What a meeting decided: who does it by when, and who sees to it.

    ``first_due_on`` is the day the meeting set; ``due_on`` is later once it was extended. ``report`` is the owner's
    last word, ``opinion`` the overseer's. ``escalated_at`` says that the chair was told of this day being missed.
    """

    __tablename__ = "meeting_decisions"
    __table_args__ = (
        CheckConstraint("owner_id <> overseer_id", name="overseer"),
        CheckConstraint("due_on >= first_due_on", name="due"),
    )
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    agenda_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_agenda.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    text: Mapped[str] = mapped_column("decision_text", Text)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    overseer_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    first_due_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    state: Mapped[DecisionState] = choice(DecisionState, default=DecisionState.OPEN, index=True)
    report: Mapped[str] = mapped_column(Text, default="")
    reported_at: Mapped[utc | None]
    opinion: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[utc | None]
    extended_at: Mapped[utc | None]
    escalated_at: Mapped[utc | None]
    version: Mapped[int] = mapped_column(default=1)
    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql", viewonly=True)
    agenda: Mapped[AgendaItem | None] = relationship(lazy="raise_on_sql")
    department: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=[department_id])
    owner: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[owner_id])
    overseer: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[overseer_id])
    entries: Mapped[list["DecisionEntry"]] = relationship(
        lazy="raise_on_sql", viewonly=True, order_by="DecisionEntry.id"
    )
    __mapper_args__ = {"version_id_col": version}

    def is_late_on(self, day: date) -> bool:
        """Whether it is still with the owner after the day due."""
        return self.state is DecisionState.OPEN and self.due_on < day

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class DecisionEntry(Audited, Base):
    """One line of the course of a decision; the table only grows."""

    __tablename__ = "meeting_decision_entries"
    audit_parent = ("meeting_decisions", "decision_id")
    id: Mapped[pk]
    decision_id: Mapped[int] = mapped_column(ForeignKey("meeting_decisions.id"), index=True)
    kind: Mapped[EntryKind] = choice(EntryKind)
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[utc]
    by: Mapped[User | None] = relationship(lazy="raise_on_sql")


class Remark(Audited, Base):
    """What was added to minutes after they were signed, marked as such; the table only grows."""

    __tablename__ = "meeting_remarks"
    audit_parent = ("meetings", "meeting_id")
    id: Mapped[pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[utc]
    by: Mapped[User] = relationship(lazy="raise_on_sql")


for _table in (DecisionEntry, Remark):
    append_only.guard(_table.__table__)
