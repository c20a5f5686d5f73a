"""What becomes of a reviewer's clips when they move, are lent or leave."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from models.accounts import Move, User
from models.accounts.people import counts_open_work, on_move
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.sampling.kinds import ReviewState
from models.sampling.queries import WHOLE
from models.sampling.tables import Review


@counts_open_work("待评分录像")
def open_reviews(person: User) -> int:
    return db.session.scalar(select(func.count()).select_from(_waiting(person.id).subquery()))


@on_move
def follow(move: Move, by: User) -> None:
    """Give the clips to the successor. Raises RuleBroken(successor): they may not score, or score one already."""
    if move.successor_id is None:
        return
    person, successor = (db.session.get_one(User, one) for one in (move.user_id, move.successor_id))
    for review in db.session.scalars(_waiting(person.id).options(*WHOLE)).all():
        if not successor.may("sampling.review"):
            raise RuleBroken(
                f"{person.name}有待评分的抽检录像，{successor.name}没有评分权限，请另选接手人。", field="successor"
            )
        review.reviewer_id = successor.id
        audit.record("sampling.assign", review, by, note=f"{person.name}{move.kind.label}，由{successor.name}接手")


def _waiting(person_id: int) -> Select[tuple[Review]]:
    return select(Review).where(Review.reviewer_id == person_id, Review.state == ReviewState.WAITING)
