"""How a campaign goes: each goal with its figures, each study with who has signed."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from models.accounts import User
from models.core.db import db
from models.core.rates import Share
from models.rectifications import campaign_queries as queries
from models.rectifications import campaigns
from models.rectifications.campaign_tables import Campaign, CampaignGoal, CampaignProgress, CampaignStudy


class Course(NamedTuple):
    """A goal with its figures by day, oldest first; ``live`` is what the system counts today, None without."""

    goal: CampaignGoal
    entries: list[CampaignProgress]
    live: float | None

    @property
    def latest(self) -> float | None:
        if self.live is not None:
            return self.live
        return self.entries[-1].figure if self.entries else None

    @property
    def is_met(self) -> bool | None:
        """Whether the latest figure reaches the goal; None without one."""
        return None if self.latest is None else self.goal.is_met_by(self.latest)

    @property
    def figures(self) -> list[float]:
        return [one.figure for one in self.entries]

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """The figures as the table below the chart: day, figure with its unit, source and words."""
        unit = self.goal.unit_name
        return [
            (f"{one.on:%Y-%m-%d}", f"{one.figure:g} {unit}", "；".join(filter(None, (one.source, one.words))))
            for one in self.entries
        ]

    @property
    def low(self) -> float:
        return max(0.0, min([*self.figures, self.goal.target or 0]) * 0.9)

    @property
    def high(self) -> float:
        top = max([*self.figures, self.goal.target or 0, 1])
        return 100.0 if self.goal.unit_name == "%" else top * 1.1


class Studied(NamedTuple):
    """A study with how many of its audience have signed, and whether the viewer still has to."""

    study: CampaignStudy
    signed: Share
    waits_for_me: bool


def courses(campaign: Campaign, on: date) -> list[Course]:
    """Return the goals in their order, each day once: a later entry of a day stands for it."""
    by_goal: dict[int, dict[date, CampaignProgress]] = {}
    for one in db.session.scalars(queries.progress_of(campaign)):
        by_goal.setdefault(one.goal_id, {})[one.on] = one
    return [
        Course(goal, list(by_goal.get(goal.id, {}).values()), campaigns.live_figure(goal, campaign, on))
        for goal in campaign.goals
    ]


def studies(campaign: Campaign, viewer: User) -> list[Studied]:
    """Return the studies with their signatures; two statements for all, one for each audience."""
    signed = dict(db.session.execute(queries.signed_counts(campaign)).all()) if campaign.studies else {}
    waiting = {study.id for study, _campaign in db.session.execute(queries.studies_to_sign(viewer))}
    found = []
    for study in campaign.studies:
        audience = queries.audience_of(study).with_only_columns(User.id).order_by(None).subquery()
        many = db.session.scalar(select(func.count()).select_from(audience)) or 0
        found.append(Studied(study, Share(min(signed.get(study.id, 0), many), many, least=1), study.id in waiting))
    return found
