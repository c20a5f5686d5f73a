"""Whether people are treated alike: penalties of a year by crew and by who approved them. Source: issue 4, domain §2.3.

Small samples say so; nobody stands apart by what chance alone explains. Source: docs/adr/0007.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from statistics import median

from sqlalchemy import func, select

from models.accounts import Unit, UnitKind, User
from models.approvals import Approval, ApprovalTask, TaskState
from models.core import clock
from models.core.db import db
from models.core.rates import Rate, Share, compare
from models.core.scope import visible
from models.penalties import queries
from models.penalties.kinds import Outcome
from models.penalties.tables import Appeal, Penalty, Violation
from models.roster import Duty, Shift, ShiftState

PER_SHIFTS = 100.0
LEAST_FOR_MEDIAN = 5


@dataclass(frozen=True, slots=True)
class CrewLine:
    """The penalties of a crew: cases per 100 duties beside those of all, and the amounts in cents."""

    unit_id: int
    name: str
    rate: Rate
    duties: int
    amounts: tuple[int, ...]

    @property
    def median(self) -> int | None:
        return middle(self.amounts)


@dataclass(frozen=True, slots=True)
class ApproverLine:
    """The cases that one approver decided: how many were returned, the amounts, and what appeals changed."""

    person_id: int
    name: str
    decided: int
    returned: Share
    amounts: tuple[int, ...]
    changed: Share

    @property
    def median(self) -> int | None:
        return middle(self.amounts)


def middle(amounts: Iterable[int]) -> int | None:
    """Return the median in cents, None where there are too few to say."""
    found = list(amounts)
    return round(median(found)) if len(found) >= LEAST_FOR_MEDIAN else None


def by_crew(user: User, year: int) -> list[CrewLine]:
    """Return a line for each crew within sight that did duty in the year, by unit."""
    duties = _duties(year)
    cases: dict[int, list[int]] = defaultdict(list)
    for unit_id, amount in db.session.execute(_counted(user, year).with_only_columns(Penalty.unit_id, Penalty.amount)):
        cases[unit_id].append(amount)
    crews = select(Unit).where(Unit.kind == UnitKind.CREW, Unit.id.in_(visible(Unit, user).with_only_columns(Unit.id)))
    named = {unit.id: unit for unit in db.session.scalars(crews.order_by(Unit.path))}
    stations = {unit.id: unit.name for unit in db.session.scalars(select(Unit).where(Unit.kind == UnitKind.STATION))}
    exposed = {one: (len(cases[one]), float(duties.get(one, 0))) for one in named if duties.get(one) or cases[one]}
    rates = compare(exposed, per=PER_SHIFTS)
    return [
        CrewLine(one, _full(named[one], stations), rates[one], duties.get(one, 0), tuple(sorted(cases[one])))
        for one in exposed
    ]


def by_approver(user: User, year: int) -> list[ApproverLine]:
    """Return a line for each person who decided a step of a penalty drafted in the year, by name."""
    mine = _drafted(user, year).with_only_columns(Penalty.id)
    rows = select(User.id, User.name, ApprovalTask.state, Penalty.id, Penalty.amount)
    rows = rows.join(ApprovalTask, ApprovalTask.decided_by_id == User.id)
    rows = rows.join(Approval, Approval.id == ApprovalTask.approval_id)
    rows = rows.join(Penalty, (Penalty.id == Approval.subject_id) & (Approval.subject_type == "penalties"))
    rows = rows.where(Penalty.id.in_(mine), ApprovalTask.state.in_((TaskState.APPROVED, TaskState.RETURNED)))
    outcomes = dict(db.session.execute(select(Appeal.penalty_id, Appeal.outcome)).all())
    found: dict[tuple[int, str], list[tuple]] = defaultdict(list)
    for person_id, name, state, penalty_id, amount in db.session.execute(rows.order_by(User.staff_no, ApprovalTask.id)):
        found[person_id, name].append((state, penalty_id, amount))
    return [_approver(*person, decisions, outcomes) for person, decisions in found.items()]


def _approver(person_id: int, name: str, decisions: list[tuple], outcomes: dict[int, Outcome | None]) -> ApproverLine:
    """Count cases, not clicks: one that was returned and came again is one, as the list opens it."""
    cases = {one for _state, one, _amount in decisions}
    returned = len({one for state, one, _amount in decisions if state is TaskState.RETURNED})
    consented = {one: amount for state, one, amount in decisions if state is TaskState.APPROVED}
    heard = [outcomes[one] for one in consented if outcomes.get(one)]
    changed = sum(outcome is not Outcome.UPHELD for outcome in heard)
    amounts = tuple(sorted(consented.values()))
    shares = Share(returned, len(cases)), Share(changed, len(heard))
    return ApproverLine(person_id, name, len(cases), shares[0], amounts, shares[1])


def _counted(user: User, year: int):
    """Return the penalties that were approved and not revoked."""
    return _drafted(user, year).where(*queries.COUNTED)


def _drafted(user: User, year: int):
    begins, ends = clock.at(date(year, 1, 1), time()), clock.at(date(year + 1, 1, 1), time())
    rows = visible(Penalty, user).join(Violation, Violation.id == Penalty.violation_id)
    here = (Violation.occurred_at >= begins, Violation.occurred_at < ends, Penalty.is_imported.is_(False))
    return rows.where(*here)


def _duties(year: int) -> dict[int, int]:
    """Return how many duties the people of each crew did in published shifts of the year."""
    days = (Shift.business_date >= date(year, 1, 1), Shift.business_date <= date(year, 12, 31))
    rows = select(Shift.crew_id, func.count(Duty.id)).join(Duty, Duty.shift_id == Shift.id)
    live = (Shift.state.in_((ShiftState.PUBLISHED, ShiftState.FROZEN)), Duty.is_void.is_(False))
    return dict(db.session.execute(rows.where(*days, *live).group_by(Shift.crew_id)).all())


def _full(crew: Unit, stations: dict[int, str]) -> str:
    return f"{stations.get(crew.parent_id or 0, '')} {crew.name}".strip()
