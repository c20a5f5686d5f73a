"""What waits for people in inspections. A draft is told to its inspectors alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from models.accounts import User
from models.inbox import Ask, Each, Todo, todo
from models.inspections import queries
from models.inspections.tables import Inspection


@todo
def inspections_of(user: User, _on: date) -> Iterator[Ask | Each]:
    """My items to answer with their deadline, my drafts, and what the office has to decide or report."""
    if user.may("inspection.answer"):
        yield Ask(queries.own_waiting(user), _to_answer)
    if user.may("inspection.record"):
        yield Each(queries.own_drafts(user), _to_complete)
    if user.may("inspection.decide"):
        yield Each(queries.disputes_within(user), _to_decide)
    if user.may("inspection.publish"):
        yield Ask.count(queries.in_review(user), "督查待审核通报", "/inspections/?state=review", icon="report")


def _to_complete(inspection: Inspection) -> Todo:
    return Todo(f"{inspection.unit_name}检查没有完成", f"/inspections/{inspection.id}", icon="list-check")


def _to_decide(finding_id: int, number: str) -> Todo:
    return Todo(f"{number} 有异议待决定", f"/inspections/findings/{finding_id}", icon="message-circle")


def _to_answer(count: int, due_at: datetime | None) -> Todo:
    return Todo("被查事项待确认", "/inspections/mine", count=count, due_at=due_at, icon="list-check")
