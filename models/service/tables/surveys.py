"""The 满意度调查: rounds, what they ask, and the sheets that came in."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.service.kinds import Channel, RoundState


class SurveyRound(Audited, Base):
    """What one station asks between two days.

    ``scale`` holds the words of the steps, the worst first; a score counts from 1. ``satisfied_from`` is the lowest
    score that counts as satisfied. ``slug`` ends the address of the QR page. Source: domain §2.12 (W21).
    """

    __tablename__ = "survey_rounds"
    __table_args__ = (
        CheckConstraint("until >= since", name="days"),
        CheckConstraint("wanted > 0", name="wanted"),
    )
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str]
    greeting: Mapped[str] = mapped_column(Text, default="")
    since: Mapped[date]
    until: Mapped[date]
    wanted: Mapped[int]
    scale: Mapped[list[Any]] = mapped_column(JSON)
    satisfied_from: Mapped[int]
    slug: Mapped[str] = mapped_column(unique=True)
    state: Mapped[RoundState] = choice(RoundState, default=RoundState.DRAFT, index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    made_at: Mapped[utc]
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    made_by: Mapped[User] = relationship(lazy="raise_on_sql")
    dimensions: Mapped[list["SurveyDimension"]] = relationship(lazy="raise_on_sql", order_by="SurveyDimension.sort")
    __mapper_args__ = {"version_id_col": version}

    def takes_answers_on(self, day: date) -> bool:
        return self.state is RoundState.OPEN and self.since <= day <= self.until


class SurveyDimension(Audited, Base):
    """One question of a round, e.g. 文明服务."""

    __tablename__ = "survey_dimensions"
    __table_args__ = (UniqueConstraint("round_id", "name"),)
    audit_parent = ("survey_rounds", "round_id")
    id: Mapped[pk]
    round_id: Mapped[int] = mapped_column(ForeignKey("survey_rounds.id"), index=True)
    name: Mapped[str]
    question: Mapped[str] = mapped_column(default="")
    sort: Mapped[int] = mapped_column(default=0)


class SurveySheet(Audited, Base):
    """The answers of one person; nobody's name is asked. ``entered_by_id`` None came over the QR page.

    A sheet that was typed wrongly stays, struck out (``voided_at``), and counts nowhere.
    """

    __tablename__ = "survey_sheets"
    __table_args__ = (Index("ix_survey_sheets_round_id_answered_on", "round_id", "answered_on"),)
    id: Mapped[pk]
    round_id: Mapped[int] = mapped_column(ForeignKey("survey_rounds.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    channel: Mapped[Channel] = choice(Channel)
    answered_on: Mapped[date]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    entered_at: Mapped[utc]
    said: Mapped[str] = mapped_column(Text, default="")
    voided_at: Mapped[utc | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    void_reason: Mapped[str] = mapped_column(Text, default="")
    round: Mapped[SurveyRound] = relationship(lazy="raise_on_sql")
    entered_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=entered_by_id)
    voided_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=voided_by_id)
    answers: Mapped[list["SurveyAnswer"]] = relationship(lazy="raise_on_sql", order_by="SurveyAnswer.id")


class SurveyAnswer(Audited, Base):
    """The score of one dimension on one sheet; a question left open has no row."""

    __tablename__ = "survey_answers"
    __table_args__ = (UniqueConstraint("sheet_id", "dimension_id"), CheckConstraint("score > 0", name="score"))
    audit_parent = ("survey_sheets", "sheet_id")
    id: Mapped[pk]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("survey_sheets.id"), index=True)
    dimension_id: Mapped[int] = mapped_column(ForeignKey("survey_dimensions.id"), index=True)
    score: Mapped[int]
    dimension: Mapped["SurveyDimension"] = relationship(lazy="raise_on_sql")
