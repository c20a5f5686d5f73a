"""How each room is read for a meeting: one small function per room, which asks the room's own questions.

Rows name people where the meeting has to: who was penalised, who is late. Words that people typed are scrubbed of
telephones and plates, because the pack is printed and handed round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from models import awards, complaints, inspections, measures, mystery_visits, penalties, points, rectifications
from models.accounts import Unit, UnitKind, User
from models.accounts.scope import units_under
from models.awards import Award, AwardState
from models.complaints import ComplaintPraise
from models.complaints import statistics as case_figures
from models.core import clock
from models.core.db import db
from models.core.masking import scrub
from models.core.scope import visible
from models.inspections import Inspection, InspectionState
from models.inspections import statistics as scores
from models.measures import Directive, Measure, Talk
from models.meetings.period import Period
from models.mystery_visits import MysteryVisit
from models.penalties import Mode, Penalty, PenaltyState
from models.penalties.kinds import DEAD
from models.points import PointEntry
from models.points.kinds import EntryType
from models.rectifications import Rectification, RectificationState
from models.rectifications.kinds import ON_HAND
from models.training import statistics as quiz

MOST_ROWS = 20  # of a list in the pack: the figure opens the whole one
WORDS = 40  # characters of a text in a row


class Scope(NamedTuple):
    """What is looked at: by whom, of which unit and those below, between two days, both included."""

    viewer: User
    unit: Unit
    period: Period

    def before(self) -> Scope:
        return self._replace(period=self.period.before())

    @property
    def chosen(self) -> dict[str, Any]:
        """The filter of the rooms' lists."""
        return {"unit": self.unit, "since": self.period.since, "until": self.period.until}

    def address(self, path: str, **more: object) -> str:
        """Return the address of a room's list under the same filter."""
        days = {"since": self.period.since.isoformat(), "until": self.period.until.isoformat()}
        return f"{path}?{urlencode({'unit': self.unit.id} | days | more)}"


@dataclass(frozen=True, slots=True)
class Figure:
    """``kind`` is count, cents or percent; ``good`` says whether ``more`` or ``less`` is better, if either is.

    ``compares`` is False where the period before would be counted as it is today, not as it was then.
    """

    label: str
    value: int | None
    href: str
    kind: str = "count"
    good: str = ""
    compares: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """``rows()`` are the lines under ``heads``, of which ``total()`` exist; only the present period asks for them."""

    figures: list[Figure]
    heads: Sequence[str] = ()
    rows: Callable[[], list[Sequence[object]]] = list
    total: Callable[[], int] | None = None


def inspections_of(scope: Scope) -> Part:
    """Nothing of what still runs: the pack goes to people who may be inspected. Source: 2-65."""
    rows = inspections.queries.filtered(visible(Inspection, scope.viewer), **scope.chosen)
    states, path = tally(rows, Inspection.state), "/inspections/"
    kept = (InspectionState.PUBLISHED, InspectionState.RECTIFYING, InspectionState.ARCHIVED)
    figures = [Figure(one.label, states[one], scope.address(path, state=one.value)) for one in kept]

    def means() -> list[Sequence[object]]:
        here = set(db.session.scalars(rows.with_only_columns(Inspection.unit_name).order_by(None)))
        found = scores.of(scope.viewer, *scope.period).by_unit
        return [(name, f"{mean:g}%", n) for name, mean, n in found if name in here]

    return Part(figures, ("被查单位", "平均得分率", "次数"), means)


def mystery_visits_of(scope: Scope) -> Part:
    days = {"since": scope.period.since, "until": scope.period.until}
    rows = mystery_visits.queries.published(scope.viewer, **days)
    rows = rows.where(MysteryVisit.unit_id.in_(units_under(scope.unit.path)))
    ask = {name: day.isoformat() for name, day in days.items()}
    if scope.unit.kind is UnitKind.STATION:
        ask["unit"] = scope.unit.id
    return Part([Figure("已公布暗访", count(rows), f"/mystery-visits/?{urlencode(ask)}")])


