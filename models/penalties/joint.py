"""Joint liability: who answers for the same fact beside the person, e.g. the 班长 for the crew. Source: domain §2.3."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, select

from models.accounts import User
from models.accounts.scope import reaches
from models.core import audit, clock
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.inbox import notify
from models.penalties import concern, effects, queries, violations
from models.penalties.kinds import DEAD, Path, ViolationState
from models.penalties.tables import Penalty, Violation
from models.roster import DutyPost
from models.roster import queries as roster
from models.rulebook import RuleClause

COPIED = "occurred_at place source source_ref source_href facts".split()
NOT_CONFIRMED = "先认定违规，再认定连带责任。"
JOINTLY = "主案已撤销，连带责任一并撤销"


def _may_add(violation: Violation, by: User) -> None:
    concern.require_outsider(violation.id, by)
    if violation.state is not ViolationState.CONFIRMED:
        raise Overtaken(NOT_CONFIRMED)
    if violation.joint_with_id:
        raise RuleBroken("本件已是连带责任，请在主案上办理。")


@first(_may_add)
def add(
    violation: Violation, *, person: User, clauses: Iterable[RuleClause], reason: str, by: User, at: datetime
) -> Violation:
    """Hold ``person`` liable too for a violation that was confirmed; a penalty is then drafted as for any other.

    Raises RuleBroken: not confirmed, itself a joint one, somebody it names already, out of reach, or no clause or
    one that was not in force.
    """
    if person.id == by.id or person.id in concern.named_in(violation.id):
        raise RuleBroken("连带责任人不能是您本人或本件已经涉及的人。", field="person")
    if not reaches(by, "violation.confirm", person.unit, person.id):
        raise RuleBroken(f"{person.name} 不在您的管理范围内。", field="person")
    day = clock.local(violation.occurred_at).date()
    unit = violations.unit_on(person, day)
    joint = Violation(**{name: getattr(violation, name) for name in COPIED}, joint_with_id=violation.id)
    joint.person, joint.unit, joint.unit_name, joint.finding = person, unit, unit.name, reason
    joint.links, joint.state = violations.links_of(clauses, day), ViolationState.CONFIRMED
    joint.number, joint.reported_by_id, joint.reported_at = next_number("WG", clock.local(at).year), by.id, at
    joint.confirmed_by_id, joint.confirmed_at = by.id, at
    db.session.add(joint)
    audit.record("violation.confirm", joint, by, note=f"连带责任，见 {violation.number}：{reason}")
    title = f"{joint.number} 认定您负连带责任，可查看事实和证据"
    href = f"/penalties/violations/{joint.id}"
    notify([person.id], "penalty", title, href, key=f"violation-{joint.id}-confirmed", at=at)
    return joint


def leaders_then(violation: Violation) -> list[User]:
    """Return who led the shift when it happened: the first to think of."""
    station = concern.station_of(violation.unit)
    duties = roster.who_was_on_duty(station, violation.occurred_at)
    found = [duty.user for duty in db.session.scalars(duties) if duty.post is DutyPost.LEADER]
    return [one for one in found if one.id != violation.person_id]


def of(violation: Violation) -> Select[tuple[Violation]]:
    """Return the records of those who answer jointly, or of the main one for a joint record."""
    here = Violation.joint_with_id == violation.id
    if violation.joint_with_id:
        here = Violation.id == violation.joint_with_id
    return select(Violation).where(here).options(queries.TOLD[0]).order_by(Violation.id)


def _is_own_failure():
    """Return the condition that the record is about mishandling: the leader's part does not hang on the handler's."""
    mishandled = (Penalty.violation_id == Violation.id, Penalty.path == Path.MISHANDLING)
    return select(Penalty.id).where(*mishandled).exists()


def _fall_together(violation: Violation, reason: str, by: User | None, at: datetime) -> None:
    """Where the main case is overturned nobody answers jointly for it any more."""
    if by is None or violation.joint_with_id:
        return
    for joint in db.session.scalars(of(violation).where(~_is_own_failure())).all():
        standing = select(Penalty).where(Penalty.violation_id == joint.id, Penalty.state.not_in(DEAD))
        for penalty in db.session.scalars(standing.order_by(Penalty.id)).all():
            effects.cancel(penalty, f"{JOINTLY}：{reason}", by, at)
        violations.overturn_if_nothing_stands(joint, f"{JOINTLY}：{reason}", by, at)


violations.WHEN_OVERTURNED.append(_fall_together)
