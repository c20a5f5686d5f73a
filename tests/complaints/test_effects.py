"""What is true feeds discipline, and reversing either side reverses the other. Source: S0 §8, domain §6.1."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.complaints import ComplaintState, Liability, effects
from models.core import clock
from models.core.errors import RuleBroken
from models.penalties import Outcome, Penalty, PenaltyState, Violation, ViolationState
from tests.complaints import makers
from tests.penalties import makers as penalties


def found(db, case) -> list[Violation]:
    rows = select(Violation).where(Violation.source_ref.startswith(case.number)).order_by(Violation.id)
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def test_what_is_true_becomes_a_violation_and_what_is_not_does_not(db, cast):
    true, untrue = makers.make_decided(cast), makers.make_decided(cast, Liability.NONE)
    assert [(one.person_id, one.state) for one in found(db, true)] == [(cast["zhao"].id, ViolationState.CONFIRMED)]
    assert found(db, untrue) == []
    assert [one.person_name for one in effects.standings_of(true)] == ["赵磊"]


def test_our_fault_names_a_clause(db, cast):
    case = makers.make_judging(cast)
    told = {"liability": Liability.OURS, "is_verified": True, "finding": "x", "clauses": []}
    with pytest.raises(RuleBroken, match="违反的条款"):
        makers.handling.decide(case, by=cast["wu"], at=clock.now(), **told)


def test_reversing_the_decision_takes_the_violation_and_its_penalty_back(db, cast):
    case = makers.make_decided(cast)
    violation = found(db, case)[0]
    effects.overturn(case, reason="录像不是当班", by=cast["wu"], at=clock.now())
    assert found(db, case)[0].state is ViolationState.OVERTURNED
    assert violation.id and makers.whole(case).state is ComplaintState.JUDGING


def test_a_successful_appeal_turns_the_finding_over_and_the_case_says_so(db, cast):
    case = makers.make_decided(cast)
    here = select(Violation).where(Violation.source_ref == case.number)
    violation = db.session.scalars(here.options(*_whole())).unique().one()
    penalty = penalties.make_appealed(cast, "zhao", violation=violation)
    penalties.settle_appeal(penalty, cast["fu"], Outcome.REVOKED)
    case = makers.whole(case)
    assert (case.liability, case.is_verified) == (Liability.NONE, False)
    assert "已撤销" in case.steps[-1].words and case.state is ComplaintState.HANDLING


def _whole():
    from models.penalties import queries

    return (queries.CLAUSES, *queries.TOLD, queries.OF_UNIT)


def mishandle(cast, case, **more):
    told = {"handler": cast["liu"], "leader": cast["duo"], "amounts": (200_00, 300_00), "reason": "推诿，致媒体曝光"}
    told |= {"clauses": [penalties.clause()], "ten_clause": None, "occurred_at": clock.now()} | more
    effects.mishandle(case, by=cast["wu"], at=clock.now(), **told)


def test_mishandling_drafts_two_penalties(db, cast):
    case = makers.make_closed(cast)
    mishandle(cast, case)
    drafts = db.session.scalars(select(Penalty).order_by(Penalty.id)).all()
    assert [(one.person_id, one.amount, one.state) for one in drafts] == [
        (cast["liu"].id, 200_00, PenaltyState.DRAFT),
        (cast["duo"].id, 300_00, PenaltyState.DRAFT),
    ]
    with pytest.raises(RuleBroken, match="已经认定"):
        mishandle(cast, case)


@pytest.mark.parametrize("amounts", [(199_00, 200_00), (200_00, 501_00)])
def test_mishandling_costs_two_to_five_hundred(db, cast, amounts):
    with pytest.raises(RuleBroken):
        mishandle(cast, makers.make_accepted(cast), amounts=amounts)


@pytest.mark.one_engine
def test_mishandling_is_established_on_its_page(db, cast, as_):
    """What is wrong is said at its field; then the two drafts stand, each with its clause."""
    case, head = makers.make_closed(cast), as_(cast["wu"])
    at = f"/complaints/{case.id}/mishandle"
    told = {"reason": "推诿，致媒体曝光", "handler": cast["liu"].id, "leader": cast["duo"].id, "ten_clause": ""}
    told |= {
        "handler_amount": "150",
        "leader_amount": "300",
        "occurred_at": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}",
    }
    assert "请至少选择一条违反的条款" in head.post(at, data=told).text
    told["clauses"] = [penalties.clause().id]
    refused = head.post(at, data=told)
    assert refused.status_code == 422
    assert "200 元到 500 元" in refused.text.split('for="handler_amount"')[1].split('for="leader"')[0]
    told["handler_amount"] = "200"
    assert "之后、现在之前" in head.post(at, data=told | {"occurred_at": "2001-01-01T08:00"}).text
    assert head.post(at, data=told).status_code == 303
    drafts = db.session.scalars(select(Penalty).order_by(Penalty.id)).all()
    assert [(one.person_id, one.amount) for one in drafts] == [(cast["liu"].id, 200_00), (cast["duo"].id, 300_00)]
    again = head.get(at)
    assert again.status_code == 409 and f"{case.number} 已经认定处置不当" in again.text