def rectifications_of(scope: Scope) -> Part:
    rows = rectifications.queries.filtered(visible(Rectification, scope.viewer), **scope.chosen)
    states, path = tally(rows, Rectification.state), "/rectifications/"
    late = rectifications.queries.late_on(clock.today())
    open_ones = rows.where(Rectification.state.in_(ON_HAND)).options(joinedload(Rectification.responsible))
    nearest = open_ones.order_by(Rectification.due_on, Rectification.id)
    return Part(
        [
            Figure("下发整改", states.total(), scope.address(path)),
            Figure("已销号", states[RectificationState.CLOSED], scope.address(path, state="closed"), good="more"),
            Figure("超期", count(rows.where(late)), scope.address(path, overdue="y"), good="less", compares=False),
            Figure(
                "复发",
                count(rows.where(Rectification.recurs_id.is_not(None))),
                scope.address(path, recurring="y"),
                good="less",
            ),
        ],
        ("编号", "单位", "问题", "责任人", "期限", "状态"),
        lambda: [_order(one) for one in _first(nearest)],
        lambda: sum(states[one] for one in ON_HAND),
    )


def _order(row: Rectification) -> tuple[str, ...]:
    stands = "已超期" if row.due_on < clock.today() else row.state.label
    return row.number, row.unit_name, _short(row.problem), row.responsible.name, f"{row.due_on:%Y-%m-%d}", stands


def penalties_of(scope: Scope) -> Part:
    rows = penalties.queries.filtered(visible(Penalty, scope.viewer), **scope.chosen)
    states, path = tally(rows, Penalty.state), "/penalties/"
    decided = rows.where(Penalty.approved_at.is_not(None), Penalty.state.not_in(DEAD))
    kept = (PenaltyState.APPEALED, PenaltyState.REVOKED)
    return Part(
        [
            Figure("处罚案件（含在办）", states.total(), scope.address(path), good="less"),
            *(Figure(one.label, states[one], scope.address(path, state=one.value)) for one in kept),
        ],
        ("编号", "班组", "姓名", "处罚", "状态"),
        lambda: [_penalty(one) for one in _first(decided.order_by(Penalty.id))],
        lambda: count(decided),
    )


def _penalty(row: Penalty) -> tuple[str, ...]:
    return row.number, row.violation.unit_name, row.person.name, row.measure, row.state.label


def fines_of(scope: Scope) -> Part:
    rows = penalties.queries.filtered(visible(Penalty, scope.viewer), **scope.chosen, mode=Mode.FINE)
    sums, path = tally(rows, Penalty.state, func.sum(Penalty.payable)), "/penalties/"
    standing = sum(amount for state, amount in sums.items() if state not in DEAD)

    def held(state: PenaltyState, label: str) -> Figure:
        return Figure(label, sums[state], scope.address(path, mode="fine", state=state.value), "cents")

    return Part(
        [
            Figure("罚款金额（含在办）", standing, scope.address(path, mode="fine"), "cents", good="less"),
            held(PenaltyState.DUE, "待收缴"),
            held(PenaltyState.COLLECTED, "已收缴"),
            held(PenaltyState.ARCHIVED, "已归档"),
        ]
    )


def measures_of(scope: Scope) -> Part:
    talks = measures.queries.filtered(Talk, visible(Talk, scope.viewer), **scope.chosen)
    taken = measures.queries.filtered(Measure, visible(Measure, scope.viewer), **scope.chosen)
    orders = measures.queries.filtered_directives(visible(Directive, scope.viewer), **scope.chosen)
    return Part(
        [
            Figure("谈话", count(talks), scope.address("/measures/talks")),
            Figure("处理措施", count(taken), scope.address("/measures/"), good="less"),
            Figure("到期责令处理", count(orders), scope.address("/measures/directives")),
        ]
    )


def complaints_of(scope: Scope) -> Part:
    told = case_figures.figures(scope.viewer, scope.chosen)
    path, only = "/complaints/", {"kind": "complaint", "joined": "no"}

    def counted(label: str, value: int, good: str = "", **more: str) -> Figure:
        return Figure(label, value, scope.address(path, **only, **more), good=good)

    rates = (("处理及时率", told.on_time), ("回访满意率", told.satisfied))
    return Part(
        [
            counted("投诉", told.count, "less"),
            counted("属实", told.verified.good, "less", verified="yes"),
            counted("在办", told.open, group="open"),
            *(
                Figure(name, _whole(one.percent), scope.address(f"{path}statistics"), "percent", "more")
                for name, one in rates
            ),
        ],
        ("类型", "件数"),
        lambda: [(line.label, line.count) for line in case_figures.by(scope.viewer, scope.chosen, "type")],
    )


