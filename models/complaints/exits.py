"""The side ways of a case: elsewhere, not accepted, withdrawn, anew; and what changes its weight on the way."""

from __future__ import annotations

from datetime import datetime

from models.accounts import User
from models.complaints import chain, clocks, desks
from models.complaints.kinds import Level, Rung, Severity
from models.complaints.states import COMPLAINT
from models.complaints.tables import Complaint, ComplaintStep
from models.core import audit
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.inbox import notify

LEVELS = list(Level)


def _require_open(case: Complaint) -> None:
    if not case.is_open:
        raise Overtaken(f"{case.number} {case.state.label}，不能再办理。")


def _may_grade(case: Complaint, _by: User) -> None:
    _require_open(case)
    if case.liability is not None:
        raise RuleBroken("已经责任认定，不能再改严重程度；需要时请先撤销认定。", field="severity")


def _may_escalate(case: Complaint, _by: User) -> None:
    _require_open(case)
    if case.level is LEVELS[-1]:
        raise RuleBroken("已经升级到公司，没有更高一级。")


def _may_pause(case: Complaint, _by: User) -> None:
    _require_open(case)
    if case.paused_at is not None:
        raise Overtaken("已经暂停计时。")
    clocks.require_running(case)


def refuse(case: Complaint, *, reason: str, by: User, at: datetime) -> None:
    """Do not accept it, with a reason. Raises RuleBroken: it is accepted already."""
    COMPLAINT.take(case, "refuse")
    _leave(case, reason, at)
    audit.record("complaint.refuse", case, by, note=reason)


def withdraw(case: Complaint, *, reason: str, by: User, at: datetime) -> None:
    """The complainant takes it back. Raises RuleBroken: it was answered already."""
    COMPLAINT.take(case, "withdraw")
    _leave(case, reason, at)
    audit.record("complaint.withdraw", case, by, note=reason)


def transfer(case: Complaint, *, transferred_to: str, reason: str, by: User, at: datetime) -> None:
    """Hand the matter to another authority; the case stays open here, and with whom it was, until it answers."""
    COMPLAINT.take(case, "transfer")
    case.transferred_to, case.exit_reason = transferred_to, reason
    audit.record("complaint.transfer", case, by, note=f"转{transferred_to}：{reason}")


def resume(case: Complaint, *, words: str, by: User, at: datetime) -> None:
    """The other authority has answered: the case goes on here."""
    COMPLAINT.take(case, "resume")
    step = ComplaintStep(complaint_id=case.id, rung=Rung.RESULT, at=at, who=case.transferred_to, words=words)
    step.by_id, step.recorded_at = by.id, at
    db.session.add(step)
    audit.record("complaint.transfer", case, by, note=f"{case.transferred_to}反馈：{words}")


def reopen(case: Complaint, *, reason: str, by: User, at: datetime) -> None:
    """Handle a filed complaint anew, with whoever had it last. Raises RuleBroken: it is not filed."""
    COMPLAINT.take(case, "reopen")
    begin_anew(case, by, at)
    audit.record("complaint.reopen", case, by, note=reason)
    _tell(case, f"{case.number} 重新办理：{reason}", "reopened", at)


def begin_anew(case: Complaint, by: User, at: datetime) -> None:
    """Count the handling up and begin chain and clocks again; the caller has moved the state and records."""
    case.round += 1
    case.closed_at = None
    chain.again(case, at)
    clocks.redone(case, by, at)


@first(_may_grade)
def grade(case: Complaint, *, severity: Severity, reason: str, by: User, at: datetime) -> None:
    """Take it for more or less serious; its clocks are reckoned anew. Raises RuleBroken: it is over, or the same."""
    if severity is case.severity:
        raise RuleBroken(f"严重程度已经是“{severity.label}”。", field="severity")
    was = case.severity
    case.severity = severity
    audit.record("complaint.grade", case, by, note=f"{was.label}改为{severity.label}：{reason}")
    clocks.graded(case, reason, by, at)


@first(_may_escalate)
def escalate(case: Complaint, *, reason: str, by: User, at: datetime) -> None:
    """Make it the matter of the next level and tell them; who is responsible stays. Raises RuleBroken: top already."""
    case.level = LEVELS[LEVELS.index(case.level) + 1]
    audit.record("complaint.escalate", case, by, note=f"升级到{case.level.label}：{reason}")
    who = desks.level_of(case) - {by.id}
    title = f"{case.number} 升级到{case.level.label}：{reason}"
    key = f"complaint-{case.id}-level-{case.level.value}"
    notify(who, "complaint", title, f"/complaints/{case.id}", key=key, at=at)


@first(_may_pause)
def pause(case: Complaint, *, reason: str, by: User, at: datetime) -> None:
    """Stop our clocks while we wait for the complainant. Raises RuleBroken: the case is over, or they stand still."""
    case.paused_at = at
    audit.record("complaint.pause", case, by, note=reason)
    clocks.pause(case, reason, by, at)


def go_on(case: Complaint, *, by: User, at: datetime) -> None:
    """Let the clocks run again. Raises RuleBroken: they run."""
    if case.paused_at is None:
        raise Overtaken("计时没有暂停。")
    case.paused_at = None
    audit.record("complaint.pause", case, by, note="恢复计时")
    clocks.go_on(case, by, at)


def _leave(case: Complaint, reason: str, at: datetime) -> None:
    case.exit_reason, case.closed_at = reason, at
    chain.finish(case, at)


def _tell(case: Complaint, title: str, what: str, at: datetime) -> None:
    key = f"complaint-{case.id}-{what}-{case.version}"
    notify([case.responsible_id], "complaint", title, f"/complaints/{case.id}", key=key, at=at)
