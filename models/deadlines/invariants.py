"""What must always hold among clocks."""

from __future__ import annotations

from sqlalchemy import select

from models.core import clock
from models.core.checks import invariant
from models.core.db import db
from models.deadlines.explaining import histories
from models.deadlines.queries import RUNNING
from models.deadlines.tables import DeadlinePause, DeadlineTimer


@invariant("正在计时的期限，到期时间都能由规则、暂停和变更重新算出", order=70)
def due_as_computed():
    timers = db.session.scalars(select(DeadlineTimer).where(*RUNNING)).all()
    for history in histories(timers).values():
        if (due := history.due()) != history.timer.due_at:
            stored, again = (clock.local(at).strftime("%Y-%m-%d %H:%M") for at in (history.timer.due_at, due))
            yield f"{history.timer.name} 记为 {stored} 到期，重算为 {again}"


@invariant("暂停中的期限都有一段未结束的暂停，其余的都没有", order=71)
def pauses_and_timers():
    standing = select(DeadlinePause.timer_id).where(DeadlinePause.to_at.is_(None))
    paused = DeadlineTimer.paused_at.is_not(None)
    wrong = select(DeadlineTimer).where(paused != DeadlineTimer.id.in_(standing))
    for timer in db.session.scalars(wrong):
        yield f"{timer.name} 的暂停状态与暂停记录不一致"


@invariant("已停止的期限都有结果，没有停止的都没有", order=72)
def outcome_when_stopped():
    wrong = select(DeadlineTimer).where(DeadlineTimer.stopped_at.is_(None) != DeadlineTimer.outcome.is_(None))
    for timer in db.session.scalars(wrong):
        yield f"{timer.name} 的结果与停止时间不一致"
