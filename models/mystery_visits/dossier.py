"""One visit as its viewer may see it: what can be done now, what was done, and whether the seal holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from models.accounts import User
from models.accounts.scope import reaches
from models.core import clock
from models.core.db import db
from models.core.flow import Step, lets
from models.mystery_visits import planning, queries, sealing
from models.mystery_visits.states import FLOW
from models.mystery_visits.tables import MysteryVisit

AT_THE_DESK = ("issue", "revoke", "cancel", "publish")


class Verdict(NamedTuple):
    """The commitment and the root as they were reckoned anew; ``way`` has a line for each pair that was hashed."""

    commitment: str
    root: str
    way: list[tuple[str, str]]
    is_commitment: bool
    is_root: bool


def steps_open_to(visit: MysteryVisit, user: User) -> list[Step]:
    """Return the organiser's buttons; the guard of a publication must let it pass."""
    if not queries.may_organise(user, visit):
        return []
    found = [step for step in FLOW.open_to(visit, user) if step.name in AT_THE_DESK]
    return [step for step in found if step.name != "issue" or lets(planning.issue, visit, user)]


def refusal_to_publish(visit: MysteryVisit, user: User) -> str:
    """Say why a report that lies there cannot be published yet."""
    step = FLOW.steps["publish"]
    if visit.state not in step.sources or not user.may(step.may):
        return ""
    return step.guard(visit) or ""


def may_study(visit: MysteryVisit, user: User) -> bool:
    """Whether ``user`` decides for the group on this report today."""
    if not (user.may("mystery_visit.study") and reaches(user, "mystery_visit.study", visit.unit)):
        return False
    return db.session.scalar(queries.is_seated(user, clock.today())) is not None


def story(visit: MysteryVisit) -> list[dict[str, Any]]:
    """Return what has come to pass and when, for ``ui.timeline``."""
    report = visit.report
    rows = [
        ("计划", visit.planned_at, visit.planned_by),
        ("收到评价", report and report.sent_at, "监督员"),
        ("公布当日承诺", report and report.root and report.root.published_at, "系统"),
        ("办结研究", visit.studied_at, visit.studied_by),
        ("公布", visit.published_at, visit.published_by),
    ]
    return [_row(title, at, getattr(who, "name", who)) for title, at, who in rows if at]


def verdict(visit: MysteryVisit) -> Verdict:
    """Reckon the seal of a published report anew; report and root must be loaded."""
    report, here, way = visit.report, sealing.commitment_of(visit.report.sealed, visit.report.salt), []
    commitment = here
    for side, other in report.proof:
        left, right = (other, here) if side == "left" else (here, other)
        here = sealing.pair(left, right)
        way.append((left + right, here))
    return Verdict(commitment, here, way, commitment == report.commitment, here == report.root.hash)


def _row(title: str, at: datetime, who: str) -> dict[str, Any]:
    return {"state": "done", "title": title, "time": clock.short_moment(at), "who": who}
