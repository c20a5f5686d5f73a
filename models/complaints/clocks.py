"""The clocks of a case. One place that speaks with the engine of deadlines. Source: domain §2.1, Timers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from models import deadlines
from models.accounts import Unit, User
from models.complaints.kinds import ComplaintKind, Severity
from models.complaints.tables import Complaint
from models.core import clock
from models.core.db import db
from models.deadlines import (
    ClockKind,
    DeadlineTimer,
    Outcome,
    Step,
    StepMeasure,
    TimeUnit,
    Whom,
    declare_kind,
    default_rule,
)

HREF = "/complaints/{owner_id}"
ACCEPT, CONTACT, DUE, PROMISE, OFFER, REVISIT, ORDER = (
    f"complaint.{name}" for name in "accept first_contact due promise offer revisit order".split()
)
UNTIL_REPLY = (DUE, PROMISE, ORDER, CONTACT)
DAY = 24 * 60

for _kind, _label in (
    (ACCEPT, "受理"),
    (CONTACT, "首次联系"),
    (DUE, "办理"),
    (PROMISE, "承诺回复"),
    (OFFER, "接受移交"),
    (REVISIT, "回访"),
    (ORDER, "工单办理"),
):
    declare_kind(_kind, _label, HREF, owner=Complaint, severities=Severity)

_HEAD = Step(1, 0, Whom.ROLE, "office_head")
_LEADER = Step(2, DAY, Whom.ROLE, "leader")
_HALF = Step(1, 50, measure=StepMeasure.PERCENT)
_NEARLY = Step(1, 80, measure=StepMeasure.PERCENT)
_LADDER = (_HALF, _NEARLY, _HEAD, _LEADER)
default_rule(
    ACCEPT,
    amount=30,
    unit=TimeUnit.MINUTES,
    source="S0 §7 立即受理；30 分钟为默认",
    ladder=(_HALF, _HEAD, Step(2, 60, Whom.ROLE, "leader")),
)
default_rule(
    CONTACT, amount=2, unit=TimeUnit.HOURS, source="默认：登记后 2 小时内联系投诉人", ladder=(_HALF, _HEAD, _LEADER)
)
default_rule(
    DUE,
    amount=3,
    unit=TimeUnit.WORKDAYS,
    source="默认：一般投诉 3 个工作日",
    severity=Severity.ORDINARY.value,
    ladder=_LADDER,
)
default_rule(
    DUE,
    amount=5,
    unit=TimeUnit.WORKDAYS,
    source="默认：较重投诉 5 个工作日",
    severity=Severity.SERIOUS.value,
    ladder=_LADDER,
)
default_rule(
    DUE,
    amount=24,
    unit=TimeUnit.HOURS,
    source="默认：情节特别严重的 24 小时内首报",
    severity=Severity.GRAVE.value,
    ladder=(_HALF, Step(1, 80, Whom.ROLE, "office_head", StepMeasure.PERCENT), Step(2, 0, Whom.ROLE, "leader")),
)
default_rule(
    PROMISE, amount=1, unit=TimeUnit.WORKDAYS, source="S3 §2.1 告知答复时间并按时答复", ladder=(_HALF, _NEARLY, _HEAD)
)
default_rule(
    OFFER,
    amount=30,
    unit=TimeUnit.MINUTES,
    source="S0 §7 首问责任制；时限见参数",
    ladder=(_HALF, _HEAD),
    clock=ClockKind.WALL,
)
default_rule(REVISIT, amount=3, unit=TimeUnit.WORKDAYS, source="默认：回复后 3 个工作日内回访", ladder=(_NEARLY, _HEAD))
default_rule(ORDER, amount=5, unit=TimeUnit.WORKDAYS, source="以交办单位的要求为准", ladder=_LADDER)


def begun(case: Complaint, by: User | None, at: datetime) -> None:
    """Start the clocks of a new case: acceptance, first contact, the whole, the promise, an order's twins."""
    _start(ACCEPT, case, by, at)
    if case.kind is ComplaintKind.PRAISE:
        return
    if case.phone:
        _start(CONTACT, case, by, at)
    _start(DUE, case, by, at)
    promised(case, by, at)
    _order(case, by, at)


def promised(case: Complaint, by: User | None, at: datetime) -> None:
    """Let the clock of the promise run to what was said on the telephone, or to what is said now."""
    deadlines.void(case, PROMISE, reason="承诺时间已改", by=by, at=at)
    if case.promised_reply_at and case.promised_reply_at > at:
        _start(PROMISE, case, by, at, due_at=case.promised_reply_at)


def accepted(case: Complaint, by: User, at: datetime) -> None:
    """It was accepted: the first clock is met."""
    deadlines.stop(case, ACCEPT, by=by, at=at)


