"""The months that are closed."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, pk, utc
from models.core.months import last_of


class MonthClosing(Audited, Base):
    """A closed month of a station, or of a 收费所 for its own departments. Never changed, never deleted.

    ``month`` is its first day. ``figures`` are the frozen ones as ``[area, label, measure, value]``; what later
    entries add lies in later months, so that they can be reckoned again at any time.
    """

    __tablename__ = "month_closings"
    __table_args__ = (UniqueConstraint("unit_id", "month"),)
    id: Mapped[pk]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    month: Mapped[date] = mapped_column(index=True)
    figures: Mapped[list[Any]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[utc]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    closed_by: Mapped[User | None] = relationship(lazy="raise_on_sql")

    @property
    def name(self) -> str:
        return f"{self.month:%Y-%m} 月度结账"

    @property
    def last_day(self) -> date:
        return last_of(self.month)
