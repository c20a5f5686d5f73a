"""Monthly plans of inspections, draws of video clips, and what each reviewer saw for themselves."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User, structure
from models.core import clock
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.inspections import Inspection, Kind, Template, TemplateItem, Verdict
from models.sampling.kinds import Cause, ClipState, DrawKind, DrawState, ReviewState


class PlanTarget(Audited, Base):
    """How many inspections of a kind a station is to have in a month; ``month`` is its first day."""

    __tablename__ = "inspection_plan_targets"
    __table_args__ = (UniqueConstraint("unit_id", "month", "kind"), CheckConstraint("target >= 0", name="target"))
    id: Mapped[pk]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    month: Mapped[date] = mapped_column(index=True)
    kind: Mapped[Kind] = choice(Kind)
    target: Mapped[int]

    @property
    def name(self) -> str:
        return f"{self.month:%Y-%m} {self.kind.label}"


class Draw(Audited, Base):
    """One draw. ``candidates`` and ``earlier`` are what it was made from, ``fingerprint`` their SHA-256.

    From ``seed`` and these the same clips come out again, on any machine.
    """

    __tablename__ = "sampling_draws"
    __table_args__ = (Index("ix_sampling_draws_unit_id_month", "unit_id", "month"),)
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[DrawKind] = choice(DrawKind)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    month: Mapped[date]
    until: Mapped[date]
    template_id: Mapped[int] = mapped_column(ForeignKey("inspection_templates.id"), index=True)
    total: Mapped[int]
    minutes: Mapped[int]
    double_percent: Mapped[int]
    seed: Mapped[str]
    candidates: Mapped[list[Any]] = mapped_column(JSON)
    earlier: Mapped[dict[str, int]] = mapped_column(JSON)
    fingerprint: Mapped[str]
    cause: Mapped[Cause | None] = choice(Cause, nullable=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[DrawState] = choice(DrawState, default=DrawState.OPEN, index=True)
    drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    drawn_at: Mapped[utc]
    end_reason: Mapped[str] = mapped_column(Text, default="")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    template: Mapped[Template] = relationship(lazy="raise_on_sql")
    drawn_by: Mapped[User | None] = relationship(lazy="raise_on_sql")
    clips: Mapped[list["Clip"]] = relationship(
        lazy="raise_on_sql", order_by="Clip.from_at, Clip.id", back_populates="draw"
    )


class Clip(Audited, Base):
    """Some minutes of one person's duty; names as they were on the frozen roster."""

    __tablename__ = "sampling_clips"
    __table_args__ = (Index("ix_sampling_clips_person_id_from_at", "person_id", "from_at"),)
    audit_parent = ("sampling_draws", "draw_id")
    id: Mapped[pk]
    draw_id: Mapped[int] = mapped_column(ForeignKey("sampling_draws.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    person_name: Mapped[str]
    duty_id: Mapped[int] = mapped_column(ForeignKey("duties.id"), index=True)
    crew_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    crew_name: Mapped[str]
    lane_name: Mapped[str]
    from_at: Mapped[utc]
    to_at: Mapped[utc]
    is_double: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ClipState] = choice(ClipState, default=ClipState.WAITING, index=True)
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspections.id"), unique=True)
    draw: Mapped[Draw] = relationship(lazy="raise_on_sql", back_populates="clips")
    inspection: Mapped[Inspection | None] = relationship(lazy="raise_on_sql")
    reviews: Mapped[list["Review"]] = relationship(lazy="raise_on_sql", order_by="Review.id", back_populates="clip")

    @property
    def name(self) -> str:
        start, end = clock.local(self.from_at), clock.local(self.to_at)
        return f"{self.person_name} {self.lane_name} {start:%Y-%m-%d %H:%M}–{end:%H:%M}"

    @property
    def crew_in_full(self) -> str:
        """The crew with its station before it, for lists of several stations; the draw and its unit loaded."""
        return structure.crew_at(self.draw.unit.name, self.crew_name)


class Review(Audited, Base):
    """What one reviewer saw in one clip, before they could know what the other one saw. ``permille`` of full marks."""

    __tablename__ = "sampling_reviews"
    __table_args__ = (UniqueConstraint("clip_id", "reviewer_id"),)
    id: Mapped[pk]
    clip_id: Mapped[int] = mapped_column(ForeignKey("sampling_clips.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[ReviewState] = choice(ReviewState, default=ReviewState.WAITING, index=True)
    score: Mapped[int | None]
    permille: Mapped[int | None]
    clip_ref: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[utc | None]
    clip: Mapped[Clip] = relationship(lazy="raise_on_sql", back_populates="reviews")
    reviewer: Mapped[User] = relationship(lazy="raise_on_sql")
    marks: Mapped[list["Mark"]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Mark.id")

    @property
    def name(self) -> str:
        return f"抽检评分 {self.id}"


class Mark(Audited, Base):
    """The verdict of one reviewer on one item of the sheet; ``number`` occurrences when it failed."""

    __tablename__ = "sampling_marks"
    __table_args__ = (UniqueConstraint("review_id", "item_id"),)
    audit_parent = ("sampling_reviews", "review_id")
    id: Mapped[pk]
    review_id: Mapped[int] = mapped_column(ForeignKey("sampling_reviews.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("inspection_template_items.id"), index=True)
    verdict: Mapped[Verdict] = choice(Verdict)
    number: Mapped[int] = mapped_column(default=0)
    words: Mapped[str] = mapped_column(Text, default="")
    item: Mapped[TemplateItem] = relationship(lazy="raise_on_sql")
