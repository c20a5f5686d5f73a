"""What waits for people in notices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import func

from models.accounts import User
from models.inbox import Ask, Todo, todo
from models.notices import queries
from models.notices.tables import NoticeReceipt


@todo
def notices_of(user: User, _on: date) -> Iterator[Ask]:
    """One entry for all that is to be signed for, with the nearest deadline."""
    if user.may("notice.sign"):
        rows = queries.unsigned_by(user).with_only_columns(func.count(NoticeReceipt.id), func.min(NoticeReceipt.due_at))
        yield Ask(rows, _said)


def _said(count: int, due_at: datetime | None) -> Todo:
    return Todo(f"{count} 份通知待签收", "/notices/?mine=unsigned", count=count, due_at=due_at, icon="bell")
