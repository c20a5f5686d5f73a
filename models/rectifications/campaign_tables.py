"""专项行动: a campaign with its phases, what is to be studied and who signed, its goals and their course."""

from datetime import date

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.rectifications.kinds import Aim, CampaignState


class Campaign(Audited, Base):
    """A campaign of a unit and all below it. ``practice`` is what was done well, written at the end. Source: S0."""

    __tablename__ = "campaigns"
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    purpose: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[CampaignState] = choice(CampaignState, default=CampaignState.DRAFT, index=True)
    practice: Mapped[str] = mapped_column(Text, default="")
    planned_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    planned_at: Mapped[utc]
    started_at: Mapped[utc | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    closed_at: Mapped[utc | None]
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    planned_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[planned_by_id])
    closed_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[closed_by_id])
    phases: Mapped[list["CampaignPhase"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="CampaignPhase.from_on, CampaignPhase.id"
    )
    studies: Mapped[list["CampaignStudy"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="CampaignStudy.id"
    )
    goals: Mapped[list["CampaignGoal"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="CampaignGoal.id"
    )
    __mapper_args__ = {"version_id_col": version}

    def phase_on(self, day: date) -> "CampaignPhase | None":
        """Return the phase of a day, the last one that has begun; None before the first and unless it is under way."""
        begun = [phase for phase in self.phases if phase.from_on <= day]
        return begun[-1] if begun and self.state is CampaignState.RUNNING else None

    def phase_name(self, day: date) -> str:
        """Say in which phase it is, or that it is over or still to come."""
        if self.state is CampaignState.CLOSED:
            return "已结束"
        phase = self.phase_on(day)
        return phase.name if phase else "尚未开始"


class CampaignPhase(Audited, Base):
    """A stretch of a campaign; ``to_on`` None lasts. Source: S0 0-10…0-12."""

    __tablename__ = "campaign_phases"
    audit_parent = ("campaigns", "campaign_id")
    id: Mapped[pk]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    name: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    tasks: Mapped[str] = mapped_column(Text, default="")


class CampaignStudy(Audited, Base):
    """Something everybody of ``unit_id`` and below must study and sign for until a day; ``role_code`` "" is all."""

    __tablename__ = "campaign_studies"
    audit_parent = ("campaigns", "campaign_id")
    id: Mapped[pk]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    title: Mapped[str]
    content: Mapped[str] = mapped_column(Text, default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    role_code: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]


class CampaignSignature(Audited, Base):
    """A person has studied it: when, and what they took from it."""

    __tablename__ = "campaign_signatures"
    __table_args__ = (UniqueConstraint("study_id", "user_id"),)
    id: Mapped[pk]
    study_id: Mapped[int] = mapped_column(ForeignKey("campaign_studies.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    signed_at: Mapped[utc]
    words: Mapped[str] = mapped_column(Text, default="")


class CampaignGoal(Audited, Base):
    """A figure to reach by a day. ``key`` names the figure another room can supply; units as ``unit_name`` says."""

    __tablename__ = "campaign_goals"
    audit_parent = ("campaigns", "campaign_id")
    id: Mapped[pk]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    name: Mapped[str]
    key: Mapped[str] = mapped_column(default="")
    aim: Mapped[Aim] = choice(Aim)
    start: Mapped[float | None]
    target: Mapped[float | None]
    unit_name: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    source: Mapped[str] = mapped_column(default="")

    def is_met_by(self, figure: float) -> bool:
        """Whether ``figure`` reaches the goal; of a goal by date, 100 per cent do."""
        return figure <= self.target if self.aim is Aim.AT_MOST else figure >= (self.target or 100)

    @property
    def target_in_words(self) -> str:
        if self.aim is Aim.BY_DATE:
            return self.aim.label
        return f"{self.aim.label} {self.target:g}{f' {self.unit_name}' if self.unit_name else ''}"


class CampaignProgress(Audited, Base):
    """A figure of a goal on a day, with where it comes from; the later entry of a day stands."""

    __tablename__ = "campaign_progress"
    id: Mapped[pk]
    goal_id: Mapped[int] = mapped_column(ForeignKey("campaign_goals.id"), index=True)
    on: Mapped[date]
    figure: Mapped[float]
    source: Mapped[str]
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[utc]
    by: Mapped[User | None] = relationship(lazy="raise_on_sql")
