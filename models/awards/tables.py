"""Kinds of awards, rounds, candidates, votes, objections, bars and payments. Source: domain §2.13."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.awards.kinds import AwardState, Component, Holder, Outcome
from models.core.audit import Audited
from models.core.db import Base, cents, choice, pk, utc

UNPLACED, EXCLUDED = 100_000, 200_000  # of ``sort``: behind every place


class AwardKind(Audited, Base):
    """An award as data. ``weights`` by component in per cent sum to 100; ``filters`` are the conditions to be met.

    Filters: ``no_ban``, ``no_complaint``, ``needs_grievance`` (true or not), ``posts`` (of persons, one of them),
    ``least_score`` (tenths, monthly mean), ``least_shifts``. ``amount`` in cents for each winner; ``is_for_all`` takes
    in everybody, else only the nominated.
    """

    __tablename__ = "award_kinds"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount"), CheckConstraint("places > 0", name="places"))
    id: Mapped[pk]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    holder: Mapped[Holder] = choice(Holder)
    places: Mapped[int] = mapped_column(default=1)
    amount: Mapped[cents] = mapped_column(default=0)
    is_for_all: Mapped[bool] = mapped_column(default=True)
    weights: Mapped[dict[str, int]] = mapped_column(JSON)
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(default="")
    is_open: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class Award(Audited, Base):
    """One round of an award in a unit and below; ``terms`` are the kind's as they were when it began."""

    __tablename__ = "awards"
    __table_args__ = (Index("ix_awards_unit_id_state", "unit_id", "state"),)
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("award_kinds.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    title: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[AwardState] = choice(AwardState, default=AwardState.CALL)
    notice_on: Mapped[date | None]
    notice_until: Mapped[date | None]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[utc]
    approved_at: Mapped[utc | None]
    issued_at: Mapped[utc | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[AwardKind] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    created_by: Mapped[User] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_for_crews(self) -> bool:
        return self.terms["holder"] == Holder.CREW.value


class AwardCandidate(Audited, Base):
    """A person or crew of a round. ``reasons`` say why not; ``figures`` by component in hundredths with their words.

    ``total`` in hundredths of a point; ``place`` is the rank, equal for equals; lists go by ``sort``. Names are those
    of that time. The trail keeps no reasons: whoever may read a round may not read why others were excluded.
    """

    __tablename__ = "award_candidates"
    __table_args__ = (UniqueConstraint("award_id", "holder"),)
    audit_parent = ("awards", "award_id")
    audit_hidden = frozenset({"reasons", "figures", "nomination"})
    id: Mapped[pk]
    award_id: Mapped[int] = mapped_column(ForeignKey("awards.id"))
    holder: Mapped[str]  # p17 a person, u4 a crew
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    caption: Mapped[str]
    unit_name: Mapped[str]
    nominated_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    nomination: Mapped[str] = mapped_column(Text, default="")
    is_eligible: Mapped[bool] = mapped_column(default=True)
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    total: Mapped[int | None]
    place: Mapped[int | None]
    is_winner: Mapped[bool] = mapped_column(default=False)
    sort: Mapped[int] = mapped_column(default=UNPLACED)
    forgone_at: Mapped[utc | None]  # the reward will not be paid, though it was held back only
    forgone_reason: Mapped[str] = mapped_column(Text, default="")
    forgone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    person: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    nominated_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[nominated_by_id])
    forgone_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[forgone_by_id])
    award: Mapped[Award] = relationship(lazy="raise_on_sql")

    def figure(self, component: Component) -> int:
        return self.figures.get(component.value, {}).get("value", 0)


class AwardVote(Audited, Base):
    """What one juror gives one candidate, 0 to 100."""

    __tablename__ = "award_votes"
    __table_args__ = (
        UniqueConstraint("candidate_id", "voter_id"),
        CheckConstraint("points BETWEEN 0 AND 100", name="points"),
    )
    id: Mapped[pk]
    award_id: Mapped[int] = mapped_column(ForeignKey("awards.id"), index=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("award_candidates.id"))
    voter_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    points: Mapped[int]
    at: Mapped[utc]
    voter: Mapped[User] = relationship(lazy="raise_on_sql")


class AwardObjection(Audited, Base):
    """An objection during 公示: of a colleague, or of the system when a ban begins or is lifted."""

    __tablename__ = "award_objections"
    id: Mapped[pk]
    award_id: Mapped[int] = mapped_column(ForeignKey("awards.id"), index=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("award_candidates.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[utc]
    outcome: Mapped[Outcome | None] = choice(Outcome, nullable=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    decided_at: Mapped[utc | None]
    candidate: Mapped[AwardCandidate] = relationship(lazy="raise_on_sql")
    by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[by_id])
    decided_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[decided_by_id])


class AwardBar(Audited, Base):
    """No award for a person or a crew in a year, by decision and not by a penalty. Source: S0 §6 (0-19)."""

    __tablename__ = "award_bars"
    id: Mapped[pk]
    holder: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    year: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[utc]
    lifted_at: Mapped[utc | None]
    lifted_reason: Mapped[str] = mapped_column(default="")
    person: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")

    @property
    def caption(self) -> str:
        return self.person.name if self.person else self.unit.name

    @property
    def name(self) -> str:
        return f"{self.year} 年 {self.holder}"


class AwardPayment(Audited, Base):
    """The reward of one winner, paid once against a receipt; in cents."""

    __tablename__ = "award_payments"
    id: Mapped[pk]
    candidate_id: Mapped[int] = mapped_column(ForeignKey("award_candidates.id"), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    amount: Mapped[cents]
    receipt_no: Mapped[str] = mapped_column(unique=True)
    paid_on: Mapped[date]
    paid_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    paid_at: Mapped[utc]
    candidate: Mapped[AwardCandidate] = relationship(lazy="raise_on_sql")
    paid_by: Mapped[User] = relationship(lazy="raise_on_sql")
