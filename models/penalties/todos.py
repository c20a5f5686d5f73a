"""What waits for people in penalties. Approvals come from the approval engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from models.accounts import User
from models.core import clock
from models.inbox import Ask, Each, Todo, todo
from models.penalties import queries
from models.penalties.kinds import PenaltyState
from models.penalties.tables import Penalty

# permission, state, title, icon; each opens the list at that state
DESKS = (
    ("penalty.serve", PenaltyState.APPROVED, "处罚决定待送达", "send"),
    ("penalty.decide_appeal", PenaltyState.APPEALED, "申诉待决定", "message-circle"),
    ("penalty.archive", PenaltyState.COLLECTED, "处罚待归档", "archive"),
)
MINE = {PenaltyState.REVIEW: "可以陈述申辩", PenaltyState.APPROVED: "待签收", PenaltyState.SERVED: "可以申诉"}


@todo
def penalties_of(user: User, _on: date) -> Iterator[Ask | Each]:
    """My own decisions to sign for or appeal, and what my desk has to do next."""
    if user.may("penalty.appeal"):
        yield Each(queries.own_in(user, tuple(MINE)), _own)
    if user.may("penalty.collect"):
        yield _desk(user, "penalty.collect", PenaltyState.DUE, "罚款待收缴", "coin", "/penalties/collection")
        yield Ask.count(queries.to_pay_back(user), "罚款待退还", "/penalties/collection", icon="arrow-back-up")
    if user.may("violation.confirm"):
        yield Ask.count(
            queries.unconfirmed(user), "违规待核实", "/penalties/violations?state=reported", icon="alert-triangle"
        )
    for permission, state, title, icon in DESKS:
        if user.may(permission):
            yield _desk(user, permission, state, title, icon, f"/penalties/?state={state.value}")


def _desk(user: User, permission: str, state: PenaltyState, title: str, icon: str, href: str) -> Ask:
    def say(count: int, due_on: date | None) -> Todo:
        due_at = clock.at(due_on, time(23, 59)) if due_on else None
        return Todo(title, href, count=count, due_at=due_at, icon=icon)

    return Ask(queries.waiting(user, permission, state), say)


def _own(penalty: Penalty) -> Todo:
    due_at = clock.at(penalty.appeal_until, time(23, 59)) if penalty.appeal_until else None
    return Todo(f"{penalty.number} {MINE[penalty.state]}", f"/penalties/{penalty.id}", due_at=due_at, icon="gavel")
