"""Rules of deadlines with their ladders, the clocks that run, and everything that happened to a clock."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.deadlines.kinds import KINDS, ChangeKind, ClockKind, Outcome, Side, StepMeasure, TimeUnit, Whom


class DeadlineRule(Audited, Base):
    """One edition of a rule: how long, on which clock, from which day on. ``severity`` "" fits every severity.

    ``unit_id`` None is the whole house; a unit's own rule also holds for those below it. Never changed, only followed
    by the next edition. Source: domain §2.1.
    """

    __tablename__ = "deadline_rules"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        UniqueConstraint("kind", "severity", "unit_id", "edition"),
        Index(
            "uq_deadline_rules_house",
            "kind",
            "severity",
            "edition",
            unique=True,
            sqlite_where=text("unit_id IS NULL"),
            postgresql_where=text("unit_id IS NULL"),
        ),
    )
    id: Mapped[pk]
    kind: Mapped[str] = mapped_column(index=True)
    severity: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    edition: Mapped[int] = mapped_column(default=1)
    amount: Mapped[int]
    time_unit: Mapped[TimeUnit] = choice(TimeUnit)
    clock: Mapped[ClockKind] = choice(ClockKind)
    source: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    set_at: Mapped[utc]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    set_by: Mapped[User | None] = relationship(lazy="raise_on_sql")
    steps: Mapped[list["DeadlineStep"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="DeadlineStep.level, DeadlineStep.id"
    )

    @property
    def name(self) -> str:
        """The kind, the severity if there is one, and the edition."""
        kind = KINDS.get(self.kind)
        label = kind.label if kind else self.kind
        severity = kind.severity_label(self.severity) if kind else self.severity
        return f"{label}{f'（{severity}）' if severity else ''}第 {self.edition} 版"

    @property
    def in_words(self) -> str:
        """The time it gives: 30 分钟（全天计时）."""
        if self.time_unit is TimeUnit.WORKDAYS:
            end = "下班时到期" if self.clock is ClockKind.OFFICE else "24:00 到期"
            return f"{self.amount} {self.time_unit.label}（次日起算，{end}）"
        return f"{self.amount} {self.time_unit.label}（{self.clock.label}）"


class DeadlineStep(Audited, Base):
    """A step of the ladder: ``distance`` minutes from the moment due (before it: negative), or percent of the time.

    Percent above 100 lie beyond the moment due, counted on the same clock. ``post`` "" means every post of the body.
    """

    __tablename__ = "deadline_steps"
    __table_args__ = (CheckConstraint("measure = 'minutes' OR distance BETWEEN 1 AND 400", name="percent"),)
    audit_parent = ("deadline_rules", "rule_id")
    id: Mapped[pk]
    rule_id: Mapped[int] = mapped_column(ForeignKey("deadline_rules.id"), index=True)
    level: Mapped[int]
    measure: Mapped[StepMeasure] = choice(StepMeasure)
    distance: Mapped[int]
    whom: Mapped[Whom] = choice(Whom)
    role_code: Mapped[str] = mapped_column(default="")
    body_code: Mapped[str] = mapped_column(default="")
    post: Mapped[str] = mapped_column(default="")
    is_urgent: Mapped[bool] = mapped_column(default=False)


class DeadlineTimer(Audited, Base):
    """A clock on a row of another room: ``owner_type`` is its table, ``subject_name`` its number for people.

    ``due_at`` is what the rule, the pauses and the changes lead to; overdue is asked, never stored. While the clock
    is paused ``due_at`` is that of the moment before. ``fixed_due_at`` is set from outside and no pause moves it.
    ``alarm_at`` is the next step of the ladder; steps that lie before ``armed_at`` are not caught up with.
    """

    __tablename__ = "deadline_timers"
    __table_args__ = (
        Index(
            "uq_deadline_timers_open",
            "owner_type",
            "owner_id",
            "kind",
            "side",
            unique=True,
            sqlite_where=text("stopped_at IS NULL"),
            postgresql_where=text("stopped_at IS NULL"),
        ),
        Index("ix_deadline_timers_owner_type_owner_id", "owner_type", "owner_id"),
        Index("ix_deadline_timers_stopped_at_due_at", "stopped_at", "due_at"),
    )
    id: Mapped[pk]
    owner_type: Mapped[str]
    owner_id: Mapped[int]
    subject_name: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    side: Mapped[Side] = choice(Side, default=Side.OURS)
    label: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    severity: Mapped[str] = mapped_column(default="")
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("deadline_rules.id"), index=True)
    started_at: Mapped[utc] = mapped_column(index=True)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    fixed_due_at: Mapped[utc | None]
    due_at: Mapped[utc]
    armed_at: Mapped[utc]
    alarm_at: Mapped[utc | None] = mapped_column(index=True)
    paused_at: Mapped[utc | None]
    stopped_at: Mapped[utc | None]
    outcome: Mapped[Outcome | None] = choice(Outcome, nullable=True)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    responsible: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[responsible_id])
    started_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[started_by_id])
    rule: Mapped[DeadlineRule | None] = relationship(lazy="raise_on_sql")

    @property
    def name(self) -> str:
        return f"{self.subject_name} {self.label}".strip()

    @property
    def href(self) -> str:
        """Where the owner is shown."""
        return KINDS[self.kind].href.format(owner_id=self.owner_id)

    @property
    def is_open(self) -> bool:
        return self.stopped_at is None

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None and self.is_open

    def seen_at(self, at: datetime) -> datetime:
        """Return the moment to judge the clock by: a stopped or paused one stands still."""
        return self.stopped_at or self.paused_at or at

    def is_overdue_at(self, at: datetime) -> bool:
        return self.outcome is not Outcome.VOID and self.seen_at(at) > self.due_at

    def left_at(self, at: datetime) -> timedelta:
        """Return the time on the wall until it is due, negative once it is over."""
        return self.due_at - self.seen_at(at)


class DeadlinePause(Audited, Base):
    """A stretch in which a clock did not run; at most one is open."""

    __tablename__ = "deadline_pauses"
    __table_args__ = (
        Index(
            "uq_deadline_pauses_open",
            "timer_id",
            unique=True,
            sqlite_where=text("to_at IS NULL"),
            postgresql_where=text("to_at IS NULL"),
        ),
    )
    audit_parent = ("deadline_timers", "timer_id")
    id: Mapped[pk]
    timer_id: Mapped[int] = mapped_column(ForeignKey("deadline_timers.id"), index=True)
    from_at: Mapped[utc]
    to_at: Mapped[utc | None]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[by_id])
    ended_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[ended_by_id])


class DeadlineChange(Audited, Base):
    """What changed on a running clock, with both sides, so that its whole course can be told again.

    ``workdays`` is what an extension adds to the amount; ``until`` the moment an extension sets instead.
    """

    __tablename__ = "deadline_changes"
    audit_parent = ("deadline_timers", "timer_id")
    id: Mapped[pk]
    timer_id: Mapped[int] = mapped_column(ForeignKey("deadline_timers.id"), index=True)
    what: Mapped[ChangeKind] = choice(ChangeKind)
    at: Mapped[utc]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    severity_before: Mapped[str] = mapped_column(default="")
    severity_after: Mapped[str] = mapped_column(default="")
    rule_before_id: Mapped[int | None] = mapped_column(ForeignKey("deadline_rules.id"), index=True)
    rule_after_id: Mapped[int | None] = mapped_column(ForeignKey("deadline_rules.id"), index=True)
    responsible_before_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    responsible_after_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    workdays: Mapped[int] = mapped_column(default=0)
    until: Mapped[utc | None]
    due_before: Mapped[utc]
    due_after: Mapped[utc]
    by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[by_id])
    responsible_before: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[responsible_before_id])
    responsible_after: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[responsible_after_id])


class DeadlineAlarm(Base):
    """A step that was taken for one moment due. Append-only by nature, so not audited itself; the clock's trail has it.

    ``recipients`` are ``[person id, name]``; ``note`` says whom it reached in whose place.
    """

    __tablename__ = "deadline_alarms"
    __table_args__ = (UniqueConstraint("timer_id", "step_id", "due_at"),)
    id: Mapped[pk]
    timer_id: Mapped[int] = mapped_column(ForeignKey("deadline_timers.id"), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("deadline_steps.id"), index=True)
    due_at: Mapped[utc]
    planned_at: Mapped[utc]
    fired_at: Mapped[utc] = mapped_column(index=True)
    title: Mapped[str]
    recipients: Mapped[list[Any]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(default="")
    step: Mapped[DeadlineStep] = relationship(lazy="raise_on_sql")
