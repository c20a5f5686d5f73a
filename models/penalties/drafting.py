"""Penalties up to the decision: draft, check against repetition and overlap, submit, return, withdraw."""

from __future__ import annotations

from datetime import datetime

from models import approvals
from models.accounts import Unit, User, structure
from models.core import audit, clock, settings
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.inbox import notify
from models.penalties import concern, queries, reckoning, violations
from models.penalties.kinds import Mode, Path, PenaltyState, Source, ViolationState
from models.penalties.reckoning import Reckoning
from models.penalties.states import PENALTY
from models.penalties.tables import Penalty, Violation, ViolationClause
from models.rulebook import Book, RuleClause

KIND = "penalty"
NOT_CONFIRMED = "先认定违规，再拟定处罚。"
PAST_EDITING = "已经提交，不能再修改。"
PAST_OVERLAP = "已经提交，不需要再说明。"
TOO_LATE_TO_STATE = "现在不在审批中，陈述不能再修改；不服决定可以申诉。"
approvals.declare_kind(KIND, "处罚", "/penalties/{subject_id}")


def _require_drafter(penalty: Penalty, by: User) -> None:
    if penalty.drafted_by_id != by.id:
        raise RuleBroken("只有拟办人可以办理。")
    concern.require_outsider(penalty.violation_id, by)


def draft(
    violation: Violation,
    *,
    path: Path,
    amount: int | None = None,
    ten_clause: RuleClause | None = None,
    measures: str,
    by: User,
    at: datetime,
) -> Penalty:
    """Draft what the person is to bear. ``amount`` in cents counts for a serious complaint only.

    Raises RuleBroken: not confirmed, one is there already, not a complaint, amount out of bounds, or repetition
    without a clause of the 十不准.
    """
    _require_ready(violation, path, by)
    penalty = Penalty(number=next_number("CF", clock.local(at).year), violation=violation, path=path)
    penalty.person_id, penalty.unit_id = violation.person_id, violation.unit_id
    penalty.mode = Mode(settings.value_of("penalty.mode", unit_id=concern.station_of(violation.unit)))
    penalty.drafted_by_id, penalty.drafted_at, penalty.state = by.id, at, PenaltyState.DRAFT
    with db.session.no_autoflush:
        _fill(penalty, amount, ten_clause, measures)
    db.session.add(penalty)
    audit.record("penalty.draft", penalty, by)
    return penalty


def draft_mishandling(
    violation: Violation, *, leader: User | None, leader_amount: int | None, by: User, at: datetime, **handler
) -> tuple[Penalty, Penalty]:
    """Draft one penalty for who mishandled a complaint and one for the responsible leader. Source: S0 §8.3.

    ``handler`` is what ``draft`` takes. The leader gets a violation of their own, joined to the handler's.
    Raises RuleBroken: no leader, the same person, or as ``draft``.
    """
    if leader is None:
        raise RuleBroken("请选择责任领导。", field="leader")
    if leader.id in (violation.person_id, by.id):
        raise RuleBroken("责任领导不能是经办人或拟办人本人。", field="leader")
    if refusal := reckoning.amount_refusal(leader_amount):
        raise RuleBroken(refusal, field="leader_amount")
    first = draft(violation, path=Path.MISHANDLING, by=by, at=at, **handler)
    joint = _joint(violation, leader, by, at)
    for_leader = handler | {"amount": leader_amount}
    if queries.repeat_no(joint) < 2:
        for_leader["ten_clause"] = None
    return first, draft(joint, path=Path.MISHANDLING, by=by, at=at, **for_leader)


@first(_require_drafter)
def redraft(
    penalty: Penalty, *, amount: int | None = None, ten_clause: RuleClause | None, measures: str, by: User
) -> None:
    """Change a draft. Raises RuleBroken: it is past that, somebody else's, or as ``draft``."""
    if penalty.state is not PenaltyState.DRAFT:
        raise Overtaken(PAST_EDITING)
    _fill(penalty, amount, ten_clause, measures)
    audit.record("penalty.draft", penalty, by, note="修改草稿")


def open_paths(violation: Violation) -> list[Path]:
    """Return the ways by which a penalty can still be drafted: each once, two of them for a complaint only."""
    ways = list(Path) if violation.source is Source.COMPLAINT else [Path.CLAUSES]
    return [path for path in ways if not queries.has_live_penalty(violation.id, path)]


def may_draft(violation: Violation, by: User) -> None:
    """Raises RuleBroken: the case names ``by``, or it has a penalty by every way; Overtaken: it is not confirmed."""
    concern.require_outsider(violation.id, by)
    if violation.state is not ViolationState.CONFIRMED:
        raise Overtaken(NOT_CONFIRMED)
    if not open_paths(violation):
        raise RuleBroken("这件违规已经拟定过处罚，请在原来的处罚上办理。")


