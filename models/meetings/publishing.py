"""Signed minutes become a notice: drafted from the meeting, then approved and published as any notice."""

from __future__ import annotations

from datetime import datetime

from models import notices
from models.accounts import User
from models.core import clock
from models.core.errors import RuleBroken
from models.meetings.kinds import DecisionState, Presence
from models.meetings.planning import href, require_writer
from models.meetings.tables import Meeting
from models.notices import Notice


def draft_notice(meeting: Meeting, *, by: User, at: datetime) -> Notice:
    """Draft the 会议纪要 of signed minutes in the name of the unit. ``meeting`` is loaded whole. Source: domain §2.14.

    Raises RuleBroken: not signed, not ``by``'s meeting, or drafted already.
    """
    require_writer(meeting, by)
    if not meeting.is_signed:
        raise RuleBroken("纪要签发之后才能起草通知。")
    source = notices.Source(meeting.number, href(meeting))
    return notices.draft_from(
        "minutes", f"{meeting.title}会议纪要", text_of(meeting), source=source, unit=meeting.unit, by=by, at=at
    )


def text_of(meeting: Meeting) -> str:
    """Return the minutes as running text: when and who, the points, the decisions."""
    held = clock.local(meeting.held_at)
    there = "、".join(one.user.name for one in meeting.attendees if one.presence is Presence.PRESENT)
    day = f"{held.year} 年 {held.month} 月 {held.day} 日"
    lines = [f"{day}，{meeting.chair.name}在{meeting.place}主持召开会议。到会：{there}。"]
    lines += [f"{place}、{item.title}\n{item.words}" for place, item in enumerate(meeting.agenda, start=1)]
    standing = [one for one in meeting.decisions if one.state is not DecisionState.DROPPED]
    if standing:
        lines.append("会议决定：")
        lines += [
            f"{place}. {one.text}。责任部门{one.department.name}，责任人{one.owner.name}，{one.first_due_on} 前完成。"
            for place, one in enumerate(standing, start=1)
        ]
    return "\n".join(lines)
