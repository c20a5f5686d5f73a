"""What waits for people in rectifications, campaigns and process reviews."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from models.accounts import User
from models.core import clock
from models.core.db import db
from models.inbox import Ask, Todo, todo
from models.rectifications import campaign_queries, processes, queries
from models.rectifications.kinds import RectificationState
from models.rectifications.timers import end_of

R = RectificationState
SAID = {R.ISSUED: "待签收", R.SIGNED: "待制定整改计划", R.WORKING: "整改中"}


@todo
def rectifications_of(user: User, at: datetime) -> Iterator[Todo | Ask]:
    """Orders one answers for, measures one owns, reviews and extensions that wait for one."""
    if user.may("rectification.work"):
        yield from _answered(user)
    if user.may("rectification.act"):
        for measure, row in db.session.execute(queries.measures_of(user)):
            title = f"整改措施：{measure.text[:30]}"
            yield Todo(title, f"/rectifications/{row.id}", row.number, due_at=end_of(measure.due_on), icon="tool")
    if user.may("rectification.review"):
        yield Ask.count(queries.to_review(user), "整改待复查", "/rectifications/mine", icon="eye")
    if user.may("rectification.decide_extension"):
        for one in db.session.scalars(queries.extensions_for(user)):
            href = f"/rectifications/{one.rectification_id}"
            yield Todo("整改延期待决定", href, f"申请到 {one.until:%m-%d}", due_at=end_of(one.was_on), icon="clock")


@todo
def campaigns_of(user: User, at: datetime) -> Iterator[Todo | Ask]:
    """What is still to be studied and signed for, and reviews of processes to approve or to begin."""
    if user.may("campaign.read"):
        for study, campaign in db.session.execute(campaign_queries.studies_to_sign(user)):
            href = f"/rectifications/campaigns/{campaign.id}"
            yield Todo(f"学习签字：{study.title}", href, campaign.name, due_at=end_of(study.due_on), icon="book-2")
    if user.may("process.approve"):
        waiting = processes.waiting_for(user)
        yield Ask.count(waiting, "流程评审待审批", "/rectifications/processes?state=submitted", icon="list-check")
    if user.may("process.draft"):
        soon = clock.local(at).date() + timedelta(days=14)
        for row in db.session.scalars(processes.due_for_review(user, soon)):
            href = f"/rectifications/processes/{row.id}"
            yield Todo(f"流程到期评审：{row.process}", href, due_at=end_of(row.next_on), icon="list-check")


def _answered(user: User) -> Iterator[Todo]:
    for row in db.session.scalars(queries.answered_by(user)):
        if row.state in SAID:
            due_at = row.issued_at + timedelta(hours=24) if row.state is R.ISSUED else end_of(row.due_on)
            title = f"{row.number} {SAID[row.state]}"
            yield Todo(title, f"/rectifications/{row.id}", row.problem[:40], due_at=due_at, icon="tool")
