"""The way of a case: each refusal in its sentence, each step on the record. Source: domain §2.1, S0 §7, §8."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import deadlines
from models.complaints import (
    Channel,
    ComplaintKind,
    ComplaintState,
    Level,
    Liability,
    OrderFrom,
    Part,
    ReplyWay,
    Rung,
    Satisfaction,
    Severity,
    effects,
    evidence,
    exits,
    handling,
    praising,
    queries,
    registering,
    revisits,
)
from models.complaints.promises import Promise
from models.core import clock
from models.core.errors import Overtaken, RuleBroken
from models.deadlines import Side
from models.inbox import Message
from models.roster import DutyPost
from tests.complaints import makers
from tests.penalties import makers as penalties
from tests.roster import makers as roster

S = ComplaintState


def due(db, case, kind: str, side: Side = Side.OURS):
    rows = deadlines.open_of(case).where(deadlines.DeadlineTimer.kind == f"complaint.{kind}")
    return db.session.scalars(rows.where(deadlines.DeadlineTimer.side == side)).one_or_none()


def refused(sentence: str, field: str | None = None):
    return pytest.raises(RuleBroken, match=sentence)


def test_registering_gives_a_number_an_owner_and_clocks(db, cast):
    case = makers.make_case(cast, "wang")
    day = f"{clock.local(clock.now()):%Y%m%d}"
    assert case.number == f"TS-{day}-001"
    assert case.first_receiver_id == case.responsible_id == cast["wang"].id
    assert due(db, case, "accept").due_at - case.registered_at.replace(microsecond=0) == timedelta(minutes=30)
    assert due(db, case, "first_contact").due_at - case.registered_at.replace(microsecond=0) == timedelta(hours=2)
    assert due(db, case, "due") is not None


@pytest.mark.parametrize(("kind", "prefix"), [("complaint", "TS"), ("inquiry", "ZX"), ("help", "QZ"), ("praise", "BY")])
def test_each_kind_has_its_own_numbers(db, cast, kind, prefix):
    assert makers.make_case(cast, kind=ComplaintKind(kind)).number.startswith(f"{prefix}-")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"phone": ""}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"plate": "ABC"}, "plate"),
        ({"content": ""}, "content"),
        ({"occurred_at": "ahead"}, "occurred_at"),
        ({"channel": Channel.ORDER}, "order_from"),
        ({"channel": Channel.ORDER, "order_from": OrderFrom.CITY}, "order_no"),
        ({"order_from": OrderFrom.CITY, "order_no": "GD-1"}, "order_due_at"),
        ({"promise": Promise.OTHER}, "promised_at"),
    ],
)
def test_what_is_missing_is_said_at_its_field(db, cast, told, field):
    if told.get("occurred_at") == "ahead":
        told = {"occurred_at": clock.now() + timedelta(hours=1)}
    with pytest.raises(RuleBroken) as refusal:
        makers.make_case(cast, **told)
    assert refusal.value.field == field


def test_anonymous_needs_no_number_and_has_no_clock_for_the_contact(db, cast):
    case = makers.make_case(cast, phone="", is_anonymous=True)
    assert case.caller == "匿名" and due(db, case, "first_contact") is None


@pytest.mark.parametrize("plate", ["赣A12345", "赣AD12345", "赣 A·D1234 5", "赣ａ１２３４５"])
def test_plates_are_kept_bare(db, cast, plate):
    assert makers.make_case(cast, plate=plate).plate in ("赣A12345", "赣AD12345")


def test_an_order_has_twin_deadlines_and_ours_is_the_earlier(db, cast):
    theirs_due = clock.now() + timedelta(days=5)
    told = {"order_from": OrderFrom.TRANSPORT, "order_no": "GD-1", "order_due_at": theirs_due}
    case = makers.make_case(cast, channel=Channel.ORDER, **told)
    ours, theirs = due(db, case, "order"), due(db, case, "order", Side.THEIRS)
    assert theirs.due_at == theirs_due.replace(microsecond=0)
    assert theirs.due_at - ours.due_at == timedelta(hours=24)
    assert "GD-1" in ours.label


def test_the_promise_has_a_clock_of_its_own(db, cast):
    case = makers.make_case(cast, promise=Promise.TWO_HOURS)
    assert due(db, case, "promise").due_at == case.promised_reply_at.replace(microsecond=0)


def test_who_was_on_duty_is_kept_as_it_was(db, cast, units):
    lanes, day = roster.make_lanes(units["qinglan"]), clock.today() - timedelta(days=2)
    people = {cast["liu"]: (DutyPost.LEADER, None), cast["zhao"]: (DutyPost.COLLECTOR, lanes["X01"])}
    people[cast["wang"]] = (DutyPost.COLLECTOR, lanes["X02"])
    shift = roster.make_shift(units["qinglan"], day, "early", units["crew1"], people)
    case = makers.make_case(cast, occurred_at=shift.starts_at + timedelta(minutes=5), lane=lanes["X01"])
    assert [(one.person_name, one.is_at_lane) for one in case.duties] == [("赵磊", True), ("刘建平", False)]
    assert (case.team_name, case.lane_name) == ("一班", "X01 出口")
    cast["zhao"].name = "赵石"
    assert makers.whole(case).duties[0].person_name == "赵磊"
    db.session.rollback()


def test_the_whole_way(db, cast):
    case = makers.make_closed(cast)
    assert case.state is S.CLOSED and case.satisfaction is Satisfaction.SATISFIED
    assert due(db, case, "due") is None and due(db, case, "revisit") is None
    outcomes = {one.kind: one.outcome for one in db.session.scalars(deadlines.of(case))}
    assert outcomes["complaint.due"] is deadlines.Outcome.MET


def test_steps_out_of_order_are_refused(db, cast):
    case = makers.make_accepted(cast)
    for attempt in (
        lambda: handling.reply(case, measures="", reply="x", reply_way=ReplyWay.PHONE, by=cast["wang"], at=clock.now()),
        lambda: handling.report(case, investigation="x", people=[], by=cast["wang"], at=clock.now()),
        lambda: handling.close(case, by=cast["ming"], at=clock.now()),
        lambda: handling.accept(case, by=cast["wang"], at=clock.now()),
    ):
        with pytest.raises(Overtaken):
            attempt()
    assert case.state is S.ACCEPTED


def test_a_complaint_is_not_answered_like_an_inquiry(db, cast):
    with refused("先调查"):
        handling.answer(
            makers.make_accepted(cast), reply="x", reply_way=ReplyWay.PHONE, by=cast["wang"], at=clock.now()
        )


def test_an_inquiry_is_answered_and_filed_without_investigation(db, cast):
    case = makers.make_accepted(cast, kind=ComplaintKind.INQUIRY)
    handling.answer(case, reply="请带行驶证。", reply_way=ReplyWay.PHONE, by=cast["wang"], at=clock.now())
    handling.close(case, by=cast["ming"], at=clock.now())
    assert case.state is S.CLOSED


def test_only_the_responsible_accepts(db, cast):
    with refused("由王倩负责"):
        handling.accept(makers.make_case(cast, "wang"), by=cast["zhao"], at=clock.now())


def test_whom_it_is_about_does_not_investigate(db, cast):
    case = makers.make_accepted(cast)
    evidence.set_people(case, [cast["duo"]], Part.INVOLVED)
    for key, sentence in (("duo", "是本件涉及人员"), ("zhao", "不能担任调查人")):
        with refused(sentence):
            handling.investigate(makers.whole(case), person=cast[key], note="", by=cast["ming"], at=clock.now())


def decide(case, by, liability=Liability.OURS, is_verified=True):
    told = {"liability": liability, "is_verified": is_verified, "finding": "录像为证", "clauses": [penalties.clause()]}
    handling.decide(case, by=by, at=clock.now(), **told)


def test_serious_ones_are_decided_by_the_leader(db, cast):
    case = makers.make_judging(cast, severity=Severity.SERIOUS)
    with refused("由所长、副所长认定"):
        decide(case, cast["wu"])
    decide(case, cast["chen"])
    assert case.liability is Liability.OURS and case.state is S.HANDLING


def test_the_investigator_does_not_decide(db, cast):
    with refused("须由他人作出"):
        decide(makers.make_judging(cast, "wu"), cast["wu"])


def test_whom_it_is_about_does_not_decide(db, cast):
    with refused("请回避"):
        decide(makers.make_judging(cast, people=("wu",)), cast["wu"])


@pytest.mark.parametrize(
    ("liability", "is_verified", "is_good"),
    [
        (Liability.OURS, False, False),
        (Liability.BOTH, False, False),
        (Liability.NONE, True, False),
        (Liability.NONE, False, True),
        (Liability.DRIVER, True, True),
        (Liability.DRIVER, False, True),
        (Liability.BOTH, True, True),
    ],
)
def test_what_is_proved_and_whose_fault_fit_together(db, cast, liability, is_verified, is_good):
    case = makers.make_judging(cast)
    if is_good:
        decide(case, cast["wu"], liability, is_verified)
        return
    with refused("应认定为"):
        decide(case, cast["wu"], liability, is_verified)


@pytest.mark.parametrize("liability", [Liability.OURS, Liability.BOTH])
def test_our_fault_needs_an_apology_before_the_answer(db, cast, liability):
    case = makers.make_decided(cast, liability)
    with refused("请先登记致歉人"):
        handling.reply(case, measures="x", reply="x", reply_way=ReplyWay.PHONE, by=cast["duo"], at=clock.now())


def test_the_handler_does_not_ask_afterwards(db, cast):
    case = makers.make_replied(cast)
    with refused("经办人以外的人"):
        revisits.record(case, satisfaction=Satisfaction.SATISFIED, words="", by=cast["duo"], at=clock.now())


def test_who_is_dissatisfied_is_handled_anew_with_a_new_clock(db, cast):
    case = makers.make_revisited(cast, Satisfaction.DISSATISFIED, "没有解决")
    assert (case.state, case.round) == (S.INVESTIGATING, 2)
    assert due(db, case, "due") is not None and case.responsible_id == cast["duo"].id


def test_dissatisfaction_says_why(db, cast):
    with refused("如实写明原因"):
        makers.make_revisited(cast, Satisfaction.DISSATISFIED)


def test_refusing_to_say_is_allowed_and_unreached_needs_tries(db, cast):
    assert makers.make_revisited(cast, Satisfaction.REFUSED).state is S.REVISITED
    case = makers.make_replied(cast)
    with refused("至少联系 3 次"):
        revisits.record(case, satisfaction=Satisfaction.UNREACHED, words="", by=cast["ming"], at=clock.now())
    for _ in range(2):
        revisits.record(case, satisfaction=None, words="无人接听", by=cast["ming"], at=clock.now())
    revisits.record(case, satisfaction=Satisfaction.UNREACHED, words="", by=cast["ming"], at=clock.now())
    assert case.state is S.REVISITED


def test_the_first_contact_stops_its_clock(db, cast):
    case = makers.make_accepted(cast)
    told = {"rung": Rung.CONTACT, "words": "已电话说明", "who": "", "is_settled": False}
    handling.note(case, by=cast["wang"], at=clock.now(), **told)
    assert case.contacted_at and due(db, case, "first_contact") is None


def test_the_side_ways(db, cast):
    assert makers.make_refused(cast).state is S.REFUSED
    assert makers.make_withdrawn(cast).state is S.WITHDRAWN
    case = makers.make_transferred(cast)
    exits.resume(case, words="对方已处理", by=cast["ming"], at=clock.now())
    assert case.state is S.INVESTIGATING
    with pytest.raises(Overtaken):
        exits.refuse(case, reason="x", by=cast["ming"], at=clock.now())


def test_severity_level_and_pause(db, cast):
    case = makers.make_investigated(cast)
    was = due(db, case, "due").due_at
    exits.grade(case, severity=Severity.SERIOUS, reason="网上传播", by=cast["ming"], at=clock.now())
    assert due(db, case, "due").due_at > was
    exits.escalate(case, reason="媒体关注", by=cast["ming"], at=clock.now())
    assert case.level is Level.LEADER
    told = select(Message.id).where(Message.user_id == cast["chen"].id, Message.title.contains("升级"))
    assert db.session.scalar(told)
    exits.pause(case, reason="等待投诉人提供票据", by=cast["ming"], at=clock.now())
    assert due(db, case, "due").is_paused
    exits.go_on(case, by=cast["ming"], at=clock.now())
    assert not due(db, case, "due").is_paused


def test_praise_that_is_true_belongs_to_the_person(db, cast):
    case = makers.make_accepted(cast, kind=ComplaintKind.PRAISE)
    told = {"is_verified": True, "finding": "录像属实", "people": [cast["zhao"]]}
    praising.verify(case, by=cast["ming"], at=clock.now(), **told)
    since = clock.now() - timedelta(days=1)
    assert len(db.session.scalars(queries.praises_of(cast["zhao"], since, clock.now())).all()) == 1
    assert case.state is S.CLOSED


def test_nobody_verifies_praise_of_themselves(db, cast):
    case = makers.make_accepted(cast, kind=ComplaintKind.PRAISE)
    with refused("对您本人的表扬"):
        told = {"is_verified": True, "finding": "属实", "people": [cast["ming"]]}
        praising.verify(case, by=cast["ming"], at=clock.now(), **told)


def test_a_correction_leaves_the_first_receiver(db, cast):
    case = makers.make_case(cast, "wang")
    told = {"phone": "13900001111", "content": "改过的内容", "type": case.type, "lane": None}
    registering.edit(case, occurred_at=case.occurred_at, by=cast["wang"], at=clock.now(), **told)
    assert case.content == "改过的内容" and case.first_receiver_id == cast["wang"].id


def test_a_reversed_decision_waits_for_a_new_one(db, cast):
    case = makers.make_closed(cast)
    effects.overturn(case, reason="新证据", by=cast["wu"], at=clock.now())
    assert (case.state, case.liability, case.is_verified) == (S.JUDGING, None, None)
    assert due(db, case, "due") is not None
