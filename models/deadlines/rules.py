"""Starting, pausing, changing and stopping of clocks. Every change is recorded under the clock it is about.

Whatever moves a clock computes its moment due again from the whole history. Source: domain §2.1; docs/adr/0015.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from sqlalchemy import select

from models.accounts import Unit, User
from models.core import audit, clock
from models.core.db import Base, db, locked
from models.core.errors import RuleBroken
from models.core.settings import value_of
from models.core.workdays import add_workdays
from models.deadlines import ladder, plans
from models.deadlines.explaining import History, history_of, new_history, station_of
from models.deadlines.kinds import KINDS, ChangeKind, ClockKind, Outcome, Side
from models.deadlines.queries import open_of
from models.deadlines.tables import DeadlineChange, DeadlinePause, DeadlineRule, DeadlineTimer

MOST_EXTENSION = 120  # working days
MOMENTS = ("due_at", "armed_at", "paused_at", "alarm_at")  # of a running clock, which its end changes


class Given(TypedDict, total=False):
    """What a clock may be started with. ``due_at`` is given by an outside order or a promise; ``label`` is shown."""

    severity: str
    responsible_id: int | None
    due_at: datetime | None
    label: str
    side: Side


class More(TypedDict, total=False):
    """How much more time: one of a moment and a number of working days; of twins ours, unless said otherwise."""

    until: datetime | None
    workdays: int
    side: Side


def start(
    kind: str, owner: Base, *, unit: Unit, at: datetime, by: User | None, **given: Unpack[Given]
) -> DeadlineTimer:
    """Start a clock on ``owner``, which must have its id; without ``due_at`` the rule that fits says how long.

    Raises RuleBroken: no rule fits, the moment has passed, or this clock runs already.
    """
    at = _to_second(at)
    timer = DeadlineTimer(owner_type=owner.__tablename__, owner_id=owner.id, kind=kind, unit_id=unit.id)
    timer.subject_name = str(getattr(owner, "number", None) or getattr(owner, "name", None) or f"编号 {owner.id}")
    timer.label = given.get("label") or KINDS[kind].label
    timer.side, timer.severity = given.get("side", Side.OURS), given.get("severity", "")
    timer.responsible_id, timer.started_by_id = given.get("responsible_id"), by.id if by else None
    timer.started_at = timer.armed_at = timer.due_at = at  # due follows below
    timer.fixed_due_at = _to_second(due_at) if (due_at := given.get("due_at")) else None
    rule = _rule_for(timer, unit, at)
    timer.rule_id = rule.id if rule else None
    _require_startable(timer)
    _settle(new_history(timer, rule, unit), at)
    db.session.add(timer)
    db.session.flush()
    audit.record("deadline.start", timer, by)
    return timer


def start_twin(
    kind: str, owner: Base, *, theirs_due_at: datetime, unit: Unit, at: datetime, **given: Any
) -> tuple[DeadlineTimer, DeadlineTimer]:
    """Start the clock of an outside order and our own, earlier by the buffer of the house; return (ours, theirs).

    When less than two buffers are left, ours falls in the middle. ``given`` is as for ``start``.
    """
    buffer = timedelta(hours=value_of("deadline.twin_buffer", unit_id=station_of(unit), on=clock.local(at).date()))
    ours_due_at = theirs_due_at - min(buffer, (theirs_due_at - at) / 2)
    theirs = start(kind, owner, unit=unit, at=at, due_at=theirs_due_at, side=Side.THEIRS, **given)
    return start(kind, owner, unit=unit, at=at, due_at=ours_due_at, **given), theirs


def pausable(owner: Base, kind: str) -> list[DeadlineTimer]:
    """Return the clocks that can be paused. Raises RuleBroken: there is none."""
    timers = _open(owner, kind)
    moving = [timer for timer in timers if not timer.fixed_due_at]
    if not moving:
        what = KINDS[kind].label
        raise RuleBroken(
            f"“{what}”的期限已由外部或审批确定，不能暂停；请改为延期。" if timers else f"“{what}”没有在计时。"
        )
    return moving


def pause(owner: Base, kind: str, *, reason: str, by: User | None, at: datetime) -> None:
    """Stop the counting of a clock until it is resumed. A fixed moment goes on.

    Raises RuleBroken: no clock that can be paused, or it is paused.
    """
    at = _to_second(at)
    for timer in pausable(owner, kind):
        if timer.paused_at:
            raise RuleBroken(f"{timer.name} 已经暂停。")
        timer.paused_at, timer.alarm_at = at, None
        row = DeadlinePause(timer_id=timer.id, from_at=at, reason=reason, by_id=by.id if by else None)
        db.session.add(row)
        audit.record("deadline.pause", timer, by, note=reason)


def resume(owner: Base, kind: str, *, by: User | None, at: datetime) -> None:
    """Let a paused clock go on; what it stood still does not count. Raises RuleBroken: it is not paused."""
    timers, at = [timer for timer in _open(owner, kind) if timer.paused_at], _to_second(at)
    if not timers:
        raise RuleBroken(f"“{KINDS[kind].label}”没有暂停。")
    for timer in timers:
        _end_pause(timer, by, at)
        _settle(history_of(timer), at)
        audit.record("deadline.resume", timer, by)


def stop(owner: Base, kind: str, *, by: User | None, at: datetime) -> list[DeadlineTimer]:
    """End the open clocks of a kind, both of twins: met or missed follows from the moment. None open is no fault."""
    return _stop(_open(owner, kind), by, _to_second(at))


def stop_all(owner: Base, *, by: User | None, at: datetime) -> list[DeadlineTimer]:
    """End every open clock of ``owner``."""
    return _stop(_open(owner), by, _to_second(at))


def void(owner: Base, kind: str = "", *, reason: str, by: User | None, at: datetime) -> list[DeadlineTimer]:
    """End clocks whose matter fell away (merged, withdrawn), of one kind or all: neither met nor missed."""
    return _stop(_open(owner, kind), by, _to_second(at), Outcome.VOID, reason)


def keep_open(owner: Base) -> list[dict[str, Any]]:
    """Return what ``revive`` needs to let the clocks that run on ``owner`` now go on later as if nothing had been."""
    return [
        {"id": timer.id} | {name: at.isoformat() for name in MOMENTS if (at := getattr(timer, name))}
        for timer in _open(owner)
    ]


def revive(kept: list[dict[str, Any]], *, reason: str, by: User | None) -> None:
    """Let voided clocks run again exactly as ``keep_open`` found them: pauses, moments due, steps still to be taken.

    The time in between counts, for a clock that stood still it does not, as if it had never been voided.
    """
    for state in kept:
        timer = db.session.get_one(DeadlineTimer, state["id"])
        timer.stopped_at = timer.outcome = None
        for name in MOMENTS:
            setattr(timer, name, datetime.fromisoformat(state[name]) if name in state else None)
        if timer.paused_at:
            _reopen_pause(timer)
        audit.record("deadline.revive", timer, by, note=reason)


def change_severity(owner: Base, severity: str, *, reason: str, by: User | None, at: datetime) -> None:
    """Put the open clocks of ``owner`` under the rules of another severity; the time that is counted stays counted.

    A fixed moment stays. Raises RuleBroken: a clock has no rule for it.
    """
    at = _to_second(at)
    for timer in _open(owner):
        if timer.severity == severity:
            continue
        history = history_of(timer)
        change = _change(history, ChangeKind.SEVERITY, by, at, reason)
        change.severity_before, change.severity_after = timer.severity, severity
        change.rule_before_id, timer.severity = timer.rule_id, severity
        rule = _rule_for(timer, db.session.get_one(Unit, timer.unit_id), at)
        timer.rule_id = change.rule_after_id = rule.id if rule else timer.rule_id
        _finish(change, timer, by, "deadline.change_severity")


def hand_over(owner: Base, responsible_id: int | None, *, by: User | None, at: datetime, reason: str = "") -> None:
    """Let somebody else answer for the open clocks of ``owner``; no clock moves."""
    for timer in _open(owner):
        if timer.responsible_id == responsible_id:
            continue
        change = _change(history_of(timer), ChangeKind.HAND_OVER, by, _to_second(at), reason)
        change.responsible_before_id, change.responsible_after_id = timer.responsible_id, responsible_id
        timer.responsible_id = responsible_id
        audit.record("deadline.hand_over", timer, by, note=reason)


def extend(
    owner: Base, kind: str, *, reason: str, by: User | None, at: datetime, **more: Unpack[More]
) -> DeadlineTimer:
    """Give more time: ``until`` a moment, or ``workdays`` more.

    On clocks that do not count working days these are counted from the day due, to the close of the office.
    Raises RuleBroken: no such clock, it is paused, or the new moment is not later.
    """
    until, workdays, side = more.get("until"), more.get("workdays", 0), more.get("side", Side.OURS)
    timer = next((one for one in _open(owner, kind) if one.side is side), None)
    if timer is None:
        raise RuleBroken(f"“{KINDS[kind].label}”没有在计时，不能延期。")
    if timer.paused_at:
        raise RuleBroken(f"{timer.name} 正在暂停，请先恢复再延期。")
    if not until and not 1 <= workdays <= MOST_EXTENSION:
        raise RuleBroken(f"延期请填 1 到 {MOST_EXTENSION} 个工作日。", field="workdays")
    history, at = history_of(timer), _to_second(at)
    if not until and not (history.measure and history.measure.is_days):
        until, workdays = _closing_after(history, workdays), 0
    _require_later(timer, until, at)
    change = _change(history, ChangeKind.EXTEND, by, at, reason)
    change.until = _to_second(until) if until else None
    change.workdays = 0 if until else workdays
    timer.fixed_due_at = change.until or timer.fixed_due_at
    _finish(change, timer, by, "deadline.extend")
    return timer


def follow_calendar(timer: DeadlineTimer, at: datetime) -> bool:
    """Compute the moment due again under today's holidays; return whether it moved. Nothing moves while paused."""
    history = history_of(timer)
    if timer.paused_at or history.due() == timer.due_at:
        return False
    change = _change(history, ChangeKind.CALENDAR, None, at, "放假安排或办公时间有改动")
    _finish(change, timer, None, "deadline.follow_calendar")
    return True


