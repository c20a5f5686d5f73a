"""上门预约: booked, two sent, gone, done. Source: domain §2.12, seed 1-42."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from models import roster
from models.core import audit, clock
from models.core.audit import AuditEntry
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.inbox import todos_of
from models.rectifications import campaigns
from models.roster import Duty, DutyPost, Lane, LaneKind, Scheme, Shift, ShiftKind, ShiftState
from models.service import (
    AppointmentState,
    CancelCause,
    Satisfaction,
    appointments,
    dayplan,
    figures,
    queries,
)
from tests.service import makers

S = AppointmentState


def add_duty(cast, units, person: str, post: DutyPost, lane: str = "") -> Duty:
    """Put a person on duty from 07:30 to 15:30 of the day."""
    shift = db.session.scalar(select(Shift).where(Shift.business_date == makers.DAY))
    if shift is None:
        kind = db.session.scalars(select(ShiftKind).where(ShiftKind.code == "early")).first()
        assert kind.scheme is Scheme.THREE
        shift = Shift(unit_id=units["qinglan"].id, business_date=makers.DAY, kind_id=kind.id, crew_id=units["crew1"].id)
        shift.starts_at, shift.ends_at = makers.at(7, 30), makers.at(15, 30)
        shift.state, shift.kind_name = ShiftState.PUBLISHED, kind.name
        db.session.add(shift)
    lane_id = None
    if lane:
        row = Lane(unit_id=units["qinglan"].id, code=lane, kind=LaneKind.EXIT)
        db.session.add(row)
        audit.record("roster.setup", row, None)
        lane_id = row.id
    db.session.flush()
    duty = Duty(shift_id=shift.id, user_id=cast[person].id, post=post, lane_id=lane_id)
    duty.starts_at, duty.ends_at = shift.starts_at, shift.ends_at
    db.session.add(duty)
    audit.record("roster.add", shift, None)
    return duty


def test_the_whole_way(cast, units):
    row = makers.make_done(cast, units)
    assert (row.state, row.amount, row.receipt_no) == (S.DONE, 3500, f"SM-{row.id:04d}")
    db.session.commit()
    acts = [act.partition(".")[2] for act in db.session.scalars(_acts())]
    assert acts == ["register", "dispatch", "depart", "arrive", "finish"]


def _acts():
    return select(AuditEntry.action).where(AuditEntry.subject_type == "appointments").order_by(AuditEntry.id)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"slot": "08:00"}, "slot"),
        ({"when": makers.at(11), "slot": "09:00"}, "slot"),
        ({"on": makers.DAY - timedelta(days=1)}, "on"),
        ({"on": makers.DAY + timedelta(days=31)}, "on"),
        ({"phone": "1"}, "phone"),
        ({"by": "mei"}, "unit"),
    ],
)
def test_booking_refuses_at_the_field(cast, units, told, field):
    with pytest.raises(RuleBroken) as refused:
        makers.make_booked(cast, units, **told)
    assert refused.value.field == field


def test_two_different_people_go(cast, units):
    with pytest.raises(RuleBroken, match="两个人"):
        makers.dispatch(makers.make_booked(cast, units), cast, "wang", "wang")


def test_nobody_is_sent_twice_in_one_slot(cast, units):
    first = makers.make_dispatched(cast, units)
    other = makers.make_booked(cast, units)
    with pytest.raises(RuleBroken, match=f"王倩 09:00–10:30 已派往 {first.number}"):
        makers.dispatch(other, cast, "wang", "zhao")
    later = makers.make_booked(cast, units, slot="10:30")
    makers.dispatch(later, cast, "wang", "zhao")
    assert later.state is S.DISPATCHED


def test_who_mans_a_lane_or_is_off_is_not_sent_and_who_stands_by_is(cast, units):
    add_duty(cast, units, "wang", DutyPost.COLLECTOR, "X01")
    add_duty(cast, units, "zhao", DutyPost.RESERVE)
    add_duty(cast, units, "huang", DutyPost.FIELD)
    roster.rules.register(cast["zhou"], makers.DAY, roster.DayOffKind.LEAVE, "事假", cast["han"])
    row = makers.make_booked(cast, units)
    with pytest.raises(RuleBroken, match="王倩 07:30–15:30 X01 出口当班"):
        makers.dispatch(row, cast, "wang", "huang")
    with pytest.raises(RuleBroken, match="周洋 当日请假或调休"):
        makers.dispatch(row, cast, "zhou", "huang")
    crew = dayplan.crew_for(row)
    assert [person.name for person in crew.collectors][:1] == ["赵磊"]
    assert {person.name for person, _why in crew.hindered} == {"王倩", "周洋"}
    makers.dispatch(row, cast, "zhao", "huang")
    plan = dayplan.of(units["qinglan"].id, makers.DAY)
    assert [line.person.name for line in plan.working if line.is_going] == ["赵磊", "黄涛"]


def test_another_slot_takes_the_two_off(cast, units):
    row = makers.make_dispatched(cast, units)
    told = {name: getattr(row, name) for name in ("phone", "person_name", "group", "address", "business", "note")}
    appointments.edit(row, on=makers.DAY, slot="14:00", by=cast["duo"], at=makers.at(8, 40), **told)
    assert (row.state, row.collector_id, row.slot) == (S.BOOKED, None, "14:00–15:30")


def test_only_the_two_and_who_sends_enter_the_visit(cast, units):
    row = makers.make_dispatched(cast, units)
    with pytest.raises(RuleBroken, match="派去的两人"):
        appointments.depart(row, device_no="M-1", by=cast["zhao"], at=row.starts_at)
    appointments.depart(row, device_no="M-1", by=cast["duo"], at=row.starts_at)
    with pytest.raises(RuleBroken, match="先登记到达"):
        makers.finish(row, cast)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"receipt_no": ""}, "receipt_no"),
        ({"amount": -1}, "amount"),
        ({"satisfaction": Satisfaction.UNSATISFIED}, "said"),
        ({"receipt_no": "SM-TAKEN"}, "receipt_no"),
    ],
)
def test_finishing_refuses_at_the_field(cast, units, told, field):
    makers.finish(makers.make_visiting(cast, units), cast, receipt_no="SM-TAKEN")
    row = makers.make_visiting(cast, units, slot="14:00")
    with pytest.raises(RuleBroken) as refused:
        makers.finish(row, cast, **told)
    assert refused.value.field == field and row.state is S.VISITING


def test_a_finished_visit_cannot_be_cancelled(cast, units):
    row = makers.make_done(cast, units)
    with pytest.raises(Overtaken):
        appointments.cancel(row, cause=CancelCause.STATION, reason="误点", by=cast["duo"], at=clock.now())


def test_coverage_counts_what_was_asked_for_and_hides_no_unmet_request(cast, units):
    """Served of requested; withdrawn ones are no request. Source: seed 1-32."""
    clock.pin(makers.DAY + timedelta(days=2))
    makers.make_done(cast, units)
    makers.make_cancelled(cast, units, CancelCause.STATION)
    makers.make_cancelled(cast, units, CancelCause.WITHDRAWN)
    makers.make_booked(cast, units, slot="14:00")  # its slot is over at the end of the day and nobody went
    makers.make_booked(cast, units, on=makers.DAY + timedelta(days=1))  # not due yet
    makers.make_declined(cast, units, when=makers.at(9))
    ids = queries.stations_read_by(cast["duo"])
    share = figures.coverage(ids, makers.DAY, makers.DAY + timedelta(days=1), makers.at(18))
    assert (share.hits, share.n, share.shown) == (1, 4, "25")
    assert campaigns.FIGURES["service.coverage"](units["office"], makers.DAY, makers.DAY) == 25.0
    assert figures.withdrawn(ids, makers.DAY, makers.DAY) == 1


def test_small_samples_are_not_written_as_a_rate(cast, units):
    makers.make_done(cast, units)
    share = figures.rated_visits(queries.stations_read_by(cast["duo"]), makers.DAY, makers.DAY)
    assert (share.n, share.shown, share.tone) == (1, "数据不足", "")


def test_it_waits_for_whoever_has_to_act(cast, units):
    makers.make_booked(cast, units, slot="14:00")
    makers.make_dispatched(cast, units)
    assert "上门预约待派单" in [one.title for one in todos_of(cast["duo"], makers.at(8))]
    assert "YY-2026-0002 上门服务待出发" in [one.title for one in todos_of(cast["wang"], makers.at(8))]


# On the web


def test_the_journey_through_the_browser(cast, units, as_):
    clock.pin(clock.today() + timedelta(days=1))
    row = makers.make_booked(cast, units, on=clock.today() + timedelta(days=2), when=clock.now())
    here, duo, wang = f"/service/appointments/{row.id}", as_(cast["duo"]), as_(cast["wang"])
    sent = {"collector": cast["wang"].id, "recorder": cast["huang"].id}
    assert wang.post(f"{here}/dispatch", data=sent).status_code == 403
    assert duo.post(f"{here}/dispatch", data=sent | {"recorder": cast["wang"].id}).status_code == 422
    assert duo.post(f"{here}/dispatch", data=sent).status_code == 303
    early = wang.post(f"{here}/depart", data={"device_no": "M-1"})
    assert early.status_code == 422 and "当天才能登记出发" in early.text
    shown = wang.get(here).text
    assert "当天才能登记出发" in shown and f"{here}/depart" not in shown
    assert wang.get(f"{here}/depart").status_code == 409
    clock.pin(clock.local(row.starts_at).date())
    duo, wang = as_(cast["duo"]), as_(cast["wang"])
    assert f"{here}/depart" in wang.get(here).text
    assert wang.post(f"{here}/depart", data={"device_no": "M-1"}).status_code == 303
    assert wang.post(f"{here}/arrive").status_code == 303
    assert wang.post(f"{here}/arrive").status_code == 409
    assert (
        wang.post(f"{here}/finish", data={"amount": "35", "receipt_no": "S1", "signer": makers.NAME}).status_code == 303
    )
    assert duo.post(f"{here}/cancel", data={"cause": "station", "reason": "x"}).status_code == 409
    db.session.expire_all()
    assert db.session.get(type(row), row.id).state is S.DONE


def test_name_phone_and_address_are_seen_by_those_who_go_and_on_record(cast, units, as_):
    row = makers.make_dispatched(cast, units)
    here, secrets = f"/service/appointments/{row.id}", (makers.NAME, makers.PHONE, makers.ADDRESS)
    for who in ("wang", "duo", "ming", "chen"):
        for address in (here, "/service/appointments", "/service/day?on=2026-11-25"):
            assert not any(secret in as_(cast[who]).get(address).text for secret in secrets), (who, address)
    seen = as_(cast["wang"]).post(f"{here}/contact").text
    assert all(secret in seen for secret in secrets)
    assert as_(cast["zhao"]).post(f"{here}/contact").status_code == 409
    assert makers.PHONE in as_(cast["huang"]).get(f"{here}/print").text
    assert makers.PHONE not in as_(cast["zhao"]).get(f"{here}/print").text
    looks = db.session.scalars(_acts()).all()
    assert looks[-2:] == ["appointment.contact", "appointment.print"]


def test_another_station_gets_404(cast, units, as_):
    row = makers.make_booked(cast, units)
    for who, status in (("duo", 200), ("ming", 200), ("hq", 200), ("du", 404), ("cai", 403)):
        assert as_(cast[who]).get(f"/service/appointments/{row.id}").status_code == status, who


@pytest.mark.one_engine
def test_the_lists_ask_as_much_for_one_as_for_many(cast, units, as_, count_queries):
    def statements(address: str) -> int:
        browser = as_(cast["duo"])
        with count_queries() as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    clock.pin(makers.DAY)
    addresses = ("/service/appointments", "/service/day", "/service/", "/service/coverage")
    makers.make_dispatched(cast, units)
    as_(cast["duo"]).get("/service/")  # reads the settings, which are then kept
    one = {address: statements(address) for address in addresses}
    for slot in ("10:30", "14:00", "15:30"):
        for pair in (("wang", "huang"), ("zhao", "sun"), ("zhou", "nei")):
            makers.dispatch(makers.make_booked(cast, units, slot=slot), cast, *pair)
    assert {address: statements(address) for address in addresses} == one


def test_the_visits_of_today_open_as_they_are_counted(cast, units, as_):
    """Of all stations that a leader sees, though the plan of the day is one station's."""
    today = clock.today()
    morning = clock.at(today, time(8))
    makers.make_booked(cast, units, when=morning)
    makers.make_booked(cast, units, by="du", unit=units["meiling"], when=morning)
    db.session.commit()
    browser = as_(cast["chen"])
    opened = f"/service/appointments?since={today}&until={today}"
    text = browser.get("/service/").text
    assert (
        f'href="{opened.replace("&", "&amp;")}"' in text and '今日上门</span>\n<span class="stat-value num">2<' in text
    )
    assert "共 2 条" in browser.get(opened).text
