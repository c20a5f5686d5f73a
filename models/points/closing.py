"""What points contribute to a month close: deeds nobody has decided on, and the sums that freeze.

Source: domain §6.12.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from models import closings
from models.closings import Blocker, Figure, Measure, Month
from models.core.db import db
from models.points.deed_tables import GoodDeed
from models.points.kinds import ACCOUNTS, DeedState, EntryType
from models.points.tables import PointEntry, PointLine


@closings.blocks("积分")
def undecided(month: Month) -> Iterator[Blocker]:
    """A deed that is verified later would count in a later month."""
    waiting = (
        GoodDeed.state == DeedState.REPORTED,
        month.covers(GoodDeed.unit_id),
        month.has_day(GoodDeed.happened_on),
    )
    for number in db.session.scalars(select(GoodDeed.number).where(*waiting).order_by(GoodDeed.id)):
        yield Blocker(f"{number} 好人好事还没有核实", "/points/deeds?state=reported")


@closings.figures("积分")
def sums(month: Month) -> Iterator[Figure]:
    """Entries of the month, and the sums of both accounts in tenths of a point."""
    here = (month.covers(PointEntry.unit_id), PointEntry.booked_month == month.first)
    count = select(func.count(PointEntry.id)).where(*here, PointEntry.type != EntryType.OPENING)
    yield Figure("记分、冲销、结算笔数", db.session.scalar(count) or 0)
    rows = select(PointLine.account, func.sum(PointLine.tenths)).join(PointEntry, PointEntry.id == PointLine.entry_id)
    rows = rows.where(*here, PointLine.account.in_(ACCOUNTS)).group_by(PointLine.account).order_by(PointLine.account)
    for account, tenths in db.session.execute(rows):
        yield Figure(f"{ACCOUNTS[account]}合计", int(tenths), Measure.TENTHS)
