"""The numbers and orders of the house. Source: domain §2.3, penalty vectors of §4."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models import approvals
from models.core import clock, settings
from models.core.errors import Overtaken, RuleBroken
from models.penalties import (
    AwardBan,
    Mode,
    Outcome,
    Path,
    PaymentMethod,
    Penalty,
    PenaltyState,
    Source,
    Violation,
    ViolationState,
    appeals,
    collecting,
    drafting,
    effects,
    queries,
    service,
    sweeps,
)
from models.rulebook import rules as rulebook
from tests.penalties import makers
from tests.penalties.makers import PIN

COMPLAINT = {"source": Source.COMPLAINT, "source_ref": "TS-20261101-001"}


def bans(db) -> list[AwardBan]:
    return list(db.session.scalars(select(AwardBan).where(AwardBan.lifted_at.is_(None))))


def test_one_clause_costs_200(cast):
    assert makers.make_draft(cast).amount == 200_00


def test_three_clauses_cost_600_and_the_year_s_awards(db, cast):
    penalty = makers.make_due(cast, clauses=makers.clauses("5.1", "5.2", "6.1"))
    assert (penalty.amount, penalty.state) == (600_00, PenaltyState.DUE)
    assert [(ban.person_id, ban.year) for ban in bans(db)] == [
        (cast["wang"].id, clock.local(penalty.violation.occurred_at).year)
    ]


def test_the_same_clause_twice_counts_once(cast):
    assert makers.make_draft(cast, clauses=makers.clauses("5.1", "5.1")).amount == 200_00


def test_the_reckoning_is_shown_line_by_line(cast):
    penalty = makers.make_draft(cast, clauses=makers.clauses("5.1", "6.1"))
    assert penalty.reckoning == [["《服务准则》5.1", 200_00], ["《服务准则》6.1", 200_00]]


def test_a_later_edition_leaves_the_old_penalty_alone(db, cast):
    penalty = makers.make_draft(cast)
    old = makers.clause()
    words = {name: getattr(old, name) for name in rulebook.WORDS} | {"base_amount": 300_00, "text": "新条文"}
    rulebook.edit(old, valid_from=clock.today(), by=cast["ming"], **words)
    drafting.submit(penalty, by=cast["ming"], at=clock.now())
    assert penalty.amount == 200_00
    assert penalty.violation.clauses[0].text != "新条文"


@pytest.mark.parametrize(
    ("yuan", "taken"), [(199, False), (200, True), (200.5, False), (500, True), (501, False), (None, False)]
)
def test_a_serious_complaint_costs_200_to_500_whole_yuan(cast, yuan, taken):
    amount = None if yuan is None else int(yuan * 100)
    violation = makers.make_violation(cast, **COMPLAINT)
    if taken:
        assert makers.make_draft(cast, violation=violation, path=Path.COMPLAINT, amount=amount).amount == amount
        return
    with pytest.raises(RuleBroken) as refusal:
        makers.make_draft(cast, violation=violation, path=Path.COMPLAINT, amount=amount)
    assert refusal.value.field == "amount"


def test_only_a_complaint_takes_the_complaint_s_path(cast):
    with pytest.raises(RuleBroken, match="来源为投诉"):
        makers.make_draft(cast, path=Path.COMPLAINT, amount=300_00)


def mishandled(cast, leader="liu", amount=300_00, leader_amount=200_00):
    violation = makers.make_violation(cast, **COMPLAINT)
    handler = {"amount": amount, "ten_clause": None, "measures": ""}
    return drafting.draft_mishandling(
        violation, leader=cast[leader], leader_amount=leader_amount, by=cast["ming"], at=clock.now(), **handler
    )


def test_mishandling_makes_two_records(db, cast):
    handler, leader = mishandled(cast)
    assert [(p.person_id, p.amount) for p in (handler, leader)] == [(cast["wang"].id, 300_00), (cast["liu"].id, 200_00)]
    assert leader.violation.joint_with_id == handler.violation_id
    assert db.session.scalars(select(Penalty.number)).all() == [handler.number, leader.number]


@pytest.mark.parametrize(("amount", "leader_amount"), [(199_00, 200_00), (200_00, 501_00), (200_00, None)])
def test_mishandling_refuses_other_amounts_and_leaves_nothing(db, cast, amount, leader_amount):
    with pytest.raises(RuleBroken), db.session.begin_nested():
        mishandled(cast, amount=amount, leader_amount=leader_amount)
    assert db.session.scalars(select(Penalty)).all() == []


def test_the_responsible_leader_is_somebody_else(cast):
    with pytest.raises(RuleBroken, match="责任领导"):
        mishandled(cast, leader="wang")


# Repetition


@pytest.mark.parametrize(("days", "repeats"), [(1, True), (365, True), (366, False)])
def test_the_second_within_365_days_falls_under_the_ten(cast, days, repeats):
    occurred = clock.now() - timedelta(hours=2)
    makers.make_violation(cast, occurred_at=occurred - timedelta(days=days))
    violation = makers.make_violation(cast, occurred_at=occurred)
    if not repeats:
        assert not makers.make_draft(cast, violation=violation).is_repeat
        return
    with pytest.raises(RuleBroken, match="十不准") as refusal:
        makers.make_draft(cast, violation=violation)
    assert refusal.value.field == "ten_clause"
    penalty = makers.make_draft(cast, violation=violation, ten_clause=makers.ten())
    assert (penalty.is_repeat, penalty.repeat_no, penalty.amount) == (True, 2, 200_00)


def test_a_clause_of_another_book_is_not_one_of_the_ten(cast):
    makers.make_violation(cast, occurred_at=makers.days_ago(10))
    with pytest.raises(RuleBroken, match="十不准"):
        makers.make_draft(cast, ten_clause=makers.clause("6.1"))


def test_in_calendar_mode_last_year_does_not_count(db, cast, monkeypatch):
    row = settings.change("penalty.repeat_period", "calendar", valid_from=date(2020, 1, 1), unit_id=None, by=None)
    db.session.add(row)
    from models.core import audit

    audit.record("setting.change", row, None)
    settings.forget()
    occurred = clock.at(date(clock.today().year, 1, 2), clock.local(clock.now()).time())
    makers.make_violation(cast, occurred_at=occurred - timedelta(days=3))
    assert not makers.make_draft(cast, occurred_at=occurred).is_repeat


def test_dismissed_and_overturned_ones_do_not_count(db, cast):
    first = makers.make_appealed(cast, occurred_at=makers.days_ago(20))
    makers.settle_appeal(first, cast["fu"], Outcome.REVOKED)
    makers.make_violation(cast, confirmed=False, occurred_at=makers.days_ago(5))
    assert first.violation.state is ViolationState.OVERTURNED
    assert makers.make_draft(cast).repeat_no == 1


def test_somebody_else_s_do_not_count(cast):
    makers.make_violation(cast, "zhao", occurred_at=makers.days_ago(5))
    assert makers.make_draft(cast).repeat_no == 1


# One fact, one penalty


def test_one_fact_is_not_punished_on_two_paths(cast):
    violation = makers.make_violation(cast, **COMPLAINT)
    makers.make_draft(cast, violation=violation)
    second = makers.make_draft(cast, violation=violation, path=Path.COMPLAINT, amount=300_00)
    with pytest.raises(RuleBroken, match="一事不再罚"):
        drafting.submit(second, by=cast["ming"], at=clock.now())
    with pytest.raises(RuleBroken, match="理由"):
        drafting.allow_overlap(second, reason="", by=cast["chen"])
    drafting.allow_overlap(second, reason="两个事实分别成立", by=cast["chen"])
    drafting.submit(second, by=cast["ming"], at=clock.now())
    assert second.state is PenaltyState.REVIEW


def test_the_same_source_number_is_the_same_fact(cast):
    makers.make_draft(cast, occurred_at=makers.days_ago(400), **COMPLAINT)
    second = makers.make_draft(cast, **COMPLAINT)
    assert [one.number for one in queries.same_fact(second)] != []


def test_the_same_path_twice_is_refused_at_once(cast):
    penalty = makers.make_draft(cast)
    with pytest.raises(RuleBroken, match="同一方式"):
        makers.make_draft(cast, violation=penalty.violation)


# Who decides


def test_the_drafter_does_not_approve(cast):
    penalty = makers.make_submitted(cast, by="wu")
    with pytest.raises(Overtaken):
        makers.decide(penalty, cast["wu"])
    makers.decide(penalty, cast["fu"], cast["chen"])
    assert penalty.state is PenaltyState.APPROVED


def test_nobody_decides_on_a_case_that_names_them(cast):
    penalty = makers.make_submitted(cast, "wu")
    assert "与您有关" in approvals.may_decide(approvals.latest_of(penalty), cast["wu"])


def test_the_responsible_leader_keeps_out_of_the_handler_s_case(cast):
    handler, _leader = mishandled(cast, leader="chen")
    drafting.submit(handler, by=cast["ming"], at=clock.now())
    makers.decide(handler, cast["wu"])
    with pytest.raises(Overtaken, match="与您有关"):
        makers.decide(handler, cast["chen"])


def test_only_the_drafter_submits(cast):
    penalty = makers.make_draft(cast)
    with pytest.raises(RuleBroken, match="拟办人"):
        drafting.submit(penalty, by=cast["min"], at=clock.now())


def test_a_return_goes_to_the_drafter_who_submits_again(cast):
    penalty = makers.make_submitted(cast)
    approvals.send_back(approvals.latest_of(penalty), cast["wu"], "请补充录像", None, clock.now())
    assert penalty.state is PenaltyState.DRAFT
    drafting.submit(penalty, by=cast["ming"], at=clock.now())
    makers.decide(penalty, cast["wu"], cast["chen"])
    assert penalty.state is PenaltyState.APPROVED


def test_a_draft_under_review_can_be_withdrawn(cast):
    penalty = makers.make_submitted(cast)
    drafting.withdraw(penalty, reason="登记有误", by=cast["ming"], at=clock.now())
    assert penalty.state is PenaltyState.WITHDRAWN
    with pytest.raises(Overtaken):
        makers.decide(penalty, cast["wu"])


def test_after_approval_the_figures_stay(cast):
    penalty = makers.make_approved(cast)
    with pytest.raises(RuleBroken, match="不能再修改"):
        drafting.redraft(penalty, amount=None, ten_clause=None, measures="从轻", by=cast["ming"])


# Service and appeal


def test_a_refusal_needs_a_witness_with_a_pin_of_their_own(cast):
    penalty = makers.make_approved(cast)
    makers.give_pin(cast["zhao"])
    told = {"note": "当面宣读，拒绝签字", "by": cast["ming"], "at": clock.now()}
    for witness, pin in ((cast["ming"], PIN), (cast["wang"], PIN), (None, PIN), (cast["zhao"], "000000")):
        with pytest.raises(RuleBroken):
            service.refuse(penalty, witness=witness, witness_pin=pin, **told)
    assert penalty.state is PenaltyState.APPROVED
    service.refuse(penalty, witness=cast["zhao"], witness_pin=PIN, **told)
    assert (penalty.state, penalty.witness_id) == (PenaltyState.SERVED, cast["zhao"].id)


def test_somebody_else_s_pin_signs_nothing(cast):
    penalty = makers.make_approved(cast)
    makers.give_pin(cast["wang"], cast["zhao"])
    with pytest.raises(RuleBroken):
        service.sign(penalty, pin=PIN, by=cast["zhao"], at=clock.now())
    with pytest.raises(RuleBroken, match="PIN"):
        service.serve(penalty, pin="112233", by=cast["ming"], at=clock.now())


def test_the_window_is_three_working_days(cast, monkeypatch):
    friday = date(2026, 10, 30)
    clock.pin(friday)
    penalty = makers.make_served(cast)
    assert penalty.appeal_until == date(2026, 11, 4)


def test_the_job_lets_it_take_effect_when_the_window_is_over(cast):
    penalty = makers.make_served(cast)
    effects.end_windows(penalty.appeal_until, clock.now())
    assert penalty.state is PenaltyState.SERVED
    sweeps.take_effect(clock.at(penalty.appeal_until + timedelta(days=1), clock.local(clock.now()).time()))
    assert penalty.state is PenaltyState.DUE


def test_an_appeal_after_the_window_is_refused(cast):
    penalty = makers.make_served(cast)
    late = clock.now() + timedelta(days=30)
    with pytest.raises(RuleBroken, match="申诉期已于"):
        appeals.file(penalty, grounds="不服", by=cast["wang"], at=late)


def test_a_successful_appeal_lifts_the_ban(db, cast):
    penalty = makers.make_appealed(cast)
    assert bans(db) == []
    makers.settle_appeal(penalty, cast["fu"], Outcome.REVOKED)
    assert (penalty.state, penalty.payable, bans(db)) == (PenaltyState.REVOKED, 0, [])


def test_a_reversal_lifts_the_ban_that_stood(db, cast):
    penalty = makers.make_due(cast)
    assert queries.is_banned(cast["wang"].id, clock.local(penalty.violation.occurred_at).year)
    effects.reverse(penalty, reason="新证据", by=cast["chen"], at=clock.now())
    assert (penalty.state, bans(db)) == (PenaltyState.REVOKED, [])
    assert penalty.amount == 200_00


def test_an_upheld_appeal_lets_it_take_effect(db, cast):
    penalty = makers.make_appealed(cast)
    makers.settle_appeal(penalty, cast["fu"], Outcome.UPHELD)
    assert penalty.state is PenaltyState.DUE and len(bans(db)) == 1


def test_an_altered_amount_stands_beside_the_decided_one(cast):
    penalty = makers.make_appealed(cast, clauses=makers.clauses("5.1", "6.1"))
    for amount in (400_00, 0, 100_50, None):
        with pytest.raises(RuleBroken, match="低于原金额"):
            makers.settle_appeal(penalty, cast["fu"], Outcome.ALTERED, amount)
    makers.settle_appeal(penalty, cast["fu"], Outcome.ALTERED, 200_00)
    assert (penalty.amount, penalty.payable, penalty.state) == (400_00, 200_00, PenaltyState.DUE)


def test_the_appeal_is_decided_by_somebody_new(cast):
    penalty = makers.make_submitted(cast, by="wu")
    makers.decide(penalty, cast["fu"], cast["chen"])
    makers.give_pin(cast["wang"])
    service.sign(penalty, pin=PIN, by=cast["wang"], at=clock.now())
    appeals.file(penalty, grounds="不服", by=cast["wang"], at=clock.now())
    for key, why in (("wu", "拟办"), ("wang", "回避"), ("fu", "第一步")):
        assert why in appeals.refusal_for(penalty, cast[key], clock.now())
    assert appeals.refusal_for(penalty, cast["chen"], clock.now()) is None


# Finance


def test_a_receipt_is_used_once(cast):
    makers.make_collected(cast, receipt_no="SK-0001")
    second = makers.make_due(cast, "zhao")
    with pytest.raises(RuleBroken, match="SK-0001") as refusal:
        makers.pay(second, cast["cai"], "SK-0001")
    assert refusal.value.field == "receipt_no"


def test_finance_takes_exactly_what_is_due(cast):
    penalty = makers.make_due(cast)
    with pytest.raises(RuleBroken, match="等于应收"):
        makers.pay(penalty, cast["cai"], amount=199_00)
    makers.pay(penalty, cast["cai"])
    assert penalty.state is PenaltyState.COLLECTED
    with pytest.raises(Overtaken):
        makers.pay(penalty, cast["cai"], "SK-0002")


def test_finance_does_not_collect_from_itself(cast):
    penalty = makers.make_due(cast, "cai")
    with pytest.raises(RuleBroken, match="回避"):
        makers.pay(penalty, cast["cai"])


def test_what_is_not_paid_is_not_filed(cast):
    penalty = makers.make_due(cast)
    with pytest.raises(Overtaken):
        collecting.archive(penalty, by=cast["ming"])


def test_points_are_nothing_for_finance(db, cast):
    penalty = makers.make_effective(cast, clauses=makers.clauses("5.1", "6.1"))
    assert (penalty.state, penalty.points, penalty.measure) == (PenaltyState.EFFECTIVE, 4, "扣 4 分")
    collecting.archive(penalty, by=cast["ming"])
    assert penalty.state is PenaltyState.ARCHIVED


def test_a_deduction_comes_from_the_payroll(db, cast):
    makers.set_mode(Mode.DEDUCTION)
    penalty = makers.make_due(cast)
    with pytest.raises(RuleBroken, match="工资代扣"):
        makers.pay(penalty, cast["cai"])
    makers.pay(penalty, cast["cai"], method=PaymentMethod.PAYROLL)
    assert penalty.state is PenaltyState.COLLECTED


def test_the_crew_is_the_one_of_that_day(db, cast, units):
    from models.accounts import Move, MoveKind
    from models.core import audit

    move = Move(user_id=cast["wang"].id, kind=MoveKind.TRANSFER, from_unit_id=units["crew2"].id, reason="调整")
    move.to_unit_id, move.on = units["crew1"].id, clock.today() - timedelta(days=5)
    db.session.add(move)
    audit.record("user.move", move, None)
    assert makers.make_violation(cast, occurred_at=makers.days_ago(10)).unit_name == "青岚收费站二班"
    assert makers.make_violation(cast).unit_name == "青岚收费站一班"


def test_numbers_run_by_kind_and_year(db, cast):
    penalty, year = makers.make_draft(cast), clock.today().year
    assert (penalty.violation.number, penalty.number) == (f"WG-{year}-0001", f"CF-{year}-0001")
    assert db.session.scalars(select(Violation.number)).all() == [f"WG-{year}-0001"]
