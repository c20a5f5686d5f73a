"""What the page of a case tells beside its own columns: the course so far, precedents, and what one may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from models.accounts import User, history
from models.approvals import Course
from models.core import clock
from models.core.db import db
from models.core.flow import Step
from models.penalties import queries, service
from models.penalties.concern import named_in
from models.penalties.kinds import PenaltyState, ViolationState
from models.penalties.states import PENALTY
from models.penalties.tables import Penalty, Violation
from models.rulebook import Book

PERSONAL = ("sign", "waive", "appeal")  # steps of the person, at their own sign-in
CONTESTS = ("waive", "appeal")  # only within the days of the appeal
DRAFTERS = ("submit", "withdraw")
WITHIN = frozenset({"approve", "send_back", "take_effect", "demand", "revoke", "unbook"})  # steps that other acts take
S, V = PenaltyState, ViolationState
LAST_ACTS = {S.ARCHIVED: "penalty.archive", S.WITHDRAWN: "penalty.withdraw"}


@dataclass(frozen=True, slots=True)
class Precedent:
    """What was decided before for one clause; amounts in cents."""

    clause: str
    count: int
    median: int
    least: int
    most: int


def precedents(penalty: Penalty) -> list[Precedent]:
    """Return number, median and range of the amounts decided for each clause of ``penalty``, in its order."""
    found: dict[tuple[Book, str], list[int]] = {}
    for book, code, amount in db.session.execute(queries.precedents(penalty)):
        found.setdefault((book, code), []).append(amount)
    told = []
    for clause in penalty.violation.clauses:
        if amounts := found.get((clause.book, clause.code)):
            told.append(Precedent(clause.name, len(amounts), round(median(amounts)), min(amounts), max(amounts)))
    return told


def steps_open_to(penalty: Penalty, user: User) -> list[Step]:
    """Return the steps that ``user`` may take: one's own on one's own case, none of the others' on it."""
    concerned = user.id in named_in(penalty.violation_id)
    found = []
    for step in PENALTY.open_to(penalty, user):
        own = step.name in PERSONAL
        if step.name in WITHIN or own != (user.id == penalty.person_id) or (concerned and not own):
            continue
        if step.name in CONTESTS and service.window_over(penalty, clock.today()):
            continue
        if step.name not in DRAFTERS or penalty.drafted_by_id == user.id:
            found.append(step)
    return sorted(found, key=lambda step: step.name == "waive")  # giving a right up comes after using it


def told_to_person(penalty: Penalty) -> tuple[str, str]:
    """Return what the case means for its person now, and what they may do, as title and sentence; "" where nothing."""
    match penalty.state:
        case S.REVIEW:
            return "处罚还没有决定", "您可以陈述申辩，审批的人先看您的陈述再决定。"
        case S.APPROVED:
            return "决定书等您签收", "签收只表示收到，不表示同意；签收的次日起计算申诉期，逐日算法在页面上。"
        case S.SERVED if over := service.window_over(penalty, clock.today()):
            return "申诉期已结束", f"{over}处罚在夜间自动生效。"
        case S.SERVED:
            last = clock.short_day(penalty.appeal_until)
            return f"您可以申诉到 {last}（含当日）", "不服的请点“申诉”，申诉期间处罚不生效；不申诉的，期满生效。"
        case S.APPEALED:
            due = clock.short_day(penalty.appeal.due_on)
            return "您的申诉等待决定", f"{due} 前由未参与拟办的领导决定，决定以前处罚不生效。"
        case S.DUE:
            return (
                f"等财务室收缴 {penalty.payable / 100:.2f} 元",
                "只有财务室收款：现金、转账或工资代扣，每笔都有收据。",
            )
    return "", ""


def story(penalty: Penalty, course: Course) -> list[dict[str, str]]:
    """Return the course of a case as rows of a timeline: done, waiting now, and what follows."""
    violation = penalty.violation
    rows = [*reported(violation), *course.rows]
    if penalty.stated_at:
        rows.insert(len(reported(violation)) + 1, _row("done", "本人陈述", penalty.stated_at, penalty.person.name))
    if penalty.served_at:
        who = penalty.served_by.name if penalty.served_by else ""
        witness = f"，见证人 {penalty.witness.name}" if penalty.witness else ""
        said = penalty.service_note
        rows.append(_row("done", f"送达：{penalty.service.label}", penalty.served_at, who + witness, said))
    rows += _appeal(penalty)
    if penalty.effective_at and not penalty.is_imported:
        rows.append(_row("done", "生效", penalty.effective_at, ""))
    if penalty.receipt:
        taker = penalty.receipt.collected_by.name if penalty.receipt.collected_by else ""
        rows.append(_row("done", f"收缴，收据 {penalty.receipt.receipt_no}", penalty.receipt.collected_at, taker))
    if penalty.state is S.REVOKED and (relief := queries.last_relief_of(penalty)):
        by = db.session.get_one(User, relief.by_id).name
        rows.append(_row("done", S.REVOKED.label, relief.at, by, relief.reason))
    if penalty.refund:
        giver = penalty.refund.collected_by.name if penalty.refund.collected_by else ""
        title = f"退还 {-penalty.refund.amount / 100:.2f} 元，凭证 {penalty.refund.receipt_no}"
        rows.append(_row("done", title, penalty.refund.collected_at, giver))
    return [*rows, *_next(penalty)]


