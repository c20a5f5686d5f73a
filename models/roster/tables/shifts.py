"""The shifts of a station, who does duty in them, and what a change means for one person."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from models.accounts import Unit, User
from models.core import clock
from models.core.audit import Audited
from models.core.db import Base, Labelled, choice, pk, utc
from models.roster.tables.setup import Lane, ShiftKind


class DutyPost(Labelled):
    """What a person does in a shift. Source: domain §2.9, the matrix of X2."""

    LEADER = ("leader", "班长")
    COLLECTOR = ("collector", "收费员")
    FIELD = ("field", "外勤")
    MONITOR = ("monitor", "监控员")
    TICKET = ("ticket", "票管员")
    DUTY_LEADER = ("duty_leader", "值班站长")
    RESERVE = ("reserve", "机动")


class ShiftState(Labelled):
    """A planned shift may be drawn up anew; a published one is changed with notice; a frozen one is evidence."""

    PLANNED = ("planned", "编排中", "", "pencil-question")
    PUBLISHED = ("published", "已发布", "ok", "check")
    FROZEN = ("frozen", "已冻结", "", "lock")


def span_of(starts_at: datetime, ends_at: datetime) -> str:
    """Write the hours of a shift on the station's clock, an end at midnight as 24:00."""
    starts, ends = clock.local(starts_at), clock.local(ends_at)
    return f"{starts:%H:%M}–{'24:00' if ends.time() == time(0) else format(ends, '%H:%M')}"


class Shift(Audited, Base):
    """One shift of one station. ``business_date`` is its 工班日, whatever the calendar says when it starts."""

    __tablename__ = "shifts"
    __table_args__ = (
        UniqueConstraint("unit_id", "business_date", "kind_id"),
        Index("ix_shifts_unit_id_starts_at", "unit_id", "starts_at"),
    )
    id: Mapped[pk]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    business_date: Mapped[date] = mapped_column(index=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("shift_kinds.id"), index=True)
    crew_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    starts_at: Mapped[utc]
    ends_at: Mapped[utc]
    state: Mapped[ShiftState] = choice(ShiftState, default=ShiftState.PLANNED, index=True)
    note: Mapped[str] = mapped_column(default="")
    kind_name: Mapped[str] = mapped_column(default="")  # the names as they were, for good once frozen
    crew_name: Mapped[str] = mapped_column(default="")
    frozen_at: Mapped[utc | None]
    is_imported: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=[unit_id])
    crew: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=[crew_id])
    kind: Mapped[ShiftKind] = relationship(lazy="raise_on_sql")
    duties: Mapped[list["Duty"]] = relationship(lazy="raise_on_sql", back_populates="shift", order_by="Duty.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return f"{self.business_date} {self.kind_name}"

    @property
    def begins_the_day_before(self) -> bool:
        return clock.local(self.starts_at).date() < self.business_date

    @property
    def is_draft(self) -> bool:
        return self.state is ShiftState.PLANNED

    @property
    def is_frozen(self) -> bool:
        return self.state is ShiftState.FROZEN

    @property
    def hours(self) -> float:
        return (self.ends_at - self.starts_at).total_seconds() / 3600

    @property
    def span(self) -> str:
        """The hours on the station's clock."""
        return span_of(self.starts_at, self.ends_at)


class Duty(Audited, Base):
    """One person in one shift, for a span of it. A duty is never rewritten: a change voids it and begins others."""

    __tablename__ = "duties"
    __table_args__ = (
        Index("ix_duties_user_id_starts_at", "user_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="span"),
    )
    audit_parent = ("shifts", "shift_id")
    id: Mapped[pk]
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    post: Mapped[DutyPost] = choice(DutyPost)
    lane_id: Mapped[int | None] = mapped_column(ForeignKey("lanes.id"), index=True)
    starts_at: Mapped[utc]
    ends_at: Mapped[utc]
    substitute_for_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("duties.id"), index=True)
    reason: Mapped[str] = mapped_column(default="")
    is_extra: Mapped[bool] = mapped_column(default=False)  # a substitute or called up: beyond the person's own turn
    is_void: Mapped[bool] = mapped_column(default=False)  # replaced before the shift was frozen
    is_correction: Mapped[bool] = mapped_column(default=False)  # added after the freeze: shown, never evidence
    is_frozen: Mapped[bool] = mapped_column(default=False)
    person_name: Mapped[str] = mapped_column(default="")  # the names as they were when it was frozen
    lane_name: Mapped[str] = mapped_column(default="")
    shift: Mapped[Shift] = relationship(lazy="raise_on_sql", back_populates="duties")
    user: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[user_id])
    lane: Mapped[Lane | None] = relationship(lazy="raise_on_sql")
    substitute_for: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[substitute_for_id])

    @property
    def name(self) -> str:
        return f"{clock.short_day(clock.local(self.starts_at))} {self.span}"

    @property
    def who(self) -> str:
        """The person's name: as it was, once frozen."""
        return self.person_name or self.user.name

    @property
    def begins_the_day_before(self) -> bool:
        """Whether it begins on the calendar day before its business date."""
        return clock.local(self.starts_at).date() < self.shift.business_date

    @property
    def is_partial(self) -> bool:
        """Whether it covers only a stretch of its shift."""
        return (self.starts_at, self.ends_at) != (self.shift.starts_at, self.shift.ends_at)

    @property
    def where(self) -> str:
        """The lane's name, as it was, once frozen; "" for a post without a lane."""
        return self.lane_name or (self.lane.name if self.lane else "")

    @property
    def hours(self) -> float:
        return (self.ends_at - self.starts_at).total_seconds() / 3600

    @property
    def span(self) -> str:
        return f"{clock.local(self.starts_at):%H:%M}–{clock.local(self.ends_at):%H:%M}"


class Change(Audited, Base):
    """What a change of a published roster means for one person, until that person has acknowledged it."""

    __tablename__ = "roster_changes"
    audit_parent = ("shifts", "shift_id")
    id: Mapped[pk]
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    made_at: Mapped[utc] = mapped_column(index=True)
    sentence: Mapped[str]
    reason: Mapped[str]
    acknowledged_at: Mapped[utc | None]
    shift: Mapped[Shift] = relationship(lazy="raise_on_sql")
    user: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[user_id])
    made_by: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[made_by_id])


class FrozenRow(Exception):
    """Code tried to change what is evidence; a bug, never a user's mistake."""


EVIDENCE = frozenset({"shift_id", "user_id", "post", "lane_id", "starts_at", "ends_at", "is_void", "is_correction"})


@event.listens_for(Duty, "before_update")
@event.listens_for(Duty, "before_delete")
def _guard(_mapper, _connection, duty: Duty) -> None:
    """Refuse to touch a frozen duty, whichever rule forgot to ask."""
    was_frozen = inspect(duty).attrs.is_frozen.history.deleted or [duty.is_frozen]
    touched = {name for name in EVIDENCE if inspect(duty).attrs[name].history.has_changes()}
    if was_frozen[0] and (touched or not duty.is_frozen or duty in (object_session(duty) or ()).deleted):
        raise FrozenRow(f"duties#{duty.id}")
