"""Talks, measures against a person, and orders to a department."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.measures.kinds import DirectiveState, MeasureKind, MeasureState, TalkKind, TalkState
from models.penalties import Penalty


class Talk(Audited, Base):
    """A talk with a person, with or without a penalty; ``unit_id`` is their unit when it was arranged."""

    __tablename__ = "talks"
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[TalkKind] = choice(TalkKind)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    unit_name: Mapped[str]
    penalty_id: Mapped[int | None] = mapped_column(ForeignKey("penalties.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    planned_at: Mapped[utc] = mapped_column(index=True)
    place: Mapped[str] = mapped_column(default="")
    talker_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    arranged_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[TalkState] = choice(TalkState, default=TalkState.PLANNED, index=True)
    held_at: Mapped[utc | None]
    content: Mapped[str] = mapped_column(Text, default="")
    reply: Mapped[str] = mapped_column(Text, default="")
    demands: Mapped[str] = mapped_column(Text, default="")
    signed_at: Mapped[utc | None]
    witness_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    talker: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[talker_id])
    arranged_by: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[arranged_by_id])
    witness: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[witness_id])
    penalty: Mapped[Penalty | None] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}


class Measure(Audited, Base):
    """A measure against a person. ``days`` and the re-test belong to 待岗, ``new_post`` to 调岗, the company's to 辞退.

    ``basis`` are the words it rests on, frozen with the submission. ``to_on`` is the last day of a suspension.
    """

    __tablename__ = "measures"
    __table_args__ = (
        CheckConstraint("(kind = 'suspension') = (days > 0)", name="days"),
        CheckConstraint("to_on IS NULL OR from_on <= to_on", name="span"),
    )
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[MeasureKind] = choice(MeasureKind)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    unit_name: Mapped[str]
    penalty_id: Mapped[int | None] = mapped_column(ForeignKey("penalties.id"), index=True)
    facts: Mapped[str] = mapped_column(Text)
    basis: Mapped[list[Any]] = mapped_column(JSON, default=list)
    days: Mapped[int] = mapped_column(default=0)
    new_post: Mapped[str] = mapped_column(default="")
    state: Mapped[MeasureState] = choice(MeasureState, default=MeasureState.DRAFT, index=True)
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    drafted_at: Mapped[utc]
    statement: Mapped[str] = mapped_column(Text, default="")
    stated_at: Mapped[utc | None]
    approved_at: Mapped[utc | None]
    company_ref: Mapped[str] = mapped_column(default="")
    company_on: Mapped[date | None]
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    retest_on: Mapped[date | None]
    retest_score: Mapped[int | None]
    retest_passed: Mapped[bool] = mapped_column(default=False)
    ended_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    drafted_by: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[drafted_by_id])
    started_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[started_by_id])
    penalty: Mapped[Penalty | None] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}

    @property
    def in_words(self) -> str:
        """What the person bears: 待岗 15 天."""
        more = f" {self.days} 天" if self.kind is MeasureKind.SUSPENSION else ""
        return f"{self.kind.label}{more}{f'：{self.new_post}' if self.new_post else ''}"


class Directive(Audited, Base):
    """An order to a unit to deal with something by a day (责令处理). Source: S0 §8."""

    __tablename__ = "directives"
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    responsible_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    penalty_id: Mapped[int | None] = mapped_column(ForeignKey("penalties.id"), index=True)
    order: Mapped[str] = mapped_column("order_text", Text)
    due_on: Mapped[date] = mapped_column(index=True)
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    issued_at: Mapped[utc]
    state: Mapped[DirectiveState] = choice(DirectiveState, default=DirectiveState.ISSUED, index=True)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[utc | None]
    opinion: Mapped[str] = mapped_column(Text, default="")
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    closed_at: Mapped[utc | None]
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    responsible: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[responsible_id])
    issued_by: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[issued_by_id])
    closed_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[closed_by_id])
    penalty: Mapped[Penalty | None] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}
