"""What waits for reviewers, and for whoever plans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func

from models.accounts import User
from models.inbox import Ask, Todo, todo
from models.sampling import queries


@todo
def clips_to_score(user: User, _on: date) -> Iterable[Ask]:
    if not user.may("sampling.review"):
        return []
    mine = queries.waiting(user).with_only_columns(func.count()).order_by(None)
    return [Ask(mine, lambda number: Todo("为抽检录像评分", "/sampling/mine", f"{number} 段", number, icon="eye"))]