def praises_of(scope: Scope) -> Part:
    seen = visible(ComplaintPraise, scope.viewer)
    rows = complaints.queries.praises_filtered(seen, standing="yes", **scope.chosen)
    return Part([Figure("核实的表扬", count(rows), scope.address("/complaints/praises"), good="more")])


def quiz_of(scope: Scope) -> Part:
    report = quiz.report(scope.viewer, *scope.period, ended_by=clock.now())
    crews = set(db.session.scalars(units_under(scope.unit.path)))
    found = {crew: one for crew, one in report.by_crew().items() if crew in crews and crew in report.names}
    total = sum(found.values(), quiz.Tally())
    days = {"since": scope.period.since.isoformat(), "until": scope.period.until.isoformat()}
    if scope.unit.kind is UnitKind.STATION:
        days["unit"] = scope.unit.id
    at = f"/training/statistics?{urlencode(days)}"
    lines = sorted(found.items(), key=lambda pair: -(pair[1].part or 0))
    return Part(
        [
            Figure("应参加人次", total.expected, at, "people"),
            Figure("参与率", total.part, at, "percent", "more"),
            Figure("正确率", total.correct, at, "percent", "more"),
        ],
        ("班组", "应参加", "已完成", "参与率", "正确率"),
        lambda: [(report.names[crew], t.expected, t.done, _said(t.part), _said(t.correct)) for crew, t in lines],
    )


def points_of(scope: Scope) -> Part:
    return Part([figure for month in scope.period.months[-12:] for figure in _points_in(scope, month)])


def _points_in(scope: Scope, month: date) -> list[Figure]:
    seen = visible(PointEntry, scope.viewer)
    rows = points.queries.filtered(seen, unit=scope.unit, month=month)
    types, name = tally(rows, PointEntry.type), f"{month.month} 月"
    ask = {"unit": scope.unit.id, "month": f"{month:%Y-%m}"}
    return [
        Figure(f"{name}{one.label}", types[one], f"/points/entries?{urlencode(ask | {'type': one.value})}")
        for one in (EntryType.EVENT, EntryType.REVERSAL)
    ]


def awards_of(scope: Scope) -> Part:
    rows = awards.queries.filtered(visible(Award, scope.viewer), **scope.chosen)
    states = tally(rows, Award.state)
    kept = (AwardState.NOTICE, AwardState.APPROVED, AwardState.ISSUED)
    return Part(
        [Figure(one.label, states[one], scope.address("/awards/", state=one.value), compares=False) for one in kept],
        ("编号", "名称", "状态"),
        lambda: [(one.number, one.title, one.state.label) for one in _first(rows.order_by(Award.id.desc()))],
    )


def _first(rows: Select) -> Sequence[Any]:
    return db.session.scalars(rows.limit(MOST_ROWS)).unique().all()


def count(rows: Select) -> int:
    """Count the rows of a room's question."""
    table = rows.column_descriptions[0]["entity"]
    inner = rows.with_only_columns(table.id).order_by(None)
    return db.session.scalar(select(func.count()).select_from(inner.subquery())) or 0


def tally(rows: Select, column, amount=None) -> Counter:
    """Return how many rows of a room's question there are by ``column``, or the sum of ``amount`` of them."""
    table = rows.column_descriptions[0]["entity"]
    inner = rows.with_only_columns(table.id).order_by(None)
    asked = select(column, func.count() if amount is None else amount).where(table.id.in_(inner))
    return Counter({key: int(number or 0) for key, number in db.session.execute(asked.group_by(column))})


def _short(text: str) -> str:
    text = scrub(text).replace("\n", " ")
    return text if len(text) <= WORDS else f"{text[:WORDS]}…"


def _whole(percent: float | None) -> int | None:
    return None if percent is None else round(percent)


def _said(percent: int | None) -> str:
    return "—" if percent is None else f"{percent}%"
