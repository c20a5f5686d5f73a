"""Every minute the ladders are climbed; every night the clocks follow the calendar."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select

from models.core import audit
from models.core.db import db, upsert
from models.core.jobs import job
from models.deadlines import ladder
from models.deadlines.explaining import History, histories
from models.deadlines.queries import RUNNING
from models.deadlines.rules import follow_calendar
from models.deadlines.tables import DeadlineAlarm, DeadlineStep, DeadlineTimer
from models.inbox import notify

AT_ONCE = 200  # clocks in one run; the next minute takes the rest


@job("deadlines.escalate", "期限提醒与上报", every=timedelta(minutes=1))
def escalate(at: datetime) -> int:
    """Take every step that has come due, once; return how many. Two workers never take the same one."""
    due = select(DeadlineTimer).where(*RUNNING, DeadlineTimer.alarm_at <= at)
    rows = due.order_by(DeadlineTimer.alarm_at).limit(AT_ONCE).with_for_update(skip_locked=True)
    timers = list(db.session.scalars(rows.execution_options(populate_existing=True)))
    found = histories(timers) if timers else {}
    return sum(_climb(found[timer.id], at) for timer in timers)


@job("deadlines.follow_calendar", "期限跟随放假安排", daily_at=time(0, 20))
def follow(at: datetime) -> int:
    """Compute every running clock again: the holidays of a year are announced while clocks run into it."""
    timers = db.session.scalars(select(DeadlineTimer).where(*RUNNING)).all()
    return sum(follow_calendar(timer, at) for timer in timers)


def _climb(history: History, at: datetime) -> int:
    timer = history.timer
    pending = sorted(ladder.ahead(history, ladder.taken_by(timer)), key=lambda pair: (pair[0], pair[1].level))
    fired = sum(_take(history, step, planned, at) for planned, step in pending if planned <= at)
    timer.alarm_at = next((planned for planned, _step in pending if planned > at), None)
    audit.record("deadline.alarm", timer, None, note=ladder.words(timer, at))
    return fired


def _take(history: History, step: DeadlineStep, planned: datetime, at: datetime) -> bool:
    """Keep the alarm and tell people; False when another worker was faster."""
    timer = history.timer
    people, note = ladder.reached(step, history.rules[timer.rule_id].steps, ladder.people_now(timer, at))
    title = ladder.words(timer, at)
    row = {"timer_id": timer.id, "step_id": step.id, "due_at": timer.due_at, "planned_at": planned, "fired_at": at}
    row |= {"title": title, "note": note, "recipients": [[one.id, one.name] for one in people]}
    kept = upsert(db.session, DeadlineAlarm).values(row).on_conflict_do_nothing().returning(DeadlineAlarm.id)
    if db.session.scalar(kept) is None:
        return False
    key = f"deadline-{timer.id}-{step.id}-{int(timer.due_at.timestamp())}"
    whom, words = [one.id for one in people], f"{title}（{note}）" if note else title
    notify(whom, "deadline", words, timer.href, key=key, at=at, urgent=step.is_urgent)
    return True
