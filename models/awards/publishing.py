"""The 通报表彰 of an award: its words, and the notice that is drafted from them. Source: S0 §9, domain §2.13."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models import notices
from models.accounts import Unit, User
from models.awards import papers, queries
from models.awards.kinds import AwardState
from models.awards.tables import Award, AwardCandidate
from models.closings import house_of
from models.core.db import db
from models.core.errors import Overtaken
from models.notices import Notice

DECIDED = (AwardState.APPROVED, AwardState.ISSUED)


def title_of(award: Award) -> str:
    return f"关于表彰{award.title}的通报"


def text_of(award: Award, winners: Sequence[AwardCandidate]) -> list[str]:
    """Return the paragraphs: how it came about, who is named, what is hoped for."""
    names = "、".join(row.caption if award.is_for_crews else f"{row.caption}（{row.unit_name}）" for row in winners)
    each, holders = ("每个班组", "班组") if award.is_for_crews else ("每人", "同志")
    reward = f"，{each}奖励 {award.terms['amount'] / 100:,.2f} 元" if award.terms["amount"] else ""
    return [
        f"{papers.spoken(award.since, award.until)}，各班组和全体人员按照规范化服务的要求，认真履职，文明服务。"
        f"经资格审查、评审、公示和批准，决定授予{names}“{award.terms['name']}”称号{reward}。",
        f"希望受到表彰的{holders}珍惜荣誉，再接再厉。全体人员要以先进为榜样，进一步提高服务水平。",
    ]


def require_decided(award: Award) -> None:
    """Raise Overtaken before the award is approved: until then nobody has been named."""
    if award.state not in DECIDED:
        raise Overtaken("批准以后才有通报表彰。")


def draft_notice(award: Award, *, by: User, at: datetime) -> Notice:
    """Draft the notice of an approved award in the name of its station or 收费所.

    Raises Overtaken: not approved; RuleBroken: drafted already, or out of ``by``'s reach.
    """
    require_decided(award)
    body = "\n".join(text_of(award, db.session.scalars(queries.winners_of(award)).all()))
    unit = house_of(db.session.get_one(Unit, award.unit_id))
    source = notices.Source(award.number, f"/awards/{award.id}", ())
    return notices.draft_from("praise", title_of(award), body, source=source, unit=unit, by=by, at=at)
