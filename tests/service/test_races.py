"""Two at once at one station: two dispatches, two ends, two draws, two checks. Source: security.md 17."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from models.accounts import Unit, User
from models.core import checks, clock
from models.core.db import db as _db
from models.service import (
    Appointment,
    AppointmentState,
    CallResult,
    FollowUpCall,
    Satisfaction,
    WindowCheck,
    WindowGap,
    appointments,
    follow_ups,
    windows,
)
from models.service.flows import APPOINTMENT
from tests.service import makers


@pytest.fixture(autouse=True)
def whole(app):
    """Whatever was done at once, the invariants hold afterwards."""
    yield
    with app.app_context():
        assert [faults for _sentence, faults in checks.run() if faults] == []


def person(key: str) -> User:
    return _db.session.scalars(select(User).where(User.staff_no == NUMBERS[key])).one()


NUMBERS = {"duo": "00105", "wang": "00317", "huang": "00361", "zhao": "00351", "sun": "00329", "nei": "00308"}


def dispatch(row_id: int, first: str, second: str):
    """As the page does it: hold the visit, then send the two."""

    def act() -> None:
        row = _db.session.get(Appointment, row_id)
        APPOINTMENT.hold(row, "dispatch")
        told = {"collector": person(first), "recorder": person(second), "device_no": ""}
        appointments.dispatch(row, by=person("duo"), at=row.starts_at - timedelta(minutes=30), **told)

    return act


def test_one_person_is_sent_to_one_of_two_visits(db, cast, units, at_once):
    one, other = makers.make_booked(cast, units), makers.make_booked(cast, units)
    answers = at_once(dispatch(one.id, "wang", "huang"), dispatch(other.id, "huang", "wang"))
    assert sorted(map(bool, answers)) == [False, True]
    assert any("已派往" in answer for answer in answers)
    states = sorted(db.session.scalars(select(Appointment.state)))
    assert states == [AppointmentState.BOOKED, AppointmentState.DISPATCHED]


def test_two_dispatchers_of_one_visit_leave_one_pair(db, cast, units, at_once):
    row = makers.make_booked(cast, units)
    at_once(dispatch(row.id, "wang", "huang"), dispatch(row.id, "zhao", "sun"))
    pair = db.session.execute(select(Appointment.collector_id, Appointment.recorder_id)).one()
    ids = {key: one.id for key, one in ((key, person(key)) for key in NUMBERS)}
    assert tuple(pair) in {(ids["wang"], ids["huang"]), (ids["zhao"], ids["sun"])}


def finish(row_id: int, receipt_no: str):
    def act() -> None:
        row = _db.session.get(Appointment, row_id)
        told = {"signer": makers.NAME, "satisfaction": Satisfaction.SATISFIED, "said": ""}
        at = row.starts_at + timedelta(minutes=60)
        by = _db.session.get(User, row.collector_id)
        appointments.finish(row, amount=3500, receipt_no=receipt_no, by=by, at=at, **told)

    return act


def test_a_visit_is_finished_once(db, cast, units, at_once):
    row = makers.make_visiting(cast, units)
    answers = at_once(*(finish(row.id, f"SM-{n}") for n in range(3)))
    assert answers.count("") == 1
    assert all("登记完成" in answer for answer in answers if answer)


def test_a_receipt_is_used_once(db, cast, units, at_once):
    one, other = makers.make_visiting(cast, units), makers.make_visiting(cast, units, slot="10:30")
    answers = at_once(finish(one.id, "SM-1"), finish(other.id, "SM-1"))
    assert sorted(answers) == ["", "这个票据号已经用过，请核对。"]


def test_nobody_is_drawn_for_two_calls(db, cast, units, at_once):
    clock.pin(makers.DAY)
    for _ in range(6):
        makers.make_record(cast, units, phone=makers.PHONE)
    station_id, day = units["qinglan"].id, clock.today()

    def draw() -> None:
        told = {"unit": _db.session.get(Unit, station_id), "since": day, "until": day, "sample_size": 4}
        follow_ups.draw(by=person("nei"), at=clock.now(), **told)

    at_once(draw, draw)
    drawn = list(db.session.scalars(select(FollowUpCall.record_id)))
    assert len(drawn) == len(set(drawn)) == 6


def test_a_call_is_answered_once(db, cast, units, at_once):
    clock.pin(makers.DAY)
    makers.make_record(cast, units, phone=makers.PHONE)
    told = {"since": clock.today(), "until": clock.today(), "sample_size": 1}
    follow_ups.draw(unit=units["qinglan"], by=cast["nei"], at=clock.now(), **told)
    call_id = db.session.scalar(select(FollowUpCall.id))

    def call() -> None:
        row = _db.session.get(FollowUpCall, call_id)
        follow_ups.call(row, result=CallResult.SATISFIED, said="", by=person("nei"), at=clock.now())

    answers = at_once(call, call)
    assert answers.count("") == 1
    assert db.session.get(FollowUpCall, call_id).tries == 1


def test_a_turn_is_checked_once_and_a_gap_followed_once(db, cast, units, at_once):
    station_id = units["qinglan"].id

    def check() -> None:
        found = makers.found(station_id, 轮椅=(windows.ItemState.MISSING, "被借走"))
        windows.check(station_id, found=found, note="", by=person("huang"), at=makers.at(9))

    answers = at_once(check, check)
    assert answers.count("") == 1 and any("检查过" in answer for answer in answers)
    assert [db.session.scalar(select(func.count()).select_from(table)) for table in (WindowCheck, WindowGap)] == [1, 1]


def test_what_is_tampered_with_is_noticed(db, cast, units):
    one, other = makers.make_done(cast, units), makers.make_dispatched(cast, units, slot="14:00")
    db.session.commit()
    db.session.execute(update(Appointment).where(Appointment.id == other.id).values(starts_at=one.starts_at))
    db.session.execute(update(Appointment).where(Appointment.id == one.id).values(receipt_no=None, departed_at=None))
    said = "；".join(line for _sentence, faults in checks.run() for line in faults)
    db.session.rollback()
    assert f"{one.number} 和 {other.number} 时段重叠" in said
    assert f"{one.number} 收了款，但没有票据号" in said and f"{one.number} 的出发、到达、完成时间没有依次登记" in said
