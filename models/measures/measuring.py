"""Measures against a person: drafted, heard, approved, carried out, ended. Source: domain §1.3, §2.3."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from models import approvals
from models.accounts import Unit, User, structure
from models.accounts.scope import reaches
from models.core import audit, clock, settings
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.inbox import notify
from models.measures import duty
from models.measures.kinds import MeasureKind, MeasureState
from models.measures.seed import KIND, facts_of
from models.measures.states import MEASURE, still_away
from models.measures.tables import Measure
from models.penalties import Penalty

KEEP_OUT = "本件涉及您本人，请回避，由他人办理。"
PAST_EDITING = "已经提交，不能再修改。"
TOO_LATE_TO_STATE = "现在不在审批中，陈述不能再修改。"


def _keep_out(row: Measure, by: User | None) -> None:
    if by is not None and by.id == row.person_id:
        raise RuleBroken(KEEP_OUT)


def _require_drafter(row: Measure, by: User) -> None:
    if row.drafted_by_id != by.id:
        raise RuleBroken("只有拟办人可以办理。")
    _keep_out(row, by)


def _require_person(row: Measure, by: User) -> None:
    if by.id != row.person_id:
        raise RuleBroken("只有当事人本人可以陈述。")


def draft(*, person: User, penalty: Penalty | None, by: User, at: datetime, **told) -> Measure:
    """Draft a measure. ``told``: kind, facts, days, new_post.

    Raises RuleBroken: oneself, out of reach, somebody else's penalty, or days and post that do not fit the kind.
    """
    if person.id == by.id:
        raise RuleBroken("不能拟定对本人的措施。", field="person")
    if not reaches(by, "measure.draft", person.unit, person.id):
        raise RuleBroken(f"{person.name} 不在您的管理范围内。", field="person")
    if penalty is not None and penalty.person_id != person.id:
        raise RuleBroken(f"{penalty.number} 的当事人不是{person.name}。", field="penalty")
    _check(person.unit, **told)
    row = Measure(number=next_number("CS", clock.local(at).year), person_id=person.id, unit_id=person.unit_id)
    row.unit_name, row.penalty_id = structure.full_name(person.unit), penalty.id if penalty else None
    row.drafted_by_id, row.drafted_at, row.state = by.id, at, MeasureState.DRAFT
    _fill(row, **told)
    db.session.add(row)
    audit.record("measure.draft", row, by)
    return row


@first(_require_drafter)
def redraft(row: Measure, *, by: User, **told) -> None:
    """Change a draft. Raises RuleBroken: past that, somebody else's, or as ``draft``."""
    if row.state is not MeasureState.DRAFT:
        raise Overtaken(PAST_EDITING)
    _check(db.session.get_one(Unit, row.unit_id), **told)
    _fill(row, **told)
    audit.record("measure.draft", row, by, note="修改草稿")


def submit(row: Measure, *, by: User, at: datetime) -> None:
    """Freeze the words it rests on, send it for approval, and tell the person that they may state their case."""
    _require_drafter(row, by)
    MEASURE.take(row, "submit")
    penalty = db.session.get(Penalty, row.penalty_id) if row.penalty_id else None
    row.basis = penalty.basis if penalty else []
    audit.record("measure.submit", row, by)
    unit = db.session.get_one(Unit, row.unit_id)
    approvals.start(KIND, row, unit, by, at, concerned={row.person_id}, facts=facts_of(row.kind))
    _tell(row, f"{row.number} 拟对您{row.in_words}，可以陈述和申辩", "submitted", at)


@first(_require_person)
def state_case(row: Measure, *, statement: str, by: User, at: datetime) -> None:
    """Keep what the person says before the decision. Raises RuleBroken: somebody else; Overtaken: it is decided."""
    if row.state is not MeasureState.REVIEW:
        raise Overtaken(TOO_LATE_TO_STATE)
    row.statement, row.stated_at = statement, at
    audit.record("measure.state", row, by)


@first(_require_drafter)
def withdraw(row: Measure, *, reason: str, by: User, at: datetime) -> None:
    was = row.state
    MEASURE.take(row, "withdraw")
    row.note = reason
    audit.record("measure.withdraw", row, by, note=reason)
    if was is MeasureState.REVIEW:
        approvals.withdraw(approvals.latest_of(row), by, reason, at)


