"""What becomes of a person's drafts of penalties when they move, are lent or leave."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from models.accounts import Move, User
from models.accounts.people import counts_open_work, on_move
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.penalties import concern
from models.penalties.kinds import PenaltyState
from models.penalties.tables import Penalty


@counts_open_work("处罚草稿")
def open_drafts(person: User) -> int:
    """Count the penalties that only this person can go on drafting."""
    return db.session.scalar(select(func.count()).select_from(drafts_of(person.id).subquery()))


@on_move
def follow(move: Move, by: User) -> None:
    """Make the successor the drafter. Raises RuleBroken(successor): a draft names them, so they have to keep out."""
    if move.successor_id is None:
        return
    person, successor = (db.session.get_one(User, one) for one in (move.user_id, move.successor_id))
    for penalty in db.session.scalars(drafts_of(person.id)).all():
        if successor.id in concern.named_in(penalty.violation_id):
            raise RuleBroken(f"{penalty.number} 涉及{successor.name}本人，请另选接手人。", field="successor")
        penalty.drafted_by_id = successor.id
        audit.record("penalty.draft", penalty, by, note=f"{person.name}{move.kind.label}，由{successor.name}接手")


def drafts_of(person_id: int) -> Select[tuple[Penalty]]:
    """The drafts of a person, returned ones too; what is under approval stays theirs on record."""
    return select(Penalty).where(Penalty.drafted_by_id == person_id, Penalty.state == PenaltyState.DRAFT)
