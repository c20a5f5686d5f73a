"""What must always hold of meetings."""

from __future__ import annotations

from sqlalchemy import select

from models.core.checks import invariant
from models.core.db import db
from models.meetings import pack
from models.meetings.kinds import MeetingState
from models.meetings.tables import AgendaItem, Meeting


@invariant("召开过的会议，汇报材料与封存时的校验值一致", order=68)
def packs_are_as_frozen():
    for number, kept, sealed in db.session.execute(
        select(Meeting.number, Meeting.pack, Meeting.pack_hash).where(Meeting.held_at.is_not(None))
    ):
        if pack.hash_of(kept) != sealed:
            yield f"{number} 的汇报材料被改动"


@invariant("已签发的纪要，每个议题都有内容", order=69)
def signed_minutes_are_whole():
    rows = select(Meeting.number).join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
    for number in db.session.scalars(rows.where(Meeting.state == MeetingState.SIGNED, AgendaItem.words == "")):
        yield f"{number} 有议题没有纪要"
