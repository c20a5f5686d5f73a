"""流程简化: the review of a process, step by step, and what is left of it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.rectifications.kinds import Fate, ProcessState, Verdict


class ProcessReview(Audited, Base):
    """A periodic look at a process: its steps, what becomes of each, why, who approved, from when. Source: S3 3-06."""

    __tablename__ = "process_reviews"
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    process: Mapped[str] = mapped_column(index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    verdict: Mapped[Verdict] = choice(Verdict)
    state: Mapped[ProcessState] = choice(ProcessState, default=ProcessState.DRAFT, index=True)
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    drafted_at: Mapped[utc]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    decided_at: Mapped[utc | None]
    opinion: Mapped[str] = mapped_column(Text, default="")
    valid_from: Mapped[date | None]
    notice: Mapped[str] = mapped_column(Text, default="")
    next_on: Mapped[date | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    drafted_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[drafted_by_id])
    decided_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[decided_by_id])
    steps: Mapped[list["ProcessStep"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ProcessStep.sort"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def after(self) -> "list[ProcessStep]":
        """The steps that remain, in their order."""
        return [step for step in self.steps if step.fate in (Fate.KEEP, Fate.CHANGE)]

    @property
    def minutes_before(self) -> int:
        return sum(step.minutes for step in self.steps)

    @property
    def minutes_after(self) -> int:
        return sum(step.minutes_after for step in self.steps)


class ProcessStep(Audited, Base):
    """A step as it was and what becomes of it; ``minutes`` of work each, ``minutes_after`` what is left of them."""

    __tablename__ = "process_steps"
    __table_args__ = (CheckConstraint("minutes >= 0 AND minutes_after >= 0", name="minutes"),)
    audit_parent = ("process_reviews", "review_id")
    id: Mapped[pk]
    review_id: Mapped[int] = mapped_column(ForeignKey("process_reviews.id"), index=True)
    sort: Mapped[int]
    text: Mapped[str]
    minutes: Mapped[int] = mapped_column(default=0)
    fate: Mapped[Fate] = choice(Fate, default=Fate.KEEP)
    after_text: Mapped[str] = mapped_column(default="")
    minutes_after: Mapped[int] = mapped_column(default=0)
    why: Mapped[str] = mapped_column(default="")

    @property
    def now(self) -> str:
        """The words of the step as it is done from then on."""
        return self.after_text or self.text
