"""The same step at the same moment: exactly one wins, the others are told. Source: security.md 17."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from models.accounts import User
from models.complaints import Complaint, ComplaintSpan, ComplaintState, chain, handling, invariants, merging
from models.core import clock
from models.core.audit import AuditEntry
from models.core.errors import RuleBroken
from tests.complaints import makers

TIMES = 4


@pytest.fixture
def at_once(app, db):
    """Let every act run in a thread of its own at the same moment; return "" or the refusal of each."""

    def run(case_id: int, acts: list) -> list[str]:
        db.session.commit()
        db.session.remove()
        ready = Barrier(len(acts))

        def one(act) -> str:
            with app.app_context():
                db.session.rollback()
                ready.wait()
                try:
                    act(makers.whole(db.session.get_one(Complaint, case_id)))
                    db.session.commit()
                except RuleBroken as refusal:
                    db.session.rollback()
                    return str(refusal)
                return ""

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    return run


def acts_of(db, action: str) -> int:
    return db.session.scalar(select(func.count()).where(AuditEntry.action == action))


def test_of_four_who_accept_at_once_one_did(db, cast, at_once):
    case, ming = makers.make_case(cast), cast["ming"].id

    def accept(row):
        handling.accept(row, by=db.session.get_one(User, ming), at=clock.now())

    answers = at_once(case.id, [accept] * TIMES)
    assert answers.count("") == 1 and all(one == "" or "不能“受理”" in one for one in answers)
    assert acts_of(db, "complaint.accept") == 1


def test_taking_and_declining_at_once_leave_one_responsible(db, cast, at_once):
    case, duo, wang = makers.make_accepted(cast), cast["duo"].id, cast["wang"].id
    case_id = case.id
    makers.offer(case, cast["duo"], cast["wang"])
    acts = [
        lambda row: chain.take(row, by=db.session.get_one(User, duo), at=clock.now()),
        lambda row: chain.decline(row, reason="不在岗", by=db.session.get_one(User, duo), at=clock.now()),
        lambda row: chain.recall(row, by=db.session.get_one(User, wang), at=clock.now()),
        lambda row: chain.take(row, by=db.session.get_one(User, duo), at=clock.now()),
    ]
    assert at_once(case_id, acts).count("") == 1
    row = makers.whole(db.session.get_one(Complaint, case_id))
    assert row.responsible_id in (duo, wang) and chain.offer_of(row) is None
    running = select(func.count(ComplaintSpan.id)).where(ComplaintSpan.to_at.is_(None))
    assert db.session.scalar(running) == 1
    assert list(invariants.one_responsible()) == []


def test_filing_and_joining_at_once_leave_one_of_the_two(db, cast, at_once):
    into, case = makers.make_accepted(cast), makers.make_revisited(cast)
    ming, into_id, case_id = cast["ming"].id, into.id, case.id

    def close(row):
        handling.close(row, by=db.session.get_one(User, ming), at=clock.now())

    def merge(row):
        told = {"into": db.session.get_one(Complaint, into_id), "reason": "同一件事"}
        merging.merge(row, by=db.session.get_one(User, ming), at=clock.now(), **told)

    assert at_once(case_id, [close, merge, close, merge]).count("") == 1
    row = makers.whole(db.session.get_one(Complaint, case_id))
    assert row.state in (ComplaintState.CLOSED, ComplaintState.MERGED)
    assert (row.merged_into_id is None) == (row.state is ComplaintState.CLOSED)
    assert list(invariants.one_responsible()) == []
