"""What must always hold among penalties, bans and receipts."""

from __future__ import annotations

from sqlalchemy import func, select

from models.core.checks import invariant
from models.core.db import db
from models.penalties.kinds import IN_FORCE, PenaltyState
from models.penalties.tables import AwardBan, Collection, Penalty


@invariant("有评先限制的，处罚都已生效；处罚已生效的，都有评先限制", order=60)
def bans_and_penalties():
    standing = select(AwardBan.penalty_id).where(AwardBan.lifted_at.is_(None))
    without = select(Penalty.number).where(Penalty.state.in_(IN_FORCE), Penalty.id.not_in(standing))
    for number in db.session.scalars(without):
        yield f"{number} 已生效，但没有评先限制"
    idle = select(Penalty.number).where(Penalty.state.not_in(IN_FORCE), Penalty.id.in_(standing))
    for number in db.session.scalars(idle):
        yield f"{number} 没有生效，但评先限制还在"


@invariant("已收缴的处罚，收、冲、退相抵后等于应收；没有收缴的没有余额", order=61)
def collected_with_receipt():
    held = select(Collection.penalty_id, func.sum(Collection.amount).label("sum")).group_by(Collection.penalty_id)
    held = held.where(Collection.penalty_id.is_not(None)).subquery()
    rows = select(Penalty.number, Penalty.state, Penalty.payable, held.c.sum, Penalty.is_imported)
    rows = rows.outerjoin(held, held.c.penalty_id == Penalty.id)
    for number, state, payable, received, imported in db.session.execute(rows):
        received = int(received or 0)
        if state is PenaltyState.REVOKED and payable == 0 and received >= 0:
            continue  # what is left of it is still to be paid back
        if state is PenaltyState.COLLECTED and not received and not imported:
            yield f"{number} 已收缴，但没有收据"
        elif received and state not in (PenaltyState.COLLECTED, PenaltyState.ARCHIVED):
            yield f"{number} 没有收缴，但有收据"
        elif received and received != payable:
            yield f"{number} 应收与实收不一致"


@invariant("收据号不重复", order=62)
def receipts_once():
    twice = select(Collection.receipt_no).group_by(Collection.receipt_no).having(func.count() > 1)
    for receipt_no in db.session.scalars(twice):
        yield f"收据 {receipt_no} 用了不止一次"
