"""What the page of an order tells beside its own columns: the course so far, the chain, the pairs of pictures."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from models.accounts import User
from models.core import clock
from models.core.db import db
from models.core.flow import Step
from models.rectifications import queries, reviewing
from models.rectifications.kinds import RectificationState, Side
from models.rectifications.sources import label_of
from models.rectifications.states import RECTIFICATION
from models.rectifications.tables import Rectification, RectificationPhoto

S = RectificationState
STAGES = ("下发", "签收", "整改", "复查", "销号")
PLACE = {S.ISSUED: 1, S.SIGNED: 2, S.WORKING: 2, S.REVIEW: 3, S.CLOSED: 5, S.FAILED: 3, S.WITHDRAWN: 1}
OWN = ("sign", "begin", "submit")  # steps of the responsible


class Pair(NamedTuple):
    """A picture of before with those of after that answer it; either side may be empty."""

    before: RectificationPhoto | None
    after: list[RectificationPhoto]


def pairs(photos: list[RectificationPhoto]) -> list[Pair]:
    """Lay pictures side by side: answers beside what they answer, the rest in their order."""
    before = [one for one in photos if one.side is Side.BEFORE]
    after = sorted((one for one in photos if one.side is Side.AFTER), key=lambda one: one.answers_id or 0)
    answers = {key: list(group) for key, group in groupby(after, key=lambda one: one.answers_id)}
    free = iter(answers.get(None, []))
    rows = []
    for one in before:
        found = answers.get(one.id) or [nxt for nxt in [next(free, None)] if nxt is not None]
        rows.append(Pair(one, found))
    return rows + [Pair(None, [one]) for one in free]


def steps_open_to(row: Rectification, user: User) -> list[Step]:
    """Return the steps ``user`` may take: one's own for the responsible, a review only by an outsider."""
    found = []
    for step in RECTIFICATION.open_to(row, user):
        own = step.name in OWN and user.id == row.responsible_id
        review = step.name == "close" and reviewing.refusal_for(row, user) is None
        back = step.name == "withdraw" and user.id == row.issued_by_id
        if own or review or back:
            found.append(step)
    return found


def story(row: Rectification) -> list[dict[str, str]]:
    """Return the course of an order as rows of a timeline: done, waiting now, and what follows."""
    by = row.issued_by.name if row.issued_by else "系统"
    again = f"（第 {row.issue_no} 次）" if row.issue_no > 1 else ""
    rows = [_row("done", f"下发{again}", row.issued_at, f"{by} → {row.responsible.name}")]
    if row.signed_at:
        rows.append(_row("done", "签收", row.signed_at, row.signed_by.name))
    if row.begun_at:
        rows.append(_row("done", "制定计划，开始整改", row.begun_at, row.responsible.name))
    rows += _measures(row) + _extension(row)
    if row.submitted_at:
        rows.append(_row("done", "报请复查", row.submitted_at, row.submitted_by.name, row.summary))
    if row.reviewed_at:
        rows.append(_row("done", f"复查：{row.state.label}", row.reviewed_at, row.reviewed_by.name, row.opinion))
    return [*rows, *_next(row)]


def came_from(row: Rectification) -> str:
    """Say where the order comes from: 督查 DC-2026-0007."""
    return f"{label_of(row.source)} {row.source_ref or ''}".strip()


def chain(row: Rectification) -> list[Rectification]:
    return queries.chain_of(row)


def recurred(row: Rectification) -> Rectification | None:
    """Return the earlier matter that this one repeats."""
    return db.session.get(Rectification, row.recurs_id) if row.recurs_id else None


def _measures(row: Rectification) -> list[dict[str, str]]:
    done = sorted((one for one in row.measures if one.is_done), key=lambda one: one.done_at)
    return [_row("done", f"办结措施：{one.text[:24]}", one.done_at, one.done_by.name, one.done_words) for one in done]


def _extension(row: Rectification) -> list[dict[str, str]]:
    asked = row.extension
    if asked is None:
        return []
    rows = [
        _row("done", f"申请延期到 {clock.short_day(asked.until)}", asked.asked_at, asked.asked_by.name, asked.reason)
    ]
    if asked.decision:
        rows.append(_row("done", asked.decision.label, asked.decided_at, asked.decided_by.name, asked.words))
    elif row.is_open:
        rows.append(_row("now", "决定延期", None, asked.leader.name))
    return rows


def _next(row: Rectification) -> list[dict[str, str]]:
    who = row.responsible.name
    match row.state:
        case S.ISSUED:
            return [_row("now", "签收", None, f"{who}，24 小时内"), _row("todo", "整改", None, who)]
        case S.SIGNED:
            return [_row("now", "制定整改计划", None, who), _row("todo", "复查", None, "没有参与整改的人")]
        case S.WORKING:
            return [
                _row("now", "逐项整改", None, f"{who}，{clock.short_day(row.due_on)} 前"),
                _row("todo", "复查", None, ""),
            ]
        case S.REVIEW:
            return [_row("now", "复查", None, "没有参与整改的人")]
    return []


def _row(state: str, title: str, at, who: str, said: str = "") -> dict[str, str]:
    time = clock.short_moment(at) if at else ""
    return {"state": state, "title": title, "time": time, "who": who, "said": said}
