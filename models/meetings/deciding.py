"""Decisions of a meeting: made while the minutes are written, binding from then on, fixed by the chair's signature.

Who carries one out never confirms it: the overseer, or the chair, does. Source: issue 4.7; docs/adr/0029.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from models.accounts import Unit, User
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.inbox import notify
from models.meetings import timers
from models.meetings.holding import require_writing
from models.meetings.kinds import DecisionState, EntryKind, MeetingState
from models.meetings.planning import may_write
from models.meetings.states import DECISION
from models.meetings.tables import AgendaItem, Decision, DecisionEntry, Meeting

NOT_OWNER = "办理情况由责任人报告。"
NOT_OVERSEER = "由督办人或会议主持人确认，责任人不能确认自己的事项。"
PAST_DAY = "期限不能早于今天。"


class Terms(NamedTuple):
    """What a decision says; ``agenda`` is the point it came from, if any."""

    text: str
    department: Unit
    owner: User
    overseer: User
    due_on: date
    agenda: AgendaItem | None = None


def _require_owner(row: Decision, by: User) -> None:
    if by.id != row.owner_id:
        raise RuleBroken(NOT_OWNER)


def _require_overseer(row: Decision, by: User) -> None:
    if not may_oversee(row, by):
        raise RuleBroken(NOT_OVERSEER)


def _require_dropper(row: Decision, by: User) -> None:
    if not may_drop(row, by):
        raise RuleBroken("纪要签发之后，只有会议主持人可以撤销决定。")


def make(meeting: Meeting, *, by: User, at: datetime, **told: Any) -> Decision:
    """Write down a decision of a meeting that was held; owner and overseer are told at once. ``told`` are its Terms.

    Raises RuleBroken: the minutes are not open to ``by``, owner and overseer are one, or the day is over.
    """
    require_writing(meeting, by)
    row = Decision(meeting_id=meeting.id, unit_id=meeting.unit_id, state=DecisionState.OPEN)
    _fill(row, Terms(**told), at)
    row.number = next_number("JY", clock.local(at).year)
    db.session.add(row)
    _note(row, "make", EntryKind.MADE, "", by, at)
    timers.begin(row, by, at)
    _tell(row, [row.owner_id], f"会议决定由您办理，{row.due_on:%Y-%m-%d} 前：{row.text}", "made", at)
    _tell(row, [row.overseer_id], f"会议决定由您督办：{row.text}", "oversee", at)
    return row


def may_change(row: Decision, by: User) -> None:
    """Raises RuleBroken: the minutes are not open to ``by``; Overtaken: it was reported or is over."""
    require_writing(row.meeting, by)
    DECISION.require(row, "progress")


@first(may_change)
def change(row: Decision, *, by: User, at: datetime, **told: Any) -> None:
    """Correct a decision while the minutes are open. ``told`` are its Terms.

    Raises RuleBroken: as ``make``; Overtaken: it was reported or is over.
    """
    _fill(row, Terms(**told), at)
    _note(row, "change", EntryKind.CHANGED, "", by, at)
    timers.begin_anew(row, by, at)
    told_ones = [row.owner_id, row.overseer_id]
    _tell(row, told_ones, f"会议决定已修改，{row.due_on:%Y-%m-%d} 前：{row.text}", f"changed-{row.version}", at)


@first(_require_owner)
def progress(row: Decision, *, words: str, by: User, at: datetime) -> None:
    """Tell how far it is. Raises RuleBroken: only its owner."""
    DECISION.take(row, "progress")
    row.report = words
    _note(row, "progress", EntryKind.PROGRESS, words, by, at)
    _tell(row, [row.overseer_id], f"{row.number} 有进展：{words}", f"progress-{row.version}", at)


@first(_require_owner)
def report(row: Decision, *, words: str, by: User, at: datetime) -> None:
    """Report it done. Raises RuleBroken: only its owner."""
    DECISION.take(row, "report")
    row.report, row.reported_at = words, at
    _note(row, "report", EntryKind.REPORT, words, by, at)
    timers.end(row, by, at)
    _tell(row, [row.overseer_id], f"{row.number} 已报告办结，请确认", f"reported-{row.version}", at)


@first(_require_overseer)
def confirm(row: Decision, *, opinion: str, by: User, at: datetime) -> None:
    """Accept it as done. Raises RuleBroken: neither overseer nor chair, or ``by`` carries it out."""
    DECISION.take(row, "confirm")
    row.opinion, row.done_at = opinion, at
    _note(row, "confirm", EntryKind.CONFIRM, opinion, by, at)
    _tell(row, [row.owner_id], f"{row.number} 已确认办结", "done", at)


@first(_require_overseer)
def send_back(row: Decision, *, opinion: str, due_on: date, by: User, at: datetime) -> None:
    """Return it with a reason and a day, the old one or later. Raises RuleBroken: as ``confirm``, or a past day."""
    if due_on < clock.local(at).date():
        raise RuleBroken(PAST_DAY, field="due_on")
    if due_on < row.first_due_on:
        raise RuleBroken(f"不能早于会议定的期限 {row.first_due_on}。", field="due_on")
    DECISION.take(row, "send_back")
    row.opinion, row.due_on, row.reported_at, row.escalated_at = opinion, due_on, None, None
    _note(row, "send_back", EntryKind.RETURN, f"{opinion}（{due_on} 前）", by, at)
    timers.begin(row, by, at)
    _tell(row, [row.owner_id], f"{row.number} 退回重办，{due_on:%Y-%m-%d} 前", f"returned-{row.version}", at)


@first(_require_overseer)
def extend(row: Decision, *, due_on: date, reason: str, by: User, at: datetime) -> None:
    """Give more time, once. Raises RuleBroken: as ``confirm``, a second time, or the day is not later."""
    if due_on <= max(row.due_on, clock.local(at).date()):
        raise RuleBroken(f"延长后的日期应晚于今天和现在的期限 {row.due_on}。", field="due_on")
    DECISION.take(row, "extend")
    row.due_on, row.extended_at, row.escalated_at = due_on, at, None
    _note(row, "extend", EntryKind.EXTEND, f"延长到 {due_on}：{reason}", by, at)
    timers.extend_to(row, reason, by, at)
    _tell(row, [row.owner_id], f"{row.number} 期限延长到 {due_on:%Y-%m-%d}", f"extended-{row.version}", at)


@first(_require_dropper)
def drop(row: Decision, *, reason: str, by: User, at: datetime) -> None:
    """Take a decision back: who writes the minutes until they are signed, then the chair alone.

    Raises RuleBroken: somebody else.
    """
    DECISION.take(row, "drop")
    row.opinion = reason
    _note(row, "drop", EntryKind.DROP, reason, by, at)
    timers.drop(row, reason, by, at)
    told = {row.owner_id, row.overseer_id} - {by.id}
    _tell(row, sorted(told), f"{row.number} 已撤销", "dropped", at)


def escalate(row: Decision, at: datetime) -> None:
    """Tell the chair, once for each day due, that it was missed."""
    row.escalated_at = at
    _note(row, "escalate", EntryKind.ESCALATE, f"期限 {row.due_on}", None, at)
    told = [row.meeting.chair_id, row.overseer_id, row.owner_id]
    title = f"{row.number} 超期未办结，{row.owner.name} 负责：{row.text}"
    notify(told, "meeting", title, href(row), key=f"decision-{row.id}-late-{row.due_on}", at=at)


def pass_on(row: Decision, successor: User, *, as_owner: bool, note: str, by: User, at: datetime) -> None:
    """Let ``successor`` carry it out, or see to it, in the place of somebody who moved or left."""
    if as_owner:
        row.owner_id = successor.id
        timers.hand_over(row, note, by, at)
    else:
        row.overseer_id = successor.id
    _note(row, "pass_on", EntryKind.PASS_ON, note, by, at)
    _tell(row, [successor.id], f"{row.number} 已移交给您：{row.text}", f"passed-{row.version}", at)


def may_oversee(row: Decision, person: User) -> bool:
    """Whether ``person`` says what becomes of a report. ``row.meeting`` must be loaded."""
    return person.id in (row.overseer_id, row.meeting.chair_id) and person.id != row.owner_id


def may_drop(row: Decision, person: User) -> bool:
    if row.meeting.state is MeetingState.SIGNED:
        return person.id == row.meeting.chair_id
    return may_write(row.meeting, person)


def href(row: Decision) -> str:
    return f"/meetings/decisions/{row.id}"


def _fill(row: Decision, terms: Terms, at: datetime) -> None:
    if terms.owner.id == terms.overseer.id:
        raise RuleBroken("督办人不能是责任人本人。", field="overseer")
    if terms.due_on < clock.local(at).date():
        raise RuleBroken(PAST_DAY, field="due_on")
    row.text, row.department_id = terms.text, terms.department.id
    row.first_due_on = row.due_on = terms.due_on
    row.owner_id, row.overseer_id = terms.owner.id, terms.overseer.id
    row.agenda_id = terms.agenda.id if terms.agenda else None


def _note(row: Decision, act: str, kind: EntryKind, words: str, by: User | None, at: datetime) -> None:
    db.session.flush()
    db.session.add(DecisionEntry(decision_id=row.id, kind=kind, words=words, by_id=by.id if by else None, at=at))
    audit.record(f"meeting_decision.{act}", row, by, note=words)


def _tell(row: Decision, whom: list[int], title: str, what: str, at: datetime) -> None:
    notify(whom, "meeting", title, href(row), key=f"decision-{row.id}-{what}", at=at)
