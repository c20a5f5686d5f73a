"""Figures of the book. Each is counted under the filter that its link opens. Source: domain §2.1."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import case, func, select

from models.accounts import Unit, User
from models.accounts.scope import in_reach
from models.complaints import clocks
from models.complaints.kinds import AT_FAULT, HAPPY, S1_SHARES, SAID, ComplaintKind, ComplaintType, Part
from models.complaints.queries import filter_parts
from models.complaints.tables import Complaint, ComplaintPerson, TrafficMonth
from models.core import clock
from models.core.db import db
from models.core.months import first_of, last_of
from models.core.rates import Rate, Share, compare
from models.core.scope import visible
from models.roster import Duty, DutyPost, Shift
from models.roster.queries import HOLDS, LIVE

SEATED = (DutyPost.COLLECTOR, DutyPost.LEADER)


@dataclass(frozen=True, slots=True)
class Figures:
    """``hours`` is the mean from registration to reply of the ``replied``; ``callers`` those who came more than once,
    of all who gave a number, with ``again`` cases between them."""

    count: int
    open: int
    verified: Share
    at_fault: Share
    on_time: Share
    satisfied: Share
    hours: float | None
    replied: int
    callers: Share
    again: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: what, how many, and the arguments that open just these in the list."""

    label: str
    count: int
    link: dict


@dataclass(frozen=True, slots=True)
class Month:
    """The complaints of a month, and the three classes of S1 in it: class, share, percent measured in S1."""

    first: date
    total: int
    shares: list[tuple[ComplaintType, Share, int]]

    @property
    def label(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def link(self) -> dict:
        return {"since": self.first.isoformat(), "until": last_of(self.first).isoformat()}


def figures(user: User, chosen: dict) -> Figures:
    """Return the key figures of the complaints within a filter; four statements."""
    rows = cases(user, chosen).subquery()
    c = rows.c
    decided = c.liability.is_not(None)
    happy = c.satisfaction.in_(HAPPY)
    asked = c.satisfaction.in_(SAID)
    seconds = func.avg(_seconds(c.registered_at, c.replied_at))
    found = db.session.execute(
        select(
            func.count(c.id),
            func.count().filter(c.closed_at.is_(None) & c.merged_into_id.is_(None)),
            func.count().filter(decided),
            func.count().filter(decided & c.is_verified),
            func.count().filter(c.liability.in_(AT_FAULT)),
            func.count().filter(asked),
            func.count().filter(happy),
            seconds,
            func.count(c.replied_at),
        )
    ).one()
    count, still_open, judged, true, ours, said, good, mean, replied = found
    return Figures(
        count,
        still_open,
        Share(true, judged),
        Share(ours, judged),
        _on_time(rows),
        Share(good, said),
        round(mean / 3600, 1) if mean is not None else None,
        replied,
        *_repeaters(rows),
    )


def by(user: User, chosen: dict, column: str) -> list[Line]:
    """Return the count by channel, type, severity, hour or lane, the most first; hours in their order."""
    rows = cases(user, chosen).subquery()
    key = rows.c[column]
    found = db.session.execute(select(key, func.count()).where(key.is_not(None)).group_by(key)).all()
    name = {"lane_name": "lane"}.get(column, column)
    lines = [
        Line(_label(value, column), count, {name: getattr(value, "value", value)})
        for value, count in found
        if value != ""
    ]
    return sorted(lines, key=lambda line: line.link["hour"] if column == "hour" else -line.count)


def shares(user: User, chosen: dict) -> list[tuple[ComplaintType, Share, int]]:
    """Return how much of all the three classes of S1 make up, each with the share measured in S1, percent."""
    rows = cases(user, chosen).subquery()
    total = db.session.scalar(select(func.count()).select_from(rows)) or 0
    found = dict(db.session.execute(select(rows.c.type, func.count()).group_by(rows.c.type)).all())
    return [(kind, Share(found.get(kind, 0), total), was) for kind, was in S1_SHARES.items()]


def trend(user: User, chosen: dict, month: date, months: int = 6) -> list[Month]:
    """Return the shares of S1 in ``month`` and those before it, the oldest first; one statement."""
    firsts = [_back(month, back) for back in reversed(range(months))]
    end = clock.at(_back(month, -1), time())
    rows = cases(user, chosen | {"since": firsts[0]}).where(Complaint.registered_at < end).subquery()
    ends = [(rows.c.registered_at < clock.at(_back(first, -1), time()), at) for at, first in enumerate(firsts)]
    placed = select(case(*ends).label("at"), rows.c.type).subquery()
    counted = select(placed.c.at, placed.c.type, func.count()).group_by(placed.c.at, placed.c.type)
    found = {(at, kind): count for at, kind, count in db.session.execute(counted)}
    totals = [sum(n for (at, _kind), n in found.items() if at == order) for order in range(months)]
    return [
        Month(first, total, [(k, Share(found.get((at, k), 0), total), was) for k, was in S1_SHARES.items()])
        for at, (first, total) in enumerate(zip(firsts, totals, strict=True))
    ]


def by_team(user: User, chosen: dict, since: date, until: date) -> list[tuple[Unit, str, Rate]]:
    """Return the complaints of each crew, its name with the station's, per 100 shifts that it has worked."""
    rows = cases(user, chosen).subquery()
    counts = dict(db.session.execute(select(rows.c.team_id, func.count()).group_by(rows.c.team_id)).all())
    days = Shift.business_date.between(since, min(until, clock.today()))
    shifts = select(Shift.crew_id, func.count()).where(days, Shift.state.in_(LIVE)).group_by(Shift.crew_id)
    worked = dict(db.session.execute(shifts).all())
    reached = visible(Unit, user).where(Unit.id.in_(worked), in_reach(user, "complaint.statistics", Unit.id))
    crews = db.session.scalars(reached.order_by(Unit.path)).unique().all()
    above = dict(db.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_([c.parent_id for c in crews]))).all())
    rates = compare({crew.id: (counts.get(crew.id, 0), worked[crew.id]) for crew in crews}, per=100)
    return [(crew, f"{above.get(crew.parent_id, '')} {crew.name}".strip(), rates[crew.id]) for crew in crews]


