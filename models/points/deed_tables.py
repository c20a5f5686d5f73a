"""Good deeds that colleagues tell of, and grievances that people bore calmly, with their three signatures."""

from datetime import date

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.points.kinds import DeedState, GrievanceState, Signer


class GoodDeed(Audited, Base):
    """What a person did beyond duty; its files are the evidence. ``unit_id`` is the person's unit then.

    Source: domain §2.13 (好人好事), §5 (delight 10).
    """

    __tablename__ = "good_deeds"
    __table_args__ = (Index("ix_good_deeds_unit_id_state", "unit_id", "state"),)
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    happened_on: Mapped[date]
    place: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[DeedState] = choice(DeedState, default=DeedState.REPORTED)
    reported_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    reported_at: Mapped[utc]
    finding: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    decided_at: Mapped[utc | None]
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    reported_by: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[reported_by_id])
    decided_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[decided_by_id])
    __mapper_args__ = {"version_id_col": version}


class Grievance(Audited, Base):
    """Abuse that a person bore without answering it. It counts for the 委屈奖 when all three have signed.

    Source: domain §2.13 (W11), §5 (delight 10).
    """

    __tablename__ = "grievances"
    __table_args__ = (Index("ix_grievances_unit_id_state", "unit_id", "state"),)
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    happened_at: Mapped[utc]
    place: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(Text)
    conduct: Mapped[str] = mapped_column(Text, default="")  # how the person dealt with it
    state: Mapped[GrievanceState] = choice(GrievanceState, default=GrievanceState.RECORDED)
    recorded_at: Mapped[utc]
    end_reason: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[utc | None]
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=[unit_id])
    signatures: Mapped[list["GrievanceSignature"]] = relationship(
        lazy="raise_on_sql", order_by="GrievanceSignature.id", back_populates="grievance"
    )
    __mapper_args__ = {"version_id_col": version}


class GrievanceSignature(Audited, Base):
    """What one of the three says to it, under their own name."""

    __tablename__ = "grievance_signatures"
    __table_args__ = (UniqueConstraint("grievance_id", "signer"), UniqueConstraint("grievance_id", "user_id"))
    audit_parent = ("grievances", "grievance_id")
    id: Mapped[pk]
    grievance_id: Mapped[int] = mapped_column(ForeignKey("grievances.id"))
    signer: Mapped[Signer] = choice(Signer)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[utc]
    grievance: Mapped[Grievance] = relationship(lazy="raise_on_sql", back_populates="signatures")
    user: Mapped[User] = relationship(lazy="raise_on_sql")
