"""Before a meeting: calling it, changing it, calling it off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from models.accounts import Unit, User
from models.accounts.scope import reaches
from models.core import audit, clock, settings
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.inbox import notify
from models.meetings.kinds import MeetingState, Presence
from models.meetings.states import MEETING
from models.meetings.tables import AgendaItem, Attendee, Meeting

TITLE, MOST_ITEMS = 100, 30
LONGEST = 366  # days of a period
PAST_PLANNING = "会议已召开或已取消，不能再修改安排。"
NOT_WITHIN = "不在您可以筹备会议的单位范围内。"


class Call(NamedTuple):
    """What a meeting is called with; ``called`` come besides chair and recorder, ``agenda`` are the titles of points.

    Without a ``title`` it is named after unit and period.
    """

    title: str
    since: date
    until: date
    planned_at: datetime
    place: str
    chair: User
    recorder: User
    called: Sequence[User]
    agenda: Sequence[str]


def may_write(meeting: Meeting, person: User) -> bool:
    """Whether ``person`` prepares this meeting and writes its minutes. ``meeting.unit`` must be loaded."""
    return person.may("meeting.plan") and (
        person.id == meeting.recorder_id or reaches(person, "meeting.plan", meeting.unit)
    )


def require_writer(meeting: Meeting, by: User) -> None:
    if not may_write(meeting, by):
        raise RuleBroken("会议由记录人或本单位筹备会议的人员办理。")


def plan(meeting: Meeting, *, unit: Unit, by: User, at: datetime, **told: Any) -> None:
    """Fill and keep the new ``meeting`` and call everybody; ``told`` is its Call.

    Raises RuleBroken: ``unit`` is out of reach, a period upside down, a part for somebody who may not take it, or
    nothing to talk about.
    """
    if not reaches(by, "meeting.plan", unit):
        raise RuleBroken(NOT_WITHIN, field="unit")
    meeting.unit, meeting.planned_by_id, meeting.attendees, meeting.agenda = unit, by.id, [], []
    _fill(meeting, Call(**told))
    meeting.number = next_number("HY", clock.local(at).year)
    db.session.add(meeting)
    audit.record("meeting.plan", meeting, by)
    _call(meeting, "所务会通知", "planned", at)


@first(require_writer)
def replan(meeting: Meeting, *, by: User, at: datetime, **told: Any) -> None:
    """Change a meeting that was not held. Raises RuleBroken: as ``plan``; Overtaken: too late."""
    if meeting.state is not MeetingState.PLANNED:
        raise Overtaken(PAST_PLANNING)
    moved = (meeting.planned_at, meeting.place) != (told["planned_at"], told["place"])
    had = {one.user_id for one in meeting.attendees}
    _fill(meeting, Call(**told))
    audit.record("meeting.replan", meeting, by)
    new = None if moved else {one.user_id for one in meeting.attendees} - had
    _call(meeting, "所务会安排变更" if moved else "所务会通知", f"planned-{meeting.version}", at, new)


@first(require_writer)
def cancel(meeting: Meeting, *, reason: str, by: User, at: datetime) -> None:
    MEETING.take(meeting, "cancel")
    meeting.note = reason
    audit.record("meeting.cancel", meeting, by, note=reason)
    _call(meeting, "所务会取消", "cancelled", at)


def default_agenda(unit_id: int | None = None) -> list[str]:
    """Return the points a meeting of a unit begins with."""
    said = str(settings.value_of("meeting.agenda", unit_id=unit_id))
    return [part.strip() for part in said.replace(";", "；").split("；") if part.strip()]


def _fill(meeting: Meeting, call: Call) -> None:
    """Raises RuleBroken: a period upside down, a part for somebody who may not take it, or nothing to talk about."""
    _check_period(call)
    _check_people(meeting.unit, call.chair, call.recorder)
    if not 0 < len(call.agenda) <= MOST_ITEMS:
        raise RuleBroken(f"请填写 1 到 {MOST_ITEMS} 个议题，每行一个。", field="agenda")
    for name in ("since", "until", "planned_at", "place", "chair", "recorder"):
        setattr(meeting, name, getattr(call, name))
    meeting.chair_id, meeting.recorder_id = call.chair.id, call.recorder.id
    meeting.title = call.title or f"{meeting.unit.name} {call.until.year} 年 {call.until.month} 月所务会"
    _seat(meeting, [call.chair, call.recorder, *call.called])
    _set_agenda(meeting, list(dict.fromkeys(one[:TITLE] for one in call.agenda)))


def _check_period(call: Call) -> None:
    if call.since > call.until:
        raise RuleBroken("期间的开始不能晚于结束。", field="until")
    if (call.until - call.since).days > LONGEST:
        raise RuleBroken("期间最长一年。", field="until")
    if call.since > clock.local(call.planned_at).date():
        raise RuleBroken("会议时间不能早于汇报期间。", field="planned_at")


def _check_people(unit: Unit, chair: User, recorder: User) -> None:
    if chair.id == recorder.id:
        raise RuleBroken("主持人和记录人不能是同一个人。", field="recorder")
    if not reaches(chair, "meeting.sign", unit):
        raise RuleBroken(f"{chair.name} 不能主持{unit.name}的会议，请选择所领导。", field="chair")
    if not reaches(recorder, "meeting.plan", unit):
        raise RuleBroken(f"{recorder.name} 不能记录{unit.name}的会议。", field="recorder")


def _seat(meeting: Meeting, people: list[User]) -> None:
    """Keep who stays, add and take away the others: the trail then tells what changed."""
    wanted = {one.id: one for one in people}
    kept = [one for one in meeting.attendees if one.user_id in wanted]
    there = {one.user_id for one in kept}
    new = [Attendee(user_id=one.id, user=one) for key, one in wanted.items() if key not in there]
    meeting.attendees = kept + new
    for one in new:
        one.presence = Presence.EXPECTED


def _set_agenda(meeting: Meeting, titles: list[str]) -> None:
    """Keep the points that stay with what is written of them, in the new order."""
    known = {one.title: one for one in meeting.agenda}
    meeting.agenda = [known.get(title) or AgendaItem(title=title, words="") for title in titles]
    for position, item in enumerate(meeting.agenda, start=1):
        item.position = position


def _call(meeting: Meeting, what: str, key: str, at: datetime, whom: set[int] | None = None) -> None:
    people = {one.user_id for one in meeting.attendees} if whom is None else whom
    when = f"{clock.local(meeting.planned_at):%Y-%m-%d %H:%M}"
    notify(
        people,
        "meeting",
        f"{what}：{when} {meeting.place}，{meeting.title}",
        href(meeting),
        key=f"meeting-{meeting.id}-{key}",
        at=at,
    )


def href(meeting: Meeting) -> str:
    return f"/meetings/{meeting.id}"
