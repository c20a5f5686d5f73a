"""What waits for people in rectifications, campaigns and process reviews."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from models.accounts import User
from models.core import clock
from models.inbox import Ask, Each, Todo, todo
from models.rectifications import campaign_queries, processes, queries
from models.rectifications.campaign_tables import Campaign, CampaignStudy
from models.rectifications.kinds import RectificationState
from models.rectifications.process_tables import ProcessReview
from models.rectifications.tables import Rectification, RectificationExtension, RectificationMeasure
from models.rectifications.timers import end_of

R = RectificationState
SAID = {R.ISSUED: "待签收", R.SIGNED: "待制定整改计划", R.WORKING: "整改中"}


@todo
def rectifications_of(user: User, _on: date) -> Iterator[Ask | Each]:
    """Orders one answers for, measures one owns, reviews and extensions that wait for one."""
    if user.may("rectification.work"):
        yield Each(queries.answered_by(user).where(Rectification.state.in_(SAID)), _answered)
    if user.may("rectification.act"):
        yield Each(queries.measures_of(user), _measure)
    if user.may("rectification.review"):
        yield Ask.count(queries.to_review(user), "整改待复查", "/rectifications/mine", icon="eye")
    if user.may("rectification.decide_extension"):
        yield Each(queries.extensions_for(user), _extension)


@todo
def campaigns_of(user: User, on: date) -> Iterator[Ask | Each]:
    """What is still to be studied and signed for, and reviews of processes to approve or to begin."""
    if user.may("campaign.read"):
        yield Each(campaign_queries.studies_to_sign(user), _study)
    if user.may("process.approve"):
        waiting = processes.waiting_for(user)
        yield Ask.count(waiting, "流程评审待审批", "/rectifications/processes?state=submitted", icon="list-check")
    if user.may("process.draft"):
        soon = on + timedelta(days=14)
        yield Each(processes.due_for_review(user, soon), _review)


def _answered(row: Rectification) -> Todo:
    due_at = row.issued_at + timedelta(hours=24) if row.state is R.ISSUED else end_of(row.due_on)
    title = f"{row.number} {SAID[row.state]}"
    return Todo(title, f"/rectifications/{row.id}", row.problem[:40], due_at=due_at, icon="tool")


def _measure(measure: RectificationMeasure, row: Rectification) -> Todo:
    title = f"整改措施：{measure.text[:30]}"
    return Todo(title, f"/rectifications/{row.id}", row.number, due_at=end_of(measure.due_on), icon="tool")


def _extension(row: RectificationExtension) -> Todo:
    href = f"/rectifications/{row.rectification_id}"
    return Todo("整改延期待决定", href, f"申请到 {clock.short_day(row.until)}", due_at=end_of(row.was_on), icon="clock")


def _study(study: CampaignStudy, campaign: Campaign) -> Todo:
    href = f"/rectifications/campaigns/{campaign.id}"
    return Todo(f"学习签字：{study.title}", href, campaign.name, due_at=end_of(study.due_on), icon="book-2")


def _review(row: ProcessReview) -> Todo:
    href = f"/rectifications/processes/{row.id}"
    return Todo(f"流程到期评审：{row.process}", href, due_at=end_of(row.next_on), icon="list-check")
