"""What becomes of a person's cases when they move, are lent or leave: the named successor answers for them at once."""

from __future__ import annotations

from sqlalchemy import func, select

from models.accounts import Move, User
from models.accounts.people import counts_open_work, on_move
from models.complaints import chain, queries
from models.complaints.kinds import OfferState
from models.complaints.tables import Complaint, ComplaintChannel, ComplaintOffer
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.gathered import gather


@counts_open_work("负责的投诉")
def open_cases(person: User) -> int:
    return db.session.scalar(select(func.count()).select_from(queries.own_of(person.id).subquery())) or 0


@counts_open_work("保管的投诉渠道")
def kept_channels(person: User) -> int:
    kept = (ComplaintChannel.keeper_id == person.id) | (ComplaintChannel.deputy_id == person.id)
    return db.session.scalar(select(func.count(ComplaintChannel.id)).where(kept)) or 0


@on_move
def follow(move: Move, by: User) -> None:
    """Pass the cases and channels on; an offer to the person lapses, so that who offered it knows.

    Raises RuleBroken(successor): a case is about the successor.
    """
    person, at = db.session.get_one(User, move.user_id), clock.now()
    _drop_offers(person, by, at)
    if move.successor_id is None:
        return
    successor = db.session.get_one(User, move.successor_id)
    for case in db.session.scalars(gather(queries.own_of(person.id), queries.WHOLE)).unique().all():
        if successor.id in {one.person_id for one in case.involved}:
            raise RuleBroken(f"{case.number} 涉及{successor.name}本人，请另选接手人。", field="successor")
        chain.succeed(case, person, successor, by, at, move.kind.label)
    _pass_channels(person, successor, by, move.kind.label)


def _drop_offers(person: User, by: User, at) -> None:
    mine = select(ComplaintOffer).where(ComplaintOffer.to_id == person.id, ComplaintOffer.state == OfferState.OPEN)
    for row in db.session.scalars(mine).all():
        chain.recall(db.session.get_one(Complaint, row.complaint_id), by=db.session.get_one(User, row.from_id), at=at)


def _pass_channels(person: User, successor: User, by: User, why: str) -> None:
    kept = (ComplaintChannel.keeper_id == person.id) | (ComplaintChannel.deputy_id == person.id)
    for row in db.session.scalars(select(ComplaintChannel).where(kept)).all():
        for name in ("keeper_id", "deputy_id"):
            if getattr(row, name) == person.id:
                setattr(row, name, successor.id)
        audit.record("complaint.keep_channels", row, by, note=f"{person.name}{why}，由{successor.name}接手")
