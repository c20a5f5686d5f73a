"""The meeting itself and its minutes: who came, what was said, the chair's signature, and what is added after it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from models.accounts import User
from models.accounts.scope import reaches
from models.core import attachments, audit, clock
from models.core.attachments import Prepared
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken, RulesBroken
from models.core.flow import first
from models.inbox import notify
from models.meetings import pack
from models.meetings.kinds import PAST, WRITING, MeetingState, Presence
from models.meetings.planning import MOST_ITEMS, href, require_writer
from models.meetings.states import MEETING
from models.meetings.tables import AgendaItem, Meeting, Remark

M = MeetingState
MOST_FILES = 10
IS_SIGNED = "纪要已签发，不能再修改；需要更正请补充说明。"
NOT_HELD = "会议还没有登记召开，不能记录纪要。"
IN_REVIEW = "纪要正在待签发，退回后才能修改。"
ONLY_CHAIR = "纪要由主持人签发或退回。"


def _require_chair(meeting: Meeting, by: User) -> None:
    if by.id != meeting.chair_id:
        raise RuleBroken(ONLY_CHAIR)


def _may_stand_in(meeting: Meeting, by: User) -> None:
    if not may_take_over(meeting, by):
        raise RuleBroken("只有本单位的其他所领导可以接替签发，记录人不能接替。")
    if meeting.state not in WRITING:
        raise Overtaken(IS_SIGNED if meeting.is_signed else NOT_HELD)


def _may_remark(meeting: Meeting, by: User) -> None:
    if by.id != meeting.chair_id:
        require_writer(meeting, by)
    if not meeting.is_signed:
        raise RuleBroken("纪要签发之前请直接修改，不用补充说明。")


@first(require_writer)
def hold(meeting: Meeting, *, held_at: datetime, absences: Mapping[int, str], by: User, at: datetime) -> None:
    """Note that it took place and freeze its figures; ``absences`` says why people stayed away, by their id.

    Raises RuleBroken: it lies ahead, or the chair or the recorder was not there.
    """
    _check_attendance(meeting, held_at, absences, at)
    MEETING.take(meeting, "hold")
    for one in meeting.attendees:
        one.reason = absences.get(one.user_id, "")
        one.presence = Presence.ABSENT if one.reason else Presence.PRESENT
    pack.freeze(meeting, at)
    meeting.held_at = held_at
    audit.record("meeting.hold", meeting, by, note=f"汇报材料已封存，SHA-256 {meeting.pack_hash}")


def write(item: AgendaItem, *, title: str, words: str, by: User, at: datetime) -> None:
    """Write the minutes of one point. Raises RuleBroken: not held, under signature or signed, not ``by``'s to write."""
    require_writing(item.meeting, by)
    item.title, item.words, item.written_by_id, item.written_at = title, words, by.id, at
    audit.record("meeting.write", item.meeting, by, note=title)


def may_add_item(meeting: Meeting, by: User) -> None:
    """Raises RuleBroken: as ``require_writing``, or there are as many points as a meeting may have."""
    require_writing(meeting, by)
    if len(meeting.agenda) >= MOST_ITEMS:
        raise RuleBroken(f"最多 {MOST_ITEMS} 个议题。", field="title")


@first(may_add_item)
def add_item(meeting: Meeting, *, title: str, words: str, by: User, at: datetime) -> AgendaItem:
    """Add a point that came up at the meeting. Raises RuleBroken: as ``write``, or there are too many."""
    item = AgendaItem(title=title, words=words, written_by_id=by.id, written_at=at)
    item.position = max((one.position for one in meeting.agenda), default=0) + 1
    meeting.agenda.append(item)
    audit.record("meeting.write", meeting, by, note=f"增加议题：{title}")
    return item


def may_attach(meeting: Meeting, by: User) -> None:
    """Raises RuleBroken: not ``by``'s to write, cancelled, or too many files; Overtaken: the minutes are signed."""
    require_writer(meeting, by)
    if meeting.is_signed:
        raise Overtaken("纪要已签发，不能再添加附件。")
    if meeting.state is M.CANCELLED:
        raise RuleBroken("会议已取消。")
    if len(db.session.scalars(attachments.of(meeting)).all()) >= MOST_FILES:
        raise RuleBroken(f"每次会议最多 {MOST_FILES} 个附件。", field="file")


