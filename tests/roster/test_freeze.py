"""A frozen shift is evidence: whatever comes later, who was on duty stays the same answer."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models.core import audit, clock
from models.core.errors import Overtaken, RuleBroken
from models.core.jobs import JOBS
from models.roster import Duty, DutyPost, FrozenRow, Pattern, ShiftState, queries, rules
from models.roster import setup as setting_up
from models.roster.calendar import kinds_of
from models.roster.changing import Span
from models.roster.planning import Order
from tests.roster.makers import make_ended_shift, make_lanes, make_shift

DAY = date(2026, 11, 20)


@pytest.fixture
def lanes(units):
    return make_lanes(units["qinglan"])


@pytest.fixture
def places(cast, lanes):
    return {
        cast["liu"]: (DutyPost.LEADER, None),
        cast["wang"]: (DutyPost.COLLECTOR, lanes["X01"]),
        cast["zhao"]: (DutyPost.COLLECTOR, lanes["E01"]),
    }


@pytest.fixture
def frozen(units, places):
    return make_ended_shift(units["qinglan"], DAY, "early", units["crew1"], places)


def account_of(db, shift) -> list[tuple]:
    """Who was on duty at every quarter of an hour around a shift, and in which lane."""
    said = []
    for quarter in range(-4, 40):
        moment = shift.starts_at + timedelta(minutes=15 * quarter)
        found = db.session.scalars(queries.who_was_on_duty(shift.unit_id, moment)).all()
        said.append((moment, sorted((duty.who, duty.where, duty.post, duty.shift.crew_name) for duty in found)))
    return said


def test_it_names_people_lanes_and_crew_as_they_were(db, frozen):
    assert account_of(db, frozen)[4][1] == [
        ("刘建平", "", DutyPost.LEADER, "一班"),
        ("王倩", "X01 出口", DutyPost.COLLECTOR, "一班"),
        ("赵磊", "E01 入口", DutyPost.COLLECTOR, "一班"),
    ]


def rename(db, row, by, **names) -> None:
    for column, name in names.items():
        setattr(row, column, name)
    audit.record("unit.edit", row, by)


def anything_later(db, cast, units, lanes, frozen) -> None:
    """Do to a frozen shift what a house does in a year; what is refused is refused."""
    duty = db.session.scalars(select(Duty).where(Duty.shift_id == frozen.id, Duty.user_id == cast["wang"].id)).one()
    span = Span(frozen.starts_at, frozen.ends_at)
    for refused in (
        lambda: rules.replace(duty, cast["sun"], "请假", cast["liu"]),
        lambda: rules.move(duty, lanes["X02"], span, "轮换", cast["liu"]),
        lambda: rules.release(duty, span, "离岗", cast["liu"]),
        lambda: rules.call_up(frozen, cast["sun"], DutyPost.COLLECTOR, None, span, "加班", cast["liu"]),
        lambda: rules.remove_draft(frozen, cast["duo"]),
    ):
        with pytest.raises(RuleBroken):
            refused()
    rules.correct(frozen, cast["sun"], DutyPost.COLLECTOR, lanes["X01"], span, "登记有误", cast["duo"])
    rename(db, cast["wang"], cast["xi"], name="王小倩")
    rename(db, units["crew1"], cast["xi"], name="先锋班")
    setting_up.edit_lane(lanes["X01"], "X11", lanes["X01"].kind, False, False, 9, cast["wu"])
    setting_up.set_hours(units["qinglan"], kinds_of(frozen.unit_id, DAY)["early"], *_other_hours(), DAY, cast["wu"])
    pattern = db.session.scalars(select(Pattern).where(Pattern.name == "自由排班（三班）")).one()
    later = Order(pattern, [units["crew1"]], DAY, DAY, DAY + timedelta(days=5))
    rules.generate(units["qinglan"], later, cast["duo"])


def _other_hours():
    from datetime import time

    return time(6), time(14)


def test_nothing_later_changes_the_answer(db, cast, units, lanes, frozen, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY + timedelta(days=1))
    before = account_of(db, frozen)
    anything_later(db, cast, units, lanes, frozen)
    db.session.commit()
    db.session.expire_all()
    assert account_of(db, frozen) == before


def test_a_correction_is_shown_with_its_reason(db, cast, frozen, lanes):
    span = Span(frozen.starts_at, frozen.ends_at)
    with pytest.raises(RuleBroken, match="请写明更正的原因"):
        rules.correct(frozen, cast["sun"], DutyPost.COLLECTOR, lanes["X01"], span, "", cast["duo"])
    duty = rules.correct(frozen, cast["sun"], DutyPost.COLLECTOR, lanes["X01"], span, "登记有误", cast["duo"])
    assert (duty.is_correction, duty.who, duty.reason) == (True, "孙晓梅", "登记有误")


def test_a_running_shift_is_changed_not_corrected(db, cast, units, places, lanes):
    shift = make_shift(units["qinglan"], DAY, "early", units["crew1"], places)
    with pytest.raises(RuleBroken, match="还没有冻结"):
        rules.correct(
            shift, cast["sun"], DutyPost.COLLECTOR, None, Span(shift.starts_at, shift.ends_at), "x", cast["duo"]
        )


@pytest.mark.parametrize(
    ("column", "value"), [("post", DutyPost.FIELD), ("is_void", True), ("is_frozen", False), ("lane_id", None)]
)
def test_code_that_forgets_to_ask_cannot_touch_a_frozen_duty(db, frozen, column, value):
    duty = db.session.scalars(select(Duty).where(Duty.shift_id == frozen.id, Duty.lane_id.isnot(None))).first()
    setattr(duty, column, value)
    with pytest.raises(FrozenRow):
        db.session.flush()
    db.session.rollback()


def test_a_frozen_duty_is_not_deleted(db, frozen):
    db.session.delete(db.session.scalars(select(Duty).where(Duty.shift_id == frozen.id)).first())
    with pytest.raises(FrozenRow):
        db.session.flush()
    db.session.rollback()


def test_the_job_freezes_what_ended_long_enough_ago(db, units, places):
    shift = make_shift(units["qinglan"], DAY, "early", units["crew1"], places)
    work = JOBS["roster.freeze"].work
    work(shift.ends_at + timedelta(hours=23, minutes=59))
    assert shift.state is ShiftState.PUBLISHED
    work(shift.ends_at + timedelta(hours=24))
    db.session.commit()
    assert shift.state is ShiftState.FROZEN


def test_freezing_twice_is_harmless_and_a_draft_cannot_be_frozen(db, cast, units, places):
    shift = make_ended_shift(units["qinglan"], DAY, "early", units["crew1"], places)
    at = shift.frozen_at
    rules.freeze(shift, by=cast["liu"])
    assert shift.frozen_at == at
    draft = make_shift(units["qinglan"], DAY, "middle", units["crew2"], {}, ShiftState.PLANNED)
    with pytest.raises(Overtaken):
        rules.freeze(draft, by=None)
