"""What must always hold among rectifications."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from models.core.checks import invariant
from models.core.db import db
from models.rectifications.kinds import RectificationState
from models.rectifications.tables import Rectification, RectificationMeasure

R = RectificationState


@invariant("合格销号的整改，措施都已办结，复查人没有参与整改", order=66)
def closed_by_an_outsider():
    rows = select(Rectification.number).join(
        RectificationMeasure, RectificationMeasure.rectification_id == Rectification.id
    )
    part = or_(
        RectificationMeasure.done_at.is_(None),
        RectificationMeasure.owner_id == Rectification.reviewed_by_id,
        RectificationMeasure.done_by_id == Rectification.reviewed_by_id,
    )
    for number in db.session.scalars(rows.where(Rectification.state == R.CLOSED, part).distinct()):
        yield f"{number} 已销号，但有措施没有办结或由复查人负责"
    own = select(Rectification.number).where(
        Rectification.state == R.CLOSED,
        or_(
            Rectification.reviewed_by_id == Rectification.responsible_id,
            Rectification.reviewed_by_id == Rectification.submitted_by_id,
        ),
    )
    for number in db.session.scalars(own):
        yield f"{number} 由整改责任人自己复查"


@invariant("复查不合格的整改都已重新下发，次数依次加一", order=67)
def failed_and_issued_again():
    after = aliased(Rectification)
    joined = select(Rectification.number, Rectification.state, Rectification.issue_no, after.issue_no)
    rows = joined.outerjoin(after, after.reissued_from_id == Rectification.id)
    for number, state, issue_no, next_no in db.session.execute(rows):
        if state is R.FAILED and next_no != issue_no + 1:
            yield f"{number} 复查不合格，但没有重新下发"
        elif state is not R.FAILED and next_no is not None:
            yield f"{number} 没有判为不合格，却已重新下发"
