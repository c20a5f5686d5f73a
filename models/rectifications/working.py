"""What the responsible does: sign, plan, tick measures, hand in; and what owners of measures do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from models.accounts import User
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.inbox import notify
from models.rectifications import queries, timers
from models.rectifications.issuing import require_goal
from models.rectifications.kinds import RectificationState, Side
from models.rectifications.states import RECTIFICATION
from models.rectifications.tables import Rectification, RectificationMeasure

NOT_YOURS = "只有整改责任人可以办理。"


@dataclass(frozen=True, slots=True)
class Planned:
    """A measure as it is planned."""

    text: str
    owner: User
    due_on: date


def require_responsible(row: Rectification, by: User) -> None:
    if by.id != row.responsible_id:
        raise RuleBroken(NOT_YOURS)


def sign(row: Rectification, *, by: User, at: datetime) -> None:
    """Sign for the order. Raises RuleBroken: somebody else. Source: domain §2.4 (24 h)."""
    require_responsible(row, by)
    RECTIFICATION.take(row, "sign")
    row.signed_at, row.signed_by_id = at, by.id
    audit.record("rectification.sign", row, by)
    timers.signed(row, by, at)


@first(require_responsible)
def plan(row: Rectification, *, cause: str, measures: list[Planned], by: User, at: datetime, **goal) -> None:
    """Write cause, goal and measures; the first time work begins, later what is not done yet is replaced.

    ``goal`` as the columns ``goal…``. Raises RuleBroken: somebody else, no cause, no goal, a goal that cannot be
    measured, no measure, one after the day due. Source: S1 1-02.
    """
    _require_plan(row, cause, measures, goal)
    if row.state is RectificationState.SIGNED:
        RECTIFICATION.take(row, "begin")
        row.begun_at = at
    else:
        RECTIFICATION.require(row, "submit")
    row.cause = cause
    for name, value in goal.items():
        setattr(row, name, value)
    _replace_open(row, measures)
    audit.record("rectification.plan", row, by)
    _tell_owners(row, measures, by, at)


def tick(row: Rectification, measure: RectificationMeasure, *, words: str, by: User, at: datetime) -> None:
    """Say that a measure is done, in words. Raises RuleBroken: by another than its owner or the responsible."""
    RECTIFICATION.require(row, "submit")
    if by.id not in (measure.owner_id, row.responsible_id):
        raise RuleBroken("只有措施的责任人或整改责任人可以办结。")
    if measure.is_done:
        raise RuleBroken(f"这项措施已由 {measure.done_by.name} 办结。")
    if not words.strip():
        raise RuleBroken("请写明做了什么。", field="words")
    measure.done_at, measure.done_by_id, measure.done_words = at, by.id, words
    audit.record("rectification.tick", row, by, note=words)


@first(require_responsible)
def submit(row: Rectification, *, summary: str, by: User, at: datetime, goal_actual: float | None = None) -> None:
    """Hand in for review. Raises RuleBroken: somebody else, a measure not done, no figure, no picture of after."""
    RECTIFICATION.require(row, "submit")
    _require_done(row, goal_actual)
    RECTIFICATION.take(row, "submit")
    row.submitted_at, row.submitted_by_id, row.summary, row.goal_actual = at, by.id, summary, goal_actual
    audit.record("rectification.submit", row, by)
    timers.submitted(row, by, at)
    if row.issued_by_id:
        key = f"rectification-{row.id}-submitted"
        notify([row.issued_by_id], "rectification", f"{row.number} 待复查", f"/rectifications/{row.id}", key=key, at=at)


def _require_plan(row: Rectification, cause: str, measures: list[Planned], goal: dict) -> None:
    if not cause.strip():
        raise RuleBroken("请写明根源分析。", field="cause")
    if not (goal.get("goal") or goal.get("goal_metric")):
        raise RuleBroken("请写明整改目标。", field="goal")
    require_goal(goal.get("goal_metric", ""), goal.get("goal_to"), goal.get("goal_by"))
    kept = [measure for measure in row.measures if measure.is_done]
    if not measures and not kept:
        raise RuleBroken("请至少写一项措施，并指定责任人和完成日期。", field="measures")
    for number, one in enumerate(measures, 1):
        if one.due_on > row.due_on:
            raise RuleBroken(f"第 {number} 项措施的完成日期晚于整改期限 {row.due_on}，请提前。", field="measures")


def _replace_open(row: Rectification, measures: list[Planned]) -> None:
    """Leave what is done and what stays the same; take out the rest and put in what is new."""
    wanted = {(one.text, one.owner.id, one.due_on): one.owner for one in measures}
    for measure in list(row.measures):
        same = (measure.text, measure.owner_id, measure.due_on)
        if measure.is_done:
            continue
        if same in wanted:
            del wanted[same]
        else:
            row.measures.remove(measure)
    for (text, _owner_id, due_on), owner in wanted.items():
        row.measures.append(RectificationMeasure(text=text, owner=owner, due_on=due_on, done_words=""))


def _tell_owners(row: Rectification, measures: list[Planned], by: User, at: datetime) -> None:
    owners = {one.owner.id for one in measures} - {by.id}
    key, title = f"rectification-{row.id}-measure", f"{row.number} 有您负责的整改措施"
    notify(owners, "rectification", title, f"/rectifications/{row.id}", key=key, at=at)


def refusal_to_submit(row: Rectification) -> str:
    """Say what is still missing before a review can be asked for, or nothing; measures loaded."""
    if left := sum(not measure.is_done for measure in row.measures):
        return f"还有 {left} 项措施没有办结，办结后再报请复查。"
    shown = {photo.side for photo in db.session.scalars(queries.photos_of(row))}
    if Side.BEFORE in shown and Side.AFTER not in shown:
        return "有整改前的照片，请先上传至少一张整改后的照片再报请复查。"
    return ""


def _require_done(row: Rectification, goal_actual: float | None) -> None:
    if refusal := refusal_to_submit(row):
        raise RuleBroken(refusal)
    if row.goal_metric and goal_actual is None:
        raise RuleBroken(f"请填写“{row.goal_metric}”现在的数值。", field="goal_actual")
