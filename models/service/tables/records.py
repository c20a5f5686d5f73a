"""What was done for people at the station, forms filled in for them included."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.service.kinds import Outcome, SpecialGroup


class ServiceKind(Audited, Base):
    """A kind of service; ``items`` are the things it usually takes. ``is_form`` is 代填单. Source: seed 1-41, X1."""

    __tablename__ = "service_kinds"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)
    id: Mapped[pk]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str]
    items: Mapped[str] = mapped_column(default="")
    is_form: Mapped[bool] = mapped_column(default=False)
    sort: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}


class ServiceRecord(Audited, Base):
    """One line of the 便民服务登记. ``signed_by_id`` is the field person whose name stands under it.

    ``person_name``, ``phone`` and ``plate`` are dropped when the time of keeping is over; ``purged_at`` says when.
    Source: forms.json 便民服务登记表.
    """

    __tablename__ = "service_records"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        Index("ix_service_records_unit_id_served_at", "unit_id", "served_at"),
    )
    audit_hidden = frozenset({"person_name", "phone", "plate"})
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    served_at: Mapped[utc] = mapped_column(index=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("service_kinds.id"), index=True)
    quantity: Mapped[int] = mapped_column(default=1)
    items: Mapped[str] = mapped_column(default="")
    form_name: Mapped[str] = mapped_column(default="")
    group: Mapped[SpecialGroup | None] = choice(SpecialGroup, nullable=True, index=True)
    outcome: Mapped[Outcome] = choice(Outcome, default=Outcome.SERVED)
    reason: Mapped[str] = mapped_column(Text, default="")
    plate: Mapped[str] = mapped_column(default="")
    person_name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(Text, default="")
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    registered_at: Mapped[utc]
    purged_at: Mapped[utc | None]
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    kind: Mapped[ServiceKind] = relationship(lazy="raise_on_sql")
    signed_by: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[signed_by_id])
    registered_by: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[registered_by_id])
