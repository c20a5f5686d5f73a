"""What waits for people in the book of complaints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import urlencode

from sqlalchemy import Select, func, select

from models import deadlines
from models.accounts import User
from models.complaints import queries
from models.complaints.kinds import ComplaintState, Severity
from models.complaints.tables import Complaint, ComplaintOffer
from models.deadlines import DeadlineTimer
from models.inbox import AT, Ask, Each, Todo, todo

# permission, state, title, icon; each opens the list at what it counts
DESKS = (
    ("complaint.investigate", ComplaintState.ACCEPTED, "投诉待指定调查人", "user-check"),
    ("complaint.decide", ComplaintState.JUDGING, "投诉待责任认定", "scale"),
    ("complaint.close", ComplaintState.REVISITED, "投诉待办结", "archive"),
)


@todo
def complaints_of(user: User, _on: date) -> Iterator[Ask | Each]:
    """Offers to answer, my open cases with their nearest deadline, what my desk has to do, and what is late."""
    if not user.may("complaint.list"):
        return
    yield Each(queries.offered_to(user), _offered)
    yield Ask(_with_earliest(queries.own_of(user.id)), _my_own)
    for permission, state, title, icon in DESKS:
        if user.may(permission):
            words: dict[str, StrEnum] = {"state": state}
            if permission == "complaint.decide" and not user.may("complaint.decide_serious"):
                words["severity"] = Severity.ORDINARY
            waiting = queries.at_desk(user, permission, **words)
            yield Ask.count(waiting, title, f"/complaints/?{urlencode(words)}", icon=icon)
    if user.may("complaint.revisit"):
        to_ask = queries.filtered(queries.complaints_visible_to(user), to_revisit=user)
        yield Ask.count(to_ask, "投诉待回访", "/complaints/?to_revisit=y", icon="phone-call")
    if user.may("complaint.investigate") or user.may("complaint.decide_serious"):
        yield Ask(_late(user), _overdue)


def _offered(offer: ComplaintOffer) -> Todo:
    title = f"{offer.complaint.number} 移交给您，请接受或退回"
    return Todo(title, f"/complaints/{offer.complaint_id}", due_at=offer.answer_by)


def _my_own(count: int, due_at: datetime | None) -> Todo:
    return Todo("我负责的投诉", "/complaints/?mine=1&group=open", count=count, due_at=due_at, icon="message-circle")


def _overdue(count: int, due_at: datetime | None) -> Todo:
    return Todo("投诉超时", "/complaints/?overdue=1&group=open", count=count, due_at=due_at, icon="clock")


def _late(user: User):
    late = queries.filtered(queries.complaints_visible_to(user), group="open").where(queries.overdue_at(AT))
    return _with_earliest(late, DeadlineTimer.due_at < AT)


def _with_earliest(cases: Select, *which):
    """Count ``cases``, with the earliest moment due among their running clocks."""
    ids = cases.with_only_columns(Complaint.id).order_by(None).subquery()
    due = select(func.min(DeadlineTimer.due_at)).where(
        DeadlineTimer.owner_type == Complaint.__tablename__,
        DeadlineTimer.owner_id.in_(select(ids.c.id)),
        *deadlines.queries.RUNNING,
        *which,
    )
    return select(func.count(), due.scalar_subquery()).select_from(ids)
