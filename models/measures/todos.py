"""What waits for people in talks, measures and orders. Approvals come from the approval engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Select, func, null

from models.accounts import User
from models.inbox import Ask, Todo, todo
from models.measures import queries
from models.measures.kinds import TalkState
from models.measures.tables import Directive, Talk
from models.measures.timers import end_of


@todo
def measures_of(user: User, on: date) -> Iterator[Ask]:
    """My talks and orders, what I may state or sign, and what the office has to carry out."""
    if user.may("talk.sign"):
        talks = queries.talks_waiting(user)
        yield _first(talks.where(Talk.state == TalkState.PLANNED), Talk, "谈话待进行", "talks", "message")
        yield _first(talks.where(Talk.state != TalkState.PLANNED), Talk, "谈话记录待签认", "talks", "message")
        yield _first(queries.directives_waiting(user), Directive, "责令处理待办", "directives", "flag")
        yield Ask.count(
            queries.measures_to_state(user), "处理措施可以陈述申辩", "/measures/mine", icon="message-circle"
        )
    if user.may("measure.start"):
        yield Ask.count(queries.measures_to_start(user), "处理措施待执行", "/measures/?state=approved", icon="gavel")
        over = queries.suspensions_over(user, on)
        yield Ask.count(over, "待岗期满，待复考返岗", "/measures/?over=y", icon="user-check")


def _first(rows: Select, table: type, title: str, kind: str, icon: str) -> Ask:
    """Count what waits and lead to the earliest of it: not everybody whom it waits for may open the list."""

    def say(count: int, first: int | None, due_on: date | None) -> Todo:
        due_at = end_of(due_on) if due_on else None
        return Todo(title, f"/measures/{kind}/{first}", count=count, due_at=due_at, icon=icon)

    due = func.min(Directive.due_on) if table is Directive else null()
    return Ask(rows.with_only_columns(func.count(), func.min(table.id), due.label("due_on")), say)
