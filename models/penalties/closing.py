"""What discipline brings to a month close: cases that must be settled first, and the figures that freeze.

A penalty lies in the month in which it takes effect, a reduction in that of its record, a receipt on its day. What
happened in a closed month and is found later takes effect in an open one. Source: domain §6.12; docs/adr/0020.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from models.closings import Blocker, Figure, Measure, Month, blocks, figures
from models.core.db import db
from models.penalties.kinds import PenaltyState, ViolationState
from models.penalties.tables import Collection, Penalty, Relief, Violation

UNSERVED = (PenaltyState.REVIEW, PenaltyState.APPROVED)
SHOWN = 20


@blocks("处罚")
def unsettled(month: Month) -> Iterator[Blocker]:
    """What happened in the month and is not verified, not decided or not served."""
    happened = (month.covers(Violation.unit_id), month.has_moment(Violation.occurred_at))
    reported = select(Violation.id, Violation.number).where(*happened, Violation.state == ViolationState.REPORTED)
    for row_id, number in db.session.execute(reported.order_by(Violation.id).limit(SHOWN)):
        yield Blocker(f"违规 {number} 待核实", f"/penalties/violations/{row_id}")
    waiting = select(Penalty.id, Penalty.number, Penalty.state).join(Violation, Violation.id == Penalty.violation_id)
    waiting = waiting.where(*happened, Penalty.state.in_(UNSERVED))
    for row_id, number, state in db.session.execute(waiting.order_by(Penalty.id).limit(SHOWN)):
        yield Blocker(f"处罚 {number} {state.label}，还没有送达", f"/penalties/{row_id}")
    yield from _overdue(month)


def _overdue(month: Month) -> Iterator[Blocker]:
    """Whose appeal window ended within the month takes effect in it: the nightly job has to come first."""
    over = select(Penalty.id, Penalty.number).where(month.covers(Penalty.unit_id), Penalty.appeal_until < month.last)
    for row_id, number in db.session.execute(over.where(Penalty.state == PenaltyState.SERVED).limit(SHOWN)):
        yield Blocker(f"处罚 {number} 申诉期已满，还没有生效", f"/penalties/{row_id}")


@figures("处罚")
def frozen(month: Month) -> Iterator[Figure]:
    """Sums of what cannot change any more: figures as decided, reductions, receipts."""
    here = (month.covers(Penalty.unit_id), month.has_moment(Penalty.effective_at))
    sums = select(func.count(), func.coalesce(func.sum(Penalty.amount), 0), func.coalesce(func.sum(Penalty.points), 0))
    count, amount, points = db.session.execute(sums.select_from(Penalty).where(*here)).one()
    yield Figure("生效", count)
    yield Figure("生效金额", int(amount), Measure.CENTS)
    yield Figure("生效分值", int(points), Measure.POINTS)
    relieved = select(func.coalesce(func.sum(Relief.amount), 0)).join(Penalty, Penalty.id == Relief.penalty_id)
    relieved = relieved.where(month.covers(Relief.unit_id), month.has_moment(Relief.at))
    relieved = relieved.where(Penalty.effective_at.is_not(None))  # of what never took effect nothing was due
    yield Figure("生效后变更和撤销减少", int(db.session.scalar(relieved)), Measure.CENTS)
    taken = select(func.count(), func.coalesce(func.sum(Collection.amount), 0)).select_from(Collection)
    taken = taken.where(month.covers(Collection.unit_id), month.has_day(Collection.collected_on))
    receipts, sum_ = db.session.execute(taken.where(Collection.penalty_id.is_not(None))).one()
    yield Figure("收缴、冲销、退还", receipts)
    yield Figure("实收净额", int(sum_), Measure.CENTS)
    others, back = db.session.execute(taken.where(Collection.penalty_id.is_(None))).one()
    if others:
        yield Figure("追回奖金的收款、冲销", others)
        yield Figure("追回奖金净额", int(back), Measure.CENTS)