def _open(owner: Base, kind: str = "") -> list[DeadlineTimer]:
    """Load and lock the open clocks of ``owner`` as they stand now."""
    db.session.flush()
    rows = locked(open_of(owner)).execution_options(populate_existing=True)
    return list(db.session.scalars(rows.where(DeadlineTimer.kind == kind) if kind else rows))


def _require_startable(timer: DeadlineTimer) -> None:
    if timer.fixed_due_at and timer.fixed_due_at <= timer.started_at:
        raise RuleBroken("期限应晚于开始计时的时间。", field="due_at")
    here = [getattr(DeadlineTimer, name) == getattr(timer, name) for name in ("owner_type", "owner_id", "kind", "side")]
    if db.session.scalar(select(DeadlineTimer.id).where(*here, DeadlineTimer.stopped_at.is_(None))):
        raise RuleBroken(f"{timer.name} 已经在计时。")


def _settle(history: History, at: datetime) -> None:
    """Store what the history leads to: the moment due, and the next step of the ladder.

    A new moment due arms the ladder from ``at`` on; the same one leaves what is still to be taken.
    """
    timer, due = history.timer, history.due()
    if due != timer.due_at:
        timer.due_at, timer.armed_at = due, at
    timer.alarm_at = ladder.next_alarm(history)


