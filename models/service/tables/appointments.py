"""The 上门预约: who asked, who goes, what was done."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core import clock
from models.core.audit import Audited
from models.core.db import Base, cents, choice, pk, utc
from models.service.kinds import AppointmentState, CancelCause, Satisfaction, SpecialGroup


class Appointment(Audited, Base):
    """A visit that somebody asked for by phone. Two people go: one collects, one writes. Source: seed 1-42.

    ``amount`` in cents; ``signer`` is the name signed on the paper. Name, phone, address and signer are dropped when
    the time of keeping is over; ``purged_at`` says when.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="slot"),
        CheckConstraint("collector_id <> recorder_id", name="two_people"),
        CheckConstraint("amount >= 0", name="amount"),
        UniqueConstraint("unit_id", "receipt_no"),
        Index("ix_appointments_unit_id_starts_at", "unit_id", "starts_at"),
    )
    audit_hidden = frozenset({"person_name", "phone", "address", "signer"})
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    person_name: Mapped[str]
    phone: Mapped[str]
    group: Mapped[SpecialGroup] = choice(SpecialGroup)
    address: Mapped[str]
    business: Mapped[str]
    starts_at: Mapped[utc] = mapped_column(index=True)
    ends_at: Mapped[utc]
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[AppointmentState] = choice(AppointmentState, default=AppointmentState.BOOKED, index=True)
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    registered_at: Mapped[utc]
    collector_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    dispatched_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    dispatched_at: Mapped[utc | None]
    device_no: Mapped[str] = mapped_column(default="")
    departed_at: Mapped[utc | None]
    arrived_at: Mapped[utc | None]
    finished_at: Mapped[utc | None]
    amount: Mapped[cents] = mapped_column(default=0)
    receipt_no: Mapped[str | None]
    signer: Mapped[str] = mapped_column(default="")
    satisfaction: Mapped[Satisfaction | None] = choice(Satisfaction, nullable=True)
    said: Mapped[str] = mapped_column(Text, default="")
    cancel_cause: Mapped[CancelCause | None] = choice(CancelCause, nullable=True)
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    cancelled_at: Mapped[utc | None]
    purged_at: Mapped[utc | None]
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    registered_by: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[registered_by_id])
    collector: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[collector_id])
    recorder: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[recorder_id])
    dispatched_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[dispatched_by_id])
    __mapper_args__ = {"version_id_col": version}

    @property
    def slot(self) -> str:
        """The hours on the station's clock, e.g. ``09:00–10:30``."""
        return f"{clock.local(self.starts_at):%H:%M}–{clock.local(self.ends_at):%H:%M}"

    @property
    def staff_ids(self) -> tuple[int | None, int | None]:
        return self.collector_id, self.recorder_id
