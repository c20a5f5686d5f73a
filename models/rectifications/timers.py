"""The clocks of a rectification: 24 hours to sign, the day it is due, and the reviewer's time.

Source: domain §2.4 (24 h); the rest assumed, see docs/adr/0007.
"""

from __future__ import annotations

from datetime import date, datetime, time

from models.accounts import Unit, User
from models.core import clock
from models.core.db import db
from models.deadlines import Step, TimeUnit, Whom, declare_kind, default_rule, extend, start, stop, void
from models.rectifications.tables import Rectification

SIGN, DUE, REVIEW = "rectification.sign", "rectification.due", "rectification.review"
HREF = "/rectifications/{owner_id}"
DAY = 24 * 60  # minutes

declare_kind(SIGN, "整改签收", HREF, owner=Rectification)
declare_kind(DUE, "整改完成", HREF, owner=Rectification)
declare_kind(REVIEW, "整改复查", HREF, owner=Rectification)
default_rule(
    SIGN,
    amount=24,
    unit=TimeUnit.HOURS,
    source="方案：整改通知 24 小时内签收",
    ladder=[Step(1, -120), Step(2, 0, Whom.ROLE, "office_head"), Step(3, DAY, Whom.ROLE, "leader")],
)
default_rule(
    DUE,
    amount=7,
    unit=TimeUnit.WORKDAYS,
    source="下发时确定的整改期限",
    ladder=[
        Step(1, -2 * DAY),
        Step(2, 0),
        Step(3, 8 * 60, Whom.ROLE, "office_head"),
        Step(4, 2 * DAY, Whom.ROLE, "leader"),
    ],
)
default_rule(
    REVIEW,
    amount=3,
    unit=TimeUnit.WORKDAYS,
    source="默认：报请复查后 3 个工作日内复查",
    ladder=[Step(1, 0, Whom.ROLE, "office_head"), Step(2, 2 * DAY, Whom.ROLE, "leader")],
)


def end_of(day: date) -> datetime:
    """Return the last minute of a day: what is due on it may be done until then."""
    return clock.at(day, time(23, 59))


def issued(row: Rectification, by: User | None, at: datetime) -> None:
    """Start the clocks of signing and of the day due."""
    unit = db.session.get_one(Unit, row.unit_id)
    start(SIGN, row, unit=unit, at=at, by=by, responsible_id=row.responsible_id)
    start(DUE, row, unit=unit, at=at, by=by, responsible_id=row.responsible_id, due_at=end_of(row.due_on))


def signed(row: Rectification, by: User, at: datetime) -> None:
    stop(row, SIGN, by=by, at=at)


def submitted(row: Rectification, by: User, at: datetime) -> None:
    """The responsible has done their part; now the reviewer's time runs."""
    stop(row, DUE, by=by, at=at)
    start(REVIEW, row, unit=db.session.get_one(Unit, row.unit_id), at=at, by=by, responsible_id=row.issued_by_id)


def reviewed(row: Rectification, by: User, at: datetime) -> None:
    stop(row, REVIEW, by=by, at=at)


def withdrawn(row: Rectification, reason: str, by: User, at: datetime) -> None:
    void(row, reason=reason, by=by, at=at)


def extended(row: Rectification, reason: str, by: User, at: datetime) -> None:
    extend(row, DUE, until=end_of(row.due_on), reason=reason, by=by, at=at)
