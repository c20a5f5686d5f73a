"""What is counted and listed in a handover: people, money, receipts, cards, lanes, goods. Money in cents."""

from typing import Annotated

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.core.audit import Audited
from models.core.db import Base, cents, choice, pk, utc
from models.handover import arithmetic
from models.handover.kinds import AbsenceKind, Attendance, Equipment, LaneCondition, ReceiptKind
from models.roster import DutyPost, Lane

owner = Annotated[int, mapped_column(ForeignKey("handovers.id"), index=True)]
place = Annotated[int, mapped_column(default=0)]


class Member(Audited, Base):
    """A person of the shift as the leader found the crew, whatever the roster says later."""

    __tablename__ = "handover_members"
    audit_parent = ("handovers", "handover_id")
    id: Mapped[pk]
    handover_id: Mapped[owner]
    sort: Mapped[place]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    lane_id: Mapped[int | None] = mapped_column(ForeignKey("lanes.id"), index=True)
    post: Mapped[DutyPost] = choice(DutyPost)
    attendance: Mapped[Attendance] = choice(Attendance, default=Attendance.PRESENT)
    note: Mapped[str] = mapped_column(default="")
    user: Mapped[User] = relationship(lazy="raise_on_sql")
    lane: Mapped[Lane | None] = relationship(lazy="raise_on_sql")


class Settlement(Audited, Base):
    """One collector's booth at the end of the shift: float by denomination, toll cash, goods of the post.

    ``over`` None means: as much as the cash exceeds what is receivable. Source: domain §2.7 A.
    """

    __tablename__ = "booth_settlements"
    audit_parent = ("handovers", "handover_id")
    id: Mapped[pk]
    handover_id: Mapped[owner]
    sort: Mapped[place]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    lane_id: Mapped[int | None] = mapped_column(ForeignKey("lanes.id"), index=True)
    standard: Mapped[cents]
    n100: Mapped[int | None]
    n50: Mapped[int | None]
    n20: Mapped[int | None]
    n10: Mapped[int | None]
    n5: Mapped[int | None]
    n1: Mapped[int | None]
    n05: Mapped[int | None]
    n01: Mapped[int | None]
    float_reason: Mapped[str] = mapped_column(default="")
    receivable: Mapped[cents | None]
    cash: Mapped[cents | None]
    over: Mapped[cents | None]
    epay: Mapped[cents | None]
    reason: Mapped[str] = mapped_column(default="")
    has_tickets: Mapped[bool] = mapped_column(default=True)
    has_stamp: Mapped[bool] = mapped_column(default=True)
    has_badge: Mapped[bool] = mapped_column(default=True)
    has_float: Mapped[bool] = mapped_column(default=True)
    has_seal: Mapped[bool] = mapped_column(default=True)
    has_log: Mapped[bool] = mapped_column(default=True)
    has_cards: Mapped[bool] = mapped_column(default=True)
    has_pen: Mapped[bool] = mapped_column(default=True)
    goods_note: Mapped[str] = mapped_column(default="")
    user: Mapped[User] = relationship(lazy="raise_on_sql")
    lane: Mapped[Lane | None] = relationship(lazy="raise_on_sql")

    @property
    def float_total(self) -> int:
        return arithmetic.float_total(self)

    @property
    def surplus(self) -> int:
        return arithmetic.over_of(self) or 0

    @property
    def short(self) -> int:
        return arithmetic.short_of(self) or 0


class ReceiptRoll(Audited, Base):
    """A run of receipt numbers. Numbers are text: leading zeros count. ``end_no`` "" means none was used."""

    __tablename__ = "receipt_rolls"
    audit_parent = ("handovers", "handover_id")
    id: Mapped[pk]
    handover_id: Mapped[owner]
    sort: Mapped[place]
    kind: Mapped[ReceiptKind] = choice(ReceiptKind)
    lane_id: Mapped[int | None] = mapped_column(ForeignKey("lanes.id"), index=True)
    expected_no: Mapped[str] = mapped_column(default="")  # previous end + 1; "" on a first or a new roll
    start_no: Mapped[str] = mapped_column(default="")
    end_no: Mapped[str] = mapped_column(default="")
    is_new_roll: Mapped[bool] = mapped_column(default=False)
    system_count: Mapped[int | None]  # what the toll system counted, where it counts
    reason: Mapped[str] = mapped_column(default="")
    lane: Mapped[Lane | None] = relationship(lazy="raise_on_sql")

    @property
    def used(self) -> int:
        return arithmetic.used_of(self) or 0

    @property
    def next_no(self) -> str:
        return arithmetic.next_of(self)


