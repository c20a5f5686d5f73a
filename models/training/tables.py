"""The question bank, the attempts at the daily quiz, and who was excused from it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, Labelled, choice, pk, utc

KEYS = "ABCDEFGH"  # a question has at most eight options
TRUTHS = ("正确", "错误")


class QuestionKind(Labelled):
    """How a question is asked and marked. Short answers stay in the bank: no machine can mark them."""

    SINGLE = ("single", "单选")
    MULTIPLE = ("multiple", "多选")
    JUDGE = ("judge", "判断")
    FILL = ("fill", "填空")
    SHORT = ("short", "简答")


class Difficulty(Labelled):
    EASY = ("easy", "易")
    MEDIUM = ("medium", "中")
    HARD = ("hard", "难")


class QuestionState(Labelled):
    DRAFT = ("draft", "草稿", "", "pencil")
    ACTIVE = ("active", "在用", "ok", "check")
    RETIRED = ("retired", "停用", "", "archive")


class ImportState(Labelled):
    CHECKED = ("checked", "已检查", "warn", "clock")
    DONE = ("done", "已导入", "ok", "check")


class Question(Audited, Base):
    """One question. ``answer`` is "B" or "ABD", 正确 or 错误, blanks "90；70" with "起止|起讫" for either, or a text.

    ``fingerprint`` of kind, stem, options and answer keeps exact duplicates out of the bank. An edit changes
    ``version``; what an attempt saw is kept with the attempt.
    """

    __tablename__ = "questions"
    id: Mapped[pk]
    code: Mapped[str] = mapped_column(default="", index=True)  # number in the file it came from
    kind: Mapped[QuestionKind] = choice(QuestionKind, index=True)
    stem: Mapped[str] = mapped_column(Text)
    options: Mapped[list[str]] = mapped_column(JSON, default=list)
    answer: Mapped[str] = mapped_column(Text)
    topic: Mapped[str] = mapped_column(index=True)
    difficulty: Mapped[Difficulty] = choice(Difficulty, default=Difficulty.MEDIUM)
    explanation: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(Text, default="")
    region: Mapped[str] = mapped_column(default="全国")
    source: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    state: Mapped[QuestionState] = choice(QuestionState, default=QuestionState.DRAFT, index=True)
    fingerprint: Mapped[str] = mapped_column(unique=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("question_imports.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        stem = self.stem or "（题干缺失）"
        return stem if len(stem) <= 40 else f"{stem[:39]}…"

    @property
    def lettered(self) -> list[tuple[str, str]]:
        """The options with their keys A, B, C …"""
        return list(zip(KEYS, self.options, strict=False))


class QuestionImport(Audited, Base):
    """A file that was checked: its good rows wait here until someone imports them, all at once."""

    __tablename__ = "question_imports"
    audit_hidden = frozenset({"rows", "refusals", "duplicates", "flaws"})
    id: Mapped[pk]
    file_name: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    checked_at: Mapped[utc]
    state: Mapped[ImportState] = choice(ImportState, default=ImportState.CHECKED)
    good_count: Mapped[int]  # rows that were read and understood, duplicates included
    new_count: Mapped[int]
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    refusals: Mapped[list[list[Any]]] = mapped_column(JSON)  # [row, number in the file, reason]
    duplicates: Mapped[list[list[Any]]] = mapped_column(JSON)  # [row, number in the file, of what]
    flaws: Mapped[list[list[Any]]] = mapped_column(JSON)  # [row, number in the file, what to mend]; taken as drafts
    by: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[by_id])

    @property
    def name(self) -> str:
        return self.file_name


class QuizAttempt(Base):
    """One person's quiz of one business date; ``turn`` 2 is the retry.

    ``paper`` is what the person was shown, in order: question and version, stem, options as shuffled, and what is
    right (keys of the shuffled options, or the accepted texts of each blank). It never leaves the server whole.
    """

    __tablename__ = "quiz_attempts"
    __table_args__ = (
        UniqueConstraint("user_id", "business_date", "turn"),
        Index("ix_quiz_attempts_business_date_crew_id", "business_date", "crew_id"),
        CheckConstraint("turn IN (1, 2)", name="turn"),
    )
    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    crew_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"), index=True)
    business_date: Mapped[date]
    turn: Mapped[int] = mapped_column(default=1)
    opens_at: Mapped[utc]
    closes_at: Mapped[utc]
    paper: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    question_count: Mapped[int]
    pass_score: Mapped[int]  # per cent, the setting of that day
    started_at: Mapped[utc]
    submitted_at: Mapped[utc | None]
    is_complete: Mapped[bool] = mapped_column(default=False)  # every question answered, not closed by the clock
    right_count: Mapped[int] = mapped_column(default=0)
    score: Mapped[int | None]  # per cent
    answers: Mapped[list["QuizAnswer"]] = relationship(
        lazy="raise_on_sql", back_populates="attempt", order_by="QuizAnswer.position"
    )
    user: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[user_id])
    crew: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=[crew_id])

    @property
    def name(self) -> str:
        return f"{self.business_date:%Y-%m-%d}" + (" 再答" if self.turn == 2 else "")

    @property
    def is_passed(self) -> bool:
        return self.score is not None and self.score >= self.pass_score

    @property
    def seconds(self) -> int:
        return int((self.submitted_at - self.started_at).total_seconds()) if self.submitted_at else 0

    def is_open_at(self, moment: datetime) -> bool:
        return self.opens_at <= moment <= self.closes_at


class QuizAnswer(Base):
    """A final answer, saved when it was given; ``given`` are the keys chosen or the blanks filled in."""

    __tablename__ = "quiz_answers"
    __table_args__ = (UniqueConstraint("attempt_id", "position"),)
    id: Mapped[pk]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("quiz_attempts.id"))
    position: Mapped[int]  # from 1
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    given: Mapped[list[str]] = mapped_column(JSON)
    is_right: Mapped[bool]
    answered_at: Mapped[utc]
    attempt: Mapped[QuizAttempt] = relationship(lazy="raise_on_sql", back_populates="answers")


class QuizExcuse(Audited, Base):
    """A quiz that need not be made up for, with the reason; taking it back keeps the row."""

    __tablename__ = "quiz_excuses"
    __table_args__ = (UniqueConstraint("user_id", "business_date"),)
    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    business_date: Mapped[date]
    reason: Mapped[str]
    excused_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    excused_at: Mapped[utc]
    is_withdrawn: Mapped[bool] = mapped_column(default=False)

    @property
    def name(self) -> str:
        return f"{self.business_date:%Y-%m-%d}"
