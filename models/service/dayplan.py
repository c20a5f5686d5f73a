"""A day of visits: slots × people, who can be sent, and the story of one visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.accounts import User
from models.core import clock
from models.core.db import db
from models.service import staffing
from models.service.kinds import AppointmentState
from models.service.options import slots_of
from models.service.staffing import Hours
from models.service.tables import Appointment

S = AppointmentState
OPEN_OR_DONE = (S.BOOKED, S.DISPATCHED, S.VISITING, S.DONE)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a person does in a slot: a visit, something that binds them (``why``), or nothing."""

    visit: Appointment | None
    why: str

    @property
    def is_free(self) -> bool:
        return self.visit is None and not self.why


@dataclass(frozen=True, slots=True)
class Line:
    person: User
    duty: str  # post and hours between the first slot and the last, "" without such a duty
    cells: list[Cell]

    @property
    def is_going(self) -> bool:
        return any(cell.visit for cell in self.cells)

    @property
    def can_go(self) -> bool:
        return any(cell.is_free for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Plan:
    """``waiting`` are the visits of each slot without staff; ``resting`` are people without a duty on the day."""

    slots: list[tuple[datetime, datetime]]
    waiting: list[list[Appointment]]
    working: list[Line]
    resting: list[Line]

    @property
    def waiting_count(self) -> int:
        return sum(map(len, self.waiting))


@dataclass(frozen=True, slots=True)
class Crew:
    """Who can be sent to one visit, and who cannot and why."""

    collectors: list[User]
    recorders: list[User]
    hindered: list[tuple[User, str]]


def of(station_id: int, on: date) -> Plan:
    """Return the plan of a station on a day. The statements do not grow with the people."""
    slots = [(clock.at(on, starts), clock.at(on, ends)) for starts, ends in slots_of(station_id)]
    known, visits = staffing.hours_on(station_id, on), _visits(station_id, on)
    lines = [_line(person, known.get(person.id, Hours()), slots, visits) for person in _people(station_id, on)]
    duties = {line.person.id for line in lines if line.duty or line.is_going}
    waiting = [[v for v in visits if v.state is S.BOOKED and _touches(v, span)] for span in slots]
    working = sorted(
        (one for one in lines if one.person.id in duties), key=lambda one: (not one.is_going, not one.can_go)
    )
    return Plan(slots, waiting, working, [one for one in lines if one.person.id not in duties])


def crew_for(row: Appointment) -> Crew:
    """Return who can be sent in the slot of ``row``, those on duty first; the two already sent stay offered."""
    on = clock.local(row.starts_at).date()
    known = staffing.hours_on(row.unit_id, on)
    free, hindered = [], []
    for person in _people(row.unit_id, on):
        hours = known.get(person.id, Hours())
        why = hours.hindrance(row.starts_at, row.ends_at, but=row.id)
        if why:
            hindered.append((person, why))
        else:
            free.append((hours.duty_in(row.starts_at, row.ends_at) is None, person))
    recorders = [person for _off, person in sorted(free, key=lambda pair: pair[0])]
    may_collect = {person.id for person in staffing.people_of(row.unit_id, staffing.COLLECTS, on)}
    return Crew([one for one in recorders if one.id in may_collect], recorders, hindered)


def story(row: Appointment) -> list[dict]:
    """Return the way of a visit as a timeline."""
    steps = [
        ("电话预约", row.registered_at, row.registered_by.name),
        ("派单", row.dispatched_at, _pair(row) if row.collector_id else "收费 1 人、记录 1 人"),
        ("出发", row.departed_at, row.device_no and f"移动设备 {row.device_no}"),
        ("到达", row.arrived_at, ""),
        ("完成", row.finished_at, row.signer and "对方已签字"),
    ]
    told = [
        {"title": title, "time": at, "who": who or "", "state": "done" if at else "todo"} for title, at, who in steps
    ]
    if row.state is S.CANCELLED:
        kept = [one for one in told if one["time"]]
        end = {"title": f"取消：{row.cancel_cause.label}", "time": row.cancelled_at, "who": row.cancel_reason}
        return [*kept, end | {"state": "done"}]
    waiting = next((one for one in told if one["state"] == "todo"), None)
    if waiting:
        waiting["state"] = "now"
    return told


def _pair(row: Appointment) -> str:
    return f"收费 {row.collector.name}，记录 {row.recorder.name}"


def _people(station_id: int, on: date) -> list[User]:
    return staffing.people_of(station_id, staffing.GOES, on)


def _visits(station_id: int, on: date) -> list[Appointment]:
    span = Appointment.starts_at.between(clock.at(on, datetime.min.time()), clock.at(on, datetime.max.time()))
    here = (Appointment.unit_id == station_id, span, Appointment.state.in_(OPEN_OR_DONE))
    rows = select(Appointment).where(*here).options(joinedload(Appointment.collector), joinedload(Appointment.recorder))
    return list(db.session.scalars(rows.order_by(Appointment.starts_at, Appointment.id)))


def _line(person: User, hours: Hours, slots: list, visits: list[Appointment]) -> Line:
    first, last = slots[0][0], slots[-1][1]
    shown = [one for one in hours.duties if one.starts_at < last and one.ends_at > first]
    duty = "、".join(f"{one.span} {one.lane.name if one.lane else one.post.label}" for one in shown)
    cells = []
    for span in slots:
        visit = next((v for v in visits if person.id in v.staff_ids and _touches(v, span)), None)
        cells.append(Cell(visit, "" if visit else hours.hindrance(*span)))
    return Line(person, duty, cells)


def _touches(visit: Appointment, span: tuple[datetime, datetime]) -> bool:
    return visit.starts_at < span[1] and visit.ends_at > span[0]
