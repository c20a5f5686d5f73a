"""Talks, measures and orders by their rules. Source: domain §1.3, §2.3; S0 §6, §8."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import approvals, deadlines, roster
from models.accounts import User
from models.core import checks, clock
from models.core.errors import Overtaken, RuleBroken
from models.inbox import Message
from models.measures import (
    DirectiveState,
    MeasureKind,
    MeasureState,
    TalkState,
    directives,
    duty,
    measuring,
    talking,
)
from models.penalties import effects
from models.roster import Duty, DutyPost, leaving
from models.roster.changing import Span
from tests.measures import makers
from tests.measures.makers import PIN
from tests.penalties import makers as penalties
from tests.roster.makers import make_shift

K, M = MeasureKind, MeasureState


def broken() -> list[str]:
    return [sentence for _rule, found in checks.run() for sentence in found]


# Talks


def test_a_talk_needs_no_penalty_and_is_signed_by_the_person(cast):
    talk = makers.make_held(cast)
    with pytest.raises(RuleBroken, match="只有当事人本人"):
        talking.sign(talk, pin=PIN, by=cast["zhao"], at=clock.now())
    talking.sign(talk, pin=PIN, by=cast["wang"], at=clock.now())
    assert (talk.state, talk.signed_at is not None) == (TalkState.SIGNED, True)


def test_who_will_not_sign_has_a_witness(cast):
    talk = makers.make_held(cast)
    makers.give_pin(cast["zhao"], cast["wu"])
    told = {"witness_pin": PIN, "note": "不愿签字", "by": cast["ming"], "at": clock.now()}
    with pytest.raises(RuleBroken, match="不能是当事人、谈话人"):
        talking.refuse(talk, witness=cast["wu"], **told)
    talking.refuse(talk, witness=cast["zhao"], **told)
    assert (talk.state, talk.witness_id) == (TalkState.REFUSED, cast["zhao"].id)


@pytest.mark.parametrize(("person", "by"), [("ming", "ming"), ("wu", "ming"), ("mei", "duo")])
def test_no_talk_with_oneself_or_out_of_reach(cast, person, by):
    with pytest.raises(RuleBroken):
        makers.make_talk(cast, person, by)


def test_a_talk_that_lies_ahead_cannot_be_written_down(cast):
    talk = makers.make_talk(cast)
    with pytest.raises(RuleBroken, match="不能晚于现在"):
        talking.hold(talk, held_at=clock.now() + timedelta(days=1), by=cast["wu"], at=clock.now(), **makers.RECORD)
    talking.cancel(talk, reason="改期", by=cast["ming"], at=clock.now())
    with pytest.raises(Overtaken):
        talking.hold(talk, held_at=clock.now(), by=cast["wu"], at=clock.now(), **makers.RECORD)


# Approval


@pytest.mark.parametrize("kind", [K.SUSPENSION, K.DISMISSAL])
def test_grave_measures_need_the_whole_group_and_then_the_leader(cast, kind):
    row = makers.make_submitted(cast, kind)
    with pytest.raises(RuleBroken):
        makers.decide(row, cast["chen"])
    makers.decide(row, cast["fu"], cast["wu"])
    assert row.state is M.REVIEW
    makers.decide(row, cast["cai"], cast["chen"])
    assert row.state is M.APPROVED


def test_a_lighter_measure_goes_by_the_office_and_the_leader(cast):
    assert makers.make_approved(cast, K.REASSIGNMENT).state is M.APPROVED


def test_it_goes_back_to_an_earlier_step_and_comes_again(cast):
    row = makers.make_submitted(cast, K.CRITICISM)
    makers.decide(row, cast["wu"])
    told = {"opinion": "请征费室复核时间", "by": cast["chen"], "at": clock.now()}
    measuring.decide(row, decision="step-1", **told)
    assert row.state is M.REVIEW and approvals.may_decide(approvals.latest_of(row), cast["wu"]) is None
    makers.decide(row, cast["wu"], cast["chen"])
    assert row.state is M.APPROVED


def test_the_person_is_heard_before_the_decision(cast):
    row = makers.make_submitted(cast)
    measuring.state_case(row, statement="请求从轻", by=cast["wang"], at=clock.now())
    makers.decide(row, cast["wu"], cast["chen"])
    with pytest.raises(Overtaken, match="不能再修改"):
        measuring.state_case(row, statement="改口", by=cast["wang"], at=clock.now())
    assert row.statement == "请求从轻"


@pytest.mark.parametrize(
    ("kind", "told", "field"),
    [
        (K.SUSPENSION, {"days": 0}, "days"),
        (K.SUSPENSION, {"days": 31}, "days"),
        (K.REASSIGNMENT, {"new_post": ""}, "new_post"),
    ],
)
def test_days_and_post_fit_the_kind(cast, kind, told, field):
    with pytest.raises(RuleBroken) as refusal:
        makers.make_draft(cast, kind, **told)
    assert refusal.value.field == field


# Execution


def test_a_suspended_person_returns_after_the_days_and_a_passed_test(cast):
    row = makers.make_suspended(cast, days=3, since=4)
    with pytest.raises(RuleBroken, match="复考合格后才能返岗"):
        measuring.finish(row, ended_on=clock.today(), note="", by=cast["ming"], at=clock.now())
    for score, passed in ((79, False), (80, True)):
        measuring.retest(row, score=score, on=clock.today(), by=cast["ming"], at=clock.now())
        assert row.retest_passed is passed
    with pytest.raises(RuleBroken, match="次日起才能返岗"):
        measuring.finish(row, ended_on=row.to_on, note="", by=cast["ming"], at=clock.now())
    measuring.finish(row, ended_on=clock.today(), note="", by=cast["ming"], at=clock.now())
    assert row.state is M.ENDED and broken() == []


def test_the_days_of_a_suspension_count_the_first(cast, db):
    row = makers.make_suspended(cast, days=7)
    assert (row.to_on - row.from_on).days == 6


@pytest.fixture
def shifts(cast, units):
    """早班 of crew 1 on each of six days from tomorrow on, with wang and zhao in it."""
    people = {cast[key]: (DutyPost.COLLECTOR, None) for key in ("wang", "zhao")}
    return [
        make_shift(units["qinglan"], clock.today() + timedelta(days=n), "early", units["crew1"], people)
        for n in range(1, 7)
    ]


def on_duty(db, shifts) -> list[list[str]]:
    held = select(User.name).join(Duty, Duty.user_id == User.id).where(Duty.is_void.is_(False)).order_by(User.name)
    return [list(db.session.scalars(held.where(Duty.shift_id == shift.id))) for shift in shifts]


def test_a_suspension_leaves_the_roster_and_bars_it_until_the_return(cast, db, shifts):
    row = makers.make_suspended(cast, days=3)
    assert on_duty(db, shifts) == [["赵磊"]] * 2 + [["王倩", "赵磊"]] * 4
    told = select(Message.title).where(Message.kind == "roster", Message.user_id == cast["duo"].id)
    assert sum("王倩待岗，请安排顶班" in title for title in db.session.scalars(told)) == 2
    with pytest.raises(RuleBroken, match=f"王倩.*待岗（{row.number}），不能排班"):
        put_back(cast, shifts[1])
    measuring.revoke(row, reason="新证据", by=cast["chen"], at=clock.now())
    assert put_back(cast, shifts[1]).user_id == cast["wang"].id


def test_a_duty_that_begins_with_the_first_moment_goes_too(cast, db, shifts):
    coming = leaving.coming_duties(cast["wang"].id, shifts[0].starts_at, shifts[1].starts_at)
    assert [duty.shift_id for duty in db.session.scalars(coming)] == [shifts[0].id]


def put_back(cast, shift):
    span = Span(shift.starts_at, shift.ends_at)
    return roster.rules.call_up(shift, cast["wang"], DutyPost.COLLECTOR, None, span, "返岗", cast["duo"])


def test_who_has_not_come_back_is_still_barred_today(cast, db, units):
    row = makers.make_suspended(cast, days=3, since=10)
    assert row.to_on < clock.today()
    barred = list(duty.suspended([cast["wang"].id], clock.today(), clock.today()))
    assert [(bar.person, bar.since, bar.until) for bar in barred] == [(cast["wang"].id, row.from_on, clock.today())]


@pytest.mark.parametrize(("agrees", "state"), [(True, M.ENDED), (False, M.DECLINED)])
def test_the_company_decides_on_a_dismissal(cast, agrees, state):
    row = makers.make_approved(cast, K.DISMISSAL)
    with pytest.raises(RuleBroken, match="由公司批复"):
        measuring.start(row, from_on=clock.today(), note="", by=cast["ming"], at=clock.now())
    told = {"company_ref": "昌人〔2026〕8号", "company_on": clock.today(), "note": ""}
    measuring.reply(row, agrees=agrees, by=cast["ming"], at=clock.now(), **told)
    assert (row.state, row.company_ref) == (state, "昌人〔2026〕8号")


def test_only_a_dismissal_is_answered_by_the_company(cast):
    row = makers.make_approved(cast)
    told = {"company_ref": "1", "company_on": clock.today(), "note": ""}
    with pytest.raises(RuleBroken, match="只有辞退建议"):
        measuring.reply(row, agrees=True, by=cast["ming"], at=clock.now(), **told)


# With the penalty


@pytest.mark.parametrize("make", [makers.make_draft, makers.make_submitted, makers.make_approved])
def test_a_measure_falls_with_the_penalty_it_hangs_on(cast, make):
    penalty = penalties.make_due(cast)
    row = make(cast, penalty=penalty)
    effects.reverse(penalty, reason="新证据", by=cast["chen"], at=clock.now())
    assert row.state in (M.WITHDRAWN, M.REVOKED) and broken() == []


def test_the_words_of_the_penalty_are_frozen_with_the_measure(cast):
    penalty = penalties.make_due(cast)
    assert makers.make_submitted(cast, penalty=penalty).basis == penalty.basis != []


def test_a_measure_hangs_on_the_persons_own_penalty(cast):
    with pytest.raises(RuleBroken, match="当事人不是"):
        makers.make_draft(cast, person="zhao", penalty=penalties.make_due(cast))


# Orders


def test_an_order_runs_until_it_is_answered_and_accepted(cast, db):
    row = makers.make_directive(cast)
    assert [one.due_at for one in db.session.scalars(deadlines.open_of(row))] != []
    with pytest.raises(RuleBroken, match="只有责任人"):
        directives.answer(row, answer="已办", by=cast["wu"], at=clock.now())
    directives.answer(row, answer="已办", by=cast["duo"], at=clock.now())
    assert db.session.scalars(deadlines.open_of(row)).all() == []
    again = {"opinion": "不充分", "due_on": clock.today() + timedelta(days=1)}
    directives.reopen(row, by=cast["wu"], at=clock.now(), **again)
    directives.answer(row, answer="已补充", by=cast["duo"], at=clock.now())
    directives.close(row, opinion="同意", by=cast["wu"], at=clock.now())
    assert row.state is DirectiveState.CLOSED


def test_nobody_accepts_their_own_answer(cast):
    row = makers.make_directive(cast, responsible="ming")
    directives.answer(row, answer="已办", by=cast["ming"], at=clock.now())
    with pytest.raises(RuleBroken, match="须由他人确认"):
        directives.close(row, opinion="同意", by=cast["ming"], at=clock.now())


def test_an_order_gives_time_and_goes_to_others(cast):
    with pytest.raises(RuleBroken, match="不能早于今天"):
        makers.make_directive(cast, due_on=clock.today() - timedelta(days=1))
    with pytest.raises(RuleBroken, match="交给他人"):
        makers.make_directive(cast, responsible="wu")
