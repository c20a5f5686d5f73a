"""Rectifications with their measures, photos and the one extension; campaigns and processes stand beside."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.attachments import Attachment
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.rectifications.kinds import DONE, OPEN, Category, Decision, RectificationState, Side


class Rectification(Audited, Base):
    """An order to put something right by a day: 问题表现, 根源分析, 整改目标 and 具体措施.

    ``unit_id`` is where the problem lies and never changes; ``responsible_id`` is who answers for it, at the level of
    ``level_unit_id``. ``issue_no`` counts the orders for the same matter; a new one points back by
    ``reissued_from_id``. ``recurs_id`` is an earlier, finished matter that came again. Goal figures are in
    ``goal_unit``. ``due_on`` is the last day as it stands, an extension included. Source: domain §2.4, S1 1-02.
    """

    __tablename__ = "rectifications"
    __table_args__ = (
        CheckConstraint("issue_no >= 1", name="issue_no"),
        Index(
            "uq_rectifications_source",
            "source",
            "source_ref",
            "issue_no",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
            postgresql_where=text("state <> 'withdrawn'"),
        ),
        Index("ix_rectifications_state_due_on", "state", "due_on"),
        Index("ix_rectifications_unit_id_category", "unit_id", "category"),
    )
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    unit_name: Mapped[str]
    source: Mapped[str]
    source_ref: Mapped[str | None]
    source_href: Mapped[str] = mapped_column(default="")
    source_item: Mapped[str] = mapped_column(default="")
    category: Mapped[Category] = choice(Category)
    problem: Mapped[str] = mapped_column(Text)
    cause: Mapped[str] = mapped_column(Text, default="")
    goal: Mapped[str] = mapped_column(Text, default="")
    goal_metric: Mapped[str] = mapped_column(default="")
    goal_unit: Mapped[str] = mapped_column(default="")
    goal_from: Mapped[float | None]
    goal_to: Mapped[float | None]
    goal_actual: Mapped[float | None]
    goal_by: Mapped[date | None]
    due_on: Mapped[date]
    state: Mapped[RectificationState] = choice(RectificationState, default=RectificationState.ISSUED)
    responsible_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    level_unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    issued_at: Mapped[utc] = mapped_column(index=True)
    signed_at: Mapped[utc | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    begun_at: Mapped[utc | None]
    submitted_at: Mapped[utc | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    summary: Mapped[str] = mapped_column(Text, default="")
    reviewed_at: Mapped[utc | None] = mapped_column(index=True)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    opinion: Mapped[str] = mapped_column(Text, default="")
    issue_no: Mapped[int] = mapped_column(default=1)
    reissued_from_id: Mapped[int | None] = mapped_column(ForeignKey("rectifications.id"), unique=True)
    recurs_id: Mapped[int | None] = mapped_column(ForeignKey("rectifications.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=[unit_id])
    level_unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=[level_unit_id])
    responsible: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[responsible_id])
    issued_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[issued_by_id])
    signed_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[signed_by_id])
    submitted_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[submitted_by_id])
    reviewed_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[reviewed_by_id])
    measures: Mapped[list["RectificationMeasure"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="RectificationMeasure.id"
    )
    extension: Mapped["RectificationExtension | None"] = relationship(lazy="raise_on_sql", uselist=False)
    __mapper_args__ = {"version_id_col": version}

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_decided(self) -> bool:
        """Whether a reviewer has spoken."""
        return self.state in DONE

    def is_overdue_on(self, day: date) -> bool:
        """Whether the responsible is late: what waits for the reviewer is not theirs any more."""
        return self.state in OPEN[:3] and day > self.due_on

    @property
    def goal_in_words(self) -> str:
        """The measurable goal: ``投诉处理及时率 92 % → 100 %``; "" without a metric."""
        if not self.goal_metric:
            return ""
        unit = f" {self.goal_unit}" if self.goal_unit else ""
        begun = f" {self.goal_from:g}{unit} →" if self.goal_from is not None else " →"
        return f"{self.goal_metric}{begun} {self.goal_to:g}{unit}"


class RectificationMeasure(Audited, Base):
    """One thing to do, by whom and until when; done when its owner says in words what was done."""

    __tablename__ = "rectification_measures"
    audit_parent = ("rectifications", "rectification_id")
    id: Mapped[pk]
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectifications.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    due_on: Mapped[date]
    done_at: Mapped[utc | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    done_words: Mapped[str] = mapped_column(Text, default="")
    owner: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[owner_id])
    done_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[done_by_id])

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    def is_overdue_on(self, day: date) -> bool:
        return not self.is_done and day > self.due_on


class RectificationPhoto(Audited, Base):
    """A picture of before or after; one of after may answer one of before and is shown beside it."""

    __tablename__ = "rectification_photos"
    audit_parent = ("rectifications", "rectification_id")
    id: Mapped[pk]
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectifications.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), unique=True)
    side: Mapped[Side] = choice(Side)
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("rectification_photos.id"), index=True)
    attachment: Mapped[Attachment] = relationship(lazy="raise_on_sql")

    @property
    def name(self) -> str:
        """What the picture is called where one is chosen; the attachment must be loaded."""
        return self.attachment.caption or self.attachment.name


class RectificationExtension(Audited, Base):
    """The one request for more time: asked by the responsible, decided by the issuer's leader. ``was_on`` was due."""

    __tablename__ = "rectification_extensions"
    __table_args__ = (UniqueConstraint("rectification_id"),)
    id: Mapped[pk]
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectifications.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    was_on: Mapped[date]
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    asked_at: Mapped[utc]
    leader_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    decision: Mapped[Decision | None] = choice(Decision, nullable=True)
    words: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    decided_at: Mapped[utc | None]
    asked_by: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[asked_by_id])
    leader: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[leader_id])
    decided_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[decided_by_id])
