"""What a campaign leaves in the ledger of points when it ends: goals that were reached, studies nobody signed for.

A goal that is reached counts for every crew of the campaign, a study that somebody did not sign for by its day counts
against that person. Source: S0 0-10…0-12, 0-19; issue 4.3; amounts are examples.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from models import points
from models.accounts import Unit, UnitKind, User
from models.core import clock
from models.core.db import db
from models.points.kinds import Side
from models.rectifications import campaign_course, campaigns
from models.rectifications import campaign_queries as queries
from models.rectifications.campaign_tables import Campaign, CampaignGoal, CampaignSignature, CampaignStudy

GOAL, STUDY = "campaign_goal", "campaign_study"

points.declare(
    points.Kind(
        GOAL,
        "专项行动达标加分",
        Side.MERIT,
        10,
        50,
        note="专项行动总结时每达到一项目标，记范围内各班组。",
        source="实施方案第六条（示例分值）",
    ),
    points.Kind(
        STUDY,
        "专项行动学习未签字扣分",
        Side.DEDUCT,
        10,
        30,
        True,
        note="专项行动总结时，到期仍没有签字的每项学习，记本人。",
        source="实施方案第五、六条（示例分值）",
    ),
)


def settle(campaign: Campaign, by: User, at: datetime) -> None:
    """Post what the campaign came to; the caller has closed it."""
    today = clock.local(at).date()
    reached = [one.goal for one in campaign_course.courses(campaign, today) if one.is_met]
    for crew in db.session.scalars(_crews(campaign)).all() if reached else ():
        for goal in reached:
            points.post(GOAL, crew, _of_goal(campaign, goal), on=today, by=by, at=at)
    for study in campaign.studies:
        if study.due_on <= today:
            _deduct(campaign, study, by, at)


def _deduct(campaign: Campaign, study: CampaignStudy, by: User, at: datetime) -> None:
    signed = select(CampaignSignature.user_id).where(CampaignSignature.study_id == study.id)
    href, words = f"/rectifications/campaigns/{campaign.id}", f"没有按期学习签字：{study.title}"
    origin = points.origin_of(study, campaign.number, href, words)
    for person in db.session.scalars(queries.audience_of(study).where(User.id.not_in(signed))).unique().all():
        points.post(STUDY, person, origin, on=clock.local(at).date(), by=by, at=at)


def _of_goal(campaign: Campaign, goal: CampaignGoal) -> points.Origin:
    href, words = f"/rectifications/campaigns/{campaign.id}", f"达到目标：{goal.name}（{goal.target_in_words}）"
    return points.origin_of(goal, campaign.number, href, words)


def _crews(campaign: Campaign):
    below = Unit.path.startswith(campaign.unit.path, autoescape=True)
    return select(Unit).where(below, Unit.kind == UnitKind.CREW, Unit.is_open.is_(True)).order_by(Unit.path)


campaigns.WHEN_CLOSED.append(settle)
