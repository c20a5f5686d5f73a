"""What an adopted proposal leads to in discipline: a violation of each person concerned, once; and the way back.

Only of what is published: a violation would tell of the report. The case of a proposal is named as its order to
rectify is, by ``following.ref_of``. Source: domain §6.1, §6.2; S0 (0-24); docs/adr/0016, 0018.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Select, or_, select

from models.accounts import Unit, User, UserState
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.mystery_visits import queries
from models.mystery_visits.following import ref_of
from models.mystery_visits.kinds import MatterKind
from models.mystery_visits.studying import require_seat
from models.mystery_visits.tables import MysteryMatter, MysteryVisit
from models.roster import Duty
from models.roster import queries as roster
from models.rulebook import RuleClause, breaches
from models.rulebook.breaches import Breach, Standing

SOURCE = "mystery_visit"


def visited_at(visit: MysteryVisit) -> datetime:
    """Return the moment of which the visitor tells; the report must be loaded."""
    wall = datetime.fromisoformat(visit.report.content["visited_at"])
    return clock.at(wall.date(), wall.time())


def visited_on(visit: MysteryVisit) -> date:
    return clock.local(visited_at(visit)).date()


def on_duty(visit: MysteryVisit) -> list[Duty]:
    """Return who was on duty at the station then, those of the lane first: the visitor knows no names."""
    lane = visit.report.content["lane"].strip().upper()
    duties = db.session.scalars(roster.who_was_on_duty(visit.unit_id, visited_at(visit))).all()
    return sorted(duties, key=lambda duty: (not duty.lane or duty.lane.code.upper() != lane, duty.id))


def people_of(visit: MysteryVisit) -> Select[tuple[User]]:
    """Return who may be reported: the people of the station now, and whoever was on duty there then."""
    homes = select(Unit.id).where(Unit.path.startswith(visit.unit.path, autoescape=True))
    theirs = (
        User.unit_id.in_(homes) & (User.state != UserState.LEFT),
        User.id.in_([one.user_id for one in on_duty(visit)]),
    )
    return select(User).where(or_(*theirs)).order_by(User.unit_id, User.staff_key)


def seen_by_the_visitor(visit: MysteryVisit) -> str:
    """Return what the visitor saw and heard, as a beginning of the facts."""
    told = visit.report.content
    return f"{told['errand']}对方原话：{told['quotes']}" if told["quotes"] else told["errand"]


def standings_of(visit: MysteryVisit) -> dict[int, list[Standing]]:
    """Return how the violations stand that the proposals led to, by the id of the proposal."""
    if not visit.is_published:
        return {}
    found = {one.id: breaches.standings_of(SOURCE, ref_of(visit, one)) for one in _proposals(visit)}
    return {matter_id: standings for matter_id, standings in found.items() if standings}


def refusal_to_report(visit: MysteryVisit, matter: MysteryMatter) -> str:
    """Say why a matter cannot become a violation of anybody, or nothing."""
    if not visit.is_published:
        return "评价公布以后才能转违规处理，否则收费站会提前知道。"
    if matter.kind is not MatterKind.PROPOSAL:
        return "建设性意见不是处理建议，不能转违规处理。"
    if matter.withdrawn_at:
        return "领导小组的采纳已经撤销，不能转违规处理。"
    return "" if matter.is_adopted else "领导小组采纳或部分采纳后才能转违规处理。"


def report(
    visit: MysteryVisit,
    matter: MysteryMatter,
    *,
    person: User,
    facts: str,
    clauses: Iterable[RuleClause],
    by: User,
    at: datetime,
) -> Standing:
    """Report a violation of ``person``, once for each proposal and person.

    Raises RuleBroken: as ``refusal_to_report``, about oneself, no clause in force, reported already.
    """
    if refusal := refusal_to_report(visit, matter):
        raise RuleBroken(refusal)
    told = {"source": SOURCE, "source_ref": ref_of(visit, matter), "source_href": f"/mystery-visits/{visit.id}"}
    told |= {"occurred_at": visited_at(visit), "place": visit.report.content["lane"]}
    standing = breaches.report(Breach(person=person, facts=facts, clauses=list(clauses), **told), by, at)
    note = f"{matter.kind.label} {matter.position}：{standing.number}"
    audit.record("mystery_visit.report_violation", visit, by, note=note)
    return standing


def refusal_to_take_back(visit: MysteryVisit, matter: MysteryMatter) -> str:
    """Say why the group stands by a matter, or nothing."""
    if not (visit.is_published and matter.is_adopted):
        return "公布以后、仍然采纳的才能撤销。"
    standings = breaches.standings_of(SOURCE, ref_of(visit, matter))
    firm = next((one for one in standings if one.is_effective and one.is_live), None)
    return f"{firm.number} 的处罚已经生效，不能撤销采纳；请先撤销处罚。" if firm else ""


def _has_seat(_visit: MysteryVisit, by: User, at: datetime) -> None:
    require_seat(by, at)


@first(_has_seat)
def take_back(visit: MysteryVisit, matter: MysteryMatter, *, reason: str, by: User, at: datetime) -> None:
    """Take back what the group adopted; the violations it led to fall with it.

    Raises RuleBroken: no seat on the group, nothing adopted, or a penalty for it is in force, with its number: that
    is reversed on its own side first.
    """
    if refusal := refusal_to_take_back(visit, matter):
        raise RuleBroken(refusal)
    standings = breaches.standings_of(SOURCE, ref_of(visit, matter))
    _withdraw(visit, matter, reason, by, at)
    if any(one.is_live for one in standings):
        breaches.overturn(SOURCE, ref_of(visit, matter), reason, by, at)


def _withdraw(visit: MysteryVisit, matter: MysteryMatter, reason: str, by: User | None, at: datetime) -> None:
    matter.withdrawn_at, matter.withdrawn_by_id, matter.withdrawal = at, by.id if by else None, reason
    audit.record("mystery_visit.take_back", visit, by, note=f"{matter.kind.label} {matter.position}：{reason}")


def _proposals(visit: MysteryVisit) -> list[MysteryMatter]:
    return [one for one in visit.matters if one.kind is MatterKind.PROPOSAL]


def _follow(source_ref: str, _standing: Standing, reason: str, by: User | None, at: datetime) -> None:
    """Discipline overturned a violation: when none of the proposal stands any more, it was not adopted rightly."""
    if any(one.is_live for one in breaches.standings_of(SOURCE, source_ref)):
        return
    rows = select(MysteryVisit).where(MysteryVisit.number == source_ref.partition(" ")[0]).options(*queries.WHOLE)
    visit = db.session.scalars(rows).unique().one_or_none()
    matters = _proposals(visit) if visit else []
    matter = next((one for one in matters if ref_of(visit, one) == source_ref), None)
    if matter is not None and matter.is_adopted:
        _withdraw(visit, matter, reason or "申诉成立", by, at)


breaches.on_overturned(SOURCE, _follow)
