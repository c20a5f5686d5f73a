"""Violations: reported, then confirmed or dismissed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from sqlalchemy import select

from models.accounts import Move, MoveKind, Unit, User, structure
from models.accounts.scope import reaches
from models.core import attachments, audit, clock
from models.core.attachments import Prepared
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.core.scope import visible
from models.footage import Preservation
from models.inbox import notify
from models.penalties import concern, queries
from models.penalties.kinds import DEAD, PenaltyState, Source, ViolationState
from models.penalties.states import VIOLATION
from models.penalties.tables import Penalty, Violation, ViolationClause
from models.rulebook import RuleClause

MOST_PHOTOS = 12
PAST_EDITING = "已经核实，不能再修改。"
WHEN_OVERTURNED: list[Callable[[Violation, str, User | None, datetime], None]] = []


def register(*, person: User, occurred_at: datetime, clauses: Iterable[RuleClause], by: User, at: datetime, **told):
    """Report what ``person`` is said to have done and return the violation; the crew is the one of that day.

    ``told``: place, source, source_ref, facts. A recording that ``by`` names by its number becomes the case it came
    from. Raises RuleBroken: in the future, about oneself, out of reach, no clause, or one not in force on that day.
    """
    unit = unit_on(person, clock.local(occurred_at).date())
    if person.id != by.id and not reaches(by, "violation.register", unit, person.id):
        raise RuleBroken(f"{person.name} 不在您的管理范围内。", field="person")
    if told.get("source") is Source.MONITOR and told.get("source_ref"):
        known = visible(Preservation, by).where(Preservation.number == told["source_ref"].strip())
        if recording := db.session.scalars(known).first():
            told |= {"source_ref": recording.number, "source_href": recording.href}
    return enter(person=person, occurred_at=occurred_at, clauses=clauses, by=by, at=at, **told)


def enter(*, person: User, occurred_at: datetime, clauses: Iterable[RuleClause], by: User, at: datetime, **told):
    """The same for whoever has been let in elsewhere: a case of another area decides who may report from it."""
    day = clock.local(occurred_at).date()
    unit = unit_on(person, day)
    if occurred_at > at:
        raise RuleBroken("发生时间不能晚于现在。", field="occurred_at")
    if person.id == by.id:
        raise RuleBroken("不能登记本人的违规。", field="person")
    violation = Violation(person=person, unit=unit, occurred_at=occurred_at, **told)
    violation.unit_name = structure.full_name(unit)
    violation.number, violation.links = next_number("WG", clock.local(at).year), links_of(clauses, day)
    violation.reported_by_id, violation.reported_at, violation.state = by.id, at, ViolationState.REPORTED
    db.session.add(violation)
    audit.record("violation.register", violation, by)
    return violation


@first(concern.keep_out_of)
def edit(violation: Violation, *, occurred_at: datetime, clauses: Iterable[RuleClause], by: User, at: datetime, **told):
    """Correct what was reported, before it is confirmed. The case that it came from stays: both fall together.

    Raises RuleBroken: it is past that, another case; as ``register``.
    """
    if violation.state is not ViolationState.REPORTED:
        raise Overtaken(PAST_EDITING)
    if violation.source_href and any(told.get(name, of) != of for name, of in _origin(violation).items()):
        raise RuleBroken(f"来源是{violation.source.label} {violation.source_ref}，不能更改。", field="source_ref")
    if occurred_at > at:
        raise RuleBroken("发生时间不能晚于现在。", field="occurred_at")
    day = clock.local(occurred_at).date()
    wanted, kept = links_of(clauses, day), {link.clause_id: link for link in violation.links}
    violation.links = [kept.get(link.clause_id, link) for link in wanted]
    violation.unit = unit_on(violation.person, day)
    violation.unit_name, violation.occurred_at = structure.full_name(violation.unit), occurred_at
    for name, value in told.items():
        setattr(violation, name, value)
    audit.record("violation.register", violation, by, note="更正登记")


def _origin(violation: Violation) -> dict[str, object]:
    return {"source": violation.source, "source_ref": violation.source_ref}


@first(concern.keep_out_of)
def confirm(violation: Violation, *, finding: str, by: User, at: datetime) -> None:
    """Find that it happened; the person may see it from now on. Raises RuleBroken: the case names ``by``."""
    VIOLATION.take(violation, "confirm")
    violation.confirmed_by_id, violation.confirmed_at, violation.finding = by.id, at, finding
    audit.record("violation.confirm", violation, by, note=finding)
    title = f"{violation.number} 已认定，可查看事实和证据"
    key = f"violation-{violation.id}-confirmed"
    notify([violation.person_id], "penalty", title, f"/penalties/violations/{violation.id}", key=key, at=at)


@first(concern.keep_out_of)
def dismiss(violation: Violation, *, finding: str, by: User, at: datetime) -> None:
    """Find that it did not happen or is no violation. Raises RuleBroken: no reason, or the case names ``by``."""
    if not finding:
        raise RuleBroken("请写明不予认定的理由。", field="finding")
    VIOLATION.take(violation, "dismiss")
    violation.confirmed_by_id, violation.confirmed_at, violation.finding = by.id, at, finding
    audit.record("violation.dismiss", violation, by, note=finding)


def add_evidence(violation: Violation, *, photo: Prepared, caption: str, by: User) -> None:
    """Keep a picture or document with the case. Raises RuleBroken: a penalty is under way, or too many files."""
    concern.require_outsider(violation.id, by)
    if not takes_evidence(violation):
        raise RuleBroken("处罚已经提交审批，不能再补充证据。", field="photo")
    if len(db.session.scalars(attachments.of(violation)).all()) >= MOST_PHOTOS:
        raise RuleBroken(f"每件最多 {MOST_PHOTOS} 个附件。", field="photo")
    attachments.keep(photo, violation, by, caption)


def takes_evidence(violation: Violation) -> bool:
    """Whether files can still be added: nothing was submitted yet."""
    if violation.state not in (ViolationState.REPORTED, ViolationState.CONFIRMED):
        return False
    begun = (Penalty.violation_id == violation.id, Penalty.state.not_in((PenaltyState.DRAFT, *DEAD)))
    return db.session.scalar(select(Penalty.id).where(*begun).limit(1)) is None


def unit_on(person: User, day: date) -> Unit:
    """Return the unit where ``person`` worked on a day: where the first transfer after it took them from."""
    later = (Move.user_id == person.id, Move.kind == MoveKind.TRANSFER, Move.on > day)
    unit_id = db.session.scalar(select(Move.from_unit_id).where(*later).order_by(Move.on, Move.id).limit(1))
    return db.session.get_one(Unit, unit_id) if unit_id else person.unit


def overturn_if_nothing_stands(violation: Violation, reason: str, by: User | None, at: datetime) -> None:
    """Let the violation count no longer when its last penalty has been revoked, and tell the case it came from."""
    if violation.state is ViolationState.CONFIRMED and not queries.has_live_penalty(violation.id):
        VIOLATION.take(violation, "overturn")
        audit.record("violation.overturn", violation, by, note=reason)
        for tell in WHEN_OVERTURNED:
            tell(violation, reason, by, at)


def links_of(clauses: Iterable[RuleClause], day: date) -> list[ViolationClause]:
    """Return links to the distinct ``clauses``. Raises RuleBroken: none, or one that was not in force on ``day``."""
    distinct = list({clause.id: clause for clause in clauses}.values())
    if not distinct:
        raise RuleBroken("请至少选择一条违反的条款。", field="clauses")
    if old := next((clause for clause in distinct if not clause.is_in_force_on(day)), None):
        raise RuleBroken(f"{old.name} 在 {day} 没有生效的这一版，请重新选择。", field="clauses")
    return [ViolationClause(clause_id=clause.id, clause=clause) for clause in distinct]
