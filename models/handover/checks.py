"""What must always hold of handovers; ``flask check`` says it aloud."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from models.core.checks import invariant
from models.core.db import db
from models.handover import content, queries
from models.handover.followups import Difference, Matter
from models.handover.kinds import DifferenceKind, DifferenceState, HandoverState, MatterState, Side
from models.handover.tables import Handover

BATCH = 100  # sealed handovers that are held in memory at a time
SIGNED = {
    HandoverState.DRAFT: set(),
    HandoverState.OBJECTED: set(),
    HandoverState.HANDED_OVER: {Side.OUTGOING},
    HandoverState.CHECKING: {Side.OUTGOING},
    HandoverState.TAKEN_OVER: {Side.OUTGOING, Side.INCOMING},
    HandoverState.SEALED: set(Side),
}


@invariant("交接班的签名与状态一致，没有只签了一半的，也没有人签两方", order=40)
def half_signed() -> Iterator[str]:
    for handover in db.session.scalars(select(Handover).options(selectinload(Handover.signatures))):
        live = [one for one in handover.signatures if not one.is_void]
        if {one.side for one in live} != SIGNED[handover.state]:
            yield f"{handover.number} 状态为“{handover.state.label}”，签名为 {[one.side.label for one in live]}"
        if len({one.user_id for one in live}) != len(live):
            yield f"{handover.number} 有人签了两方"


@invariant("锁定的交接班内容、签名和封存链没有被改动", order=41)
def broken_seals() -> Iterator[str]:
    sealed = (
        select(Handover)
        .where(Handover.seal_seq.is_not(None))
        .options(*queries.ROWS, selectinload(Handover.signatures))
        .order_by(Handover.unit_id, Handover.seal_seq)
        .execution_options(yield_per=BATCH)
    )
    for _station, handovers in groupby(db.session.scalars(sealed), key=lambda one: one.unit_id):
        yield from content.broken_seals(handovers)


@invariant("每件未办结的遗留事项只在一份还没有双签的交接班里", order=42)
def misplaced_matters() -> Iterator[str]:
    over = (HandoverState.TAKEN_OVER, HandoverState.SEALED)
    held = select(Matter.sentence, Handover.number).join(Handover, Handover.id == Matter.handover_id)
    for sentence, number in db.session.execute(held.where(Matter.state == MatterState.OPEN, Handover.state.in_(over))):
        yield f"“{sentence}”还在已双签的 {number} 里"


@invariant("短款补清才算处理，补缴合计不超过短款", order=43)
def wrong_shortages() -> Iterator[str]:
    cases = select(Difference).where(Difference.kind == DifferenceKind.SHORT)
    for case in db.session.scalars(cases.options(selectinload(Difference.repayments), joinedload(Difference.user))):
        if case.owed < 0 or (case.owed == 0) != (case.state is DifferenceState.SETTLED):
            yield f"{case.on} {case.subject} 短款 {case.amount} 分，已补 {case.repaid} 分，状态“{case.state.label}”"
