"""Questions to the clocks. A clock is seen by whoever may see the row it runs on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from models.accounts import User
from models.accounts.scope import units_under
from models.core.db import Base, Moment, db
from models.core.scope import scope_of, visible
from models.deadlines.kinds import KINDS
from models.deadlines.tables import DeadlineAlarm, DeadlineRule, DeadlineTimer

SOON = timedelta(hours=24)
RUNNING = (DeadlineTimer.stopped_at.is_(None), DeadlineTimer.paused_at.is_(None))
STANDINGS = {
    "open": (DeadlineTimer.stopped_at.is_(None),),
    "paused": (DeadlineTimer.stopped_at.is_(None), DeadlineTimer.paused_at.is_not(None)),
    "stopped": (DeadlineTimer.stopped_at.is_not(None),),
}


@scope_of(DeadlineTimer)
def timers_visible_to(user: User) -> Select[tuple[DeadlineTimer]]:
    """The clocks on rows that ``user`` may see: who may not know of a matter does not learn of its deadline."""
    owners = {kind.owner for kind in KINDS.values()}
    parts = [
        and_(
            DeadlineTimer.owner_type == owner.__tablename__,
            DeadlineTimer.owner_id.in_(visible(owner, user).with_only_columns(owner.id).order_by(None)),
        )
        for owner in sorted(owners, key=lambda owner: owner.__tablename__)
    ]
    return select(DeadlineTimer).where(or_(*parts) if parts else false())


@scope_of(DeadlineRule)
def rules_visible_to(user: User) -> Select[tuple[DeadlineRule]]:
    """All rules, to whoever plans them."""
    return select(DeadlineRule) if user.may("deadline.plan") else select(DeadlineRule).where(false())


def of(owner: Base) -> Select[tuple[DeadlineTimer]]:
    """Return every clock of a row, open or not, in the order they were started."""
    return of_many(owner.__tablename__, [owner.id])


def open_of(owner: Base) -> Select[tuple[DeadlineTimer]]:
    """Return the clocks of a row that are not stopped, the nearest due first."""
    rows = of_many(owner.__tablename__, [owner.id]).order_by(None)
    return rows.where(DeadlineTimer.stopped_at.is_(None)).order_by(DeadlineTimer.due_at, DeadlineTimer.id)


def of_many(table_name: str, ids: Iterable[int]) -> Select[tuple[DeadlineTimer]]:
    """Return every clock of the rows ``ids`` of a table."""
    here = (DeadlineTimer.owner_type == table_name, DeadlineTimer.owner_id.in_(list(ids)))
    return select(DeadlineTimer).where(*here).order_by(DeadlineTimer.owner_id, DeadlineTimer.id)


def soonest_of(table_name: str, ids: Iterable[int]) -> Select[tuple[DeadlineTimer]]:
    """Return of each row the open clock that is due first; paused ones come after all that run."""
    order = (DeadlineTimer.paused_at.is_not(None), DeadlineTimer.due_at, DeadlineTimer.id)
    rank = func.row_number().over(partition_by=DeadlineTimer.owner_id, order_by=order).label("rank")
    here = (DeadlineTimer.owner_type == table_name, DeadlineTimer.owner_id.in_(list(ids)))
    ranked = select(DeadlineTimer.id, rank).where(*here, DeadlineTimer.stopped_at.is_(None)).subquery()
    return select(DeadlineTimer).join(ranked, ranked.c.id == DeadlineTimer.id).where(ranked.c.rank == 1)


def soonest_by_owner(table_name: str, ids: Iterable[int]) -> dict[int, DeadlineTimer]:
    """Return ``soonest_of`` by the id of the row: what a list shows beside each line; one statement."""
    return {timer.owner_id: timer for timer in db.session.scalars(soonest_of(table_name, ids))}


def overdue_at(at: datetime) -> Select[tuple[DeadlineTimer]]:
    """Return the running clocks whose moment has passed."""
    return select(DeadlineTimer).where(*RUNNING, DeadlineTimer.due_at < at)


def filtered(timers: Select, at: datetime, **chosen: Any) -> Select[tuple[DeadlineTimer]]:
    """Narrow clocks as a list does; ``chosen`` may hold ``text``, ``kind``, ``unit``, ``standing`` and ``late``.

    Without ``standing`` those that are not stopped. ``late`` is ``overdue``, or ``soon``: due within SOON. Unit and
    person are loaded.
    """
    timers = timers.where(*STANDINGS[chosen.get("standing") or "open"])
    if text := chosen.get("text"):
        timers = timers.where(DeadlineTimer.subject_name.icontains(text, autoescape=True))
    if kind := chosen.get("kind"):
        timers = timers.where(DeadlineTimer.kind == kind)
    if unit := chosen.get("unit"):
        timers = timers.where(DeadlineTimer.unit_id.in_(units_under(unit.path)))
    if late := chosen.get("late"):
        timers = timers.where(*_late(late, at))
    return timers.options(joinedload(DeadlineTimer.unit), joinedload(DeadlineTimer.responsible))


def _late(late: str, at: datetime) -> tuple[ColumnElement[bool], ...]:
    stood = func.coalesce(DeadlineTimer.stopped_at, DeadlineTimer.paused_at, at, type_=Moment)
    if late == "overdue":
        return (DeadlineTimer.due_at < stood,)
    return (*RUNNING, DeadlineTimer.due_at >= at, DeadlineTimer.due_at < at + SOON)


def running_by_rule() -> dict[tuple[str, str, int | None], int]:
    """Return how many clocks are not stopped, by kind, severity and unit of their rule; one statement."""
    by = (DeadlineRule.kind, DeadlineRule.severity, DeadlineRule.unit_id)
    rows = select(*by, func.count()).join(DeadlineTimer, DeadlineTimer.rule_id == DeadlineRule.id).group_by(*by)
    return {tuple(row[:3]): row[3] for row in db.session.execute(rows.where(DeadlineTimer.stopped_at.is_(None)))}


def beside(timer: DeadlineTimer) -> Select[tuple[DeadlineTimer]]:
    """Return the other clocks of the same matter, open or not."""
    return of_many(timer.owner_type, [timer.owner_id]).where(DeadlineTimer.id != timer.id)


def alarms_of(timer: DeadlineTimer) -> Select[tuple[DeadlineAlarm]]:
    """Return the steps that were taken for a clock, oldest first."""
    rows = select(DeadlineAlarm).where(DeadlineAlarm.timer_id == timer.id).options(joinedload(DeadlineAlarm.step))
    return rows.order_by(DeadlineAlarm.id)
