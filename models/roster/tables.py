"""The roster: shift kinds, lanes, patterns, the shifts of a station and who does duty in them."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, Labelled, choice, pk, utc


class LaneKind(Labelled):
    ENTRY = ("entry", "入口")
    EXIT = ("exit", "出口")


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


class ShiftKind(Audited, Base):
    """A named span of the day, e.g. 夜 23:30–07:30; ``unit_id`` None means every station that has no own kinds."""

    __tablename__ = "shift_kinds"
    __table_args__ = (UniqueConstraint("unit_id", "code", "valid_from"),)
    id: Mapped[pk]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    scheme: Mapped[str]  # "three" 早中夜, "two" 白夜
    code: Mapped[str]  # early, middle, night, day, night_long
    name: Mapped[str]
    starts: Mapped[time]
    ends: Mapped[time]
    sort: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]

    @property
    def is_overnight(self) -> bool:
        return self.ends <= self.starts


class Lane(Audited, Base):
    """A lane of a station, e.g. X04 出口."""

    __tablename__ = "lanes"
    __table_args__ = (UniqueConstraint("unit_id", "code"),)
    id: Mapped[pk]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    code: Mapped[str]
    kind: Mapped[LaneKind] = choice(LaneKind)
    is_etc_only: Mapped[bool] = mapped_column(default=False)
    is_open: Mapped[bool] = mapped_column(default=True)
    sort: Mapped[int] = mapped_column(default=0)

    @property
    def name(self) -> str:
        return f"{self.code} {self.kind.label}"


class Pattern(Audited, Base):
    """A turn of crews as data: ``cycle`` lists, day by day, the shift code of the first crew ("" = rest)."""

    __tablename__ = "patterns"
    id: Mapped[pk]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str]
    cycle: Mapped[list[str]] = mapped_column(JSON)
    offsets: Mapped[list[int]] = mapped_column(JSON)  # days each following crew is behind the first


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
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=[unit_id])
    crew: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=[crew_id])
    kind: Mapped[ShiftKind] = relationship(lazy="raise_on_sql")
    duties: Mapped[list[Duty]] = relationship(lazy="raise_on_sql", back_populates="shift", order_by="Duty.id")
    __mapper_args__ = {"version_id_col": version}


class Duty(Audited, Base):
    """One person in one shift, for a span of it. A duty is never rewritten: a change ends it and begins another."""

    __tablename__ = "duties"
    __table_args__ = (Index("ix_duties_user_id_starts_at", "user_id", "starts_at"),)
    id: Mapped[pk]
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    post: Mapped[DutyPost] = choice(DutyPost)
    lane_id: Mapped[int | None] = mapped_column(ForeignKey("lanes.id"), index=True)
    starts_at: Mapped[utc]
    ends_at: Mapped[utc]
    substitute_for_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    reason: Mapped[str] = mapped_column(default="")
    is_void: Mapped[bool] = mapped_column(default=False)  # replaced before the shift was frozen
    is_correction: Mapped[bool] = mapped_column(default=False)  # added after the freeze: shown, never evidence
    acknowledged_at: Mapped[utc | None]
    shift: Mapped[Shift] = relationship(lazy="raise_on_sql", back_populates="duties")
    user: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[user_id])
    lane: Mapped[Lane | None] = relationship(lazy="raise_on_sql")
    substitute_for: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[substitute_for_id])
