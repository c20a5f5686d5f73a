"""The periodic 回访: rounds drawn from the people served, and the calls of a round."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.service.kinds import CallResult
from models.service.tables.appointments import Appointment
from models.service.tables.records import ServiceRecord


class FollowUpRound(Audited, Base):
    """A sample of those served between two days who left a phone.

    ``seed`` and the ``pool_size`` it was drawn from let anyone draw the same sample again. Source: S3 §5.2.
    """

    __tablename__ = "follow_up_rounds"
    __table_args__ = (CheckConstraint("until >= since", name="days"),)
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    since: Mapped[date]
    until: Mapped[date]
    sample_size: Mapped[int]
    seed: Mapped[int]
    pool_size: Mapped[int]
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    drawn_at: Mapped[utc]
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    drawn_by: Mapped[User] = relationship(lazy="raise_on_sql")
    calls: Mapped[list["FollowUpCall"]] = relationship(lazy="raise_on_sql", order_by="FollowUpCall.id")


class FollowUpCall(Audited, Base):
    """One person of the sample. Name and phone stay at the record they come from: nothing is copied."""

    __tablename__ = "follow_up_calls"
    __table_args__ = (
        CheckConstraint("(record_id IS NULL) <> (appointment_id IS NULL)", name="one_source"),
        CheckConstraint("tries >= 0", name="tries"),
    )
    id: Mapped[pk]
    round_id: Mapped[int] = mapped_column(ForeignKey("follow_up_rounds.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("service_records.id"), index=True)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointments.id"), index=True)
    result: Mapped[CallResult | None] = choice(CallResult, nullable=True, index=True)
    said: Mapped[str] = mapped_column(Text, default="")
    tries: Mapped[int] = mapped_column(default=0)
    called_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    called_at: Mapped[utc | None]
    version: Mapped[int] = mapped_column(default=1)
    round: Mapped[FollowUpRound] = relationship(lazy="raise_on_sql", overlaps="calls")
    record: Mapped[ServiceRecord | None] = relationship(lazy="raise_on_sql")
    appointment: Mapped[Appointment | None] = relationship(lazy="raise_on_sql")
    called_by: Mapped[User | None] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}

    @property
    def source(self) -> ServiceRecord | Appointment:
        """What the person was served with."""
        return self.record if self.record_id else self.appointment

    @property
    def name(self) -> str:
        return f"第 {self.id} 号"
