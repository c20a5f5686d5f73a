"""Chains of approval as data, the cases that run along them, and each person's part."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, func, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, UnitKind, User
from models.approvals.kinds import KINDS
from models.core.audit import Audited
from models.core.db import Base, Labelled, Moment, choice, pk, utc

NEVER = datetime(9999, 12, 31, tzinfo=UTC)  # stands for no deadline where lists are sorted


class StepMode(Labelled):
    """How many of those who may decide a step have to."""

    ANY = ("any", "任一人同意")
    ALL = ("all", "全体同意")
    SEQUENTIAL = ("sequential", "依次同意")


class ApprovalState(Labelled):
    RUNNING = ("running", "审批中", "info", "clock")
    APPROVED = ("approved", "已批准", "ok", "check")
    RETURNED = ("returned", "已退回", "warn", "arrow-back-up")
    WITHDRAWN = ("withdrawn", "已撤回")


class TaskState(Labelled):
    WAITING = ("waiting", "待审批", "info", "clock")
    APPROVED = ("approved", "同意", "ok", "check")
    RETURNED = ("returned", "退回", "warn", "arrow-back-up")
    DELEGATED = ("delegated", "转办")
    SKIPPED = ("skipped", "未办理")


class ApprovalChain(Audited, Base):
    """A chain for one kind of matter from a day on; the newest version whose condition fits is taken.

    ``condition`` is ``{fact: {"least": n, "most": n, "one_of": [...]}}``; {} fits everything. With ``allows_repeat``
    one person may decide several steps of a case. A case goes on along the chain it began with.
    """

    __tablename__ = "approval_chains"
    __table_args__ = (UniqueConstraint("kind", "name", "version"),)
    id: Mapped[pk]
    kind: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    valid_from: Mapped[date]
    condition: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    allows_repeat: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(default="")
    steps: Mapped[list["ApprovalChainStep"]] = relationship(
        lazy="raise_on_sql", viewonly=True, order_by="ApprovalChainStep.position"
    )


class ApprovalChainStep(Audited, Base):
    """Who decides: a role that reaches the unit of ``level`` above the case's, or posts of a standing body.

    ``posts`` is a comma list, "" means every post. After ``timeout_hours`` the role ``escalate_to`` decides instead.
    """

    __tablename__ = "approval_chain_steps"
    __table_args__ = (UniqueConstraint("chain_id", "position"),)
    audit_parent = ("approval_chains", "chain_id")
    id: Mapped[pk]
    chain_id: Mapped[int] = mapped_column(ForeignKey("approval_chains.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    mode: Mapped[StepMode] = choice(StepMode, default=StepMode.ANY)
    role_code: Mapped[str] = mapped_column(default="")
    level: Mapped[UnitKind | None] = choice(UnitKind, check="level", nullable=True)
    body_code: Mapped[str] = mapped_column(default="")
    posts: Mapped[str] = mapped_column(default="")
    timeout_hours: Mapped[int | None]
    escalate_to: Mapped[str] = mapped_column(default="")


class Approval(Audited, Base):
    """One matter on its way along a chain. ``subject_type`` is a table name; ``subject_name`` its number for people."""

    __tablename__ = "approvals"
    __table_args__ = (
        Index("ix_approvals_subject_type_subject_id", "subject_type", "subject_id"),
        Index(
            "uq_approvals_running",
            "kind",
            "subject_type",
            "subject_id",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )
    id: Mapped[pk]
    kind: Mapped[str] = mapped_column(index=True)
    subject_type: Mapped[str]
    subject_id: Mapped[int]
    subject_name: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    chain_id: Mapped[int] = mapped_column(ForeignKey("approval_chains.id"), index=True)
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[ApprovalState] = choice(ApprovalState, default=ApprovalState.RUNNING)
    started_at: Mapped[utc]
    ended_at: Mapped[utc | None]
    chain: Mapped[ApprovalChain] = relationship(lazy="joined", innerjoin="unnested")
    drafted_by: Mapped[User] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    tasks: Mapped[list["ApprovalTask"]] = relationship(lazy="raise_on_sql", viewonly=True, order_by="ApprovalTask.id")

    @property
    def name(self) -> str:
        return f"{KINDS[self.kind].label} {self.subject_name}"

    @property
    def href(self) -> str:
        """Where the matter is shown and decided."""
        return KINDS[self.kind].href.format(subject_id=self.subject_id, approval_id=self.id)


class ApprovalConcern(Audited, Base):
    """A person the case is about, who therefore decides nothing on it."""

    __tablename__ = "approval_concerns"
    audit_parent = ("approvals", "approval_id")
    id: Mapped[pk]
    approval_id: Mapped[int] = mapped_column(ForeignKey("approvals.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)


class ApprovalTask(Audited, Base):
    """One decision to be made, by ``assignee`` or by whoever holds the role or post today.

    ``stands`` is lost when the case goes back to this step or an earlier one. ``for_id`` is the person in whose
    place the assignee decides.
    """

    __tablename__ = "approval_tasks"
    __table_args__ = (Index("ix_approval_tasks_state_due_at", "state", "due_at"),)
    audit_parent = ("approvals", "approval_id")
    id: Mapped[pk]
    approval_id: Mapped[int] = mapped_column(ForeignKey("approvals.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    mode: Mapped[StepMode] = choice(StepMode)
    role_code: Mapped[str] = mapped_column(default="", index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    body_code: Mapped[str] = mapped_column(default="")
    posts: Mapped[str] = mapped_column(default="")
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    for_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    escalate_to: Mapped[str] = mapped_column(default="")
    state: Mapped[TaskState] = choice(TaskState, default=TaskState.WAITING)
    stands: Mapped[bool] = mapped_column(default=True)
    opened_at: Mapped[utc]
    due_at: Mapped[utc | None]
    reminded_at: Mapped[utc | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    delegated_to_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    decided_at: Mapped[utc | None]
    opinion: Mapped[str] = mapped_column(Text, default="")
    assignee: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[assignee_id])
    stands_for: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[for_id])
    decided_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[decided_by_id])
    delegated_to: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[delegated_to_id])
    approval: Mapped[Approval] = relationship(lazy="raise_on_sql")

    @hybrid_property
    def pressing_at(self) -> datetime:
        """The deadline, or NEVER: what lists are sorted by, the most pressing first."""
        return self.due_at or NEVER

    @pressing_at.inplace.expression
    @classmethod
    def _pressing_at(cls):
        return func.coalesce(cls.due_at, NEVER, type_=Moment)
