"""What an adopted suggestion or proposal leads to: an order, linked both ways. Source: S0 (0-24), domain §2.4."""

from __future__ import annotations

from datetime import date, datetime

from models import rectifications
from models.accounts import User
from models.core.errors import RuleBroken
from models.mystery_visits.tables import MysteryMatter, MysteryVisit
from models.rectifications import Category, Rectification

SOURCE = "mystery_visit"
rectifications.declare_source(SOURCE, "暗访")


def rectify(
    visit: MysteryVisit, matter: MysteryMatter, *, category: Category, deadline_on: date, by: User, at: datetime
) -> Rectification:
    """Order the station to put right what the group adopted.

    Only of what is published: an order would tell of the report. Raises RuleBroken: not published, not adopted; and as
    ``rectifications.issue``, a second order included.
    """
    if refusal := refusal_to_rectify(visit, matter):
        raise RuleBroken(refusal)
    return rectifications.issue(
        source=SOURCE,
        source_ref=ref_of(visit, matter),
        source_href=f"/mystery-visits/{visit.id}",
        unit=visit.unit,
        category=category,
        problem=matter.text,
        deadline_on=deadline_on,
        issuer=by,
        at=at,
    )


def refusal_to_rectify(visit: MysteryVisit, matter: MysteryMatter) -> str:
    if not visit.is_published:
        return "评价公布以后才能下发整改，否则收费站会提前知道。"
    if matter.withdrawn_at:
        return "领导小组的采纳已经撤销。"
    if not matter.is_adopted:
        return "领导小组采纳或部分采纳后才能下发整改。"
    return ""


def ref_of(visit: MysteryVisit, matter: MysteryMatter) -> str:
    """Return the name under which the order knows the matter: the number of the visit and the place in it."""
    return f"{visit.number} {matter.kind.label} {matter.position}"


def orders_of(visit: MysteryVisit) -> dict[int, Rectification]:
    """Return the orders by the id of the matter they came from."""
    if not visit.is_published:
        return {}
    refs = {ref_of(visit, matter): matter.id for matter in visit.matters}
    found = rectifications.of_sources(SOURCE, list(refs))
    return {refs[ref]: order for ref, order in found.items()}
