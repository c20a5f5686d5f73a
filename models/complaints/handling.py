"""The main way of a case: accepted, investigated, judged, answered, asked about, filed. Source: domain §2.1."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from models.accounts import User
from models.complaints import chain, clocks, desks, effects, evidence
from models.complaints.kinds import AT_FAULT, ComplaintState, Liability, Part, ReplyWay, Rung, Severity
from models.complaints.states import COMPLAINT
from models.complaints.tables import Complaint, ComplaintStep
from models.core import audit
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.inbox import notify


def refusal_to_decide(case: Complaint, by: User) -> str | None:
    """Return why ``by`` may not decide on the liability, or None: too serious, concerned, or the investigator."""
    if case.severity is not Severity.ORDINARY and not by.may("complaint.decide_serious"):
        return f"{case.severity.label}的投诉由所长、副所长认定。"
    if by.id in {one.person_id for one in case.involved}:
        return "本件涉及您本人，请回避，由他人认定。"
    if by.id == case.investigator_id:
        return "本件由您调查，责任认定须由他人作出。"
    return None


def _require_decider(case: Complaint, by: User) -> None:
    if refusal := refusal_to_decide(case, by):
        raise RuleBroken(refusal)


def accept(case: Complaint, *, by: User, at: datetime) -> None:
    """Accept at once, by whoever is responsible. Raises RuleBroken: it is somebody else's. Source: S0 §7."""
    chain.require_responsible(case, by)
    COMPLAINT.take(case, "accept")
    case.accepted_at = at
    audit.record("complaint.accept", case, by)
    clocks.accepted(case, by, at)


@first(chain.require_responsible)
def answer(case: Complaint, *, reply: str, reply_way: ReplyWay, by: User, at: datetime) -> None:
    """Answer an inquiry or a call for help. Raises RuleBroken: a complaint, or somebody else's case."""
    COMPLAINT.take(case, "answer")
    case.reply, case.reply_way, case.replied_at, case.replied_by_id = reply, reply_way, at, by.id
    case.contacted_at = case.contacted_at or at
    audit.record("complaint.answer", case, by)
    clocks.replied(case, by, at)


def note(case: Complaint, *, rung: Rung, words: str, who: str, is_settled: bool, by: User, at: datetime) -> None:
    """Write down a step of the ladder, a contact or how far it is. Raises RuleBroken: the case is over.

    The first contact stops its clock. Source: S0 §7 (0-27, 0-28, 0-31).
    """
    if not case.is_open:
        raise Overtaken(f"{case.number} {case.state.label}，不能再记录。")
    step = ComplaintStep(complaint_id=case.id, rung=rung, at=at, who=who or by.name, words=words, by_id=by.id)
    step.is_settled, step.recorded_at = is_settled, at
    db.session.add(step)
    if rung is Rung.CONTACT and case.contacted_at is None:
        case.contacted_at = at
        clocks.contacted(case, by, at)
    audit.record("complaint.note", case, by, note=f"{rung.label}：{words}")


def investigate(case: Complaint, *, person: User, note: str, by: User, at: datetime) -> None:
    """Name who investigates; the responsibility is offered to them and moves when they take it.

    Raises RuleBroken: the investigator is a person whom the case is about.
    """
    if person.id in {one.person_id for one in case.involved}:
        raise RuleBroken(f"{person.name} 是本件涉及人员，请另选调查人。", field="person")
    if not person.may("complaint.report"):
        raise RuleBroken(f"{person.name} 不能担任调查人，请选择班长、值班站长、督查员或征费室人员。", field="person")
    COMPLAINT.take(case, "investigate")
    case.investigator_id = person.id
    audit.record("complaint.investigate", case, by, note=f"调查人 {person.name}")
    if person.id != case.responsible_id:
        if chain.offer_of(case) is not None:
            chain.recall(case, by=by, at=at)
        chain.offer(case, person=person, note=note or "请调查", by=by, at=at)


@first(chain.require_responsible)
def report(case: Complaint, *, investigation: str, people: Iterable[User], by: User, at: datetime) -> None:
    """Hand in what was found out, and whom it is about. Raises RuleBroken: somebody else's case, or about oneself."""
    people = list(people)
    if by.id in {person.id for person in people}:
        raise RuleBroken("调查人不能是涉及人员，请先移交他人调查。", field="people")
    COMPLAINT.take(case, "report")
    case.investigation, case.investigated_at = investigation, at
    case.investigator_id = case.investigator_id or by.id
    evidence.set_people(case, people, Part.INVOLVED)
    audit.record("complaint.report", case, by)
    title = f"{case.number} 待责任认定（{case.severity.label}）"
    who = desks.deciders_of(case) - {by.id}
    notify(who, "complaint", title, f"/complaints/{case.id}", key=f"complaint-{case.id}-judge-{case.version}", at=at)