@first(may_draft)
def begin(
    violation: Violation,
    *,
    path: Path,
    leader: User | None = None,
    leader_amount: int | None = None,
    by: User,
    at: datetime,
    **told,
) -> None:
    """Draft by whichever path was chosen: one penalty, or for mishandling two.

    Raises RuleBroken: a leader on another path, or as ``draft``.
    """
    if path is Path.MISHANDLING:
        draft_mishandling(violation, leader=leader, leader_amount=leader_amount, by=by, at=at, **told)
        return
    if leader is not None:
        raise RuleBroken(f"“{path.label}”不在这里追究责任领导；拟定后在违规登记上认定连带责任。", field="leader")
    draft(violation, path=path, by=by, at=at, **told)


def decide(penalty: Penalty, *, decision: str, opinion: str, by: User, at: datetime) -> None:
    """Consent to the step that waits for ``by``, or return the case to its drafter or an earlier step (``step-1``).

    Raises Overtaken: it does not wait for ``by``, with who decided and when.
    """
    approval = approvals.latest_of(penalty)
    if approval is None:
        raise Overtaken("这件处罚还没有提交审批。")
    if decision == "approve":
        approvals.approve(approval, by, opinion, at)
    else:
        step = int(decision.removeprefix("step-")) if decision.startswith("step-") else None
        approvals.send_back(approval, by, opinion, step, at)


@first(concern.keep_out)
def allow_overlap(penalty: Penalty, *, reason: str, by: User) -> None:
    """Let a second penalty stand for the same fact. Raises RuleBroken: no reason, past the draft, or names ``by``."""
    if penalty.state is not PenaltyState.DRAFT:
        raise Overtaken(PAST_OVERLAP)
    if not reason:
        raise RuleBroken("请写明准予并处的理由。", field="reason")
    penalty.overlap_reason, penalty.overlap_by_id = reason, by.id
    audit.record("penalty.overlap", penalty, by, note=reason)


