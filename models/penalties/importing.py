"""Earlier penalties, brought in once when the house goes live; they count towards repetition."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import select

from models import closings
from models.accounts import User, structure
from models.accounts.scope import reaches
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.numbering import next_number
from models.penalties import effects, violations
from models.penalties.kinds import Mode, Path, PenaltyState, Source, ViolationState
from models.penalties.tables import Penalty, Violation, ViolationClause
from models.rulebook import Book, RuleClause


def take(*, staff_no: str, occurred_on: date, book: Book, code: str, amount: int, by: User, **told) -> Penalty:
    """Write one earlier penalty as 已归档, marked as imported, with the ban of its year.

    ``told``: facts, place, old_number. Raises RuleBroken: unknown person or clause, in the future, in a closed
    month, or in here already.

    """
    person = _person(staff_no, by)
    if occurred_on >= clock.today():
        raise RuleBroken("以往处罚的发生日期应早于今天。", field="occurred_on")
    closings.require_open(person.unit, occurred_on, field="occurred_on")
    clause = _clause(book, code)
    violation = _violation(person, clock.at(occurred_on, time(12)), clause, by, told)
    penalty = Penalty(number=next_number("CF", clock.today().year), violation=violation, path=Path.CLAUSES)
    penalty.person_id, penalty.unit_id, penalty.mode = person.id, violation.unit_id, Mode.FINE
    penalty.amount, penalty.reckoning = amount, [[f"{clause.name}，导入的以往处罚", amount]]
    penalty.basis = [[clause.name, clause.edition, clause.text]]
    penalty.is_imported, penalty.state = True, PenaltyState.ARCHIVED
    penalty.drafted_at = penalty.approved_at = penalty.effective_at = violation.occurred_at
    db.session.add(penalty)
    audit.record("penalty.import", penalty, by)
    effects.ban(penalty, clock.now(), by)
    return penalty


def _person(staff_no: str, by: User) -> User:
    person = db.session.scalar(select(User).where(User.staff_no == staff_no))
    if person is None or not reaches(by, "penalty.import", person.unit, person.id):
        raise RuleBroken(f"没有工号 {staff_no}，或不在您的管理范围内。", field="staff_no")
    return person


def _clause(book: Book, code: str) -> RuleClause:
    here = select(RuleClause).where(RuleClause.book == book, RuleClause.code == code, RuleClause.is_latest)
    clause = db.session.scalar(here)
    if clause is None:
        raise RuleBroken(f"没有《{book.label}》{code} 这一条。", field="code")
    return clause


def _violation(person: User, occurred_at: datetime, clause: RuleClause, by: User, told: dict) -> Violation:
    unit = violations.unit_on(person, clock.local(occurred_at).date())
    old_number, facts = told.get("old_number") or "", told["facts"]
    twin = (Violation.person_id == person.id, Violation.occurred_at == occurred_at, Violation.facts == facts)
    if db.session.scalar(select(Violation.id).where(*twin, Violation.is_imported).limit(1)):
        raise RuleBroken("同一人、同一天、同一事实已经导入过。")
    row = Violation(number=next_number("WG", clock.today().year), person=person, unit=unit)
    row.unit_name = structure.full_name(unit)
    row.occurred_at, row.facts, row.place = occurred_at, facts, told.get("place") or ""
    row.source, row.source_ref, row.finding = Source.SELF, old_number, "上线前的以往处罚"
    row.reported_by_id, row.reported_at, row.confirmed_at = by.id, clock.now(), clock.now()
    row.state, row.is_imported = ViolationState.CONFIRMED, True
    row.links = [ViolationClause(clause_id=clause.id, clause=clause)]
    db.session.add(row)
    audit.record("penalty.import", row, by)
    return row
