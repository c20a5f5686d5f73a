"""Certificates of awards: put down when an award is issued, held back while a ban lasts.

Source: domain §2.13, S0 §9.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from models import certificates
from models.accounts import Unit, User
from models.awards import rounds
from models.awards.tables import Award, AwardCandidate
from models.core.db import db
from models.penalties import AwardBan, Penalty, effects

DESIGN = {"person": "honour", "crew": "crew"}


def prepare(award: Award, row: AwardCandidate, by: User, at: datetime) -> None:
    """Let a certificate wait to be issued for a winner. Raises RuleBroken: the design is not in use."""
    holder = db.session.get_one(User, row.person_id) if row.person_id else db.session.get_one(Unit, row.unit_id)
    since, until = (f"{day.year} 年 {day.month} 月 {day.day} 日" for day in (award.since, award.until))
    told = {"source": award, "source_title": award.number, "source_href": f"/awards/{award.id}"}
    design = certificates.template_of(DESIGN[award.terms["holder"]])
    certificates.prepare(design, holder, award=award.terms["name"], period=f"{since}至{until}", by=by, at=at, **told)


def hold_back(penalty: Penalty, at: datetime) -> None:
    ban = _ban_of(penalty)
    person = db.session.get_one(User, penalty.person_id)
    if ban is not None:
        certificates.hold_back(person, ban, reason=f"{penalty.number} 处罚生效，评先资格取消", by=None, at=at)


def release(penalty: Penalty, _reason: str, by: User, at: datetime) -> None:
    ban = _ban_of(penalty)
    if ban is not None:
        certificates.release(ban, by=by, at=at)


def _ban_of(penalty: Penalty) -> AwardBan | None:
    return db.session.scalars(select(AwardBan).where(AwardBan.penalty_id == penalty.id)).one_or_none()


rounds.WHEN_ISSUED.append(prepare)
effects.WHEN_EFFECTIVE.append(hold_back)
effects.WHEN_UNDONE.append(release)
