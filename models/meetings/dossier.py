"""What the page of a meeting or a decision tells beside its own columns: what one may do, and the course so far."""

from __future__ import annotations

from datetime import date

from models.accounts import User
from models.core import clock
from models.core.flow import Step
from models.meetings import deciding, holding
from models.meetings.kinds import WRITING, DecisionState, MeetingState
from models.meetings.planning import may_write
from models.meetings.states import DECISION, MEETING
from models.meetings.tables import Decision, Meeting

OF_CHAIR = frozenset({"sign", "send_back"})
OF_OWNER = frozenset({"report", "progress"})


def steps_open_to(meeting: Meeting, user: User) -> list[Step]:
    """Return the steps ``user`` may take on a meeting: its signature the chair's, the rest the writers'."""
    mine, writes = user.id == meeting.chair_id, may_write(meeting, user)
    return [one for one in MEETING.open_to(meeting, user) if (mine if one.name in OF_CHAIR else writes)]


def is_writing(meeting: Meeting, user: User) -> bool:
    """Whether ``user`` may write minutes and decisions now."""
    return meeting.state is MeetingState.HELD and may_write(meeting, user)


def takes_over(meeting: Meeting, user: User) -> bool:
    """Whether ``user`` may sign in the chair's place."""
    return meeting.state in WRITING and holding.may_take_over(meeting, user)


def acts_open_to(row: Decision, user: User) -> list[Step]:
    """Return the steps ``user`` may take on a decision."""
    found = []
    for one in DECISION.open_to(row, user):
        if one.name in OF_OWNER:
            fits = user.id == row.owner_id
        elif one.name == "drop":
            fits = deciding.may_drop(row, user)
        else:
            fits = deciding.may_oversee(row, user)
        found += [one] * fits
    return found


def course_of(meeting: Meeting) -> list[dict[str, str]]:
    """Return how the meeting went so far, as rows of a timeline."""
    rows = [_row("筹备", None, f"会议时间 {clock.short_moment(meeting.planned_at)}")]
    if meeting.state is MeetingState.CANCELLED:
        return [*rows, _row("已取消", None, "", meeting.note)]
    steps = (
        ("召开", meeting.held_at, meeting.chair.name, "登记召开"),
        (
            "报请签发",
            meeting.submitted_at if meeting.state is not MeetingState.HELD else None,
            meeting.recorder.name,
            "整理纪要、报请签发",
        ),
        ("签发纪要", meeting.signed_at, meeting.chair.name, "签发纪要"),
    )
    for done, at, who, ahead in steps:
        if at is None:
            said = meeting.opinion if ahead.startswith("整理") else ""
            return [*rows, {"state": "now", "title": ahead, "time": "", "who": who, "said": said}]
        rows.append(_row(done, at, who))
    return rows


def story_of(row: Decision, today: date) -> list[dict[str, str]]:
    """Return the course of a decision, the earliest first, and what is waited for. ``row.entries`` must be loaded."""
    rows = [
        _row(entry.kind.label, entry.at, entry.by.name if entry.by else "系统", entry.words) for entry in row.entries
    ]
    if row.state is DecisionState.OPEN:
        title = "超期未办结" if row.is_late_on(today) else "办理"
        rows.append(
            {
                "state": "now",
                "title": title,
                "time": f"{clock.short_day(row.due_on)} 前",
                "who": row.owner.name,
                "said": "",
            }
        )
    if row.state is DecisionState.REPORTED:
        rows.append({"state": "now", "title": "确认办结", "time": "", "who": row.overseer.name, "said": ""})
    return rows


def _row(title: str, at, who: str, said: str = "") -> dict[str, str]:
    shown = clock.short_moment(at) if at else ""
    return {"state": "done", "title": title, "time": shown, "who": who, "said": said}
