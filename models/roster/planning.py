"""Drawing up, adding and publishing shifts. A draft is drawn up anew as often as wanted; what is published is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, insert, select

from models import closings
from models.accounts import Unit, User
from models.core import audit, clock, holidays, settings
from models.core.db import db, locked
from models.core.errors import RuleBroken
from models.inbox import notify
from models.roster import bookings, queries
from models.roster.bookings import Booking
from models.roster.calendar import kinds_of, night_rule, start_day
from models.roster.freezing import FLOW
from models.roster.rotation import House, Planned, Turn, draw_up, month_of, shift_of
from models.roster.staff import members_of
from models.roster.tables import Duty, Pattern, Plan, Shift, ShiftKind, ShiftState

LONGEST = 62  # days drawn up at once


@dataclass(frozen=True, slots=True)
class Order:
    """What to draw up: ``crews[0]`` begins the cycle of ``pattern`` on ``starts_on``; business dates, both included."""

    pattern: Pattern
    crews: Sequence[Unit]
    starts_on: date
    since: date
    until: date
    reason: str = ""


def generate(station: Unit, order: Order, by: User) -> Plan:
    """Draw up shifts; drafts of that time are replaced, published and frozen shifts stay as they are.

    Raises RuleBroken: too far back, too long, too few crews, booked twice, or too little rest without ``reason``.
    Source: domain §2.9.
    """
    check_span(station, order.since, order.until)
    check_crews(order)
    lock_roster(station)
    discard_drafts(station, order.since, order.until)
    plan = Plan(unit_id=station.id, pattern_id=order.pattern.id, anchor_on=order.starts_on, drawn_at=clock.now())
    plan.crew_ids, plan.since, plan.until = [crew.id for crew in order.crews], order.since, order.until
    plan.reason = order.reason
    db.session.add(plan)
    names = {crew.id: crew.name for crew in order.crews}
    plan.shift_count = write_drafts(station, missing(station, drawn_from(station, order)), names, order.reason)
    audit.record("roster.generate", plan, by, note=order.reason)
    return plan


def check_crews(order: Order) -> None:
    """Raises RuleBroken: the pattern needs more crews, or one is named twice."""
    needed = len(order.pattern.offsets)
    if len(order.crews) < needed:
        raise RuleBroken(f"“{order.pattern.name}”需要 {needed} 个班组。", field="crews")
    if len(set(order.crews)) < len(order.crews):
        raise RuleBroken("同一个班组不能选两次。", field="crews")


def drawn_from(station: Unit, order: Order) -> list[Planned]:
    """Return what the pattern gives; nothing for the free one, whose shifts are added by hand."""
    if order.pattern.is_free:
        return []
    turn = Turn(order.pattern.cycle, order.pattern.offsets, order.starts_on, [crew.id for crew in order.crews])
    house = house_of(station, order.since, order.until, order.pattern.scheme)
    return list(draw_up(turn, house, order.since, order.until))


def check_span(station: Unit, since: date, until: date) -> None:
    """Raises RuleBroken: the time is reversed, too long, or lies further back than the setting allows."""
    back = settings.value_of("roster.past_days", unit_id=station.id)
    earliest = clock.today() - timedelta(days=back)
    if since < earliest:
        raise RuleBroken(f"最早只能编排 {earliest:%Y-%m-%d} 起的班，更早的日期已过期。", field="since")
    if until < since:
        raise RuleBroken("结束日期不能早于开始日期。", field="until")
    if (until - since).days >= LONGEST:
        raise RuleBroken(f"一次最多编排 {LONGEST} 天。", field="until")


def lock_roster(station: Unit) -> None:
    """Let one planner at a time write the roster of a station."""
    db.session.execute(locked(select(Unit.id).where(Unit.id == station.id)))


def discard_drafts(station: Unit, since: date, until: date) -> None:
    """Remove the drafts of a time; they never were in force, so their rows are no evidence."""
    drafts = select(Shift.id).where(
        Shift.unit_id == station.id,
        Shift.state == ShiftState.PLANNED,
        Shift.business_date >= since,
        Shift.business_date <= until,
    )
    db.session.flush()
    db.session.execute(delete(Duty).where(Duty.shift_id.in_(drafts)))
    db.session.execute(delete(Shift).where(Shift.id.in_(drafts)))
    db.session.expire_all()


def house_of(station: Unit, since: date, until: date, scheme: str = "") -> House:
    """Gather what ``draw_up`` needs to know about a station."""
    crews, staff = members_of(station, since)
    return House(
        crews,
        staff,
        list(db.session.scalars(queries.lanes_of(station.id))),
        kinds_of(station.id, since, scheme),
        night_rule(station.id, since),
        frozenset(tuple(row) for row in db.session.execute(queries.days_off_between(since, until))),
        holidays.calendar(),
    )


def missing(station: Unit, drawn: Sequence[Planned]) -> list[Planned]:
    """Leave out the shifts whose hours another shift of the station already fills."""
    if not drawn:
        return []
    span = (min(p.starts_at for p in drawn), max(p.ends_at for p in drawn))
    taken = list(db.session.execute(queries.hours_taken(station.id, *span)))
    return [p for p in drawn if not any(start < p.ends_at and end > p.starts_at for start, end in taken)]


def write_drafts(station: Unit, drawn: Sequence[Planned], crew_names: dict[int, str], reason: str = "") -> int:
    """Insert drafts with their duties, many at a time, and return how many shifts. The caller records the act.

    Raises RuleBroken: somebody is booked twice, or rests too little and ``reason`` is empty.
    """
    if not drawn:
        return 0
    wanted = [Booking(place.user_id, p.starts_at, p.ends_at, p, place.post) for p in drawn for place in p.places]
    hours = settings.value_of("roster.rest_hours", unit_id=station.id, on=drawn[0].business_date)
    bookings.check(wanted, rest_hours=hours, reason=reason)
    rows = [shift_row(station, planned, crew_names) | {"note": reason} for planned in drawn]
    ids = db.session.scalars(insert(Shift).returning(Shift.id, sort_by_parameter_order=True), rows).all()
    duties = [duty_row(shift_id, p, place) for shift_id, p in zip(ids, drawn, strict=True) for place in p.places]
    if duties:
        db.session.execute(insert(Duty), duties)
    return len(ids)


def shift_row(station: Unit, planned: Planned, crew_names: dict[int, str]) -> dict:
    return {
        "unit_id": station.id,
        "business_date": planned.business_date,
        "kind_id": planned.kind.id,
        "crew_id": planned.crew_id,
        "starts_at": planned.starts_at,
        "ends_at": planned.ends_at,
        "kind_name": planned.kind.name,
        "crew_name": crew_names[planned.crew_id],
    }


def duty_row(shift_id: int, planned: Planned, place) -> dict:
    spans = {"starts_at": planned.starts_at, "ends_at": planned.ends_at}
    return {"shift_id": shift_id, "user_id": place.user_id, "post": place.post, "lane_id": place.lane_id} | spans


def add_shift(station: Unit, business_date: date, kind: ShiftKind, crew: Unit, by: User, reason: str = "") -> Shift:
    """Add one draft by hand, filled from the crew as the generator would.

    Raises RuleBroken: too far back, the hours are taken, booked twice, or too little rest without ``reason``.
    """
    check_span(station, business_date, business_date)
    lock_roster(station)
    house = house_of(station, business_date, business_date, kind.scheme)
    started = start_day(kind, business_date, house.night_rule)
    planned = shift_of(kind, business_date, crew.id, started.toordinal(), house)
    if not missing(station, [planned]):
        raise RuleBroken(f"{clock.short_day(business_date)} {kind.name}的时间已经有班次。", field="kind")
    write_drafts(station, [planned], {crew.id: crew.name}, reason)
    here = (Shift.unit_id == station.id, Shift.business_date == business_date, Shift.kind_id == kind.id)
    shift = db.session.scalars(select(Shift).where(*here)).one()
    audit.record("roster.add", shift, by, note=reason)
    return shift


def remove_draft(shift: Shift, by: User) -> None:
    """Remove one draft. Raises RuleBroken: it was published."""
    if shift.state is not ShiftState.PLANNED:
        raise RuleBroken("已发布的班次不能删除。")
    audit.record("roster.remove", shift, by)
    discard(shift)


def discard(shift: Shift) -> None:
    db.session.execute(delete(Duty).where(Duty.shift_id == shift.id))
    db.session.execute(delete(Shift).where(Shift.id == shift.id))


def publish(station: Unit, month: date, by: User) -> int:
    """Publish the drafts of a month and tell everybody who is in them; return how many shifts.

    Raises RuleBroken: nothing to publish, a closed month, or a shift without a leader.
    """
    first, last = month_of(month)
    drafts = db.session.scalars(queries.drafts_between(station.id, first, last)).all()
    if not drafts:
        raise RuleBroken(f"{first:%Y 年 %m 月}没有待发布的班次。")
    closings.require_open(station, drafts[0].business_date)
    if leaderless := db.session.scalars(queries.without_leader([shift.id for shift in drafts])).all():
        names = "、".join(f"{clock.short_day(shift.business_date)} {shift.kind_name}" for shift in leaderless[:3])
        raise RuleBroken(f"有 {len(leaderless)} 个班次没有班长：{names}。请先补齐再发布。")
    for shift in drafts:
        FLOW.take(shift, "publish")
        audit.record("roster.publish", shift, by)
    people = db.session.scalars(queries.people_in([shift.id for shift in drafts]))
    title = f"{first:%Y} 年 {first.month} 月班表已发布"
    key = f"roster-{station.id}-{first:%Y-%m}-{drafts[-1].id}"
    notify(people, "roster", title, f"/roster/mine?day={max(first, drafts[0].business_date)}", key=key, at=clock.now())
    return len(drafts)
