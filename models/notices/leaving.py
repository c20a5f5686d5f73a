"""What becomes of a person's drafts of notices when they move, are lent or leave."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from models.accounts import Move, User
from models.accounts.people import counts_open_work, on_move
from models.core import audit
from models.core.db import db
from models.notices.kinds import NoticeState
from models.notices.tables import Notice


@counts_open_work("通知草稿")
def open_drafts(person: User) -> int:
    """Count the notices that only this person can go on drafting."""
    return db.session.scalar(select(func.count()).select_from(drafts_of(person.id).subquery()))


@on_move
def follow(move: Move, by: User) -> None:
    """Make the successor the drafter."""
    if move.successor_id is None:
        return
    person, successor = (db.session.get_one(User, one) for one in (move.user_id, move.successor_id))
    for notice in db.session.scalars(drafts_of(person.id)).all():
        notice.drafted_by_id = successor.id
        audit.record("notice.draft", notice, by, note=f"{person.name}{move.kind.label}，由{successor.name}接手")


def drafts_of(person_id: int) -> Select[tuple[Notice]]:
    return select(Notice).where(Notice.drafted_by_id == person_id, Notice.state == NoticeState.DRAFT)
