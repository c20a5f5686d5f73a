"""What a reported finding leads to: at most one violation of its person and one rectification; and the way back.

Discipline is asked through ``rulebook.breaches``; the case of a finding is named by ``ref_of``. Source: domain §6.1,
§6.2; S0 0-15, 0-16.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from models import rectifications
from models.accounts import User
from models.core import attachments, audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.core.gathered import gather
from models.core.masking import scrub
from models.inspections import marking, queries
from models.inspections.kinds import OUT, InspectionState, Outcome, ReplyState
from models.inspections.recording import reckon
from models.inspections.states import INSPECTION
from models.inspections.tables import Finding, Inspection, Reply
from models.rectifications import Category, Rectification, issue, of_source
from models.rulebook import RuleClause, breaches
from models.rulebook.breaches import Breach, Standing

SOURCE = "inspection"


def ref_of(finding: Finding) -> str:
    """Return how discipline names a finding: the inspection's number and the finding's id."""
    return f"{finding.inspection.number}/{finding.id}"


def standings_of(finding: Finding) -> list[Standing]:
    return breaches.standings_of(SOURCE, ref_of(finding))


def refusal_to_report(finding: Finding, by: User) -> str | None:
    """Say why a finding cannot become a violation, or None."""
    if finding.inspection.state not in OUT:
        return "通报以后才能转违规处理。"
    if finding.person is None:
        return "这条问题没有写明当事人，不能转违规处理。"
    if finding.is_removed or not finding.number:
        return "这条问题已经撤销。"
    if by.id == finding.person_id:
        return "本件涉及您本人，请回避，由他人办理。"
    if live := next((one for one in standings_of(finding) if one.is_live), None):
        return f"已经转为违规 {live.number}。"
    return None


def _may_report(finding: Finding, by: User) -> None:
    if refusal := refusal_to_report(finding, by):
        raise RuleBroken(refusal)


@first(_may_report)
def report(
    finding: Finding, inspection: Inspection, *, clauses: Iterable[RuleClause], by: User, at: datetime
) -> Standing:
    """Report the finding as a violation of its person, once. Raises RuleBroken: as ``refusal_to_report``, no clause."""
    breach = Breach(
        source=SOURCE,
        source_ref=ref_of(finding),
        source_href=f"/inspections/findings/{finding.id}",
        person=finding.person,
        occurred_at=inspection.started_at,
        place=finding.lane.code if finding.lane else inspection.unit_name,
        facts=scrub(f"{finding.item.text}：{finding.words}"),
        clauses=list(clauses),
    )
    standing = breaches.report(breach, by, at)
    audit.record("inspection.report_violation", inspection, by, note=f"第 {finding.item.code} 项：{standing.number}")
    return standing


def order_of(finding: Finding) -> Rectification | None:
    """Return the order to rectify that the finding led to."""
    return of_source(SOURCE, ref_of(finding))


def _may_order(finding: Finding, _by: User) -> None:
    if finding.inspection.state not in (InspectionState.PUBLISHED, InspectionState.RECTIFYING):
        raise RuleBroken("通报以后、归档以前才能下发整改。")
    _require_standing(finding)
    if issued := order_of(finding):
        raise RuleBroken(f"已经下发整改 {issued.number}。")


@first(_may_order)
def order(finding: Finding, inspection: Inspection, *, category: Category, deadline_on: date, by: User, at: datetime):
    """Order the unit to put it right, once, and return the order; the inspection goes over to 整改中.

    Raises RuleBroken: not reported yet, taken back, or as ``rectifications.issue``. Source: S0 0-16, domain §6.2.
    """
    issued = issue(
        source=SOURCE,
        source_ref=ref_of(finding),
        source_href=f"/inspections/findings/{finding.id}",
        source_item=finding.item.code,
        unit=inspection.unit,
        category=category,
        problem=scrub(f"{finding.item.text}：{finding.words}"),
        deadline_on=deadline_on,
        issuer=by,
        at=at,
        photos=db.session.scalars(attachments.of(finding)).all(),
    )
    if inspection.state is InspectionState.PUBLISHED:
        INSPECTION.take(inspection, "rectify")
    audit.record("inspection.rectify", inspection, by, note=f"第 {finding.item.code} 项：{issued.number}")
    return issued


def refusal_to_archive(inspection: Inspection) -> str | None:
    """Say which order to rectify is still open, or None."""
    refs = [ref_of(finding) for finding in _with(inspection)]
    still = select(Rectification.number).where(Rectification.source == SOURCE, Rectification.source_ref.in_(refs))
    number = db.session.scalar(still.where(Rectification.state.in_(rectifications.queries.OPEN)).limit(1))
    return f"{number} 还没有整改完成，不能归档。" if number else None


def _may_archive(inspection: Inspection, _by: User) -> None:
    if refusal := refusal_to_archive(inspection):
        raise RuleBroken(refusal)


@first(_may_archive)
def archive(inspection: Inspection, *, by: User) -> None:
    """File the inspection away. Raises RuleBroken: an order to rectify is still open."""
    INSPECTION.take(inspection, "archive")
    audit.record("inspection.archive", inspection, by)


def _with(inspection: Inspection) -> list[Finding]:
    """Return the findings that know their inspection without being asked for it."""
    for finding in inspection.findings:
        set_committed_value(finding, "inspection", inspection)
    return inspection.findings


def _may_take_back(finding: Finding, _by: User) -> None:
    if finding.inspection.state not in OUT:
        raise RuleBroken("通报以后才能撤销，此前请按异议处理。")
    _require_standing(finding)
    if firm := next((one for one in standings_of(finding) if one.is_effective and one.is_live), None):
        raise RuleBroken(f"{firm.number} 的处罚已经生效，不能撤销这条问题；请先撤销处罚。")


def _require_standing(finding: Finding) -> None:
    if finding.is_removed or not finding.number:
        raise RuleBroken("这条问题已经撤销。")


@first(_may_take_back)
def take_back(finding: Finding, inspection: Inspection, *, reason: str, by: User, at: datetime) -> None:
    """Strike a finding from a reported inspection and reckon anew; what it led to falls with it.

    Raises RuleBroken: a penalty for it is in force, with its number: that is reversed on its own side first.
    """
    _strike(inspection, finding, reason, by, at)
    if any(one.is_live for one in standings_of(finding)):
        breaches.overturn(SOURCE, ref_of(finding), reason, by, at)


def _strike(inspection: Inspection, finding: Finding, reason: str, by: User | None, at: datetime) -> None:
    reply = finding.reply
    if reply is None:
        reply = Reply(finding_id=finding.id, unit_id=finding.unit_id, person_id=finding.person_id, words="")
        reply.state = ReplyState.DISPUTED
        db.session.add(reply)
    reply.outcome, reply.reason, reply.decided_at = Outcome.OVERTURNED, reason, at
    reply.decided_by_id = by.id if by else None
    audit.record("inspection.decide", reply, by, note=reason)
    finding.number = 0
    reckon(inspection)
    audit.record("inspection.decide", inspection, by, note=f"撤销第 {finding.item.code} 项：{reason}")
    marking.book(inspection, by, at, reason)


def _follow(source_ref: str, _standing: Standing, reason: str, by: User | None, at: datetime) -> None:
    """Discipline overturned the violation: the finding falls, and the score is reckoned anew."""
    number, _, finding_id = source_ref.partition("/")
    rows = gather(select(Inspection).where(Inspection.number == number), queries.WHOLE)
    inspection = db.session.scalars(rows).unique().one_or_none()
    finding = next((one for one in inspection.findings if str(one.id) == finding_id), None) if inspection else None
    if finding is not None and finding.number:
        _strike(inspection, finding, reason or "申诉成立", by, at)


breaches.on_overturned(SOURCE, _follow)
