"""What waits for reviewers, and for whoever plans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from models.accounts import User
from models.core.db import db
from models.inbox import Todo, todo
from models.sampling import queries


@todo
def clips_to_score(user: User, _at: datetime) -> Iterable[Todo]:
    if not user.may("sampling.review"):
        return []
    mine = queries.waiting(user).with_only_columns(func.count()).order_by(None)
    number = db.session.scalar(select(mine.options().scalar_subquery())) or 0
    return [Todo("为抽检录像评分", "/sampling/mine", f"{number} 段", number, icon="eye")]
