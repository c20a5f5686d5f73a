"""What must always hold of measures."""

from __future__ import annotations

from sqlalchemy import or_, select

from models.core.checks import invariant
from models.core.db import db
from models.measures.kinds import ENDED, MeasureKind, MeasureState
from models.measures.tables import Measure
from models.penalties import Penalty, PenaltyState


@invariant("撤销了的处罚，没有还在执行的处理措施", order=66)
def none_hangs_on_the_revoked():
    gone = (PenaltyState.REVOKED,)
    rows = select(Measure.number).join(Penalty, Penalty.id == Measure.penalty_id)
    for number in db.session.scalars(rows.where(Penalty.state.in_(gone), Measure.state.not_in(ENDED))):
        yield f"{number} 所依据的处罚已撤销，措施还在"


@invariant("待岗结束的，都已期满并复考合格", order=67)
def returned_after_a_test():
    ended = (Measure.kind == MeasureKind.SUSPENSION, Measure.state == MeasureState.ENDED)
    early = or_(Measure.retest_passed.is_(False), Measure.ended_on <= Measure.to_on)
    for number in db.session.scalars(select(Measure.number).where(*ended, early)):
        yield f"{number} 没有期满或复考不合格就返岗"
