"""What must always hold among notices and receipts."""

from __future__ import annotations

import re
from collections import defaultdict

from sqlalchemy import select

from models.core.checks import invariant
from models.core.db import db
from models.notices.kinds import NUMBERED, NoticeState
from models.notices.tables import Notice, NoticeReceipt

NUMBER = re.compile(r"(.+〔\d{4}〕)(\d+)号")


@invariant("发布过的通知都有文号，文号逐年连续，没有空号", order=70)
def numbers_without_gaps():
    series: dict[str, list[int]] = defaultdict(list)
    rows = db.session.execute(select(Notice.id, Notice.number, Notice.state).order_by(Notice.id))
    for notice_id, number, state in rows:
        if (number is not None) != (state in NUMBERED):
            yield f"通知 {notice_id} 的状态是“{state.label}”，文号是“{number or '空'}”"
        if number and (found := NUMBER.fullmatch(number)):
            series[found[1]].append(int(found[2]))
    for name, places in series.items():
        if sorted(places) != list(range(1, len(places) + 1)):
            yield f"{name} 的文号不连续"


@invariant("草稿和待签发的通知没有送达任何人", order=71)
def nothing_delivered_early():
    early = select(Notice.title).join(NoticeReceipt, NoticeReceipt.notice_id == Notice.id).distinct()
    for title in db.session.scalars(early.where(Notice.state.in_((NoticeState.DRAFT, NoticeState.REVIEW)))):
        yield f"“{title}”还没有发布，但已经送达"
