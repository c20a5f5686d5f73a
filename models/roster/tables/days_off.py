"""Days on which a person does no duty, and the leave they brought along."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.core.audit import Audited
from models.core.db import Base, Labelled, choice, pk, utc


class DayOffKind(Labelled):
    """Why a person has a business date off. Source: domain §2.9."""

    EXCHANGE = ("exchange", "调休", "info")
    LEAVE = ("leave", "请假", "warn")
    PUBLIC = ("public", "公休", "")
    OFFICIAL = ("official", "公出", "")


class DayOff(Audited, Base):
    """A business date on which a person does no duty. A withdrawn one stays, with ``is_void``."""

    __tablename__ = "days_off"
    __table_args__ = (Index("ix_days_off_user_id_business_date", "user_id", "business_date"),)
    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    business_date: Mapped[date] = mapped_column(index=True)
    kind: Mapped[DayOffKind] = choice(DayOffKind)
    reason: Mapped[str]
    is_void: Mapped[bool] = mapped_column(default=False)
    user: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[user_id])

    @property
    def name(self) -> str:
        return f"{self.business_date} {self.kind.label}"


class LeaveKind(Labelled):
    """Leave that is kept as a balance. Source: assumed, see docs/adr/0007."""

    ANNUAL = ("annual", "年假")
    EXCHANGE = ("exchange", "调休")
    PUBLIC = ("public", "公休")


class LeaveOpening(Audited, Base):
    """What a person had left of a kind of leave when the house went live; always imported, never typed in."""

    __tablename__ = "leave_openings"
    __table_args__ = (UniqueConstraint("user_id", "kind"), CheckConstraint("half_days >= 0", name="half_days"))
    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[LeaveKind] = choice(LeaveKind)
    half_days: Mapped[int]
    as_of: Mapped[date]
    source: Mapped[str] = mapped_column(default="")  # the paper it was read from
    imported_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    imported_at: Mapped[utc]
    user: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[user_id])

    @property
    def days(self) -> float:
        return self.half_days / 2

    @property
    def name(self) -> str:
        return f"{self.kind.label}期初"