def reported(violation: Violation) -> list[dict[str, str]]:
    """Return the rows of the report and the finding."""
    by = violation.reported_by.name if violation.reported_by else ""
    rows = [_row("done", "导入" if violation.is_imported else "登记违规", violation.reported_at, by)]
    if violation.confirmed_at:
        who = violation.confirmed_by.name if violation.confirmed_by else ""
        found = V.DISMISSED if violation.state is V.DISMISSED else V.CONFIRMED  # what was overturned was confirmed
        rows.append(_row("done", found.label, violation.confirmed_at, who, violation.finding))
    return rows


def course_of(violation: Violation, penalties: Sequence[Penalty]) -> list[dict[str, str]]:
    """Return the report, the finding, and when it was overturned with the last of its ``penalties``."""
    rows = reported(violation)
    if violation.state is V.OVERTURNED:
        reliefs = [relief for one in penalties if (relief := queries.last_relief_of(one))]
        last = max(reliefs, key=lambda relief: relief.id, default=None)
        by = db.session.get_one(User, last.by_id).name if last else ""
        rows.append(_row("done", V.OVERTURNED.label, last.at if last else None, by, last.reason if last else ""))
    return rows


def neighbours(penalty_id: int, user: User, at: datetime) -> tuple[int | None, int | None]:
    """Return the cases before and after this one among those that wait for ``user``, None at the ends."""
    waiting = list(db.session.scalars(queries.waiting_cases(user, clock.local(at).date())))
    before = [one for one in waiting if one < penalty_id]
    after = [one for one in waiting if one > penalty_id]
    return (before[-1] if before else None), (after[0] if after else None)


def _appeal(penalty: Penalty) -> list[dict[str, str]]:
    appeal = penalty.appeal
    if appeal is None:
        return []
    rows = [_row("done", "申诉", appeal.filed_at, penalty.person.name, appeal.grounds)]
    if appeal.outcome is None:
        return [*rows, _row("now", "决定申诉", None, f"{clock.short_day(appeal.due_on)} 前，由未参与拟办的领导决定")]
    return [
        *rows,
        _row("done", f"申诉决定：{appeal.outcome.label}", appeal.decided_at, appeal.decided_by.name, appeal.reason),
    ]


def _next(penalty: Penalty) -> list[dict[str, str]]:
    match penalty.state:
        case S.DRAFT:
            return [_row("now", "提交审批", None, penalty.drafted_by.name)]
        case S.APPROVED:
            return [_row("now", "送达", None, f"{penalty.person.name} 签收，或拒签并由见证人签认")]
        case S.SERVED if service.window_over(penalty, clock.today()):
            return [_row("now", "生效", None, f"申诉期已于 {clock.short_day(penalty.appeal_until)} 结束，夜间自动生效")]
        case S.SERVED:
            return [_row("now", "申诉期", None, f"到 {clock.short_day(penalty.appeal_until)} 为止，期满生效")]
        case S.DUE:
            return [_row("now", "收缴", None, "财务室")]
        case S.COLLECTED | S.EFFECTIVE:
            return [_row("now", "归档", None, "征费室")]
        case S.ARCHIVED | S.WITHDRAWN:
            return [_ended(penalty)]
    return []


def _ended(penalty: Penalty) -> dict[str, str]:
    """Return the last row: who filed the case away or took it back, as the trail has it; of an import it has none."""
    act = history.last_act(penalty, LAST_ACTS[penalty.state])
    if act is None:
        return _row("done", penalty.state.label, None, "")
    return _row("done", penalty.state.label, act.at, act.who, act.said)


def _row(state: str, title: str, time: datetime | None, who: str, said: str = "") -> dict[str, str]:
    shown = clock.short_moment(time) if time else ""
    return {"state": state, "title": title, "time": shown, "who": who, "said": said}