def submit(penalty: Penalty, *, by: User, at: datetime) -> None:
    """Send the draft for approval, figures frozen, and tell the person that they may state their case.

    Raises RuleBroken: not ``by``'s draft, repetition not dealt with, or the same fact is punished already.
    """
    _require_drafter(penalty, by)
    if penalty.state is PenaltyState.DRAFT:
        _fill(penalty, penalty.amount, penalty.ten_clause, penalty.measures)
        _require_single(penalty)
        penalty.basis = [[clause.name, clause.edition, clause.text] for clause in _basis(penalty)]
    PENALTY.take(penalty, "submit")
    audit.record("penalty.submit", penalty, by)
    unit = db.session.get_one(Unit, penalty.unit_id)
    named = concern.named_in(penalty.violation_id)
    facts = {"amount": penalty.amount // 100, "path": penalty.path.value, "mode": penalty.mode.value}
    approvals.start(KIND, penalty, unit, by, at, concerned=named, facts=facts)
    title = f"{penalty.number} 拟对您作出处理，可以陈述和申辩"
    _tell(penalty, title, "submitted", at)


@first(concern.require_own)
def state_case(penalty: Penalty, *, statement: str, by: User, at: datetime) -> None:
    """Keep what the person says before the decision; it can be rewritten until then.

    Raises RuleBroken: somebody else's case, or it is decided.
    """
    if penalty.state is not PenaltyState.REVIEW:
        raise Overtaken(TOO_LATE_TO_STATE)
    penalty.statement, penalty.stated_at = statement, at
    audit.record("penalty.appeal", penalty, by, note="陈述申辩")


@first(_require_drafter)
def withdraw(penalty: Penalty, *, reason: str, by: User, at: datetime) -> None:
    """Take back what is not decided yet. Raises RuleBroken: not ``by``'s draft."""
    was = penalty.state
    PENALTY.take(penalty, "withdraw")
    audit.record("penalty.withdraw", penalty, by, note=reason)
    if was is PenaltyState.REVIEW:
        approvals.withdraw(approvals.latest_of(penalty), by, reason, at)


def _approved(approval, by: User, at: datetime) -> None:
    penalty = db.session.get_one(Penalty, approval.subject_id)
    PENALTY.take(penalty, "approve")
    penalty.approved_at = at
    audit.record("approval.approve", penalty, by)


def _returned(approval, by: User, opinion: str, at: datetime) -> None:
    penalty = db.session.get_one(Penalty, approval.subject_id)
    PENALTY.take(penalty, "send_back")
    penalty.basis = []
    audit.record("approval.send_back", penalty, by, note=opinion)


approvals.on_finished(KIND, _approved)
approvals.on_returned(KIND, _returned)


def _require_ready(violation: Violation, path: Path, by: User) -> None:
    concern.require_outsider(violation.id, by)
    if violation.state is not ViolationState.CONFIRMED:
        raise Overtaken(NOT_CONFIRMED)
    if path is not Path.CLAUSES and violation.source is not Source.COMPLAINT:
        raise RuleBroken(f"“{path.label}”只适用于来源为投诉的违规。", field="path")
    if queries.has_live_penalty(violation.id, path):
        raise RuleBroken("这件违规已经按同一方式拟定过处罚。", field="path")


def _fill(penalty: Penalty, amount: int | None, ten_clause: RuleClause | None, measures: str) -> None:
    """Reckon the penalty from its violation, with the repetition as it stands now."""
    violation = penalty.violation
    penalty.repeat_no = queries.repeat_no(violation)
    penalty.is_repeat = penalty.repeat_no >= 2
    ten_clause = ten_clause or next((c for c in violation.clauses if c.book is Book.TEN), None)
    if penalty.is_repeat and (ten_clause is None or ten_clause.book is not Book.TEN):
        said = f"这是{violation.person.name}期间内第 {penalty.repeat_no} 次违规，请选择适用的十不准条款。"
        raise RuleBroken(said, field="ten_clause")
    found = _reckon(penalty, amount)
    if not found.amount and not measures:
        raise RuleBroken("所选条款不自动计算金额，请写明处理意见。", field="measures")
    penalty.ten_clause = ten_clause if penalty.is_repeat else None
    penalty.amount, penalty.points, penalty.measures = found.amount, found.points, measures
    penalty.reckoning = [*found.lines, *_repeat_line(penalty)]


def _basis(penalty: Penalty) -> list[RuleClause]:
    """Return the clauses that a penalty rests on, the one of the 十不准 last."""
    more = [penalty.ten_clause] if penalty.ten_clause and penalty.ten_clause not in penalty.violation.clauses else []
    return [*penalty.violation.clauses, *more]


def _reckon(penalty: Penalty, amount: int | None) -> Reckoning:
    if penalty.path is Path.CLAUSES:
        return reckoning.by_clauses(penalty.violation.clauses)
    if refusal := reckoning.amount_refusal(amount):
        raise RuleBroken(refusal, field="amount")
    unit_id = concern.station_of(penalty.violation.unit)
    return reckoning.by_decision(
        amount, penalty.path.label, settings.value_of("penalty.yuan_per_point", unit_id=unit_id)
    )


def _repeat_line(penalty: Penalty) -> list[list]:
    if penalty.ten_clause is None:
        return []
    return [[f"第 {penalty.repeat_no} 次违规，按{penalty.ten_clause.name}处理，不自动计算金额", None]]


def _require_single(penalty: Penalty) -> None:
    """Nobody is punished twice for one fact (一事不再罚), unless the leader says why. Source: domain §2.3."""
    others = queries.same_fact(penalty)
    if others and not penalty.overlap_reason:
        numbers = "、".join(one.number for one in others)
        raise RuleBroken(f"同一事实已有处罚 {numbers}（一事不再罚）。确需并处的，请所长先说明理由。")


def _joint(violation: Violation, leader: User, by: User, at: datetime) -> Violation:
    """Make the responsible leader's violation from the handler's, confirmed by the same person."""
    unit = violations.unit_on(leader, clock.local(violation.occurred_at).date())
    copied = "occurred_at place source source_ref source_href facts confirmed_by_id confirmed_at finding".split()
    joint = Violation(**{name: getattr(violation, name) for name in copied}, joint_with_id=violation.id)
    joint.person, joint.unit, joint.unit_name = leader, unit, structure.full_name(unit)
    joint.number, joint.state = next_number("WG", clock.local(at).year), ViolationState.CONFIRMED
    joint.reported_by_id, joint.reported_at = by.id, at
    joint.links = [ViolationClause(clause_id=clause.id, clause=clause) for clause in violation.clauses]
    db.session.add(joint)
    audit.record("violation.confirm", joint, by, note=f"责任领导，见 {violation.number}")
    return joint


def _tell(penalty: Penalty, title: str, what: str, at: datetime) -> None:
    key = f"penalty-{penalty.id}-{what}-{penalty.version}"
    notify([penalty.person_id], "penalty", title, f"/penalties/{penalty.id}", key=key, at=at)
