"""Who moves, is lent or leaves: the coming shifts go to the successor, or the hole is told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models.accounts import Move, MoveKind, people
from models.core import clock
from models.core.errors import RuleBroken
from models.inbox import Message
from models.roster import Duty, DutyPost, ShiftState, rules
from models.roster.changing import Span
from tests.roster.makers import make_lanes, make_shift

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def now(db):
    clock.pin(TODAY)


@pytest.fixture
def lanes(units):
    return make_lanes(units["qinglan"])


def shift(units, lanes, cast, days, more=None, state=ShiftState.PUBLISHED):
    """The early shift of 一班 in some days, Wang Qian in X01."""
    people = {cast["liu"]: (DutyPost.LEADER, None), cast["wang"]: (DutyPost.COLLECTOR, lanes["X01"])}
    return make_shift(
        units["qinglan"], TODAY + timedelta(days=days), "early", units["crew1"], people | (more or {}), state
    )


def leave(db, cast, **more):
    given = {"kind": MoveKind.LEAVING, "on": TODAY, "reason": "合同到期", "by": cast["xi"]} | more
    people.move(cast["wang"], Move(), **given)
    db.session.commit()


def at_x01(db, row, lanes):
    here = (Duty.shift_id == row.id, Duty.lane_id == lanes["X01"].id, Duty.is_void.is_(False))
    return db.session.scalars(select(Duty).where(*here)).all()


def messages(db, person):
    return db.session.scalars(select(Message.title).where(Message.user_id == person.id)).all()


def test_published_shifts_ahead_are_open_work_and_ask_for_a_successor(db, cast, units, lanes):
    for days, state in ((-1, ShiftState.PUBLISHED), (1, ShiftState.PUBLISHED), (2, ShiftState.PLANNED)):
        shift(units, lanes, cast, days, state=state)
    assert people.open_work_of(cast["wang"]) == [("已发布的班次", 1)]
    with pytest.raises(RuleBroken, match="已发布的班次 1 项。请指定接手人"):
        leave(db, cast)


def test_the_successor_stands_in_and_is_told(db, cast, units, lanes):
    coming, past = shift(units, lanes, cast, 2), shift(units, lanes, cast, -1)
    leave(db, cast, successor=cast["zhao"])
    (duty,) = at_x01(db, coming, lanes)
    assert (duty.user_id, duty.substitute_for_id, duty.is_extra) == (cast["zhao"].id, cast["wang"].id, True)
    assert duty.reason == "王倩离职：合同到期"
    assert any("您顶替王倩" in title for title in messages(db, cast["zhao"]))
    assert [duty.user_id for duty in at_x01(db, past, lanes)] == [cast["wang"].id]


@pytest.mark.parametrize("successor", ["huang", "mei"])
def test_where_the_successor_cannot_the_hole_is_told_to_the_planner(db, cast, units, lanes, successor):
    """Huang Tao is on duty in the same shift; Mei Fang works at another station."""
    coming = shift(units, lanes, cast, 2, {cast["huang"]: (DutyPost.FIELD, None)})
    leave(db, cast, successor=cast[successor])
    assert at_x01(db, coming, lanes) == []
    assert messages(db, cast["duo"]) == ["2026-11-24 早班 X01 出口 缺人，王倩已离开，请安排顶班"]
    assert messages(db, cast["du"]) == []


def test_a_draft_is_emptied_in_silence(db, cast, units, lanes):
    draft = shift(units, lanes, cast, 3, state=ShiftState.PLANNED)
    leave(db, cast)
    assert at_x01(db, draft, lanes) == [] and messages(db, cast["duo"]) == []


def test_shifts_after_a_lending_stay_ones_own(db, cast, units, lanes):
    during, after = shift(units, lanes, cast, 2), shift(units, lanes, cast, 9)
    lending = {"kind": MoveKind.LENDING, "to_unit": units["mcrew1"], "until": TODAY + timedelta(days=5)}
    leave(db, cast, successor=cast["zhao"], reason="支援", **lending)
    assert [duty.user_id for duty in at_x01(db, during, lanes)] == [cast["zhao"].id]
    assert [duty.user_id for duty in at_x01(db, after, lanes)] == [cast["wang"].id]


def test_messages_stay_with_the_person(db, cast, units, lanes):
    shift(units, lanes, cast, 2)
    leave(db, cast, successor=cast["zhao"])
    assert any("赵磊顶替您" in title for title in messages(db, cast["wang"]))


def day_page(as_, cast, row):
    return as_(cast["duo"]).get(f"/roster/day/{row.business_date}").text


@pytest.mark.parametrize(
    ("kind", "more", "told"),
    [
        (MoveKind.LEAVING, {}, "已离职"),
        (MoveKind.TRANSFER, {"to_unit": "mcrew1"}, "已调动"),
        (MoveKind.LENDING, {"to_unit": "mcrew1", "until": TODAY + timedelta(days=5)}, "借调至 2026-11-27"),
    ],
)
def test_the_place_of_who_has_left_is_marked_until_somebody_takes_it(db, cast, units, lanes, as_, kind, more, told):
    coming = shift(units, lanes, cast, 2)
    given = more | ({"to_unit": units[more["to_unit"]]} if more else {})
    leave(db, cast, kind=kind, successor=cast["mei"], **given)
    said = f"缺岗：王倩 {told}"
    shown = day_page(as_, cast, coming)
    assert shown.count(said) == 2 and f"{said}（X01 出口" in shown, "in the table and at the shift"
    span = Span(coming.starts_at, coming.ends_at)
    rules.call_up(coming, cast["zhao"], DutyPost.COLLECTOR, lanes["X01"], span, "顶班", cast["duo"])
    db.session.commit()
    assert "缺岗" not in day_page(as_, cast, coming)


def test_a_place_that_was_emptied_for_a_while_is_marked_for_that_while(db, cast, units, lanes, as_):
    """The reason is the planner's and the person's; that a lane has nobody is everybody's."""
    row = shift(units, lanes, cast, 2, {cast["huang"]: (DutyPost.RESERVE, None)})
    (duty,) = at_x01(db, row, lanes)
    since, until = row.starts_at + timedelta(hours=2), row.starts_at + timedelta(hours=4)
    rules.release(duty, Span(since, until), "就医", cast["duo"])
    db.session.commit()
    span, shown = str(Span(since, until)), day_page(as_, cast, row)
    assert f"缺岗：王倩 已撤下 {span}" in shown and "缺岗：王倩 已撤下（X01 出口" in shown and "就医" not in shown
    rest = next(one for one in at_x01(db, row, lanes) if one.starts_at == until)
    rules.substitute(rest, cast["huang"], Span(until, row.ends_at), "顶班", cast["duo"])
    db.session.commit()
    shown = day_page(as_, cast, row)
    assert shown.count("缺岗") == 2 and "缺岗：黄涛" not in shown, "机动 who takes a lane over leaves no place empty"
    rules.call_up(row, cast["zhao"], DutyPost.COLLECTOR, lanes["X01"], Span(since, until), "顶班", cast["duo"])
    db.session.commit()
    assert "缺岗" not in day_page(as_, cast, row)
