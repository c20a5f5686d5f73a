"""What still stands between a person and an award: every condition of this quarter, and the rounds they are in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.accounts import User
from models.awards import facts, screening
from models.awards.kinds import AwardState, Holder
from models.awards.screening import Check
from models.awards.tables import Award, AwardCandidate, AwardKind
from models.core.db import db


@dataclass(frozen=True, slots=True)
class Outlook:
    """``kind`` is the award whose conditions are checked since the quarter began; ``rounds`` the newest first."""

    kind: AwardKind | None
    since: date
    checks: list[Check]
    rounds: list[AwardCandidate]


def of(user: User, today: date, code: str = "model") -> Outlook:
    """Return how ``user`` stands for the award ``code`` in the quarter of ``today``. Source: domain §5 (delight 3)."""
    since = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    kind = db.session.scalars(select(AwardKind).where(AwardKind.code == code, AwardKind.is_open)).one_or_none()
    found = []
    if kind is not None and kind.holder is Holder.PERSON and user.station_id:
        found = screening.checks(facts.of([user], since, today)[facts.key_of(user)], kind.filters)
    return Outlook(kind, since, found, list(db.session.scalars(_rounds(user))))


def _rounds(user: User):
    mine = select(AwardCandidate).join(Award, Award.id == AwardCandidate.award_id)
    here = (AwardCandidate.person_id == user.id, Award.state.not_in((AwardState.CALL, AwardState.CANCELLED)))
    return mine.where(*here).options(joinedload(AwardCandidate.award)).order_by(Award.id.desc()).limit(4)
