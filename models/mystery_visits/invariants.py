"""What must always hold for mystery visits."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from models.core.checks import invariant
from models.core.db import db
from models.mystery_visits import held, sealing
from models.mystery_visits.kinds import VisitState
from models.mystery_visits.tables import MysteryReport, MysteryVisit


@invariant("暗访评价与其承诺值、当日承诺一致")
def opened_seals() -> Iterator[str]:
    """Yield the reports whose text, salt or proof no longer lead to what was published."""
    for report in db.session.scalars(select(MysteryReport).options(joinedload(MysteryReport.root))):
        if sealing.commitment_of(report.sealed, report.salt) != report.commitment:
            yield f"回执 {report.receipt_no} 的内容与承诺值不符"
        elif report.root and sealing.root_from(report.commitment, report.proof) != report.root.hash:
            yield f"回执 {report.receipt_no} 的证明到不了当日承诺"


@invariant("暗访封存期间的操作记录完整")
def held_chain() -> Iterator[str]:
    yield from held.broken()


@invariant("访问码只属于已发码的暗访，已公布的都有编号和公布时间")
def states() -> Iterator[str]:
    """Yield visits whose state and columns contradict each other."""
    stray = (MysteryVisit.state != VisitState.ISSUED) & MysteryVisit.code_hash.is_not(None)
    nameless = (MysteryVisit.state == VisitState.PUBLISHED) & MysteryVisit.number.is_(None)
    early = (MysteryVisit.state != VisitState.PUBLISHED) & MysteryVisit.number.is_not(None)
    for visit_id in db.session.scalars(select(MysteryVisit.id).where(or_(stray, nameless, early))):
        yield f"暗访 {visit_id} 的状态与访问码或编号不符"
