"""One person's points with everything that explains them: penalties, findings, deeds, grievances, quizzes, bans.

Source: domain §5 (delight 3); issue 4.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.accounts import User
from models.awards import AwardBar, outlook
from models.awards import queries as awards
from models.awards.outlook import Outlook
from models.core import clock, months
from models.core.attachments import Attachment
from models.core.db import db
from models.core.scope import visible
from models.inspections import Finding, Reply
from models.inspections.kinds import ReplyState
from models.penalties import AwardBan, Penalty, PenaltyState
from models.penalties import queries as penalties
from models.points import GoodDeed, Grievance, PointBalance, PointEntry, queries, statement
from models.points.statement import Statement
from models.training import practice
from models.training import today as training

SHOWN = 6  # rows of each kind; the rest stands on its own page
PICTURES = 4


@dataclass(frozen=True, slots=True)
class OwnPoints:
    """``balance`` is None before the month is opened; ``crew`` is the account of the person's crew."""

    balance: PointBalance | None
    sums: Statement | None
    entries: list[PointEntry]
    crew: PointBalance | None
    appealable: list[Penalty]
    bans: list[AwardBan]
    bars: list[AwardBar]
    replies: list[Reply]
    deeds: list[GoodDeed]
    grievances: list[Grievance]
    evidence: list[Attachment]
    marks: training.Marks | None
    rate: tuple[int, int, int] | None
    outlook: Outlook


def of(user: User, at: datetime) -> OwnPoints:
    """Return the person's month, what may be appealed, and what else their figure is made of."""
    today = clock.local(at).date()
    month = months.first_of(today)
    balance = queries.balance_of(user, month)
    takes = user.may("quiz.take")
    waiting = visible(Reply, user).where(Reply.person_id == user.id, Reply.state == ReplyState.WAITING)
    finding = joinedload(Reply.finding)
    return OwnPoints(
        balance=balance,
        sums=statement.of(balance) if balance else None,
        entries=_entries(user, balance),
        crew=queries.balance_of(user.unit, month) if user.unit_id != user.station_id else None,
        appealable=_all(penalties.own_in(user, (PenaltyState.REVIEW, PenaltyState.APPROVED, PenaltyState.SERVED))),
        bans=_all(penalties.bans_of(user, today.year)),
        bars=_all(awards.bars_on(user, today.year)),
        replies=_all(waiting.options(finding.joinedload(Finding.inspection), finding.joinedload(Finding.item))),
        deeds=_all(_newest(GoodDeed, user)),
        grievances=_all(_newest(Grievance, user)),
        evidence=_all(_evidence(user)),
        marks=training.marks(user.id, today) if takes else None,
        rate=practice.score_of(user, at) if takes else None,
        outlook=outlook.of(user, today),
    )


def _all(rows) -> list:
    return list(db.session.scalars(rows).unique())


def _newest(table: type, user: User):
    return select(table).where(table.person_id == user.id).order_by(table.id.desc()).limit(SHOWN)


def _entries(user: User, balance: PointBalance | None) -> list[PointEntry]:
    if balance is None:
        return []
    own = select(PointEntry).where(PointEntry.person_id == user.id)
    return _all(queries.entries_of(own, balance.holder, balance.month).order_by(PointEntry.id.desc()).limit(SHOWN))


def _evidence(user: User):
    """Return the newest pictures of the violations and findings that became known to the person."""
    violations = select(Penalty.violation_id).where(
        Penalty.person_id == user.id, Penalty.state.not_in(penalties.UNSEEN)
    )
    findings = visible(Finding, user).where(Finding.person_id == user.id).with_only_columns(Finding.id)
    ours = ((Attachment.owner_type == "violations") & Attachment.owner_id.in_(violations)) | (
        (Attachment.owner_type == "inspection_findings") & Attachment.owner_id.in_(findings)
    )
    seen = select(Attachment).where(ours, Attachment.is_retired.is_(False), Attachment.media_type == "image/jpeg")
    return seen.order_by(Attachment.id.desc()).limit(PICTURES)