def decide(row: Measure, *, decision: str, opinion: str, by: User, at: datetime) -> None:
    """Consent to the step that waits for ``by``, return the case to its drafter, or to an earlier step (``step-1``).

    Raises Overtaken: it does not wait for ``by``.
    """
    approval = approvals.latest_of(row)
    if approval is None:
        raise Overtaken("还没有提交审批。")
    if decision == "approve":
        approvals.approve(approval, by, opinion, at)
    else:
        step = int(decision.removeprefix("step-")) if decision.startswith("step-") else None
        approvals.send_back(approval, by, opinion, step, at)


@first(_keep_out)
def start(row: Measure, *, from_on: date, note: str, by: User, at: datetime) -> None:
    """Begin to carry out what was approved; a suspension ends on the last of its days, and leaves the roster.

    Raises RuleBroken: before the approval, or a dismissal, which the company decides.
    """
    if row.approved_at and from_on < clock.local(row.approved_at).date():
        raise RuleBroken("开始日期不能早于批准之日。", field="from_on")
    MEASURE.take(row, "start")
    row.from_on, row.note, row.started_by_id = from_on, note, by.id
    if row.kind is MeasureKind.SUSPENSION:
        row.to_on = from_on + timedelta(days=row.days - 1)
    audit.record("measure.start", row, by, note=note)
    if row.to_on:
        duty.leave_the_roster(row, by)
        duty.tell_station(row, f"自 {from_on:%Y-%m-%d} 待岗，到 {row.to_on:%Y-%m-%d} 为止", "away", by, at)
    _tell(row, f"{row.number} {row.in_words}，自 {from_on:%Y-%m-%d} 起", "started", at)


@first(_keep_out)
def reply(row: Measure, *, agrees: bool, company_ref: str, company_on: date, note: str, by: User, at: datetime) -> None:
    """Book what the company's 人事 answered to a proposed dismissal. Raises RuleBroken: no dismissal, a day ahead."""
    if company_on > clock.local(at).date():
        raise RuleBroken("批复日期不能晚于今天。", field="company_on")
    MEASURE.take(row, "agree" if agrees else "decline")
    row.company_ref, row.company_on, row.note, row.started_by_id = company_ref, company_on, note, by.id
    row.ended_on = company_on
    audit.record("measure.reply", row, by, note=f"{'同意' if agrees else '未同意'} {company_ref}")
    _tell(row, f"{row.number} 公司{'同意辞退建议' if agrees else '未同意辞退建议'}", "replied", at)


@first(_keep_out)
def retest(row: Measure, *, score: int, on: date, by: User, at: datetime) -> None:
    """Book the result of the re-test; it can be sat again until it is passed.

    Raises RuleBroken: no suspension, passed already, a day before it began or ahead, or no score from 0 to 100.
    """
    _check_result(row, score, on, at)
    MEASURE.take(row, "retest")
    said = _book(row, score, on)
    audit.record("measure.retest", row, by, note=said)
    _tell(row, f"{row.number} 复考 {said}", f"retest-{on}", at)


@first(_keep_out)
def correct_retest(row: Measure, *, score: int, on: date, reason: str, by: User, at: datetime) -> None:
    """Correct a result that was booked wrongly; the trail keeps both. Raises RuleBroken: none booked, or no change."""
    was = row.retest_score
    if (score, on) == (was, row.retest_on):
        raise RuleBroken("成绩和日期都没有变，不用更正。", field="score")
    _check_result(row, score, on, at)
    MEASURE.take(row, "correct_retest")
    said = f"原 {was} 分，更正为 {_book(row, score, on)}：{reason}"
    audit.record("measure.correct_retest", row, by, note=said)
    _tell(row, f"{row.number} 复考成绩更正为 {score} 分", f"retest-corrected-{on}", at)


def pass_score(row: Measure) -> int:
    """Return from how many points on a re-test is passed."""
    return settings.value_of("measure.pass_score", unit_id=_station(row))


def _check_result(row: Measure, score: int, on: date, at: datetime) -> None:
    if not row.from_on or not row.from_on <= on <= clock.local(at).date():
        raise RuleBroken("复考日期应在待岗开始之后、今天或之前。", field="on")
    if not 0 <= score <= 100:
        raise RuleBroken("成绩应在 0 到 100 之间。", field="score")


