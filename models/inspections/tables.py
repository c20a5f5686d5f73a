"""Check sheets, inspections by them, what was found, and what the inspected said."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.inspections.kinds import InspectionState, Kind, Method, Outcome, ReplyState, TemplateState, Topic, Verdict
from models.inspections.scoring import Basis, CapMode, RedLine
from models.roster import Lane, Shift


class Template(Audited, Base):
    """One edition of a check sheet; once published none of its figures changes. All points in tenths.

    ``full`` are the full marks or, on a sheet that starts from a number, the start; ``ceiling`` bounds bonuses.
    """

    __tablename__ = "inspection_templates"
    __table_args__ = (UniqueConstraint("code", "edition"),)
    id: Mapped[pk]
    code: Mapped[str]
    edition: Mapped[int] = mapped_column(default=1)
    title: Mapped[str]
    basis: Mapped[Basis] = choice(Basis, default=Basis.FULL)
    full: Mapped[int]
    ceiling: Mapped[int]
    source: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[TemplateState] = choice(TemplateState, default=TemplateState.DRAFT, index=True)
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    published_at: Mapped[utc | None]
    version: Mapped[int] = mapped_column(default=1)
    sections: Mapped[list["TemplateSection"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="TemplateSection.sort"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return f"{self.title}（第 {self.edition} 版）"

    @property
    def items(self) -> "list[TemplateItem]":
        return [item for section in self.sections for item in section.items]


class TemplateSection(Audited, Base):
    """A dimension of a sheet; ``points`` in tenths, 0 on a sheet that starts from a number."""

    __tablename__ = "inspection_template_sections"
    __table_args__ = (CheckConstraint("points >= 0", name="points"),)
    audit_parent = ("inspection_templates", "template_id")
    id: Mapped[pk]
    template_id: Mapped[int] = mapped_column(ForeignKey("inspection_templates.id"), index=True)
    sort: Mapped[int]
    title: Mapped[str]
    points: Mapped[int]
    items: Mapped[list["TemplateItem"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="TemplateItem.sort"
    )


class TemplateItem(Audited, Base):
    """One check and what it costs, as ``scoring.ItemRule`` says. Its file, if any, shows what right looks like."""

    __tablename__ = "inspection_template_items"
    __table_args__ = (CheckConstraint("step >= 0", name="step"),)
    audit_parent = ("inspection_templates", "template_id")
    id: Mapped[pk]
    template_id: Mapped[int] = mapped_column(ForeignKey("inspection_templates.id"), index=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("inspection_template_sections.id"), index=True)
    sort: Mapped[int]
    code: Mapped[str]  # as printed, e.g. 5.3; the same check keeps it from edition to edition
    text: Mapped[str] = mapped_column(Text)
    step: Mapped[int]
    most_step: Mapped[int | None]
    unit: Mapped[str] = mapped_column(default="次")
    points: Mapped[int | None]
    cap: Mapped[CapMode] = choice(CapMode, default=CapMode.OPEN)
    red_line: Mapped[RedLine] = choice(RedLine, default=RedLine.NO)
    is_bonus: Mapped[bool] = mapped_column(default=False)
    sample_size: Mapped[int | None]
    guidance: Mapped[str] = mapped_column(Text, default="")  # what right looks like, in words


class Inspection(Audited, Base):
    """One inspection. ``unit_id`` is the crew or station looked at; points in tenths, None until it is reckoned.

    The number is given when the inspected are told, so that a gap never betrays a draft. ``answerable`` is who answers
    on the spot for findings that name nobody. ``confirm_until`` ends the time of the inspected.
    """

    __tablename__ = "inspections"
    __table_args__ = (Index("ix_inspections_unit_id_started_at", "unit_id", "started_at"),)
    id: Mapped[pk]
    number: Mapped[str | None] = mapped_column(unique=True)
    kind: Mapped[Kind] = choice(Kind)
    method: Mapped[Method] = choice(Method)
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    template_id: Mapped[int] = mapped_column(ForeignKey("inspection_templates.id"), index=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    unit_name: Mapped[str]
    shift_id: Mapped[int | None] = mapped_column(ForeignKey("shifts.id"), index=True)
    started_at: Mapped[utc] = mapped_column(index=True)
    ended_at: Mapped[utc | None]
    weather: Mapped[str] = mapped_column(default="")
    lane_names: Mapped[list[str]] = mapped_column(JSON, default=list)
    answerable_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    summary: Mapped[str] = mapped_column(Text, default="")
    suggestion: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[InspectionState] = choice(InspectionState, default=InspectionState.RUNNING, index=True)
    score: Mapped[int | None]
    permille: Mapped[int | None]
    taken: Mapped[int | None]
    is_vetoed: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[utc]
    submitted_at: Mapped[utc | None]
    confirm_until: Mapped[utc | None] = mapped_column(index=True)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    published_at: Mapped[utc | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    template: Mapped[Template] = relationship(lazy="raise_on_sql")
    station: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=[station_id])
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=[unit_id])
    shift: Mapped[Shift | None] = relationship(lazy="raise_on_sql")
    answerable: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[answerable_id])
    reviewed_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[reviewed_by_id])
    inspectors: Mapped[list["Inspector"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Inspector.id"
    )
    seen: Mapped[list["SeenPerson"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="SeenPerson.id"
    )
    answers: Mapped[list["Answer"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Answer.id"
    )
    findings: Mapped[list["Finding"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Finding.id"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return self.number or f"{self.unit_name}{self.kind.label}（草稿）"

    @property
    def topic_labels(self) -> list[str]:
        return [Topic(one).label for one in self.topics]

    @property
    def decided_since(self) -> str:
        """What was decided after the summary was written, which may still name it; "" for nothing. Replies loaded."""
        codes = {item.id: item.code for item in self.template.items}
        replies = [(codes[one.item_id], one.reply) for one in self.findings if one.reply and not one.is_removed]
        turned = [(code, reply.outcome) for code, reply in replies if reply.changed_after(self.submitted_at)]
        said = [
            f"第 {code} 项{'已撤销' if outcome is Outcome.OVERTURNED else '的次数已改变'}" for code, outcome in turned
        ]
        return f"摘要写成后，{'、'.join(said)}，以评分表为准。" if said else ""


class Inspector(Audited, Base):
    """Who inspects; the lead signs first."""

    __tablename__ = "inspection_inspectors"
    __table_args__ = (UniqueConstraint("inspection_id", "user_id"),)
    audit_parent = ("inspections", "inspection_id")
    id: Mapped[pk]
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspections.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    is_lead: Mapped[bool] = mapped_column(default=False)
    user: Mapped[User] = relationship(lazy="raise_on_sql")


class SeenPerson(Audited, Base):
    """Who was on duty and seen; name, post and lane as they were then."""

    __tablename__ = "inspection_people"
    __table_args__ = (UniqueConstraint("inspection_id", "user_id"),)
    audit_parent = ("inspections", "inspection_id")
    id: Mapped[pk]
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspections.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    post: Mapped[str] = mapped_column(default="")
    lane_name: Mapped[str] = mapped_column(default="")
    user: Mapped[User] = relationship(lazy="raise_on_sql")


class Answer(Audited, Base):
    """The verdict on one item; ``sampled`` is how many were looked at, ``taken`` the tenths after all bounds."""

    __tablename__ = "inspection_answers"
    __table_args__ = (UniqueConstraint("inspection_id", "item_id"),)
    audit_parent = ("inspections", "inspection_id")
    id: Mapped[pk]
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspections.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("inspection_template_items.id"), index=True)
    verdict: Mapped[Verdict] = choice(Verdict)
    sampled: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    taken: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[utc]


class Finding(Audited, Base):
    """What was wrong at an item: ``number`` occurrences at ``rate`` tenths each, of a person and a lane if known.

    ``key`` is the name the recording device gave it: a second sending changes the same row. A removed one keeps its
    row and its photos; ``taken`` is its share of the deduction in tenths, ``number`` 0 after an overturned dispute.
    ``marks`` are the places in the sample of those that were wrong (3,5,8), as far as they were pointed out.
    """

    __tablename__ = "inspection_findings"
    __table_args__ = (
        UniqueConstraint("inspection_id", "key"),
        CheckConstraint("number >= 0", name="number"),
        Index("ix_inspection_findings_person_id_at", "person_id", "at"),
    )
    audit_parent = ("inspections", "inspection_id")
    id: Mapped[pk]
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspections.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("inspection_template_items.id"), index=True)
    key: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    lane_id: Mapped[int | None] = mapped_column(ForeignKey("lanes.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    marks: Mapped[str] = mapped_column(default="")
    rate: Mapped[int | None]
    words: Mapped[str] = mapped_column(Text, default="")
    video_ref: Mapped[str] = mapped_column(default="")
    taken: Mapped[int] = mapped_column(default=0)
    is_removed: Mapped[bool] = mapped_column(default=False)
    at: Mapped[utc]
    inspection: Mapped[Inspection] = relationship(lazy="raise_on_sql", overlaps="findings")
    item: Mapped[TemplateItem] = relationship(lazy="raise_on_sql")
    person: Mapped[User | None] = relationship(lazy="raise_on_sql")
    lane: Mapped[Lane | None] = relationship(lazy="raise_on_sql")
    reply: Mapped["Reply | None"] = relationship(lazy="raise_on_sql", uselist=False)


class Reply(Audited, Base):
    """What the inspected person says of a finding, and what the office decides on a dispute. Its files are evidence."""

    __tablename__ = "inspection_replies"
    id: Mapped[pk]
    finding_id: Mapped[int] = mapped_column(ForeignKey("inspection_findings.id"), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[ReplyState] = choice(ReplyState, default=ReplyState.WAITING, index=True)
    words: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[utc | None]
    outcome: Mapped[Outcome | None] = choice(Outcome, nullable=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    decided_at: Mapped[utc | None]
    finding: Mapped[Finding] = relationship(lazy="raise_on_sql", overlaps="reply")
    person: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    decided_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[decided_by_id])

    def changed_after(self, moment: datetime) -> bool:
        """Whether the finding was overturned or lessened after ``moment``."""
        return self.outcome in (Outcome.OVERTURNED, Outcome.AMENDED) and self.decided_at >= moment


class Delivery(Base):
    """The receipt for what a recording device sent: one row for each of its keys, whatever it sends again."""

    __tablename__ = "inspection_deliveries"
    __table_args__ = (UniqueConstraint("inspection_id", "key"),)
    id: Mapped[pk]
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspections.id"))
    key: Mapped[str]
    what: Mapped[str]  # answer or photo
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))
    at: Mapped[utc]
