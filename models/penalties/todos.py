"""What waits for people in penalties. Approvals come from the approval engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from models.accounts import User
from models.core import clock
from models.core.db import db
from models.inbox import Todo, todo
from models.penalties import queries
from models.penalties.kinds import PenaltyState

# permission, state, title, icon; each opens the list at that state
DESKS = (
    ("penalty.serve", PenaltyState.APPROVED, "处罚决定待送达", "send"),
    ("penalty.decide_appeal", PenaltyState.APPEALED, "申诉待决定", "message-circle"),
    ("penalty.archive", PenaltyState.COLLECTED, "处罚待归档", "archive"),
)


@todo
def penalties_of(user: User, _at: datetime) -> Iterator[Todo]:
    """My own decisions to sign for or appeal, and what my desk has to do next."""
    if user.may("penalty.appeal"):
        yield from _own(user)
    if user.may("penalty.collect"):
        count, _ = db.session.execute(queries.waiting(user, "penalty.collect", PenaltyState.DUE)).one()
        yield Todo("罚款待收缴", "/penalties/collection", count=count, icon="coin")
    if user.may("violation.confirm"):
        count = db.session.scalar(queries.unconfirmed_count(user))
        yield Todo("违规待核实", "/penalties/violations?state=reported", count=count, icon="alert-triangle")
    for permission, state, title, icon in DESKS:
        if user.may(permission):
            count, due_on = db.session.execute(queries.waiting(user, permission, state)).one()
            due_at = clock.at(due_on, time(23, 59)) if due_on else None
            yield Todo(title, f"/penalties/?state={state.value}", count=count, due_at=due_at, icon=icon)


def _own(user: User) -> Iterator[Todo]:
    states = (PenaltyState.REVIEW, PenaltyState.APPROVED, PenaltyState.SERVED)
    for penalty in db.session.scalars(queries.own_in(user, states)):
        due_at = clock.at(penalty.appeal_until, time(23, 59)) if penalty.appeal_until else None
        said = {"review": "可以陈述申辩", "approved": "待签收", "served": "可以申诉"}[penalty.state.value]
        yield Todo(f"{penalty.number} {said}", f"/penalties/{penalty.id}", due_at=due_at, icon="gavel")
