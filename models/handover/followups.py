"""What outlives a handover: open matters, differences until they are settled, and the balances of the first day."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, cents, choice, pk, utc
from models.handover.kinds import DifferenceKind, DifferenceState, MatterState, ReceiptKind, Urgency
from models.roster import Lane


class Matter(Audited, Base):
    """Something one shift leaves to the next. ``handover_id`` is the one handover that holds it now.

    ``hops`` counts the shifts it was passed on to.
    """

    __tablename__ = "matters"
    id: Mapped[pk]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handovers.id"), index=True)
    opened_in_id: Mapped[int] = mapped_column(ForeignKey("handovers.id"), index=True)
    sentence: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(default="")
    due: Mapped[str] = mapped_column(default="")  # in the leader's words: 明早 8 点
    urgency: Mapped[Urgency] = choice(Urgency, default=Urgency.NORMAL)
    opened_at: Mapped[utc] = mapped_column(index=True)
    hops: Mapped[int] = mapped_column(default=0)
    is_opening: Mapped[bool] = mapped_column(default=False)  # taken over from the paper books on the first day
    state: Mapped[MatterState] = choice(MatterState, default=MatterState.OPEN, index=True)
    result: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[utc | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    closed_by: Mapped[User | None] = relationship(lazy="raise_on_sql")

    @property
    def name(self) -> str:
        return self.sentence[:40]


class MatterLine(Audited, Base):
    """A matter as the signed record shows it."""

    __tablename__ = "handover_matters"
    __table_args__ = (UniqueConstraint("handover_id", "matter_id"),)
    audit_parent = ("handovers", "handover_id")
    id: Mapped[pk]
    handover_id: Mapped[int] = mapped_column(ForeignKey("handovers.id"), index=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    sort: Mapped[int] = mapped_column(default=0)
    sentence: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(default="")
    due: Mapped[str] = mapped_column(default="")
    urgency: Mapped[Urgency] = choice(Urgency)
    hops: Mapped[int] = mapped_column(default=0)
    result: Mapped[str] = mapped_column(Text, default="")  # "" while it is open


class Difference(Audited, Base):
    """A difference both leaders signed for; a shortage stays open until the last cent is repaid."""

    __tablename__ = "handover_differences"
    __table_args__ = (Index("ix_handover_differences_unit_id_state", "unit_id", "state"),)
    id: Mapped[pk]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    handover_id: Mapped[int] = mapped_column(ForeignKey("handovers.id"), index=True)
    settlement_id: Mapped[int | None] = mapped_column(ForeignKey("booth_settlements.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[DifferenceKind] = choice(DifferenceKind)
    subject: Mapped[str]  # X04 赵磊, 机打票, CPC 卡, 亭门钥匙
    amount: Mapped[cents | None]  # of money, always positive but for the float
    quantity: Mapped[int | None]  # of things: counted − due
    explanation: Mapped[str] = mapped_column(Text)
    on: Mapped[date] = mapped_column(index=True)
    state: Mapped[DifferenceState] = choice(DifferenceState, default=DifferenceState.OPEN)
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    handled_at: Mapped[utc | None]
    handling: Mapped[str] = mapped_column(Text, default="")
    is_opening: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    user: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[user_id])
    handled_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[handled_by_id])
    repayments: Mapped[list["Repayment"]] = relationship(lazy="raise_on_sql", order_by="Repayment.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return f"{self.kind.label} {self.subject}"

    @property
    def repaid(self) -> int:
        return sum(paid.amount for paid in self.repayments)

    @property
    def owed(self) -> int:
        return (self.amount or 0) - self.repaid


class Repayment(Audited, Base):
    """Money a collector made up for a shortage, with the receipt that was given."""

    __tablename__ = "shortage_repayments"
    __table_args__ = (CheckConstraint("amount > 0", name="positive"),)
    audit_parent = ("handover_differences", "difference_id")
    id: Mapped[pk]
    difference_id: Mapped[int] = mapped_column(ForeignKey("handover_differences.id"), index=True)
    amount: Mapped[cents]
    paid_on: Mapped[date]
    receipt_no: Mapped[str] = mapped_column(unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    by: Mapped[User] = relationship(lazy="raise_on_sql")


class OpeningBalance(Audited, Base):
    """What a station brings from its paper books on the first day, per lane or for the whole station."""

    __tablename__ = "opening_balances"
    __table_args__ = (UniqueConstraint("unit_id", "lane_id", "what", "kind"),)
    id: Mapped[pk]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    lane_id: Mapped[int | None] = mapped_column(ForeignKey("lanes.id"), index=True)
    what: Mapped[str]  # receipt, card, float, item
    kind: Mapped[ReceiptKind | None] = choice(ReceiptKind, nullable=True)
    label: Mapped[str] = mapped_column(default="")  # of an item: 亭门钥匙
    serial: Mapped[str] = mapped_column(default="")  # first unused receipt number
    quantity: Mapped[int | None]  # cards, items
    amount: Mapped[cents | None]  # float in cents
    taken_at: Mapped[utc]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    lane: Mapped[Lane | None] = relationship(lazy="raise_on_sql")

    @property
    def name(self) -> str:
        return f"期初 {self.label or self.serial or self.what}"
