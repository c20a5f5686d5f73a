"""What waits for people in the book of complaints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from models import deadlines
from models.accounts import User
from models.complaints import queries
from models.complaints.kinds import ComplaintState
from models.complaints.tables import Complaint
from models.core.db import db
from models.deadlines import DeadlineTimer
from models.inbox import Ask, Todo, todo

# permission, states, title, icon; each opens the list at that state
DESKS = (
    ("complaint.investigate", (ComplaintState.ACCEPTED,), "投诉待指定调查人", "user-check"),
    ("complaint.decide", (ComplaintState.JUDGING,), "投诉待责任认定", "scale"),
    ("complaint.revisit", (ComplaintState.REPLIED,), "投诉待回访", "phone-call"),
    ("complaint.close", (ComplaintState.REVISITED,), "投诉待办结", "archive"),
)


@todo
def complaints_of(user: User, at: datetime) -> Iterator[Todo | Ask]:
    """Offers to answer, my open cases with their nearest deadline, what my desk has to do, and what is late."""
    if not user.may("complaint.list"):
        return
    for offer in db.session.scalars(queries.offered_to(user)):
        number = offer.complaint.number
        yield Todo(f"{number} 移交给您，请接受或退回", f"/complaints/{offer.complaint_id}", due_at=offer.answer_by)
    yield Ask(_mine(user), _my_own)
    for permission, states, title, icon in DESKS:
        if user.may(permission):
            waiting = queries.at_desk(user, permission, *states)
            yield Ask.count(waiting, title, f"/complaints/?state={states[0].value}", icon=icon)
    if user.may("complaint.investigate") or user.may("complaint.decide_serious"):
        late = queries.filtered(queries.complaints_visible_to(user), overdue=True, group="open")
        yield Ask.count(late, "投诉超时", "/complaints/?overdue=1&group=open", due_at=at, icon="clock")


def _my_own(count: int, due_at: datetime | None) -> Todo:
    return Todo("我负责的投诉", "/complaints/?mine=1&group=open", count=count, due_at=due_at, icon="message-circle")


def _mine(user: User):
    """Count the open cases a person is responsible for, with the earliest moment due among their clocks."""
    mine = queries.own_of(user.id).with_only_columns(Complaint.id).subquery()
    running = deadlines.queries.RUNNING
    due = select(func.min(DeadlineTimer.due_at)).where(
        DeadlineTimer.owner_type == Complaint.__tablename__, DeadlineTimer.owner_id.in_(select(mine.c.id)), *running
    )
    return select(func.count(), due.scalar_subquery()).select_from(mine)
