"""What the roster contributes to a month close: shifts that are not frozen yet, and who was on duty.

Attendance is what the roster says: a duty of a frozen shift. Source: domain §6.12; issue 4.7.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from models import closings
from models.closings import Blocker, Figure, Measure, Month
from models.core.db import db
from models.roster.queries import HOLDS, LIVE
from models.roster.tables import Duty, Shift, ShiftState

SHOWN = 20


@closings.blocks("考勤")
def unfrozen(month: Month) -> Iterator[Blocker]:
    """Who was on duty in a published shift may still be changed."""
    here = (month.covers(Shift.unit_id), month.has_day(Shift.business_date), Shift.state == ShiftState.PUBLISHED)
    for shift in db.session.scalars(select(Shift).where(*here).order_by(Shift.starts_at).limit(SHOWN)):
        yield Blocker(f"{shift.name} 还没有冻结", f"/roster/day/{shift.business_date}")


@closings.figures("考勤")
def attended(month: Month) -> Iterator[Figure]:
    """Shifts of the month, and people on duty in them: somebody who changed lanes counts once for a shift."""
    here = (month.covers(Shift.unit_id), month.has_day(Shift.business_date), Shift.state.in_(LIVE))
    shifts = db.session.scalar(select(func.count(Shift.id)).where(*here)) or 0
    yield Figure("班次", shifts, Measure.SHIFTS)
    once = select(Duty.shift_id, Duty.user_id).join(Shift, Shift.id == Duty.shift_id).where(*here, *HOLDS).distinct()
    times = db.session.scalar(select(func.count()).select_from(once.subquery())) or 0
    yield Figure("当班人次", times, Measure.TIMES)