def by_team_vehicles(user: User, chosen: dict, month: date, until: date) -> dict[int, Rate]:
    """Return the complaints of each crew per 10,000 vehicles of a whole month, by the id of the crew.

    Vehicles are counted by station; a crew is taken to have served them in the measure of its shifts. A station
    without its number for the month leaves its crews out.
    """
    rows = cases(user, chosen).subquery()
    counts = dict(db.session.execute(select(rows.c.team_id, func.count()).group_by(rows.c.team_id)).all())
    days = Shift.business_date.between(month, min(until, clock.today()))
    worked = select(Shift.unit_id, Shift.crew_id, func.count()).where(days, Shift.state.in_(LIVE))
    shifts = db.session.execute(worked.group_by(Shift.unit_id, Shift.crew_id)).all()
    reached = in_reach(user, "complaint.statistics", TrafficMonth.unit_id)
    known = select(TrafficMonth.unit_id, TrafficMonth.vehicles).where(TrafficMonth.month == month, reached)
    vehicles, all_of = dict(db.session.execute(known).all()), Counter()
    for unit_id, _crew, done in shifts:
        all_of[unit_id] += done
    seen = {
        crew: (counts.get(crew, 0), vehicles[unit_id] * done / all_of[unit_id])
        for unit_id, crew, done in shifts
        if unit_id in vehicles
    }
    return compare(seen)


