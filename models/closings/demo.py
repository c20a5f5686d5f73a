"""The demonstration stations have closed the month before last, the last of them one month more."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models.accounts import Unit, User
from models.closings.houses import KINDS
from models.closings.registry import Month, blockers_of
from models.closings.rules import close
from models.closings.tables import MonthClosing
from models.core import clock, months
from models.core.db import db
from models.core.seeds import demo_data

CLOSER = "00020"


@demo_data(order=990)
def fill() -> None:
    """Close it wherever nothing stands in the way; behind all other rooms, whose past it freezes."""
    by = db.session.scalar(select(User).where(User.staff_no == CLOSER))
    if by is None or db.session.scalar(select(MonthClosing.id).limit(1)):
        return
    houses = db.session.scalars(select(Unit).where(Unit.kind.in_(KINDS)).order_by(Unit.path)).all()
    for unit in houses:
        _close(unit, months.before(clock.today(), 2), "第一次结账。", by)
    for unit in houses[-1:]:
        _close(unit, months.before(clock.today()), "本月各项已核对。", by)
    db.session.commit()


def _close(unit: Unit, month: date, note: str, by: User) -> None:
    if not blockers_of(Month(unit, month)):
        close(unit, month=month, note=note, by=by, at=clock.now())
        db.session.flush()
