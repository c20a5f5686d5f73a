"""What happens by itself: the hash of every day, and the late disclosure of visits that were given up."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select

from models.core import clock
from models.core.db import db
from models.core.jobs import job
from models.core.settings import value_of
from models.mystery_visits import held, publishing
from models.mystery_visits.kinds import VisitState
from models.mystery_visits.tables import HeldAct, MysteryVisit


@job("mystery_visits.seal", "公布前一日的暗访承诺", daily_at=time(0, 10), all_missed=True)
def seal_yesterday(due_at: datetime) -> None:
    day = clock.local(due_at).date() - timedelta(days=1)
    if not publishing.is_sealed_day(day):
        publishing.seal_day(day, due_at)


@job("mystery_visits.disclose", "到期的暗访记录写入审计日志", daily_at=time(0, 20))
def disclose_cancelled(due_at: datetime) -> None:
    """Tell the trail of cancelled visits, long enough after their window that nothing can be read from it."""
    before = clock.local(due_at).date() - timedelta(days=value_of("mystery_visit.disclose_days"))
    waiting = select(HeldAct.visit_id).where(HeldAct.disclosed_at.is_(None))
    over = (MysteryVisit.state == VisitState.CANCELLED, MysteryVisit.to_on < before)
    for visit in db.session.scalars(select(MysteryVisit).where(*over, MysteryVisit.id.in_(waiting))):
        held.disclose(visit, due_at)
