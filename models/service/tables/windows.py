"""The 优先窗口: what has to be there, what a check found, and what is missing until it is restored."""

from datetime import date

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.service.kinds import GapState, ItemState


class WindowItem(Audited, Base):
    """One thing that has to be at the window; ``unit_id`` None means every station. Source: seed 1-40."""

    __tablename__ = "window_items"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)
    id: Mapped[pk]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str]
    standard: Mapped[str] = mapped_column(default="")  # what 完好 means, e.g. 两副，度数不同
    sort: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}


class WindowCheck(Audited, Base):
    """One round of a person at the window. ``period`` names the turn it counts for: a shift, or the day."""

    __tablename__ = "window_checks"
    __table_args__ = (
        UniqueConstraint("unit_id", "business_date", "period"),
        Index("ix_window_checks_unit_id_checked_at", "unit_id", "checked_at"),
    )
    id: Mapped[pk]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    business_date: Mapped[date] = mapped_column(index=True)
    period: Mapped[str]
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    checked_at: Mapped[utc]
    note: Mapped[str] = mapped_column(Text, default="")
    bad_count: Mapped[int] = mapped_column(default=0)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    checked_by: Mapped[User] = relationship(lazy="raise_on_sql")
    lines: Mapped[list["WindowCheckLine"]] = relationship(lazy="raise_on_sql", order_by="WindowCheckLine.id")

    @property
    def name(self) -> str:
        return f"{self.business_date} {self.period}"


class WindowCheckLine(Audited, Base):
    """What a check found of one item; the item's name as it was."""

    __tablename__ = "window_check_lines"
    __table_args__ = (UniqueConstraint("check_id", "item_id"),)
    audit_parent = ("window_checks", "check_id")
    id: Mapped[pk]
    check_id: Mapped[int] = mapped_column(ForeignKey("window_checks.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("window_items.id"), index=True)
    item_name: Mapped[str]
    state: Mapped[ItemState] = choice(ItemState)
    words: Mapped[str] = mapped_column(default="")


class WindowGap(Audited, Base):
    """An item that is missing or broken at a station, from the check that found it until it is restored."""

    __tablename__ = "window_gaps"
    __table_args__ = (Index("ix_window_gaps_unit_id_state", "unit_id", "state"),)
    id: Mapped[pk]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("window_items.id"), index=True)
    found: Mapped[ItemState] = choice(ItemState)
    words: Mapped[str] = mapped_column(default="")
    check_id: Mapped[int] = mapped_column(ForeignKey("window_checks.id"), index=True)
    opened_at: Mapped[utc]
    state: Mapped[GapState] = choice(GapState, default=GapState.OPEN)
    restored_at: Mapped[utc | None]
    restored_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    restored_words: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    item: Mapped[WindowItem] = relationship(lazy="raise_on_sql")
    restored_by: Mapped[User | None] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return f"{self.item.name}{self.found.label}" if "item" in self.__dict__ else self.found.label
