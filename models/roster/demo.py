"""Two months of roster for the demonstration stations: frozen up to yesterday, published for two weeks ahead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import insert, select

from models.accounts import Unit, UnitKind, User
from models.core import audit, clock
from models.core.db import db
from models.core.seeds import demo_data
from models.roster import queries, rules
from models.roster.changing import Span
from models.roster.planning import duty_row, house_of, shift_row
from models.roster.rotation import Planned, Turn, draw_up
from models.roster.tables import DayOffKind, Duty, DutyPost, Lane, LaneKind, Pattern, Plan, Shift, ShiftState

BEHIND, AHEAD = timedelta(days=50), timedelta(days=14)
STATIONS = (("qinglan", date(2026, 1, 1)), ("meiling", date(2026, 1, 3)))  # the first crew begins the cycle
LANES = (
    ("E01", LaneKind.ENTRY, False),
    ("E02", LaneKind.ENTRY, False),
    ("E03", LaneKind.ENTRY, True),
    ("X01", LaneKind.EXIT, True),
    ("X02", LaneKind.EXIT, False),
    ("X03", LaneKind.EXIT, False),
)
FROZEN_AFTER = timedelta(hours=24)


@demo_data(order=30)
def fill() -> None:
    """Draw up the roster of both stations; nothing happens when there is one."""
    if db.session.scalar(select(Shift.id).limit(1)):
        return
    pattern = db.session.scalars(select(Pattern).where(Pattern.name == "四班三运转")).one()
    for code, anchor in STATIONS:
        station = db.session.scalars(select(Unit).where(Unit.code == code)).one()
        add_lanes(station)
        fill_station(station, pattern, anchor, clock.today())
        change_something(station, clock.today())
    db.session.commit()


def add_lanes(station: Unit) -> None:
    for sort, (code, kind, is_etc_only) in enumerate(LANES):
        lane = Lane(unit_id=station.id, code=code, kind=kind, is_etc_only=is_etc_only, sort=sort)
        db.session.add(lane)
        audit.record("roster.setup", lane, None)


def fill_station(station: Unit, pattern: Pattern, anchor: date, today: date) -> None:
    """Write the shifts and duties in bulk, with one audited act per month."""
    since, until = today - BEHIND, today + AHEAD
    crews = list(db.session.scalars(queries.crews_of(station.id)))
    turn = Turn(pattern.cycle, pattern.offsets, anchor, [crew.id for crew in crews])
    drawn = list(draw_up(turn, house_of(station, since, until), since, until))
    insert_shifts(station, drawn, {crew.id: crew.name for crew in crews})
    plan = Plan(unit_id=station.id, pattern_id=pattern.id, anchor_on=anchor, since=since, until=until)
    plan.crew_ids, plan.shift_count, plan.drawn_at = list(turn.crews), len(drawn), clock.now()
    db.session.add(plan)
    audit.record("roster.generate", plan, None)
    for month, shifts in groupby(drawn, key=lambda planned: f"{planned.business_date:%Y-%m}"):
        many = {"shift_count": [0, len(list(shifts))]}
        key = ("units", station.id)
        audit.act("roster.publish", key, None, name=f"{station.name} {month}", unit_id=station.id, changes=many)


def insert_shifts(station: Unit, drawn: list[Planned], crew_names: dict[int, str]) -> None:
    """Insert shifts and duties, those that ended long enough ago frozen with the names of their people and lanes."""
    names = dict(db.session.execute(select(User.id, User.name)).all())
    lanes = {lane.id: lane.name for lane in db.session.scalars(queries.lanes_of(station.id))}
    frozen = [planned.ends_at + FROZEN_AFTER <= clock.now() for planned in drawn]
    rows = [shift_row(station, p, crew_names) | _state(p, is_old) for p, is_old in zip(drawn, frozen, strict=True)]
    ids = db.session.scalars(insert(Shift).returning(Shift.id, sort_by_parameter_order=True), rows).all()
    duties = []
    for shift_id, planned, is_old in zip(ids, drawn, frozen, strict=True):
        for place in planned.places:
            shown = (names[place.user_id], lanes.get(place.lane_id, "")) if is_old else ("", "")
            row = {"is_frozen": is_old, "person_name": shown[0], "lane_name": shown[1]}
            duties.append(duty_row(shift_id, planned, place) | row)
    db.session.execute(insert(Duty), duties)


def _state(planned: Planned, is_old: bool) -> dict:
    if is_old:
        return {"state": ShiftState.FROZEN, "frozen_at": planned.ends_at + FROZEN_AFTER}
    return {"state": ShiftState.PUBLISHED, "frozen_at": None}


def change_something(station: Unit, today: date) -> None:
    """Show what a changed roster looks like: a substitute who has not acknowledged yet, and days off."""
    coming = db.session.scalars(queries.shifts_between(station.id, today + timedelta(days=2), today + AHEAD))
    shift = next(shift for shift in coming if shift.kind.code == "early")
    duties = list(db.session.scalars(queries.duties_of(shift)))
    leader = next(duty for duty in duties if duty.post is DutyPost.LEADER).user
    seated, spare = _first(duties, with_lane=True), _first(duties, with_lane=False)
    hours = Span(shift.starts_at, shift.starts_at + timedelta(hours=3))
    rules.substitute(seated, spare.user, hours, "上午陪家人就医", leader)
    off_day = today + timedelta(days=5)
    rules.register(seated.user, off_day, DayOffKind.EXCHANGE, "10 月国庆加班调休", leader)


def _first(duties: Iterable[Duty], *, with_lane: bool) -> Duty:
    posts = (DutyPost.COLLECTOR,) if with_lane else (DutyPost.RESERVE,)
    return next(duty for duty in duties if duty.post in posts and (duty.lane_id is not None) == with_lane)


def on_duty_now() -> list[str]:
    """Return a line per station that says who leads the running shift and who collects in it."""
    now, lines = clock.now(), []
    for station in db.session.scalars(select(Unit).where(Unit.kind == UnitKind.STATION).order_by(Unit.sort)):
        shift = db.session.scalar(queries.shift_at(station.id, now))
        duties = list(db.session.scalars(queries.duties_of(shift))) if shift else []
        wanted = (DutyPost.LEADER, DutyPost.COLLECTOR, DutyPost.DUTY_LEADER)
        people = [next((d.user for d in duties if d.post is post), None) for post in wanted]
        words = [f"{post.label} {one.staff_no} {one.name}" for post, one in zip(wanted, people, strict=True) if one]
        if words:
            lines.append(f"{station.name} {shift.name}：{'，'.join(words)}")
    return lines
