"""What waits for people in talks, measures and orders. Approvals come from the approval engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from models.accounts import User
from models.core import clock
from models.core.db import db
from models.inbox import Ask, Todo, todo
from models.measures import queries
from models.measures.kinds import DirectiveState, TalkState
from models.measures.timers import end_of


@todo
def measures_of(user: User, at: datetime) -> Iterator[Todo | Ask]:
    """My talks and orders, what I may state or sign, and what the office has to carry out."""
    if user.may("talk.sign"):
        yield from _talks(user)
        for row in db.session.scalars(queries.directives_waiting(user)):
            said = "待办理" if row.state is DirectiveState.ISSUED else "待确认"
            href = f"/measures/directives/{row.id}"
            yield Todo(f"责令处理 {row.number} {said}", href, due_at=end_of(row.due_on), icon="flag")
        yield Ask.count(
            queries.measures_to_state(user), "处理措施可以陈述申辩", "/measures/mine", icon="message-circle"
        )
    if user.may("measure.start"):
        yield Ask.count(queries.measures_to_start(user), "处理措施待执行", "/measures/?state=approved", icon="gavel")
        over = queries.suspensions_over(user, clock.local(at).date())
        yield Ask.count(over, "待岗期满，待复考返岗", "/measures/?state=in_force", icon="user-check")


def _talks(user: User) -> Iterator[Todo]:
    for row in db.session.scalars(queries.talks_waiting(user)):
        said = "待谈话" if row.state is TalkState.PLANNED else "待签认"
        due_at = row.planned_at if row.state is TalkState.PLANNED else None
        yield Todo(f"{row.kind.label} {row.number} {said}", f"/measures/talks/{row.id}", due_at=due_at, icon="message")
