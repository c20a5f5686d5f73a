"""Substitutes, lanes, people called up: what a change does, refuses and tells."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models.core import clock
from models.core.audit import AuditEntry
from models.core.errors import Overtaken, RuleBroken
from models.inbox import Message
from models.inbox import rules as messages
from models.inbox.todos import todos_of
from models.roster import Change, Duty, DutyPost, queries, rules
from models.roster.changing import Span
from models.roster.hours import month_lines
from models.roster.invariants import double_bookings, duties_outside, nameless_evidence
from tests.roster.makers import make_lanes, make_shift

DAY = date(2026, 11, 24)


@pytest.fixture
def lanes(units):
    return make_lanes(units["qinglan"])


@pytest.fixture
def shift(cast, units, lanes):
    """早班 of crew 1: liu leads, wang X01, zhao X02, huang spare."""
    places = {
        cast["liu"]: (DutyPost.LEADER, None),
        cast["wang"]: (DutyPost.COLLECTOR, lanes["X01"]),
        cast["zhao"]: (DutyPost.COLLECTOR, lanes["X02"]),
        cast["huang"]: (DutyPost.RESERVE, None),
    }
    return make_shift(units["qinglan"], DAY, "early", units["crew1"], places)


def duty(db, shift, user, index=0) -> Duty:
    here = (Duty.shift_id == shift.id, Duty.user_id == user.id, Duty.is_void.is_(False))
    return db.session.scalars(select(Duty).where(*here).order_by(Duty.starts_at)).all()[index]


def hours(shift, since: float, until: float) -> Span:
    return Span(shift.starts_at + timedelta(hours=since), shift.starts_at + timedelta(hours=until))


def seated(db, shift, lane, hour: float) -> list[str]:
    asked = queries.who_was_on_duty(shift.unit_id, shift.starts_at + timedelta(hours=hour), lane.id)
    return [one.who for one in db.session.scalars(asked)]


def test_substitutes_take_over_for_segments(db, cast, shift, lanes):
    rules.substitute(duty(db, shift, cast["wang"]), cast["sun"], hours(shift, 1, 2), "就医", cast["liu"])
    rules.substitute(duty(db, shift, cast["wang"], 1), cast["zhou"], hours(shift, 5, 8), "就医", cast["liu"])
    db.session.commit()
    at = [seated(db, shift, lanes["X01"], hour)[0] for hour in (0, 1, 1.99, 2, 5, 7.9)]
    assert at == ["王倩", "孙晓梅", "孙晓梅", "王倩", "周洋", "周洋"]


def test_the_replaced_duty_stays_readable(db, cast, shift):
    old = duty(db, shift, cast["wang"])
    new = rules.replace(old, cast["sun"], "请假", cast["liu"])
    db.session.commit()
    assert (old.is_void, new.replaces_id, new.substitute_for_id) == (True, old.id, cast["wang"].id)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "roster.change")).one()
    assert entry.note == "请假" and entry.subject_name == "2026-11-24 早班"


def test_a_spare_person_of_the_shift_leaves_that_post_meanwhile(db, cast, shift, lanes):
    rules.substitute(duty(db, shift, cast["wang"]), cast["huang"], hours(shift, 2, 4), "离亭", cast["liu"])
    spans = [(d.post, d.span) for d in db.session.scalars(queries.duties_of(shift)) if d.user_id == cast["huang"].id]
    assert sorted(spans) == [
        (DutyPost.COLLECTOR, "09:30–11:30"),
        (DutyPost.RESERVE, "07:30–09:30"),
        (DutyPost.RESERVE, "11:30–15:30"),
    ]


def test_nobody_is_booked_twice_even_in_another_station(db, cast, units, shift):
    make_shift(units["meiling"], DAY, "early", units["mcrew1"], {cast["sun"]: (DutyPost.COLLECTOR, None)})
    with pytest.raises(RuleBroken, match=r"孙晓梅.*已排在梅岭收费站 11-24 早班") as refusal:
        rules.replace(duty(db, shift, cast["wang"]), cast["sun"], "请假", cast["liu"])
    assert refusal.value.field == "person"


def test_who_already_sits_in_a_lane_cannot_take_another(db, cast, shift):
    with pytest.raises(RuleBroken, match="不能重复排班"):
        rules.replace(duty(db, shift, cast["wang"]), cast["zhao"], "请假", cast["liu"])


def test_less_than_eight_hours_of_rest_need_a_reason(db, cast, units, shift):
    make_shift(units["qinglan"], DAY, "night", units["crew2"], {cast["sun"]: (DutyPost.COLLECTOR, None)})
    with pytest.raises(RuleBroken, match="请写明原因") as refusal:
        rules.replace(duty(db, shift, cast["wang"]), cast["sun"], "", cast["liu"])
    assert refusal.value.field == "reason"
    assert rules.replace(duty(db, shift, cast["wang"]), cast["sun"], "突发疾病", cast["liu"]).reason == "突发疾病"


def test_a_station_leader_stays_all_day_without_a_reason(db, cast, units, shift):
    middle = make_shift(units["qinglan"], DAY, "middle", units["crew2"], {cast["duo"]: (DutyPost.DUTY_LEADER, None)})
    span = Span(shift.starts_at, shift.ends_at)
    assert (
        rules.call_up(shift, cast["duo"], DutyPost.DUTY_LEADER, None, span, "", cast["duo"]).ends_at == middle.starts_at
    )


def test_two_people_exchange_lanes(db, cast, shift, lanes):
    rules.move(duty(db, shift, cast["wang"]), lanes["X02"], hours(shift, 4, 8), "轮换", cast["liu"])
    db.session.commit()
    assert [seated(db, shift, lanes[code], 5) for code in ("X01", "X02")] == [["赵磊"], ["王倩"]]
    assert [seated(db, shift, lanes[code], 3) for code in ("X01", "X02")] == [["王倩"], ["赵磊"]]


def test_a_lane_shared_in_segments_is_not_exchanged_at_once(db, cast, shift, lanes):
    rules.substitute(duty(db, shift, cast["zhao"]), cast["sun"], hours(shift, 4, 8), "就医", cast["liu"])
    with pytest.raises(RuleBroken, match="由几个人分段当班"):
        rules.move(duty(db, shift, cast["wang"]), lanes["X02"], hours(shift, 2, 6), "轮换", cast["liu"])


def test_a_person_called_up_counts_as_overtime(db, cast, units, shift, lanes):
    rules.call_up(shift, cast["sun"], DutyPost.COLLECTOR, lanes["E01"], hours(shift, 0, 4), "节日车流", cast["duo"])
    db.session.commit()
    first = month_lines(units["qinglan"], DAY)[0]
    assert (first.user.name, first.shifts, first.hours, first.extra) == ("孙晓梅", 1, 4, 4)


def test_a_lane_in_use_is_not_given_to_a_person_called_up(db, cast, shift, lanes):
    with pytest.raises(RuleBroken, match="已有人当班"):
        rules.call_up(shift, cast["sun"], DutyPost.COLLECTOR, lanes["X01"], hours(shift, 0, 4), "节日车流", cast["duo"])


@pytest.mark.parametrize(("hours_before", "wakes"), [(9, True), (30, False)])
def test_a_change_of_a_near_shift_may_wake_a_sleeper(db, cast, shift, lanes, monkeypatch, hours_before, wakes):
    told = []
    monkeypatch.setattr(messages, "LISTENERS", [told.append])
    monkeypatch.setattr(clock, "now", lambda: shift.starts_at - timedelta(hours=hours_before))
    rules.call_up(shift, cast["sun"], DutyPost.COLLECTOR, lanes["E01"], hours(shift, 0, 4), "节日车流", cast["duo"])
    assert [(one.people, one.is_urgent) for one in told] == [((cast["sun"].id,), wakes)]


def test_taking_somebody_off_leaves_a_hole(db, cast, shift, lanes):
    rules.release(duty(db, shift, cast["wang"]), hours(shift, 6, 8), "送医", cast["liu"])
    assert (seated(db, shift, lanes["X01"], 5), seated(db, shift, lanes["X01"], 7)) == (["王倩"], [])


def test_both_are_told_and_asked_to_acknowledge(db, cast, shift):
    rules.replace(duty(db, shift, cast["wang"]), cast["sun"], "请假", cast["liu"])
    db.session.commit()
    told = {change.user_id: change.sentence for change in db.session.scalars(select(Change))}
    assert told == {
        cast["sun"].id: "2026-11-24 早班：您顶替王倩，X01 出口，07:30–15:30",
        cast["wang"].id: "2026-11-24 早班：孙晓梅顶替您，X01 出口，07:30–15:30",
    }
    assert set(db.session.scalars(select(Message.user_id))) == set(told)
    assert [todo.count for todo in todos_of(cast["sun"], clock.now()) if todo.title == "确认班次变动"] == [1]


def test_only_the_person_concerned_acknowledges(db, cast, shift):
    rules.replace(duty(db, shift, cast["wang"]), cast["sun"], "请假", cast["liu"])
    change = db.session.scalars(select(Change).where(Change.user_id == cast["sun"].id)).one()
    with pytest.raises(RuleBroken, match="只能由本人确认"):
        rules.acknowledge(change, cast["wang"], clock.now())
    rules.acknowledge(change, cast["sun"], clock.now())
    db.session.commit()
    assert change.acknowledged_at


def test_a_duty_changed_meanwhile_is_not_changed_again(db, cast, shift):
    old = duty(db, shift, cast["wang"])
    rules.replace(old, cast["sun"], "请假", cast["liu"])
    with pytest.raises(Overtaken):
        rules.replace(old, cast["zhou"], "请假", cast["liu"])


def test_the_check_names_what_does_not_hold(db, cast, units, shift):
    assert [name for check in (double_bookings, duties_outside, nameless_evidence) for name in check()] == []
    places = {cast["wang"]: (DutyPost.COLLECTOR, None)}
    make_shift(units["meiling"], DAY, "early", units["mcrew1"], places)
    assert list(double_bookings()) == ["王倩 2026-11-24 早班 07:30–15:30"]
