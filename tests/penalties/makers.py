"""Cases at every stage, made by the rules themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from models import approvals
from models.accounts import User, set_pin
from models.core import audit, clock, settings
from models.core.db import db
from models.penalties import (
    Mode,
    Outcome,
    Path,
    PaymentMethod,
    Penalty,
    Source,
    Violation,
    appeals,
    collecting,
    drafting,
    service,
    violations,
)
from models.rulebook import Book, RuleClause

PIN = "802461"


def clause(code: str = "5.1", book: Book = Book.SERVICE) -> RuleClause:
    here = (RuleClause.book == book, RuleClause.code == code, RuleClause.is_latest)
    return db.session.scalars(select(RuleClause).where(*here)).one()


def clauses(*codes: str) -> list[RuleClause]:
    return [clause(code) for code in codes]


def ten(code: str = "06") -> RuleClause:
    return clause(code, Book.TEN)


def give_pin(*people: User) -> None:
    for person in people:
        set_pin(person, PIN, None)


def make_violation(cast, person: str = "wang", by: str = "ming", confirmed: bool = True, **told) -> Violation:
    at = clock.now()
    given = {"occurred_at": at - timedelta(hours=2), "clauses": clauses("5.1"), "place": "X04 车道"}
    given |= {"source": Source.INSPECTION, "source_ref": "", "facts": "值班期间未使用文明用语。"} | told
    violation = violations.register(person=cast[person], by=cast[by], at=at, **given)
    if confirmed:
        violations.confirm(violation, finding="情况属实", by=cast["min"], at=at)
    db.session.flush()
    return violation


def make_draft(cast, person: str = "wang", by: str = "ming", violation: Violation | None = None, **told) -> Penalty:
    given = {"path": Path.CLAUSES, "amount": None, "ten_clause": None, "measures": ""}
    given |= {key: told.pop(key) for key in list(told) if key in given}
    violation = violation or make_violation(cast, person, by, **told)
    return drafting.draft(violation, by=cast[by], at=clock.now(), **given)


def make_submitted(cast, person: str = "wang", by: str = "ming", **told) -> Penalty:
    penalty = make_draft(cast, person, by, **told)
    drafting.submit(penalty, by=cast[by], at=clock.now())
    return penalty


def decide(penalty: Penalty, *people: User) -> None:
    for person in people:
        approvals.approve(approvals.latest_of(penalty), person, "同意", clock.now())


def make_approved(cast, person: str = "wang", **told) -> Penalty:
    penalty = make_submitted(cast, person, **told)
    decide(penalty, cast["wu"], cast["chen"])
    return penalty


def make_served(cast, person: str = "wang", **told) -> Penalty:
    penalty = make_approved(cast, person, **told)
    give_pin(cast[person])
    service.sign(penalty, pin=PIN, by=cast[person], at=clock.now())
    return penalty


def make_due(cast, person: str = "wang", **told) -> Penalty:
    penalty = make_served(cast, person, **told)
    service.waive(penalty, pin=PIN, by=cast[person], at=clock.now())
    return penalty


def set_mode(mode: Mode) -> None:
    row = settings.change("penalty.mode", mode.value, valid_from=date(2020, 1, 1), unit_id=None, by=None)
    audit.record("setting.change", row, None)
    settings.forget()


def make_effective(cast, person: str = "wang", **told) -> Penalty:
    """One that costs points: it stays 已生效, since finance has nothing to collect."""
    set_mode(Mode.POINTS)
    return make_due(cast, person, **told)


def make_appealed(cast, person: str = "wang", **told) -> Penalty:
    penalty = make_served(cast, person, **told)
    appeals.file(penalty, grounds="录像显示当时使用了文明用语。", by=cast[person], at=clock.now())
    return penalty


def settle_appeal(penalty: Penalty, by: User, outcome: Outcome, amount: int | None = None) -> None:
    appeals.decide(penalty, outcome=outcome, amount=amount, reason="经复核", by=by, at=clock.now())


def make_collected(cast, person: str = "wang", receipt_no: str = "SK-0001", **told) -> Penalty:
    penalty = make_due(cast, person, **told)
    pay(penalty, cast["cai"], receipt_no)
    return penalty


def pay(penalty: Penalty, by: User, receipt_no: str = "SK-0001", **told) -> None:
    given = {"method": PaymentMethod.CASH, "amount": penalty.payable, "collected_on": clock.today()} | told
    collecting.collect(penalty, receipt_no=receipt_no, by=by, at=clock.now(), **given)


def days_ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)