def _change(history: History, what: ChangeKind, by: User | None, at: datetime, reason: str) -> DeadlineChange:
    timer = history.timer
    change = DeadlineChange(timer_id=timer.id, what=what, at=at, by_id=by.id if by else None, reason=reason)
    change.due_before = change.due_after = timer.due_at
    db.session.add(change)
    return change


def _finish(change: DeadlineChange, timer: DeadlineTimer, by: User | None, act: str) -> None:
    """Compute the clock again with the change in its history, and record both."""
    db.session.flush()
    history = history_of(timer)
    if timer.paused_at:
        timer.due_at = history.due()
    else:
        _settle(history, change.at)
    change.due_after = timer.due_at
    audit.record(act, timer, by, note=change.reason)


def _rule_for(timer: DeadlineTimer, unit: Unit, at: datetime) -> DeadlineRule | None:
    """Return the rule for the clock's severity; a fixed moment does without one."""
    find = plans.require_fitting if timer.fixed_due_at is None else plans.fitting
    return find(timer.kind, timer.severity, unit, clock.local(at).date())


def _closing_after(history: History, workdays: int) -> datetime:
    day = add_workdays(clock.local(history.timer.due_at).date(), workdays, history.table.calendar)
    return history.table.closing(day, ClockKind.OFFICE)


def _require_later(timer: DeadlineTimer, until: datetime | None, at: datetime) -> None:
    if until and until <= max(timer.due_at, at):
        moment = clock.local(max(timer.due_at, at)).strftime("%Y-%m-%d %H:%M")
        raise RuleBroken(f"新的期限应晚于 {moment}。", field="until")


def _end_pause(timer: DeadlineTimer, by: User | None, at: datetime) -> None:
    here = (DeadlinePause.timer_id == timer.id, DeadlinePause.to_at.is_(None))
    row = db.session.scalars(select(DeadlinePause).where(*here)).one()
    row.to_at, row.ended_by_id, timer.paused_at = max(at, row.from_at), by.id if by else None, None
    db.session.flush()


def _reopen_pause(timer: DeadlineTimer) -> None:
    """Take back that the last pause was ended."""
    here = (DeadlinePause.timer_id == timer.id, DeadlinePause.from_at == timer.paused_at)
    row = db.session.scalars(select(DeadlinePause).where(*here).order_by(DeadlinePause.id.desc()).limit(1)).one()
    row.to_at = row.ended_by_id = None


def _stop(
    timers: list[DeadlineTimer], by: User | None, at: datetime, outcome: Outcome | None = None, reason: str = ""
) -> list[DeadlineTimer]:
    for timer in timers:
        late = timer.seen_at(at) > timer.due_at
        if timer.paused_at:
            _end_pause(timer, by, at)
            timer.due_at = history_of(timer).due()
        timer.stopped_at, timer.alarm_at = max(at, timer.started_at), None
        timer.outcome = outcome or (Outcome.MISSED if late else Outcome.MET)
        audit.record("deadline.stop", timer, by, note=reason or timer.outcome.label)
    return timers


def _to_second(at: datetime) -> datetime:
    """Clocks run in whole seconds: what was read from a clock with a fraction begins with its second."""
    return at.replace(microsecond=0)
