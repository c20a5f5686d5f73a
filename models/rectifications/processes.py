"""流程简化: draft a review step by step, submit, approve and publish. A review ends in fewer steps or less work,
or says why the process stays. Source: S3 3-06, 3-08."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from models.accounts import Unit, User
from models.accounts.scope import in_reach
from models.core import audit, clock, settings
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.numbering import next_number
from models.core.scope import scope_of
from models.inbox import notify
from models.rectifications.campaigns import months_after
from models.rectifications.kinds import Fate, ProcessState, Verdict
from models.rectifications.process_tables import ProcessReview, ProcessStep
from models.rectifications.states import PROCESS

WHOLE = (
    joinedload(ProcessReview.unit),
    joinedload(ProcessReview.drafted_by),
    joinedload(ProcessReview.decided_by),
    selectinload(ProcessReview.steps),
)
EDITABLE = (ProcessState.DRAFT, ProcessState.RETURNED)


@dataclass(frozen=True, slots=True)
class Planned:
    """A step as the form gives it."""

    text: str
    fate: Fate
    minutes: int = 0
    after_text: str = ""
    minutes_after: int | None = None
    why: str = ""


@scope_of(ProcessReview)
def visible_to(user: User) -> Select[tuple[ProcessReview]]:
    """What is published for one's own unit or above, and all within reach to draft, approve or read."""
    reach = ("process.draft", "process.approve")
    ways = [in_reach(user, one, ProcessReview.unit_id) for one in reach]
    if user.may("process.read"):
        published = ProcessReview.state == ProcessState.PUBLISHED
        ways.append(published & ProcessReview.unit_id.in_(user.unit.ancestry))
        ways.append(published & in_reach(user, "process.read", ProcessReview.unit_id))
    return select(ProcessReview).where(or_(*ways))


def filtered(rows: Select, *, text: str = "", **more) -> Select[tuple[ProcessReview]]:
    if text:
        columns = (ProcessReview.number, ProcessReview.process, ProcessReview.reason)
        rows = rows.where(or_(*(column.contains(text, autoescape=True) for column in columns)))
    for name, value in more.items():
        rows = rows.where(getattr(ProcessReview, name) == value)
    return rows.options(joinedload(ProcessReview.unit), selectinload(ProcessReview.steps))


def draft(
    *, process: str, unit: Unit, reason: str, verdict: Verdict, steps: list[Planned], by: User, at: datetime
) -> ProcessReview:
    """Begin a review. Raises RuleBroken as ``_require_sound``."""
    row = ProcessReview(unit_id=unit.id, state=ProcessState.DRAFT, drafted_by_id=by.id, drafted_at=at, version=1)
    row.number, row.steps = next_number("LC", clock.local(at).year), []
    _fill(row, process, reason, verdict, steps)
    db.session.add(row)
    audit.record("process.draft", row, by)
    return row


def edit(row: ProcessReview, *, process: str, reason: str, verdict: Verdict, steps: list[Planned], by: User) -> None:
    """Change a draft or what was returned. Raises RuleBroken: it is past that."""
    if row.state not in EDITABLE:
        raise RuleBroken("已经提交，不能再修改。")
    _fill(row, process, reason, verdict, steps)
    audit.record("process.draft", row, by)


def submit(row: ProcessReview, *, by: User) -> None:
    PROCESS.take(row, "submit")
    audit.record("process.submit", row, by)


def publish(row: ProcessReview, *, valid_from: date, notice: str, by: User, at: datetime) -> None:
    """Approve and make it known. Raises RuleBroken: by its drafter, valid before today, nothing told."""
    _require_another(row, by)
    if valid_from < clock.local(at).date():
        raise RuleBroken("生效日期不能早于今天。", field="valid_from")
    PROCESS.take(row, "publish")
    months = settings.value_of("process.review_months", unit_id=row.unit_id)
    row.valid_from, row.notice, row.next_on = valid_from, notice, months_after(valid_from, months)
    row.decided_by_id, row.decided_at = by.id, at
    audit.record("process.publish", row, by)
    _tell(row, f"{row.number} 已批准，{valid_from:%Y-%m-%d} 起执行", at)