def by_station(user: User, chosen: dict, since: date, until: date) -> list[tuple[Unit, Rate]]:
    """Return the complaints of each station per 10,000 vehicles of the months touched, compared fairly."""
    rows = cases(user, chosen).subquery()
    counts = dict(db.session.execute(select(rows.c.unit_id, func.count()).group_by(rows.c.unit_id)).all())
    months = TrafficMonth.month.between(first_of(since), until)
    reached = in_reach(user, "complaint.statistics", TrafficMonth.unit_id)
    sums = select(TrafficMonth.unit_id, func.sum(TrafficMonth.vehicles)).where(months, reached)
    sums = sums.group_by(TrafficMonth.unit_id)
    seen = {unit_id: (counts.get(unit_id, 0), int(vehicles)) for unit_id, vehicles in db.session.execute(sums)}
    units = {unit.id: unit for unit in db.session.scalars(visible(Unit, user).where(Unit.id.in_(seen)))}
    rates = compare({unit_id: pair for unit_id, pair in seen.items() if unit_id in units})
    return [(units[unit_id], rate) for unit_id, rate in rates.items()]


def by_person(user: User, chosen: dict, since: date, until: date) -> list[tuple[User, Rate]]:
    """Return the true complaints of each collector per 100 shifts; equals share a place and stand by number."""
    true = cases(user, chosen | {"is_verified": True}).subquery()
    named = select(ComplaintPerson.person_id, func.count()).where(
        ComplaintPerson.part == Part.INVOLVED, ComplaintPerson.complaint_id.in_(select(true.c.id))
    )
    counts = dict(db.session.execute(named.group_by(ComplaintPerson.person_id)).all())
    people = {person.id: person for person in db.session.scalars(visible(User, user)).unique()}
    shifts = select(Duty.user_id, func.count(func.distinct(Duty.shift_id))).join(Shift)
    done = (Shift.business_date.between(since, until), Shift.state.in_(LIVE), *HOLDS, Duty.post.in_(SEATED))
    worked = dict(db.session.execute(shifts.where(*done).group_by(Duty.user_id)).all())
    seen = {one: (counts.get(one, 0), number) for one, number in worked.items() if one in people}
    rates = compare(seen, per=100)
    told = [(people[one], rate) for one, rate in rates.items() if rate.count]
    return sorted(told, key=lambda pair: (pair[1].place or 9, pair[0].staff_key))


def cases(user: User, chosen: dict):
    """The complaints within a filter, those joined to another left out: one matter counts once."""
    rows = visible(Complaint, user).where(*filter_parts(**chosen), Complaint.merged_into_id.is_(None))
    return rows if "kind" in chosen else rows.where(Complaint.kind == ComplaintKind.COMPLAINT)


def _back(month: date, months: int) -> date:
    """Return the first day ``months`` before ``month``; after it, when negative."""
    years, index = divmod(month.year * 12 + month.month - 1 - months, 12)
    return date(years, index + 1, 1)


def _seconds(since, until):
    """Return the seconds between two moments, on either engine."""
    if db.engine.dialect.name == "sqlite":
        return (func.julianday(until) - func.julianday(since)) * 86400
    return func.extract("epoch", until - since)


def _on_time(rows) -> Share:
    """Of the cases of which a clock of handling is over, how many were in time. Source: S1 及时率 100 %."""
    counts = (func.count().filter(clocks.handled("met")), func.count())
    here = (Complaint.id.in_(select(rows.c.id)), clocks.handled("any"))
    return Share(*db.session.execute(select(*counts).select_from(Complaint).where(*here)).one())


def _repeaters(rows) -> tuple[Share, int]:
    """Return the callers who came more than once, of all, and the cases of these."""
    per = select(rows.c.phone, func.count().label("times")).where(rows.c.phone != "").group_by(rows.c.phone).subquery()
    several = per.c.times > 1
    counts = (func.count().filter(several), func.count(), func.coalesce(func.sum(per.c.times).filter(several), 0))
    callers, all_of, cases_of_them = db.session.execute(select(*counts).select_from(per)).one()
    return Share(callers, all_of), cases_of_them


def _label(value, column: str) -> str:
    return f"{value}–{value + 1} 时" if column == "hour" else str(getattr(value, "label", value))
