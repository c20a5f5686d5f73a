"""Hours of a month per person, and what of them is overtime."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from models.accounts import Unit, User
from models.core import settings
from models.core.db import db
from models.roster.bookings import ROUND_THE_CLOCK
from models.roster.queries import HOLDS, LIVE
from models.roster.rotation import month_of
from models.roster.tables import Duty, Shift


@dataclass(slots=True)
class Line:
    """Hours of one person; ``extra`` were done as a substitute or called up, ``plan`` is the month's standard."""

    user: User
    plan: int
    shifts: int = 0
    hours: float = 0.0
    extra: float = 0.0

    @property
    def over(self) -> float:
        return max(0.0, self.hours - self.plan)


ORDERS = {
    "": lambda line: (-line.extra, -line.over, line.user.staff_no),
    "-over": lambda line: (-line.over, line.user.staff_no),
    "-hours": lambda line: (-line.hours, line.user.staff_no),
    "staff_no": lambda line: line.user.staff_no,
}


def month_lines(station: Unit, day: date, *, crew: Unit | None = None, sort: str = "") -> list[Line]:
    """Return a line for everybody (of ``crew``) on duty in the month of ``day``, most overtime first unless ``sort``
    says otherwise. 值班站长 are not counted."""
    first, last = month_of(day)
    plan = settings.value_of("roster.month_hours", unit_id=station.id, on=first)
    lines: dict[int, Line] = {}
    seen: set[tuple[int, int]] = set()
    for duty in db.session.scalars(duties_counted(station.id, first, last)):
        line = lines.setdefault(duty.user_id, Line(duty.user, plan))
        line.hours += duty.hours
        line.extra += duty.hours if duty.is_extra else 0
        line.shifts += (duty.user_id, duty.shift_id) not in seen
        seen.add((duty.user_id, duty.shift_id))
    shown = [line for line in lines.values() if crew is None or line.user.unit_id == crew.id]
    return sorted(shown, key=ORDERS[sort])


def duties_counted(station_id: int, first: date, last: date) -> Select[tuple[Duty]]:
    here = (Shift.unit_id == station_id, Shift.business_date >= first, Shift.business_date <= last)
    counted = (*HOLDS, Shift.state.in_(LIVE), Duty.post != ROUND_THE_CLOCK)
    return select(Duty).join(Shift).where(*here, *counted).options(joinedload(Duty.user))
