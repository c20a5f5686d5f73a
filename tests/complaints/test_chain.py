"""首问责任链: at every instant an open case has exactly one responsible person, whatever happens. Source: S0 §7."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.accounts import Move, MoveKind, people
from models.complaints import (
    Complaint,
    ComplaintSpan,
    OfferState,
    Satisfaction,
    chain,
    exits,
    handling,
    invariants,
    merging,
    revisits,
)
from models.core import clock
from models.core.db import db as _db
from models.core.errors import RuleBroken
from models.inbox import Message
from tests.complaints import makers

START = datetime.fromisoformat("2026-11-02T01:00:00+00:00")
HANDS = ("wang", "liu", "duo", "ming", "wu")


def spans_of(case: Complaint) -> list[ComplaintSpan]:
    rows = select(ComplaintSpan).where(ComplaintSpan.complaint_id == case.id)
    return list(_db.session.scalars(rows.order_by(ComplaintSpan.from_at, ComplaintSpan.id)))


def owners_at(spans, at: datetime) -> list[str]:
    return [span.person_name for span in spans if span.from_at <= at and (span.to_at is None or at < span.to_at)]


def test_it_stays_until_the_next_one_takes_it(db, cast):
    case = makers.make_accepted(cast, "wang")
    makers.offer(case, cast["liu"], cast["wang"])
    assert case.responsible_id == cast["wang"].id
    chain.take(case, by=cast["liu"], at=clock.now())
    assert case.responsible_id == cast["liu"].id and case.first_receiver_id == cast["wang"].id
    assert [span.person_name for span in spans_of(case)] == ["王倩", "刘建平"]


def test_who_declines_says_why_and_it_stays(db, cast):
    case = makers.make_accepted(cast, "wang")
    makers.offer(case, cast["liu"], cast["wang"])
    with pytest.raises(RuleBroken, match="退回的理由"):
        chain.decline(case, reason="", by=cast["liu"], at=clock.now())
    chain.decline(case, reason="不是本班的事", by=cast["liu"], at=clock.now())
    assert case.responsible_id == cast["wang"].id and case.offered_to_id is None


def test_silence_ends_the_offer_and_those_above_are_told(db, cast):
    case = makers.make_accepted(cast, "wang")
    makers.offer(case, cast["liu"], cast["wang"])
    assert chain.lapse(clock.now() + timedelta(minutes=29)) == 0
    assert chain.lapse(clock.now() + timedelta(minutes=31)) == 1
    assert makers.whole(case).offers[0].state is OfferState.LAPSED and case.responsible_id == cast["wang"].id
    told = select(Message.user_id).where(Message.title.contains("逾时未接"))
    assert cast["wu"].id in set(db.session.scalars(told))


def test_it_is_not_given_away_by_others_or_twice(db, cast):
    case = makers.make_accepted(cast, "wang")
    with pytest.raises(RuleBroken, match="只能由责任人或征费室移交"):
        makers.offer(case, cast["liu"], cast["zhao"])
    makers.offer(case, cast["liu"], cast["wang"])
    with pytest.raises(RuleBroken, match="正在等待接受"):
        makers.offer(case, cast["duo"], cast["wang"])
    with pytest.raises(RuleBroken, match="不是移交给您的"):
        chain.take(case, by=cast["duo"], at=clock.now())


def test_who_leaves_hands_over_at_once(db, cast):
    case = makers.make_accepted(cast, "liu")
    makers.offer(case, cast["duo"], cast["liu"])
    assert ("负责的投诉", 1) in people.open_work_of(cast["liu"])
    given = {"kind": MoveKind.LEAVING, "on": clock.today(), "reason": "退休", "successor": cast["han"]}
    people.move(cast["liu"], Move(), by=cast["xi"], **given)
    assert makers.whole(case).responsible_id == cast["han"].id
    assert [one for _rule in (invariants.one_responsible(),) for one in _rule] == []


@st.composite
def histories(draw):
    """A random history: minutes that pass, what is tried, and by whom."""
    acts = "offer take decline recall lapse accept investigate report decide reply_all revisit redo close".split()
    acts += "withdraw merge part transfer resume reopen leave".split()
    step = st.tuples(st.integers(0, 50), st.sampled_from(acts), st.sampled_from(HANDS), st.sampled_from(HANDS))
    return draw(st.lists(step, min_size=3, max_size=18))


def attempt(case: Complaint, other: Complaint, act: str, one, two, at: datetime) -> None:
    """Try ``act``; what is refused changes nothing."""
    todo = {
        "offer": lambda: chain.offer(case, person=two, note="", by=one, at=at),
        "take": lambda: chain.take(case, by=one, at=at),
        "decline": lambda: chain.decline(case, reason="不便", by=one, at=at),
        "recall": lambda: chain.recall(case, by=one, at=at),
        "lapse": lambda: chain.lapse(at),
        "accept": lambda: handling.accept(case, by=one, at=at),
        "investigate": lambda: handling.investigate(case, person=two, note="", by=one, at=at),
        "report": lambda: handling.report(case, investigation="查", people=[], by=one, at=at),
        "decide": lambda: handling.decide(
            case, liability=makers.Liability.NONE, is_verified=False, finding="无", clauses=[], by=one, at=at
        ),
        "reply_all": lambda: handling.reply(
            case, measures="", reply="复", reply_way=makers.ReplyWay.PHONE, by=one, at=at
        ),
        "revisit": lambda: revisits.record(case, satisfaction=Satisfaction.SATISFIED, words="", by=two, at=at),
        "redo": lambda: revisits.record(case, satisfaction=Satisfaction.DISSATISFIED, words="否", by=two, at=at),
        "close": lambda: handling.close(case, by=one, at=at),
        "withdraw": lambda: exits.withdraw(case, reason="撤", by=one, at=at),
        "merge": lambda: merging.merge(case, into=other, reason="同", by=one, at=at),
        "part": lambda: merging.part(case, reason="异", by=one, at=at),
        "transfer": lambda: exits.transfer(case, transferred_to="路政", reason="转", by=one, at=at),
        "resume": lambda: exits.resume(case, words="已办", by=one, at=at),
        "reopen": lambda: exits.reopen(case, reason="新", by=one, at=at),
        "leave": lambda: case.is_open and chain.succeed(case, one, two, one, at, "调动"),
    }[act]
    try:
        with _db.session.begin_nested():
            todo()
    except RuleBroken:
        _db.session.expire_all()


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(history=histories())
def test_exactly_one_is_responsible_at_every_instant(db, cast, history):
    case = makers.make_case(cast, "wang", at=START)
    other = makers.make_case(cast, "liu", at=START)
    at, moments, opened = START, [START], []
    for minutes, act, one, two in history:
        at += timedelta(minutes=minutes)
        attempt(makers.whole(case), other, act, cast[one], cast[two], at)
        moments.append(at)
        opened.append((at, case.is_open))
    case, spans = makers.whole(case), spans_of(case)
    assert invariants.fault_of(case, spans) == ""
    assert chain.unowned_minutes(spans, case, at) == 0
    for (begun, was_open), (until, _then) in pairwise(opened):
        instant = begun + (until - begun) / 2
        if instant > begun and was_open:
            assert len(owners_at(spans, instant)) == 1
    db.session.rollback()
