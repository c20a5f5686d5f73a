"""What a station's roster is drawn up from: shift kinds, lanes, patterns, and each drawing-up."""

from datetime import date, time

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.core.audit import Audited
from models.core.db import Base, Labelled, choice, pk, utc


class LaneKind(Labelled):
    ENTRY = ("entry", "入口")
    EXIT = ("exit", "出口")


class Scheme(Labelled):
    """How a station cuts the day. Source: domain §2.9 (X3)."""

    THREE = ("three", "早中夜三班")
    TWO = ("two", "白夜两班")


TONES = {"early": "ok", "middle": "warn", "night": "info", "day": "ok", "night_long": "info"}  # of badges in the month


class ShiftKind(Audited, Base):
    """A named span of the day, e.g. 夜 23:30–07:30; ``unit_id`` None means every station that has no own kinds."""

    __tablename__ = "shift_kinds"
    __table_args__ = (UniqueConstraint("unit_id", "code", "valid_from"),)
    id: Mapped[pk]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    scheme: Mapped[Scheme] = choice(Scheme)
    code: Mapped[str]  # early, middle, night, day, night_long
    name: Mapped[str]
    starts: Mapped[time]
    ends: Mapped[time]
    sort: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]

    @property
    def is_overnight(self) -> bool:
        """Whether it runs past midnight; one that ends at 24:00 does not. Source: domain §2.9 (X2)."""
        return time(0) < self.ends <= self.starts

    @property
    def tone(self) -> str:
        return TONES.get(self.code, "")

    @property
    def hours(self) -> str:
        ends = "24:00" if self.ends == time(0) else f"{self.ends:%H:%M}"
        return f"{self.starts:%H:%M}–{ends}"


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
    """A turn of crews as data: ``cycle`` lists, by the day a shift *starts*, the code of the first crew ("" = rest).

    An empty cycle is the free pattern: shifts are added by hand.
    """

    __tablename__ = "patterns"
    id: Mapped[pk]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str]
    scheme: Mapped[Scheme] = choice(Scheme, default=Scheme.THREE)
    cycle: Mapped[list[str]] = mapped_column(JSON)
    offsets: Mapped[list[int]] = mapped_column(JSON)  # days each crew is behind the first: 0, 1, 2, 3

    @property
    def is_free(self) -> bool:
        return not self.cycle


class Plan(Audited, Base):
    """One drawing-up of a station's roster: the pattern, which crew begins when, and the business dates it covers."""

    __tablename__ = "roster_plans"
    id: Mapped[pk]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    pattern_id: Mapped[int] = mapped_column(ForeignKey("patterns.id"), index=True)
    anchor_on: Mapped[date]  # the first crew begins the cycle on this day
    crew_ids: Mapped[list[int]] = mapped_column(JSON)
    since: Mapped[date]
    until: Mapped[date]
    shift_count: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")  # why somebody rests less than the setting asks for
    drawn_at: Mapped[utc]

    @property
    def name(self) -> str:
        return f"{self.since} 至 {self.until} 班表"