def contacted(case: Complaint, by: User, at: datetime) -> None:
    """The complainant was spoken to: the clock of the first contact is met."""
    deadlines.stop(case, CONTACT, by=by, at=at)


def replied(case: Complaint, by: User, at: datetime) -> None:
    """The answer is given: what ran until then stops, and of a complaint that of the revisit starts."""
    for kind in UNTIL_REPLY:
        deadlines.stop(case, kind, by=by, at=at)
    if case.is_complaint:
        _start(REVISIT, case, by, at)


def revisited(case: Complaint, by: User, at: datetime) -> None:
    deadlines.stop(case, REVISIT, by=by, at=at)


def redone(case: Complaint, by: User, at: datetime) -> None:
    """It is handled anew: the whole clock starts again, that of the revisit ends."""
    deadlines.stop(case, REVISIT, by=by, at=at)
    if not _runs(case, DUE):
        _start(DUE, case, by, at)


def graded(case: Complaint, reason: str, by: User, at: datetime) -> None:
    deadlines.change_severity(case, case.severity.value, reason=reason, by=by, at=at)


def require_running(case: Complaint) -> None:
    """Raises RuleBroken: the clock of the whole does not run, or not by us."""
    deadlines.pausable(case, DUE)


def pause(case: Complaint, reason: str, by: User, at: datetime) -> None:
    """Raises RuleBroken: the clock of the whole does not run."""
    deadlines.pause(case, DUE, reason=reason, by=by, at=at)


def go_on(case: Complaint, by: User, at: datetime) -> None:
    deadlines.resume(case, DUE, by=by, at=at)


def offered(case: Complaint, person: User, answer_by: datetime, by: User, at: datetime) -> None:
    """Responsibility was offered: ``person`` has until ``answer_by``."""
    _start(OFFER, case, by, at, due_at=answer_by, responsible_id=person.id)


def answered(case: Complaint, by: User | None, at: datetime) -> None:
    """The offer was answered, recalled or has lapsed; the other clocks follow who is responsible now."""
    deadlines.stop(case, OFFER, by=by, at=at)
    deadlines.hand_over(case, case.responsible_id, by=by, at=at)


def finish(case: Complaint, at: datetime) -> None:
    """The case is over: what still runs falls away."""
    deadlines.void(case, reason=case.state.label, by=None, at=at)


def kept(case: Complaint) -> list[dict[str, Any]]:
    """Return what lets the clocks that run now go on after a merge was undone."""
    return deadlines.keep_open(case)


def parted(kept: list[dict[str, Any]], reason: str, by: User) -> None:
    """Let the clocks that fell away when the case was joined to another go on as they ran, pauses included."""
    deadlines.revive(kept, reason=reason, by=by)


def overdue_ids(at: datetime):
    """Return the ids of the cases of which a clock is over, as a select for ``in_``."""
    late = deadlines.overdue_at(at).where(DeadlineTimer.owner_type == Complaint.__tablename__)
    return late.with_only_columns(DeadlineTimer.owner_id)


def handled(how: str) -> ColumnElement[bool]:
    """Return the condition of a case that was handled in time (``met``), or was not (``missed``), or either (``any``).

    A clock of handling that was stopped in time is met; one that runs past its moment is missed already. A case that
    was handled twice was in time if it was both times.
    """
    here = (DeadlineTimer.owner_type == Complaint.__tablename__, DeadlineTimer.kind == DUE)
    late = deadlines.overdue_at(clock.now()).where(*here).with_only_columns(DeadlineTimer.owner_id)
    ended = {
        one: Complaint.id.in_(select(DeadlineTimer.owner_id).where(*here, DeadlineTimer.outcome == one))
        for one in (Outcome.MET, Outcome.MISSED)
    }
    missed = or_(ended[Outcome.MISSED], Complaint.id.in_(late))
    return {"met": ended[Outcome.MET] & ~missed, "missed": missed, "any": ended[Outcome.MET] | missed}[how]


def _start(kind: str, case: Complaint, by: User | None, at: datetime, **given) -> None:
    given = {"severity": case.severity.value, "responsible_id": case.responsible_id} | given
    deadlines.start(kind, case, unit=db.session.get_one(Unit, case.unit_id), at=at, by=by, **given)


def _order(case: Complaint, by: User | None, at: datetime) -> None:
    if case.order_due_at is None or case.order_due_at <= at:
        return
    label = f"{case.order_from.label} 工单 {case.order_no}"
    given = {"severity": case.severity.value, "responsible_id": case.responsible_id, "label": label, "by": by}
    unit = db.session.get_one(Unit, case.unit_id)
    deadlines.start_twin(ORDER, case, theirs_due_at=case.order_due_at, unit=unit, at=at, **given)


def _runs(case: Complaint, kind: str) -> bool:
    rows = deadlines.open_of(case).where(DeadlineTimer.kind == kind)
    return db.session.scalar(select(rows.exists())) or False
