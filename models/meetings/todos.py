"""What waits for people in meetings: to come, to write, to sign, to carry out, to see to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Select, func

from models.accounts import User
from models.inbox import Ask, Todo, todo
from models.meetings import queries
from models.meetings.kinds import DecisionState
from models.meetings.tables import Decision, Meeting
from models.meetings.timers import end_of


@todo
def meetings_of(user: User, on: date) -> Iterator[Ask]:
    if user.may("meeting.attend"):
        yield _coming(queries.coming(user))
        yield _due(queries.owned_by(user), "会议决定待办理", "flag")
    if user.may("meeting.plan"):
        yield _first(queries.to_write(user), "会议纪要待整理", "pencil")
    if user.may("meeting.sign"):
        yield _first(queries.to_sign(user), "会议纪要待签发", "writing-sign")
        late = queries.late_before(user, on)
        yield Ask.count(late, "会议决定超期未办", "/meetings/decisions?overdue=y", icon="alert-triangle")
    if user.may("meeting.oversee"):
        reported = queries.overseen_by(user).where(Decision.state == DecisionState.REPORTED)
        yield _due(reported, "会议决定待确认办结", "eye")


def _coming(rows: Select[tuple[Meeting]]) -> Ask:
    def say(count: int, first: int | None, when: datetime | None) -> Todo:
        return Todo("参加所务会", f"/meetings/{first}", count=count, due_at=when, icon="calendar-event")

    asked = rows.with_only_columns(func.count(), func.min(Meeting.id), func.min(Meeting.planned_at).label("planned_at"))
    return Ask(asked.order_by(None), say)


def _first(rows: Select[tuple[Meeting]], title: str, icon: str) -> Ask:
    def say(count: int, first: int | None) -> Todo:
        return Todo(title, f"/meetings/{first}", count=count, icon=icon)

    return Ask(rows.with_only_columns(func.count(), func.min(Meeting.id)).order_by(None), say)


def _due(rows: Select[tuple[Decision]], title: str, icon: str) -> Ask:
    """Count decisions and lead to the one if it is one, else to one's own list."""

    def say(count: int, first: int | None, due_on: date | None) -> Todo:
        href = f"/meetings/decisions/{first}" if count == 1 else "/meetings/mine"
        return Todo(title, href, count=count, due_at=end_of(due_on) if due_on else None, icon=icon)

    asked = rows.with_only_columns(func.count(), func.min(Decision.id), func.min(Decision.due_on).label("due_on"))
    return Ask(asked.order_by(None), say)
