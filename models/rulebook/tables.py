"""Clauses. A row is one edition of a clause: its words and amounts never change, an edit adds the next row."""

from datetime import date

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.core.audit import Audited
from models.core.db import Base, Labelled, cents, choice, pk


class Book(Labelled):
    """Which set of rules a clause stands in. Source: domain §2.3."""

    SERVICE = ("service", "服务准则")
    TEN = ("ten", "十不准")
    INSPECTION = ("inspection", "稽查细则")
    ATTENDANCE = ("attendance", "考勤")


class Severity(Labelled):
    ORDINARY = ("ordinary", "一般")
    SERIOUS = ("serious", "较重", "warn")
    GRAVE = ("grave", "严重", "danger")


class RuleClause(Audited, Base):
    """One edition. ``base_amount`` is in cents, None = no amount follows from the clause by itself.

    In force from ``valid_from`` to ``valid_to``, both included; an edition replaced before it began has never been.
    """

    __tablename__ = "rule_clauses"
    __table_args__ = (UniqueConstraint("book", "code", "edition"),)
    id: Mapped[pk]
    book: Mapped[Book] = choice(Book, index=True)
    code: Mapped[str]
    edition: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(Text)
    base_amount: Mapped[cents | None]
    base_points: Mapped[int] = mapped_column(default=0)
    severity: Mapped[Severity] = choice(Severity, default=Severity.ORDINARY)
    source: Mapped[str] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    is_latest: Mapped[bool] = mapped_column(default=True, index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return f"《{self.book.label}》{self.code}"

    @property
    def caption(self) -> str:
        """What a choice shows: the place and the first words."""
        return f"{self.name} {self.text[:40]}{'…' if len(self.text) > 40 else ''}"

    def is_in_force_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
