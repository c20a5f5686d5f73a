"""Events of the ledger, as any room would post them."""

from __future__ import annotations

from datetime import date, datetime

from models import points
from models.core import clock, months
from models.core.db import db

DAY = date(2026, 11, 20)
MONTH = DAY.replace(day=1)
AT = datetime.fromisoformat("2026-11-20T09:00+08:00")
_number = iter(range(1, 10**9))


def origin(label: str = "CS-2026-0001", number: int = 0) -> points.Origin:
    number = number or next(_number)
    return points.Origin("complaints", number, label, f"/complaints/{number}")


def post(holder, kind: str = "praise", tenths: int | None = None, source: points.Origin | None = None, **told):
    given = {"on": DAY, "by": None, "at": AT} | told
    return points.post(kind, holder, source or origin(), tenths=tenths, **given)


def figures(holder, month: date = MONTH) -> tuple[int, int]:
    """Return the score and the balance of merits that pages show, in tenths."""
    row = points.queries.balance_of(holder, month)
    return (row.score, row.merit) if row else (0, 0)


def today_month() -> date:
    return months.first_of(clock.today())


def make_deed(person, by, **told):
    """A colleague tells that a person pushed a broken-down car out of the lane."""
    at = clock.now()
    given = {
        "happened_on": clock.today(),
        "place": "X04 车道",
        "words": "帮司机把抛锚的车推出车道。",
        "photo": None,
    } | told
    deed = points.deeds.report(person=person, by=by, at=at, **given)
    db.session.flush()
    return deed


def make_grievance(person, **told):
    at = clock.now()
    given = {"happened_at": at, "place": "X04 车道", "words": "司机辱骂并投掷票据。", "conduct": "耐心解释，没有还口。"}
    row = points.grievances.record(by=person, at=at, photo=None, **given | told)
    db.session.flush()
    return row