@first(may_attach)
def attach(meeting: Meeting, *, file: Prepared, caption: str, by: User) -> None:
    """Keep a file with the meeting. Raises RuleBroken: signed, cancelled, too many, or not ``by``'s to write."""
    attachments.keep(file, meeting, by, caption)


def submit(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Send the minutes to the chair. Raises RuleBroken: a point is not written, or not ``by``'s to write."""
    require_writer(meeting, by)
    MEETING.take(meeting, "submit")
    meeting.submitted_at, meeting.opinion = at, ""
    audit.record("meeting.submit", meeting, by)
    _tell(meeting, [meeting.chair_id], "纪要待签发", f"submitted-{meeting.version}", at)


def sign(meeting: Meeting, *, by: User, at: datetime) -> None:
    """The chair signs; from now on the minutes stay as they are. Raises RuleBroken: somebody else."""
    _require_chair(meeting, by)
    MEETING.take(meeting, "sign")
    meeting.signed_at = at
    audit.record("meeting.sign", meeting, by)
    _tell(meeting, [one.user_id for one in meeting.attendees], "纪要已签发", "signed", at)


@first(_require_chair)
def send_back(meeting: Meeting, *, reason: str, by: User, at: datetime) -> None:
    """Return the minutes to be changed. Raises RuleBroken: somebody else."""
    MEETING.take(meeting, "send_back")
    meeting.opinion = reason
    audit.record("meeting.send_back", meeting, by, note=reason)
    _tell(meeting, [meeting.recorder_id], "纪要退回修改", f"returned-{meeting.version}", at)


@first(_may_stand_in)
def take_over(meeting: Meeting, *, reason: str, by: User, at: datetime) -> None:
    """Let another leader sign in the place of a chair who cannot; the chair is told.

    Raises RuleBroken: ``by`` may not; Overtaken: there is nothing to sign any more, or not yet.
    """
    before, meeting.chair_id = meeting.chair_id, by.id
    audit.record("meeting.take_over", meeting, by, note=reason)
    _tell(meeting, [before, meeting.recorder_id], f"{by.name}接替签发纪要", f"taken-{meeting.version}", at)


def may_take_over(meeting: Meeting, person: User) -> bool:
    """Whether ``person`` is another leader of the unit. ``meeting.unit`` must be loaded."""
    return person.id not in (meeting.chair_id, meeting.recorder_id) and reaches(person, "meeting.sign", meeting.unit)


@first(_may_remark)
def add_remark(meeting: Meeting, *, words: str, by: User, at: datetime) -> None:
    """Add to signed minutes, marked as an addition. Raises RuleBroken: they are not signed, or not ``by``'s."""
    db.session.add(Remark(meeting_id=meeting.id, words=words, by_id=by.id, at=at))
    audit.record("meeting.remark", meeting, by)
    told = [one.user_id for one in meeting.attendees if one.user_id != by.id]
    _tell(meeting, told, "纪要有补充说明", f"remark-{clock.local(at):%m%d%H%M%S}", at)


def require_writing(meeting: Meeting, by: User) -> None:
    """Raises RuleBroken: not ``by``'s to write, or not held; Overtaken: the minutes are with the chair or signed."""
    require_writer(meeting, by)
    if meeting.state not in PAST:
        raise RuleBroken(NOT_HELD)
    if meeting.state is not M.HELD:
        raise Overtaken(IS_SIGNED if meeting.is_signed else IN_REVIEW)


def _check_attendance(meeting: Meeting, held_at: datetime, absences: Mapping[int, str], at: datetime) -> None:
    refusals = {}
    if held_at > at:
        refusals["held_at"] = "召开时间不能晚于现在。"
    for person_id, who in ((meeting.chair_id, "主持人"), (meeting.recorder_id, "记录人")):
        if absences.get(person_id):
            refusals[f"absent_{person_id}"] = f"{who}缺席时请先在会议安排中更换{who}。"
    if refusals:
        raise RulesBroken(refusals)


def _tell(meeting: Meeting, whom: list[int], what: str, key: str, at: datetime) -> None:
    notify(whom, "meeting", f"{what}：{meeting.title}", href(meeting), key=f"meeting-{meeting.id}-{key}", at=at)
