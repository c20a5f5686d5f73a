"""The group decides on every suggestion and proposal, then closes the study. Source: S0 (0-24), domain §2.2."""

from __future__ import annotations

from datetime import datetime

from models.accounts import User
from models.accounts.scope import sits_on
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.mystery_visits.kinds import GROUP, Decision, VisitState
from models.mystery_visits.states import FLOW
from models.mystery_visits.tables import MysteryMatter, MysteryVisit

NOT_SEATED = "您当天不是领导小组成员，不能代表小组决定。"


def may_decide(visit: MysteryVisit, by: User, at: datetime) -> None:
    """Raise RuleBroken: the group of that day is another one, or the study is closed."""
    require_seat(by, at)
    if visit.state not in (VisitState.SENT, VisitState.PUBLISHED):
        raise RuleBroken("研究已经办结，决定不能再改。")


@first(may_decide)
def decide(
    visit: MysteryVisit, matter: MysteryMatter, *, decision: Decision, reason: str, by: User, at: datetime
) -> None:
    """Decide on one suggestion or proposal; until the study is closed the group may think again.

    Raises RuleBroken: ``by`` does not sit on the group that day, no reason, or the study is closed.
    """
    if refusal := refusal_to_decide(visit, matter):
        raise RuleBroken(refusal)
    if not reason:
        raise RuleBroken("请写明理由；采纳的写怎样落实。", field="reason")
    matter.decision, matter.reason, matter.decided_by_id, matter.decided_at = decision, reason, by.id, at
    audit.record("mystery_visit.decide", visit, by, note=f"{matter.kind.label} {matter.position}：{decision.label}")


def refusal_to_decide(visit: MysteryVisit, matter: MysteryMatter) -> str:
    """Say why what was decided on a matter stands, or nothing."""
    return "评价已经公布，决定不能再改。" if visit.is_published and matter.decision is not None else ""


def _may_close(visit: MysteryVisit, by: User, at: datetime) -> None:
    FLOW.require(visit, "study")
    require_seat(by, at)
    FLOW.require_open(visit, "study")


@first(_may_close)
def close(visit: MysteryVisit, *, opinion: str, by: User, at: datetime) -> None:
    """Mark the report as studied. Raises RuleBroken: no seat on the group, or something waits to be decided."""
    FLOW.take(visit, "study")
    visit.opinion, visit.studied_by_id, visit.studied_at = opinion, by.id, at
    audit.record("mystery_visit.study", visit, by, note=opinion)


def require_seat(by: User, at: datetime) -> None:
    if db.session.scalar(sits_on(by, GROUP, clock.local(at).date())) is None:
        raise RuleBroken(NOT_SEATED)
