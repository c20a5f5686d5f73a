"""How discipline answers the trades: the other end of ``models.rulebook.breaches``. Source: domain §6.1, §6.2."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from models.accounts import User
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.penalties import concern, drafting, effects, violations
from models.penalties.kinds import DEAD, IN_FORCE, Source, ViolationState
from models.penalties.states import VIOLATION
from models.penalties.tables import Penalty, Violation
from models.rulebook import breaches
from models.rulebook.breaches import Breach, Mishandling, Standing

LIVE = (ViolationState.REPORTED, ViolationState.CONFIRMED)


def report(breach: Breach, by: User, at: datetime, *, confirmed: bool) -> Standing:
    """Register the violation, and find it true when the case has done so already."""
    return _standing(_enter(breach, by, at, confirmed=confirmed), [])


def report_mishandling(case: Mishandling, by: User, at: datetime) -> list[Standing]:
    """Register both, and draft a penalty for each."""
    amount, leader_amount = case.amounts
    _require_single(Source(case.source), case.source_ref, case.leader)
    told = {name: getattr(case, name) for name in ("source", "source_ref", "source_href", "occurred_at", "facts")}
    violation = _enter(Breach(person=case.handler, place="", clauses=case.clauses, **told), by, at, confirmed=True)
    drafted = drafting.draft_mishandling(
        violation,
        leader=case.leader,
        leader_amount=leader_amount,
        amount=amount,
        ten_clause=case.ten_clause,
        measures="",
        by=by,
        at=at,
    )
    return [_standing(one.violation, [one]) for one in drafted]


def standings_of(source: str, source_refs: Collection[str]) -> list[Standing]:
    found = db.session.scalars(_of(source, *source_refs).order_by(Violation.id)).all()
    penalties: dict[int, list[Penalty]] = {}
    mine = select(Penalty).where(Penalty.violation_id.in_([one.id for one in found])).order_by(Penalty.id)
    for penalty in db.session.scalars(mine) if found else ():
        penalties.setdefault(penalty.violation_id, []).append(penalty)
    return [_standing(one, penalties.get(one.id, [])) for one in found]


def overturn(source: str, source_ref: str, reason: str, by: User, at: datetime) -> None:
    """Withdraw or revoke every penalty, then let the violations count no longer."""
    if not reason:
        raise RuleBroken("请写明撤销的理由。", field="reason")
    for violation in db.session.scalars(_of(source, source_ref).where(Violation.state.in_(LIVE))).all():
        concern.require_outsider(violation.id, by)
        standing = select(Penalty).where(Penalty.violation_id == violation.id, Penalty.state.not_in(DEAD))
        for penalty in db.session.scalars(standing.order_by(Penalty.id)).all():
            effects.cancel(penalty, reason, by, at)
        _let_go(violation, reason, by, at)


def _let_go(violation: Violation, reason: str, by: User, at: datetime) -> None:
    """End a violation that has no penalty left: what was never found true is dismissed, the rest overturned."""
    if violation.state is ViolationState.REPORTED:
        VIOLATION.take(violation, "dismiss")
        violation.confirmed_by_id, violation.confirmed_at, violation.finding = by.id, at, reason
        audit.record("violation.dismiss", violation, by, note=reason)
    else:
        violations.overturn_if_nothing_stands(violation, reason, by, at)


def _enter(breach: Breach, by: User, at: datetime, *, confirmed: bool) -> Violation:
    if not breach.source_href.startswith("/") or breach.source_href.startswith("//"):
        raise ValueError(f"{breach.source_href} is no path of this site")
    source = Source(breach.source)
    _require_single(source, breach.source_ref, breach.person)
    told = {name: getattr(breach, name) for name in ("person", "occurred_at", "place", "facts", "clauses")}
    told |= {"source": source, "source_ref": breach.source_ref, "source_href": breach.source_href}
    violation = violations.enter(by=by, at=at, **told)
    if confirmed:
        violations.confirm(violation, finding=f"{source.label} {breach.source_ref} 已查实", by=by, at=at)
    return violation


def _require_single(source: Source, source_ref: str, person: User) -> None:
    """One violation for each case and person. Source: domain §6.2."""
    same = _of(source, source_ref).where(Violation.person_id == person.id, Violation.state.in_(LIVE))
    if found := db.session.scalars(same.limit(1)).first():
        raise RuleBroken(f"{source_ref} 已为{person.name}登记过违规 {found.number}，不能重复登记。", field="person")


def _of(source: str, *source_refs: str):
    return select(Violation).where(Violation.source == Source(source), Violation.source_ref.in_(source_refs))


def _standing(violation: Violation, penalties: Sequence[Penalty]) -> Standing:
    """Return how ``violation`` stands; the newest penalty that counts says more than the finding."""
    newest = next((one for one in reversed(penalties) if one.state not in DEAD), None)
    shown = newest.state if newest else violation.state
    return Standing(
        number=violation.number,
        href=f"/penalties/violations/{violation.id}",
        person_id=violation.person_id,
        person_name=db.session.get_one(User, violation.person_id).name,
        state_label=f"处罚{shown.label}" if newest else shown.label,
        tone=shown.tone,
        is_effective=any(one.state in IN_FORCE for one in penalties),
        is_live=violation.state in LIVE,
    )


def _tell_overturned(violation: Violation, reason: str, by: User | None, at: datetime) -> None:
    standing = _standing(violation, [])
    breaches.tell_overturned(violation.source.value, violation.source_ref, standing, reason, by, at)


def _tell_effective(penalty: Penalty, at: datetime) -> None:
    violation = db.session.get_one(Violation, penalty.violation_id)
    standing = _standing(violation, [penalty])
    breaches.tell_effective(violation.source.value, violation.source_ref, standing, at)


class _Answers:
    """This module as what the registry asks for."""

    report = staticmethod(report)
    report_mishandling = staticmethod(report_mishandling)
    standings_of = staticmethod(standings_of)
    overturn = staticmethod(overturn)


breaches.provide(_Answers())
violations.WHEN_OVERTURNED.append(_tell_overturned)
effects.WHEN_EFFECTIVE.append(_tell_effective)
