"""The ledger: rules in editions, entries of two or more lines that sum to zero, and the balance they come to."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core import append_only
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.points.catalogue import KINDS
from models.points.kinds import ACCOUNTS, MERIT, SCORE, EntryType, Side


class PointRule(Audited, Base):
    """One edition of a rule; it holds for whole months, from ``valid_from`` to ``valid_to``, both included.

    ``kind`` is what rooms post by. In tenths of a point ``tenths`` is what an event is worth, None = the event says
    (a decision, a check sheet); ``month_cap`` the most for one account and month. ``is_offsetting``: of a merit, that
    it may offset; of a deduction, that it may be offset. Source: issue 4.3.
    """

    __tablename__ = "point_rules"
    __table_args__ = (
        UniqueConstraint("kind", "edition"),
        CheckConstraint("tenths >= 0", name="tenths"),
        CheckConstraint("month_cap >= 0", name="month_cap"),
    )
    id: Mapped[pk]
    kind: Mapped[str] = mapped_column(index=True)
    edition: Mapped[int] = mapped_column(default=1)
    side: Mapped[Side] = choice(Side)
    title: Mapped[str]
    tenths: Mapped[int | None]
    month_cap: Mapped[int | None]
    is_offsetting: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    is_latest: Mapped[bool] = mapped_column(default=True, index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return self.title


class PointEntry(Audited, Base):
    """One entry, never changed and never deleted: the database refuses. Its lines sum to zero.

    ``month`` is the month of the event, ``booked_month`` the one whose figures it changes: they differ only when a
    closed month is corrected. ``claimed`` in tenths is what the event is worth by its rule. ``reverses_id`` names the
    entry that a reversal takes back. ``key`` lets an event be booked once. The source is ``(table, id)`` with what a
    page calls it and where it is shown.
    """

    __tablename__ = "point_entries"
    __table_args__ = (
        Index("ix_point_entries_holder_month", "holder", "month"),
        Index("ix_point_entries_source_table_source_id", "source_table", "source_id"),
        CheckConstraint("claimed >= 0", name="claimed"),
    )
    id: Mapped[pk]
    key: Mapped[str] = mapped_column(unique=True)
    type: Mapped[EntryType] = choice(EntryType)
    kind: Mapped[str] = mapped_column(index=True)
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("point_rules.id"), index=True)
    holder: Mapped[str]  # p17 a person, u4 a crew
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    on: Mapped[date]
    month: Mapped[date]
    booked_month: Mapped[date] = mapped_column(index=True)
    claimed: Mapped[int] = mapped_column(default=0)
    words: Mapped[str] = mapped_column(Text, default="")
    source_table: Mapped[str]
    source_id: Mapped[int]
    source_label: Mapped[str]
    source_href: Mapped[str]
    reverses_id: Mapped[int | None] = mapped_column(unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[utc]
    person: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[by_id])
    rule: Mapped[PointRule | None] = relationship(lazy="raise_on_sql")
    lines: Mapped[list["PointLine"]] = relationship(
        lazy="raise_on_sql", order_by="PointLine.id", back_populates="entry"
    )

    @property
    def number(self) -> str:
        return f"JF-{self.id:06d}"

    @property
    def title(self) -> str:
        """What it is booked for, in words."""
        return KINDS[self.kind].title if self.kind in KINDS else self.kind

    def of(self, account: str) -> int:
        """Return what the entry changes of one account, in tenths; its lines must be loaded."""
        return sum(line.tenths for line in self.lines if line.account == account)

    @property
    def score(self) -> int:
        return self.of(SCORE)

    @property
    def merit(self) -> int:
        return self.of(MERIT)


class PointLine(Audited, Base):
    """One side of an entry in tenths; ``account`` is score or merit of the holder, or a kind's counter account."""

    __tablename__ = "point_lines"
    audit_parent = ("point_entries", "entry_id")
    id: Mapped[pk]
    entry_id: Mapped[int] = mapped_column(ForeignKey("point_entries.id"), index=True)
    account: Mapped[str] = mapped_column(index=True)
    tenths: Mapped[int]
    entry: Mapped[PointEntry] = relationship(lazy="raise_on_sql", back_populates="lines")

    @property
    def is_own(self) -> bool:
        """Whether it stands on the holder's side."""
        return self.account in ACCOUNTS


class PointBalance(Base):
    """What a holder's entries of a month come to, for lists to show and sort by; ``flask check`` reckons it anew.

    Its row is also the lock under which the month of a holder is booked. ``score`` includes the base.
    """

    __tablename__ = "point_balances"
    __table_args__ = (
        UniqueConstraint("holder", "month"),
        Index("ix_point_balances_month_score", "month", "score"),
    )
    id: Mapped[pk]
    holder: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    month: Mapped[date]
    base: Mapped[int] = mapped_column(default=0)
    score: Mapped[int] = mapped_column(default=0)
    merit: Mapped[int] = mapped_column(default=0)
    person: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")

    @property
    def caption(self) -> str:
        """Whose account it is; the person or the unit must be loaded."""
        return self.person.name if self.person else self.unit.name


for _table in (PointEntry, PointLine):
    append_only.guard(_table.__table__)
