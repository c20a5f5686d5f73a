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


@invariant("已收缴的处罚都有收据，金额相等；没有收缴的没有收据", order=61)
def collected_with_receipt():
    joined = select(Penalty.number, Penalty.state, Penalty.payable, Collection.amount, Penalty.is_imported)
    rows = db.session.execute(joined.outerjoin(Collection, Collection.penalty_id == Penalty.id))
    for number, state, payable, received, imported in rows:
        if state is PenaltyState.COLLECTED and received is None and not imported:
            yield f"{number} 已收缴，但没有收据"
        elif received is not None and state is PenaltyState.REVOKED and payable == 0:
            continue  # paid, then revoked: the relief says what is to be paid back
        elif received is not None and state not in (PenaltyState.COLLECTED, PenaltyState.ARCHIVED):
            yield f"{number} 没有收缴，但有收据"
        elif received is not None and received != payable:
            yield f"{number} 应收与实收不一致"


@invariant("收据号不重复", order=62)
def receipts_once():
    twice = select(Collection.receipt_no).group_by(Collection.receipt_no).having(func.count() > 1)
    for receipt_no in db.session.scalars(twice):
        yield f"收据 {receipt_no} 用了不止一次"
