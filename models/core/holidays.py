"""The calendar of public holidays and make-up working days, as rows an administrator adds to each November."""

from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from models.core import audit
from models.core.audit import Audited
from models.core.db import Base, Labelled, choice, db, pk
from models.core.seeds import base_data
from models.core.workdays import Calendar, read_calendar

SEED = Path(__file__).with_name("holidays.csv")


class DayKind(Labelled):
    HOLIDAY = ("holiday", "放假", "ok")
    MAKEUP = ("makeup", "调休上班", "warn")


class Holiday(Audited, Base):
    """A day that is off, or worked, against its weekday."""

    __tablename__ = "holidays"
    id: Mapped[pk]
    day: Mapped[date] = mapped_column(unique=True)
    kind: Mapped[DayKind] = choice(DayKind)
    name: Mapped[str]
    source: Mapped[str] = mapped_column(default="")


def calendar() -> Calendar:
    """Return the calendar as it stands in the database; one statement."""
    days: dict[DayKind, dict[date, str]] = {DayKind.HOLIDAY: {}, DayKind.MAKEUP: {}}
    for day, kind, name in db.session.execute(select(Holiday.day, Holiday.kind, Holiday.name)):
        days[kind][day] = name
    return Calendar(days[DayKind.HOLIDAY], days[DayKind.MAKEUP])


@base_data(order=5)
def fill() -> None:
    """Put in the announced days that the house does not have yet; one that was entered by hand stays as it is."""
    known = set(db.session.scalars(select(Holiday.day)))
    with SEED.open(encoding="utf-8") as lines:
        announced = read_calendar(lines)
    kinds = ((DayKind.HOLIDAY, announced.holidays), (DayKind.MAKEUP, announced.makeup))
    rows = [
        Holiday(day=day, kind=kind, name=name, source="国务院办公厅放假通知")
        for kind, days in kinds
        for day, name in sorted(days.items())
        if day not in known
    ]
    db.session.add_all(rows)
    for row in rows:
        audit.record("holiday.add", row, None)
    db.session.commit()
