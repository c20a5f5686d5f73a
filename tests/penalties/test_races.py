"""The same step at the same moment: exactly one wins. Source: security.md 17."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import func, select

from models.accounts import Reach, Role, RoleGrant, User
from models.core import audit, clock
from models.core.audit import AuditEntry
from models.core.errors import Overtaken, RuleBroken
from models.penalties import AwardBan, Collection, Penalty, PenaltyState, drafting, queries, service
from tests.penalties import makers
from tests.penalties.makers import PIN


@pytest.fixture
def at_once(app, db):
    """Let every person take the same step in a thread of their own; return "" or the refusal of each."""

    def run(penalty_id: int, people: list[int], act) -> list[str]:
        db.session.commit()
        db.session.remove()
        ready = Barrier(len(people))

        def one(person_id: int) -> str:
            with app.app_context():
                db.session.rollback()
                ready.wait()
                try:
                    act(db.session.get(Penalty, penalty_id), db.session.get(User, person_id))
                    db.session.commit()
                except RuleBroken as refusal:
                    db.session.rollback()
                    return f"{type(refusal).__name__}: {refusal}"
                return ""

        with ThreadPoolExecutor(len(people)) as pool:
            return list(pool.map(one, people))

    return run


def whole(db, penalty_id: int) -> Penalty:
    here = select(Penalty).where(Penalty.id == penalty_id).options(*queries.WHOLE)
    return db.session.scalars(here.execution_options(populate_existing=True)).one()


def heads(db, cast, units) -> list[int]:
    """Sixteen people who are all 征费室主任."""
    role = db.session.scalars(select(Role).where(Role.code == "office_head")).one()
    people = [cast["wu"].id]
    for number in range(15):
        person = User(staff_no=f"9{number:04d}", staff_key=f"9{number:04d}", name=f"主任{number}", post_title="主任")
        person.unit_id = units["collection"].id
        db.session.add(person)
        audit.record("user.create", person, None)
        grant = RoleGrant(user_id=person.id, role_id=role.id, unit_id=units["office"].id, reach=Reach.SUBTREE)
        grant.from_on = date(2025, 1, 1)
        db.session.add(grant)
        audit.record("role.grant", grant, None)
        people.append(person.id)
    return people


def test_of_sixteen_approvals_exactly_one_counts(db, cast, units, at_once):
    penalty = makers.make_submitted(cast)

    def consent(case, person):
        drafting.decide(case, decision="approve", opinion="", by=person, at=clock.now())

    answers = at_once(penalty.id, heads(db, cast, units), consent)
    assert answers.count("") == 1
    assert all(one == "" or (one.startswith(Overtaken.__name__) and "已于" in one) for one in answers)
    consents = select(func.count()).where(AuditEntry.action == "approval.approve")
    assert db.session.scalar(consents) == 1


def test_one_signature_and_one_ban(db, cast, at_once):
    penalty = makers.make_served(cast)
    wang = cast["wang"].id

    def waive(case, person):
        service.waive(whole(db, case.id), pin=PIN, by=person, at=clock.now())

    answers = at_once(penalty.id, [wang] * 4, waive)
    assert answers.count("") == 1
    assert db.session.scalar(select(func.count(AwardBan.id))) == 1


def test_one_receipt_for_two_penalties_goes_to_one(db, cast, at_once):
    first, second = makers.make_due(cast, "wang"), makers.make_due(cast, "sun")
    both, cai = [first.id, second.id], cast["cai"].id

    def take(_case, person):
        case = whole(db, both.pop())
        makers.pay(case, person, "SK-0001")

    answers = at_once(first.id, [cai, cai], take)
    assert answers.count("") == 1 and any("SK-0001" in one for one in answers)
    assert db.session.scalar(select(func.count(Collection.id))) == 1
    collected = select(func.count(Penalty.id)).where(Penalty.state == PenaltyState.COLLECTED)
    assert db.session.scalar(collected) == 1
