"""What the page of a measure or an order tells beside its own columns: the course so far, and what one may do."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.accounts import User, history
from models.approvals import Course
from models.core import clock
from models.core.flow import Step
from models.measures import measuring
from models.measures.kinds import ENDED, DirectiveState, MeasureState
from models.measures.states import DIRECTIVE, MEASURE
from models.measures.tables import Directive, Measure

OF_DRAFTER = ("submit", "withdraw")
WITHIN = frozenset({"approve", "send_back", "decline"})  # taken by the approval, or with another step's form
LAST_ACTS = ("measure.finish", "measure.reply", "measure.revoke", "measure.withdraw")
COURSE = {
    "directive.answer": "报告办理情况",
    "directive.reopen": "退回重办",
    "directive.close": "确认办结",
    "directive.withdraw": "撤回",
}
M, D = MeasureState, DirectiveState


def steps_open_to(row: Measure, user: User) -> list[Step]:
    """Return the steps that ``user`` may take; none on a measure against oneself."""
    if user.id == row.person_id:
        return []
    open_ones = [step for step in MEASURE.open_to(row, user) if step.name not in WITHIN]
    return [step for step in open_ones if step.name not in OF_DRAFTER or user.id == row.drafted_by_id]


def heard_of(row: Directive) -> history.Act | None:
    """Return who said the last word on an order, and when: accepted, sent back, or withdrawn."""
    return history.last_act(row, "directive.close", "directive.reopen", "directive.withdraw") if row.opinion else None


def course_of(row: Directive) -> list[dict[str, str]]:
    """Return the course of an order: every answer and what was said to it, and what waits now."""
    rows = [_row("done", "下达", row.issued_at, row.issued_by.name)]
    rows += [_row("done", COURSE[one.name], one.at, one.who, one.said) for one in history.acts(row, *COURSE)]
    match row.state:
        case D.ISSUED:
            rows.append(_row("now", "报告办理情况", None, f"{row.responsible.name}，{clock.short_day(row.due_on)} 前"))
        case D.ANSWERED:
            rows.append(_row("now", "确认办结", None, row.issued_by.name))
    return rows


def orders_open_to(row: Directive, user: User) -> list[Step]:
    """Return the steps of an order: the answer to who is responsible, the others to others."""
    return [one for one in DIRECTIVE.open_to(row, user) if (one.name == "answer") == (user.id == row.responsible_id)]


RETESTS = {"measure.retest": "复考", "measure.correct_retest": "更正复考"}


def story(row: Measure, course: Course) -> list[dict[str, str]]:
    """Return the course of a measure as rows of a timeline: done, waiting now, and what follows."""
    rows = [_row("done", "拟定", row.drafted_at, row.drafted_by.name)]
    rows += course.rows
    if row.stated_at:
        rows.insert(2, _row("done", "本人陈述", row.stated_at, row.person.name, row.statement))
    if row.company_ref:
        rows.append(_day(f"公司批复 {row.company_ref}", row.company_on))
    if row.from_on:
        rows.append(_day("开始执行", row.from_on, row.started_by.name if row.started_by else ""))
    if row.retest_on:
        booked = history.acts(row, *RETESTS)
        rows += [_row("done", RETESTS[one.name], one.at, one.who, one.said) for one in booked]
    return [*rows, *_ended(row), *_next(row)]


def way_back(row: Measure) -> str:
    """Say to a suspended person, and to who handles it, what is still between them and the return; "" for others."""
    if row.state is not M.IN_FORCE or row.to_on is None:
        return ""
    back = f"{clock.short_day(row.to_on + timedelta(days=1))} 起由征费室登记返岗，登记以前不能上岗。"
    if row.retest_passed:
        return f"复考已合格，{back}"
    return f"待岗到 {clock.short_day(row.to_on)} 为止。复考满 {measuring.pass_score(row)} 分合格，{back}"


def _ended(row: Measure) -> list[dict[str, str]]:
    """Return the row of a measure's end, with who ended it as the trail has it."""
    act = history.last_act(row, *LAST_ACTS) if row.state in ENDED else None
    who = act.who if act else ""
    if row.ended_on:
        return [_day(row.state.label, row.ended_on, who, row.note)]
    return [_row("done", row.state.label, act.at, who, row.note)] if act else []


def _next(row: Measure) -> list[dict[str, str]]:
    match row.state:
        case M.DRAFT:
            return [_row("now", "提交审批", None, row.drafted_by.name)]
        case M.APPROVED if row.kind == "dismissal":
            return [_row("now", "公司批复", None, "公司人事")]
        case M.APPROVED:
            return [_row("now", "执行", None, "征费室")]
        case M.IN_FORCE if row.to_on:
            back = row.to_on + timedelta(days=1)
            if row.retest_passed:
                return [_row("now", "返岗", None, f"{clock.short_day(back)} 起，征费室登记")]
            return [_row("now", "复考、返岗", None, f"复考合格，{clock.short_day(back)} 起返岗")]
        case M.IN_FORCE:
            return [_row("now", "结束", None, "征费室")]
    return []


def _day(title: str, day, who: str = "", said: str = "") -> dict[str, str]:
    return {"state": "done", "title": title, "time": clock.short_day(day), "who": who, "said": said}


def _row(state: str, title: str, time: datetime | None, who: str, said: str = "") -> dict[str, str]:
    shown = clock.short_moment(time) if time else ""
    return {"state": state, "title": title, "time": shown, "who": who, "said": said}
