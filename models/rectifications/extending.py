"""More time, once: asked for by the responsible, decided by the issuer's leader. Source: domain §2.4."""

from __future__ import annotations

from datetime import date, datetime

from models.accounts import User
from models.core import audit
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.inbox import notify
from models.rectifications import leaders, timers
from models.rectifications.kinds import Decision
from models.rectifications.states import RECTIFICATION
from models.rectifications.tables import Rectification, RectificationExtension
from models.rectifications.working import require_responsible

ONCE = "每件整改只能申请一次延期。"


@first(require_responsible)
def ask(row: Rectification, *, until: date, reason: str, by: User, at: datetime) -> RectificationExtension:
    """Ask for more time. Raises RuleBroken: somebody else, a second time, not later, nothing in hand, no leader."""
    RECTIFICATION.require(row, "withdraw")  # the same states: something is still in hand
    if row.extension is not None:
        raise RuleBroken(ONCE)
    if until <= row.due_on:
        raise RuleBroken(f"延期后的日期应晚于现在的期限 {row.due_on}。", field="until")
    leader = _leader_of(row, by)
    extension = RectificationExtension(rectification_id=row.id, unit_id=row.unit_id, was_on=row.due_on, until=until)
    extension.reason, extension.asked_by_id, extension.asked_at = reason, by.id, at
    extension.leader_id, extension.words = leader.id, ""
    db.session.add(extension)
    audit.record("rectification.ask_extension", extension, by, note=reason)
    key, title = f"rectification-{row.id}-extension", f"{row.number} 申请延期到 {until:%Y-%m-%d}，请决定"
    notify([leader.id], "rectification", title, f"/rectifications/{row.id}", key=key, at=at)
    return extension


def decide(row: Rectification, *, decision: Decision, words: str, by: User, at: datetime) -> None:
    """Grant or refuse the extension. Raises RuleBroken: not the issuer's leader, one's own request, no reason.

    Overtaken: it has been decided, or the order has moved on.
    """
    extension = row.extension
    if extension is None or extension.decision is not None:
        raise Overtaken("没有等待决定的延期申请。")
    RECTIFICATION.require(row, "withdraw")
    require_decider(row, by)
    if decision is Decision.REFUSED and not words.strip():
        raise RuleBroken("不同意请写明原因。", field="words")
    extension.decision, extension.words = decision, words
    extension.decided_by_id, extension.decided_at = by.id, at
    audit.record("rectification.decide_extension", extension, by, note=f"{decision.label}：{words}")
    if decision is Decision.GRANTED:
        row.due_on = extension.until
        audit.record("rectification.extend", row, by, note=extension.reason)
        timers.extended(row, extension.reason, by, at)
    key, title = f"rectification-{row.id}-extended", f"{row.number} 延期申请：{decision.label}"
    notify([extension.asked_by_id], "rectification", title, f"/rectifications/{row.id}", key=key, at=at)


def may_decide(row: Rectification, person: User) -> bool:
    """Whether ``person`` is the leader who is asked, or another leader of the issuer; never who asked or issued."""
    extension = row.extension
    if extension is None or extension.decision is not None or not person.may("rectification.decide_extension"):
        return False
    if person.id in (extension.asked_by_id, row.issued_by_id):
        return False
    issuer = db.session.get(User, row.issued_by_id) if row.issued_by_id else None
    return person.id == extension.leader_id or person.id in {one.id for one in leaders.leaders_over(issuer, row.unit)}


def require_decider(row: Rectification, by: User) -> None:
    if not may_decide(row, by):
        raise RuleBroken("延期由下发人的领导决定，申请人和下发人不能决定。")


def _leader_of(row: Rectification, by: User) -> User:
    issuer = db.session.get(User, row.issued_by_id) if row.issued_by_id else None
    over = [one for one in leaders.leaders_over(issuer, row.unit) if one.id != by.id]
    if not over:
        raise RuleBroken("下发人没有上级领导可以决定延期，请直接与下发人商定后由其撤回重发。")
    return over[0]
