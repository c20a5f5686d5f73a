"""Violations, the penalties they lead to, and what follows: appeal, relief, ban, receipt."""

from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    and_,
    cast,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, cents, choice, pk, utc
from models.penalties.kinds import (
    EntryKind,
    Mode,
    Outcome,
    Path,
    PaymentMethod,
    PenaltyState,
    ServiceKind,
    Source,
    ViolationState,
)
from models.rulebook import RuleClause

STANDING = "kind = 'receipt' AND reversed_at IS NULL"
COUNTS = "source_href != '' AND state IN ('reported', 'confirmed')"


def _where(condition: str) -> dict[str, Any]:
    """Return what limits an index to some rows, on both engines."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Violation(Audited, Base):
    """What a person is said to have done. ``unit_id`` and ``unit_name`` are the crew or station at that time.

    ``joint_with_id`` points from the responsible leader's record to the handler's. Source: domain §2.3.
    """

    __tablename__ = "violations"
    __table_args__ = (
        Index("ix_violations_person_id_occurred_at", "person_id", "occurred_at"),
        Index(
            "uq_violations_case_person",  # one that counts for each case and person. Source: domain §6.2
            "source",
            "source_ref",
            "person_id",
            unique=True,
            sqlite_where=text(COUNTS),
            postgresql_where=text(COUNTS),
        ),
    )
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    unit_name: Mapped[str]
    occurred_at: Mapped[utc] = mapped_column(index=True)
    place: Mapped[str] = mapped_column(default="")
    source: Mapped[Source] = choice(Source)
    source_ref: Mapped[str] = mapped_column(default="", index=True)
    source_href: Mapped[str] = mapped_column(default="")  # of the case it came from; "" when typed by hand
    facts: Mapped[str] = mapped_column(Text)
    state: Mapped[ViolationState] = choice(ViolationState, default=ViolationState.REPORTED, index=True)
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    reported_at: Mapped[utc]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    confirmed_at: Mapped[utc | None]
    finding: Mapped[str] = mapped_column(Text, default="")
    joint_with_id: Mapped[int | None] = mapped_column(ForeignKey("violations.id"), index=True)
    is_imported: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    reported_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[reported_by_id])
    confirmed_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[confirmed_by_id])
    links: Mapped[list["ViolationClause"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ViolationClause.id"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def clauses(self) -> list[RuleClause]:
        return [link.clause for link in self.links]


class ViolationClause(Audited, Base):
    """A clause that was breached: the edition of that day, whose words never change."""

    __tablename__ = "violation_clauses"
    __table_args__ = (UniqueConstraint("violation_id", "clause_id"),)
    audit_parent = ("violations", "violation_id")
    id: Mapped[pk]
    violation_id: Mapped[int] = mapped_column(ForeignKey("violations.id"), index=True)
    clause_id: Mapped[int] = mapped_column(ForeignKey("rule_clauses.id"), index=True)
    clause: Mapped[RuleClause] = relationship(lazy="raise_on_sql")


class Penalty(Audited, Base):
    """What a person is to bear for a violation. After approval none of the figures changes.

    ``amount`` in cents is assessed in every mode and collected in 罚款 and 绩效扣款; ``reckoning`` are its lines as
    ``[words, cents or None]``; ``basis`` the clauses as ``[name, edition, text]``, frozen with the submission;
    ``window_days`` the days of the appeal as ``[day, counted, why]``, as they were counted. ``repeat_no`` counts the
    violations of the period, this one included. ``overlap_reason`` is the leader's for letting a second penalty
    stand for the same fact.
    """

    __tablename__ = "penalties"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount"),
        Index("ix_penalties_person_id_state", "person_id", "state"),
    )
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    violation_id: Mapped[int] = mapped_column(ForeignKey("violations.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    path: Mapped[Path] = choice(Path)
    mode: Mapped[Mode] = choice(Mode)
    amount: Mapped[cents]
    points: Mapped[int] = mapped_column(default=0)
    reckoning: Mapped[list[Any]] = mapped_column(JSON, default=list)
    basis: Mapped[list[Any]] = mapped_column(JSON, default=list)
    measures: Mapped[str] = mapped_column(Text, default="")
    repeat_no: Mapped[int] = mapped_column(default=1)
    is_repeat: Mapped[bool] = mapped_column(default=False)
    ten_clause_id: Mapped[int | None] = mapped_column(ForeignKey("rule_clauses.id"), index=True)
    overlap_reason: Mapped[str] = mapped_column(Text, default="")
    overlap_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[PenaltyState] = choice(PenaltyState, default=PenaltyState.DRAFT, index=True)
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    drafted_at: Mapped[utc]
    statement: Mapped[str] = mapped_column(Text, default="")
    stated_at: Mapped[utc | None]
    approved_at: Mapped[utc | None]
    served_at: Mapped[utc | None]
    served_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    service: Mapped[ServiceKind | None] = choice(ServiceKind, nullable=True)
    witness_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    service_note: Mapped[str] = mapped_column(Text, default="")
    appeal_until: Mapped[date | None] = mapped_column(index=True)
    window_days: Mapped[list[Any]] = mapped_column(JSON, default=list)
    effective_at: Mapped[utc | None]
    is_imported: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    violation: Mapped[Violation] = relationship(lazy="raise_on_sql")
    person: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    ten_clause: Mapped[RuleClause | None] = relationship(lazy="raise_on_sql")
    drafted_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[drafted_by_id])
    witness: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[witness_id])
    served_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[served_by_id])
    appeal: Mapped["Appeal | None"] = relationship(lazy="raise_on_sql", uselist=False)
    receipt: Mapped["Collection | None"] = relationship(
        lazy="raise_on_sql",
        uselist=False,
        viewonly=True,
        primaryjoin=lambda: and_(
            Collection.penalty_id == Penalty.id, Collection.kind == EntryKind.RECEIPT, Collection.reversed_at.is_(None)
        ),
    )
    refund: Mapped["Collection | None"] = relationship(
        lazy="raise_on_sql",
        uselist=False,
        viewonly=True,
        primaryjoin=lambda: and_(Collection.penalty_id == Penalty.id, Collection.kind == EntryKind.REFUND),
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def is_money(self) -> bool:
        """Whether finance collects something."""
        return self.mode is not Mode.POINTS

    @property
    def measure(self) -> str:
        """What the person bears, in the words of the mode."""
        yuan, rest = divmod(self.payable, 100)
        return f"扣 {self.points} 分" if self.mode is Mode.POINTS else f"{self.mode.label} {yuan}.{rest:02d} 元"


class Appeal(Audited, Base):
    """The person's objection; one for each penalty. ``due_on`` is the last working day for the decision."""

    __tablename__ = "penalty_appeals"
    id: Mapped[pk]
    penalty_id: Mapped[int] = mapped_column(ForeignKey("penalties.id"), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    grounds: Mapped[str] = mapped_column(Text)
    filed_at: Mapped[utc]
    due_on: Mapped[date] = mapped_column(index=True)
    outcome: Mapped[Outcome | None] = choice(Outcome, nullable=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    decided_at: Mapped[utc | None]
    decided_by: Mapped[User | None] = relationship(lazy="raise_on_sql")


class Relief(Audited, Base):
    """What is taken off a penalty after its approval: a record of its own, the penalty keeps its figures."""

    __tablename__ = "penalty_reliefs"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount"),)
    id: Mapped[pk]
    penalty_id: Mapped[int] = mapped_column(ForeignKey("penalties.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    amount: Mapped[cents]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[utc]


class AwardBan(Audited, Base):
    """No award for a person in the calendar year of the violation, until it is lifted. Source: S0 §8.1."""

    __tablename__ = "award_bans"
    __table_args__ = (Index("ix_award_bans_person_id_year", "person_id", "year"),)
    id: Mapped[pk]
    penalty_id: Mapped[int] = mapped_column(ForeignKey("penalties.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    year: Mapped[int]
    since: Mapped[utc]
    lifted_at: Mapped[utc | None]
    lifted_reason: Mapped[str] = mapped_column(default="")

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31)


class Collection(Audited, Base):
    """An entry of the book of finance: money taken against a receipt, or what goes out again as a negative amount.

    An entry is never changed. A wrong receipt is reversed by an entry that names it, once, and is then taken anew;
    what was paid for a penalty that was revoked is paid back, once. What is no fine, as a reward that is given back,
    names no penalty but its ``cause``, with its words and address as they were. Source: S0 §8.4, domain §2.3.
    """

    __tablename__ = "penalty_collections"
    __table_args__ = (
        CheckConstraint("(kind = 'receipt') = (amount > 0)", name="sign"),
        CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reverses"),
        CheckConstraint("(penalty_id IS NULL) = (cause <> '')", name="cause"),
        Index("uq_penalty_collections_cause", "cause", unique=True, **_where(f"cause <> '' AND {STANDING}")),
        Index("uq_penalty_collections_receipt", "penalty_id", unique=True, **_where(STANDING)),
        Index("uq_penalty_collections_refund", "penalty_id", unique=True, **_where("kind = 'refund'")),
    )
    id: Mapped[pk]
    kind: Mapped[EntryKind] = choice(EntryKind, default=EntryKind.RECEIPT)
    penalty_id: Mapped[int | None] = mapped_column(ForeignKey("penalties.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    receipt_no: Mapped[str] = mapped_column(unique=True)
    payer: Mapped[str]
    amount: Mapped[cents]
    method: Mapped[PaymentMethod] = choice(PaymentMethod)
    collected_on: Mapped[date] = mapped_column(index=True)
    collected_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    collected_at: Mapped[utc]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("penalty_collections.id"), unique=True)
    reversed_at: Mapped[utc | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    cause: Mapped[str] = mapped_column(default="")  # what it is for where it is no fine: "award_payments/7"
    cause_name: Mapped[str] = mapped_column(default="")
    cause_href: Mapped[str] = mapped_column(default="")
    penalty: Mapped[Penalty | None] = relationship(lazy="raise_on_sql")
    collected_by: Mapped[User | None] = relationship(lazy="raise_on_sql")

    @property
    def name(self) -> str:
        return self.receipt_no

    @property
    def about(self) -> str:
        """What the money is for: the number of the penalty, or the words of the cause."""
        return self.penalty.number if self.penalty_id else self.cause_name

    @property
    def href(self) -> str:
        return f"/penalties/{self.penalty_id}" if self.penalty_id else self.cause_href

    @property
    def is_reversible(self) -> bool:
        """Whether it can still be set right by a reversing entry."""
        return self.kind is EntryKind.RECEIPT and self.reversed_at is None


_relieved = select(func.coalesce(func.sum(Relief.amount), 0)).where(Relief.penalty_id == Penalty.id)
_payable = Penalty.amount - _relieved.correlate_except(Relief).scalar_subquery()
_received = select(func.coalesce(func.sum(Collection.amount), 0)).where(Collection.penalty_id == Penalty.id)
Penalty.payable = column_property(cast(_payable, BigInteger))  # PostgreSQL sums bigint to numeric
Penalty.received = column_property(
    cast(_received.correlate_except(Collection).scalar_subquery(), BigInteger), deferred=True, raiseload=True
)