class VoidReceipt(Audited, Base):
    """A receipt that was spoilt: kept, with number, reason and the collector who signed its back."""

    __tablename__ = "void_receipts"
    audit_parent = ("handovers", "handover_id")
    id: Mapped[pk]
    handover_id: Mapped[owner]
    sort: Mapped[place]
    kind: Mapped[ReceiptKind] = choice(ReceiptKind)
    serial: Mapped[str]
    reason: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    user: Mapped[User | None] = relationship(lazy="raise_on_sql")


class CardCount(Audited, Base):
    """The stock of CPC cards: opening + received − issued + recovered ± transferred − bad = due. Counts of cards."""

    __tablename__ = "card_counts"
    audit_parent = ("handovers", "handover_id")
    id: Mapped[pk]
    handover_id: Mapped[owner]
    sort: Mapped[place]
    opening: Mapped[int | None]
    received: Mapped[int | None]
    issued: Mapped[int | None]
    recovered: Mapped[int | None]
    transferred: Mapped[int | None]  # signed: + from, − to another station
    bad: Mapped[int | None]
    closing: Mapped[int | None]
    boxes: Mapped[int | None]
    bad_numbers: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")

    @property
    def due(self) -> int:
        return arithmetic.cards_due(self) or 0

    @property
    def difference(self) -> int:
        return (self.closing or 0) - self.due


class LaneState(Audited, Base):
    __tablename__ = "handover_lanes"
    audit_parent = ("handovers", "handover_id")
    id: Mapped[pk]
    handover_id: Mapped[owner]
    sort: Mapped[place]
    lane_id: Mapped[int] = mapped_column(ForeignKey("lanes.id"), index=True)
    condition: Mapped[LaneCondition] = choice(LaneCondition, default=LaneCondition.OPEN)
    note: Mapped[str] = mapped_column(default="")
    lane: Mapped[Lane] = relationship(lazy="raise_on_sql")


class Fault(Audited, Base):
    """A fault of a lane's equipment; carried into the next handover until it is restored."""

    __tablename__ = "equipment_faults"
    audit_parent = ("handovers", "handover_id")
    id: Mapped[pk]
    handover_id: Mapped[owner]
    sort: Mapped[place]
    lane_id: Mapped[int | None] = mapped_column(ForeignKey("lanes.id"), index=True)
    equipment: Mapped[Equipment] = choice(Equipment)
    note: Mapped[str] = mapped_column(default="")
    repair_no: Mapped[str] = mapped_column(default="")
    found_at: Mapped[utc | None]
    restored_at: Mapped[utc | None]
    lane: Mapped[Lane | None] = relationship(lazy="raise_on_sql")


class ItemCount(Audited, Base):
    """Keys, radios, devices and goods of the crew: expected is what the shift before counted."""

    __tablename__ = "item_counts"
    audit_parent = ("handovers", "handover_id")
    id: Mapped[pk]
    handover_id: Mapped[owner]
    sort: Mapped[place]
    name: Mapped[str]
    expected: Mapped[int | None]
    counted: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")


class Absence(Audited, Base):
    """A break or a leaving of the booth, with who stood in."""

    __tablename__ = "booth_absences"
    audit_parent = ("handovers", "handover_id")
    id: Mapped[pk]
    handover_id: Mapped[owner]
    sort: Mapped[place]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[AbsenceKind] = choice(AbsenceKind)
    left_at: Mapped[utc]
    back_at: Mapped[utc]
    note: Mapped[str] = mapped_column(default="")
    user: Mapped[User] = relationship(lazy="raise_on_sql")


class NoticeLine(Audited, Base):
    """A notice that the crew was told of. ``key`` says where it came from."""

    __tablename__ = "handover_notices"
    audit_parent = ("handovers", "handover_id")
    id: Mapped[pk]
    handover_id: Mapped[owner]
    sort: Mapped[place]
    key: Mapped[str] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(Text)
    href: Mapped[str] = mapped_column(default="")
    is_passed: Mapped[bool] = mapped_column(default=False)