def send_back(row: ProcessReview, *, opinion: str, by: User, at: datetime) -> None:
    """Return it to the drafter. Raises RuleBroken: by the drafter, no reason."""
    _require_another(row, by)
    PROCESS.take(row, "return")
    row.opinion, row.decided_by_id, row.decided_at = opinion, by.id, at
    audit.record("process.return", row, by, note=opinion)
    _tell(row, f"{row.number} 已退回，请修改", at)


def due_for_review(user: User, on: date) -> Select[tuple[ProcessReview]]:
    """Return the newest published review of each process whose next one is due."""
    newest = select(func.max(ProcessReview.id)).where(ProcessReview.state == ProcessState.PUBLISHED)
    newest = newest.group_by(ProcessReview.process, ProcessReview.unit_id)
    here = (in_reach(user, "process.draft", ProcessReview.unit_id), ProcessReview.next_on <= on)
    return select(ProcessReview).where(*here, ProcessReview.id.in_(newest)).order_by(ProcessReview.next_on)


def waiting_for(user: User) -> Select[tuple[ProcessReview]]:
    here = in_reach(user, "process.approve", ProcessReview.unit_id)
    waits = (ProcessReview.state == ProcessState.SUBMITTED, ProcessReview.drafted_by_id != user.id)
    return select(ProcessReview).where(here, *waits).order_by(ProcessReview.id)


def _fill(row: ProcessReview, process: str, reason: str, verdict: Verdict, steps: list[Planned]) -> None:
    _require_sound(verdict, steps)
    row.process, row.reason, row.verdict = process, reason, verdict
    row.opinion = row.opinion or ""
    row.notice = row.notice or ""
    row.steps = [_step(number, one) for number, one in enumerate(steps, 1)]


def _step(number: int, one: Planned) -> ProcessStep:
    """A merged step keeps what is left of its minutes; one that falls away has none."""
    left = {Fate.KEEP: one.minutes, Fate.REMOVE: 0}.get(one.fate, one.minutes_after or 0)
    after_text = one.after_text if one.fate is Fate.CHANGE else ""
    row = ProcessStep(sort=number, text=one.text, minutes=one.minutes, fate=one.fate, after_text=after_text)
    row.minutes_after, row.why = left, one.why
    return row


def _require_sound(verdict: Verdict, steps: list[Planned]) -> None:
    """Raise RuleBroken: fewer than two steps, a first step merged, a change without words, nothing simplified."""
    if len(steps) < 2:
        raise RuleBroken("请至少列出两个步骤。", field="steps")
    if steps[0].fate is Fate.MERGE:
        raise RuleBroken("第 1 步前面没有步骤，不能并入上一步。", field="steps")
    for number, one in enumerate(steps, 1):
        if one.fate is Fate.CHANGE and not one.after_text:
            raise RuleBroken(f"第 {number} 步请写明简化后的做法。", field="steps")
    touched = any(one.fate is not Fate.KEEP for one in steps)
    if verdict is Verdict.SIMPLIFIED and not touched:
        raise RuleBroken("没有取消、合并或简化任何步骤；确实不需要简化时，结论请选“维持现行流程”。", field="verdict")
    if verdict is Verdict.UNCHANGED and touched:
        raise RuleBroken("步骤有改动，结论请选“简化流程”。", field="verdict")


def _require_another(row: ProcessReview, by: User) -> None:
    if by.id == row.drafted_by_id:
        raise RuleBroken("拟稿人不能审批自己的评审。")


def _tell(row: ProcessReview, title: str, at: datetime) -> None:
    if row.drafted_by_id:
        href, key = f"/rectifications/processes/{row.id}", f"process-{row.id}-{row.state.value}-{row.version}"
        notify([row.drafted_by_id], "process", title, href, key=key, at=at)
