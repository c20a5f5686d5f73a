"""What the page of a notice tells beside its own columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.accounts import User, history
from models.accounts.scope import reaches
from models.approvals import Course
from models.core import clock
from models.core.db import db
from models.core.flow import Step
from models.notices import queries
from models.notices.kinds import NoticeState
from models.notices.states import NOTICE, OWN, WITHIN
from models.notices.tables import Notice

S = NoticeState


@dataclass(frozen=True, slots=True)
class Passed:
    """That a crew was told of a notice in its handover."""

    crew_id: int
    at: datetime
    name: str
    href: str


PASSED: list[Callable[[Notice], list[Passed]]] = []


def passed_in(ask: Callable[[Notice], list[Passed]]) -> Callable[[Notice], list[Passed]]:
    """Register ``ask(notice)``: which crews were told of it, and where that stands. The handover does."""
    PASSED.append(ask)
    return ask


def crews_told(notice: Notice) -> list[tuple[str, Passed | None]]:
    """Return every crew whose people got a must-read, with how it was told, None for one that still has to be."""
    told = {one.crew_id: one for ask in PASSED for one in ask(notice)}
    return [(f"{station}{crew}", told.get(one)) for one, crew, station in db.session.execute(queries.crews_of(notice))]


def steps_open_to(notice: Notice, user: User) -> list[Step]:
    """Return the steps that ``user`` may take: the drafter's on one's own draft, withdrawing within one's reach."""
    mine = notice.drafted_by_id == user.id
    found = [step for step in NOTICE.open_to(notice, user) if step.name not in WITHIN]
    return [step for step in found if (mine if step.name in OWN else reaches(user, step.may, notice.unit))]


def story(notice: Notice, course: Course) -> list[dict[str, str]]:
    """Return the course of a notice as rows of a timeline."""
    drafter = notice.drafted_by.name if notice.drafted_by else ""
    rows = [_row("done", "起草", notice.drafted_at, drafter, notice.source_name)]
    rows += course.rows
    if notice.published_at:
        rows.append(_row("done", f"发布，{notice.number}", notice.published_at, notice.published_by.name))
    if notice.state in (S.WITHDRAWN, S.EXPIRED, S.DROPPED):
        ended = history.last_act(notice, "notice.withdraw", "notice.drop", "notice.expire")
        rows.append(_row("done", notice.state.label, notice.ended_at, ended.who if ended else "", notice.end_reason))
    if notice.state is S.DRAFT:
        rows.append(_row("now", "报请签发", None, drafter))
    return rows


def _row(state: str, title: str, time: datetime | None, who: str, said: str = "") -> dict[str, str]:
    shown = clock.short_moment(time) if time else ""
    return {"state": state, "title": title, "time": shown, "who": who, "said": said}