@first(_require_decider)
def send_back(case: Complaint, *, reason: str, by: User, at: datetime) -> None:
    """Ask for more investigation. Raises RuleBroken: ``by`` may not decide on it."""
    COMPLAINT.take(case, "send_back")
    audit.record("complaint.decide", case, by, note=f"退回补充调查：{reason}")
    title = f"{case.number} 退回补充调查：{reason}"
    key = f"complaint-{case.id}-back-{case.version}"
    notify([case.responsible_id], "complaint", title, f"/complaints/{case.id}", key=key, at=at)


@first(_require_decider)
def decide(
    case: Complaint, *, liability: Liability, is_verified: bool, finding: str, clauses: Iterable, by: User, at: datetime
) -> None:
    """Say whose fault it was and whether it is true. Only what is true feeds discipline.

    Raises RuleBroken: too serious for ``by``, ``by`` is concerned or investigated, at fault but untrue, or at fault
    with nobody named. Source: S0 §7, §8; domain §1.3.
    """
    _check_finding(case, liability, is_verified)
    COMPLAINT.take(case, "decide")
    case.liability, case.is_verified, case.finding = liability, is_verified, finding
    case.decided_by_id, case.decided_at = by.id, at
    audit.record("complaint.decide", case, by, note=f"{liability.label}；{'属实' if is_verified else '不属实'}")
    if is_verified and liability in AT_FAULT:
        effects.discipline(case, list(clauses), by, at)
    title = f"{case.number} 已认定：{liability.label}，请处理并回复"
    key = f"complaint-{case.id}-decided-{case.version}"
    notify([case.responsible_id], "complaint", title, f"/complaints/{case.id}", key=key, at=at)


def apologise(case: Complaint, *, people: Iterable[User], apology: str, by: User, at: datetime) -> None:
    """Keep who apologised to the complainant and how. Raises RuleBroken: not our fault, or nobody. Source: S0 §7."""
    require_turn_to_apologise(case)
    people = list(people)
    if not people:
        raise RuleBroken("请选择致歉人：当事人、班长或征费室负责人。", field="people")
    case.apology, case.apologised_at = apology, at
    evidence.set_people(case, people, Part.APOLOGY)
    audit.record("complaint.apologise", case, by, note="、".join(person.name for person in people))


def require_turn_to_apologise(case: Complaint) -> None:
    """Raises RuleBroken: not our fault, or not found yet; Overtaken: the case is past its handling."""
    if case.liability not in AT_FAULT:
        raise RuleBroken("认定为我方责任或双方责任的，才登记致歉。")
    if case.state is not ComplaintState.HANDLING:
        raise Overtaken(f"{case.number} {case.state.label}，不能再登记致歉。")


@first(chain.require_responsible)
def reply(case: Complaint, *, measures: str, reply: str, reply_way: ReplyWay, by: User, at: datetime) -> None:
    """Tell the complainant what was found and done. Raises RuleBroken: somebody else's case, or no apology yet."""
    COMPLAINT.take(case, "reply")
    case.measures, case.reply, case.reply_way = measures, reply, reply_way
    case.replied_at, case.replied_by_id = at, by.id
    case.contacted_at = case.contacted_at or at
    audit.record("complaint.reply", case, by)
    clocks.replied(case, by, at)


def close(case: Complaint, *, by: User, at: datetime) -> None:
    """File the case. Raises RuleBroken: a complaint that nobody asked about."""
    COMPLAINT.take(case, "close")
    case.closed_at = at
    chain.finish(case, at)
    audit.record("complaint.close", case, by)


def _check_finding(case: Complaint, liability: Liability, is_verified: bool) -> None:
    """A driver's fault may be true or not; our own fault is true, and what cannot be proved is not."""
    if liability in AT_FAULT and not is_verified:
        raise RuleBroken(f"“{liability.label}”应认定为属实。", field="is_verified")
    if liability is Liability.NONE and is_verified:
        raise RuleBroken("“查无实据”应认定为不属实。", field="is_verified")
    if liability in AT_FAULT and not case.involved:
        raise RuleBroken("请先在调查情况里写明涉及人员，或退回补充调查。", field="liability")