def _book(row: Measure, score: int, on: date) -> str:
    """Keep a result and return it in words."""
    row.retest_score, row.retest_on = score, on
    row.retest_passed = score >= pass_score(row)
    return f"{score} 分，{'合格' if row.retest_passed else '不合格'}"


@first(_keep_out)
def finish(row: Measure, *, ended_on: date, note: str, by: User, at: datetime) -> None:
    """End a measure: return to the post after a suspension, the new post taken, the criticism published.

    Raises RuleBroken: the days are not over, the re-test is not passed, or a day ahead.
    """
    if ended_on > clock.local(at).date() or (row.from_on and ended_on < row.from_on):
        raise RuleBroken("结束日期应在开始之后、今天或之前。", field="ended_on")
    if refusal := still_away(row, ended_on):
        raise RuleBroken(refusal, field="ended_on")
    MEASURE.take(row, "finish")
    row.ended_on, row.note = ended_on, note or row.note
    audit.record("measure.finish", row, by, note=note)
    _tell(row, f"{row.number} {row.kind.label}已结束", "finished", at)
    if row.to_on:
        duty.tell_station(row, f"待岗已结束，{ended_on:%Y-%m-%d} 起可以排班", "back", by, at)


@first(_keep_out)
def revoke(row: Measure, *, reason: str, by: User | None, at: datetime) -> None:
    """Take back what was approved, also while it is carried out. Raises RuleBroken: no reason, or about ``by``."""
    if not reason:
        raise RuleBroken("请写明撤销的理由。", field="reason")
    MEASURE.take(row, "revoke")
    row.note, row.ended_on = reason, clock.local(at).date()
    audit.record("measure.revoke", row, by, note=reason)
    _tell(row, f"{row.number} {row.kind.label}已撤销", "revoked", at)
    if row.to_on:
        duty.tell_station(row, "待岗已撤销，可以排班", "back", by, at)


def cancel(row: Measure, reason: str, by: User | None, at: datetime) -> None:
    """Take a measure back at whatever stage it is, because the penalty it hangs on is gone."""
    if row.state in (MeasureState.DRAFT, MeasureState.REVIEW):
        was = row.state
        MEASURE.take(row, "withdraw")
        row.note = reason
        audit.record("measure.withdraw", row, by, note=reason)
        if was is MeasureState.REVIEW:
            approvals.cancel(approvals.latest_of(row), by, reason, at)
    elif row.state in (MeasureState.APPROVED, MeasureState.IN_FORCE):
        revoke(row, reason=reason, by=by, at=at)


def _approved(approval, by: User, at: datetime) -> None:
    row = db.session.get_one(Measure, approval.subject_id)
    MEASURE.take(row, "approve")
    row.approved_at = at
    audit.record("measure.approve", row, by)
    _tell(row, f"{row.number} {row.in_words}已批准", "approved", at)


def _returned(approval, by: User, opinion: str, at: datetime) -> None:
    row = db.session.get_one(Measure, approval.subject_id)
    MEASURE.take(row, "send_back")
    audit.record("measure.return", row, by, note=opinion)


approvals.on_finished(KIND, _approved)
approvals.on_returned(KIND, _returned)


def _check(unit: Unit, *, kind: MeasureKind, days: int | None, new_post: str, facts: str) -> None:
    station = unit.parent_id if unit.parent_id else unit.id
    most = settings.value_of("measure.most_days", unit_id=station)
    if kind is MeasureKind.SUSPENSION and not 1 <= (days or 0) <= most:
        raise RuleBroken(f"待岗请填 1 到 {most} 天。", field="days")
    if kind is MeasureKind.REASSIGNMENT and not new_post:
        raise RuleBroken("调岗请填写调整后的岗位。", field="new_post")


def _fill(row: Measure, *, kind: MeasureKind, days: int | None, new_post: str, facts: str) -> None:
    row.kind, row.facts = kind, facts
    row.days = (days or 0) if kind is MeasureKind.SUSPENSION else 0
    row.new_post = new_post if kind is MeasureKind.REASSIGNMENT else ""


def _station(row: Measure) -> int:
    unit = db.session.get_one(Unit, row.unit_id)
    return unit.parent_id or unit.id


def _tell(row: Measure, title: str, what: str, at: datetime) -> None:
    key = f"measure-{row.id}-{what}-{row.version}"
    notify([row.person_id], "measure", title, f"/measures/{row.id}", key=key, at=at)
