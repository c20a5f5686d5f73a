"""The course of a clock told again from its rule, its pauses and its changes: when it is due, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.accounts import Unit, UnitKind
from models.core.db import db
from models.deadlines.counting import Gap, Measure, Phase, Stretch, Timetable, counted, course, cut
from models.deadlines.kinds import ChangeKind
from models.deadlines.options import timetable
from models.deadlines.tables import DeadlineChange, DeadlinePause, DeadlineRule, DeadlineTimer

FIXED = "期限由外部或审批确定，逐刻计时"


class Line(NamedTuple):
    """A stretch with what it adds and the sum so far, in words; ``is_now`` marks where the clock stands."""

    stretch: Stretch
    amount: str
    total: str
    is_now: bool


@dataclass(slots=True)
class History:
    """Everything that happened to one clock, in order, with the rules it ran on and the timetable of its unit."""

    timer: DeadlineTimer
    pauses: list[DeadlinePause] = field(default_factory=list)
    changes: list[DeadlineChange] = field(default_factory=list)
    rules: dict[int, DeadlineRule] = field(default_factory=dict)
    table: Timetable | None = None

    @property
    def phases(self) -> list[Phase]:
        """The measures and totals that held one after another; [] for a moment that was fixed from the start."""
        first = next((c.rule_before_id for c in self.changes if c.what is ChangeKind.SEVERITY), self.timer.rule_id)
        if first is None:
            return []
        found, extra = [_phase(self.rules[first], self.timer.started_at, 0)], 0
        rule = self.rules[first]
        for change in self.changes:
            rule = self.rules[change.rule_after_id or rule.id] if change.what is ChangeKind.SEVERITY else rule
            extra += change.workdays
            if change.what is ChangeKind.SEVERITY or change.workdays:
                found.append(_phase(rule, change.at, extra))
        return found

    @property
    def measure(self) -> Measure | None:
        """What is counted now; None for a fixed moment."""
        return None if self.timer.fixed_due_at or not self.phases else self.phases[-1].measure

    @property
    def is_days(self) -> bool:
        """Whether stretches count days; else they count seconds."""
        return bool(self.measure and self.measure.is_days)

    @property
    def due_at(self) -> datetime:
        """The moment due that the ladder is hung on."""
        return self.timer.due_at

    def gaps(self, at: datetime) -> list[Gap]:
        """The pauses; one that is still open lasts until ``at``."""
        return [Gap(one.from_at, one.to_at or max(at, one.from_at), f"暂停：{one.reason}") for one in self.pauses]

    def course(self, at: datetime) -> list[Stretch]:
        """The course up to the moment due, as it is known at ``at``."""
        timer = self.timer
        if timer.fixed_due_at:
            length = int((timer.fixed_due_at - timer.started_at).total_seconds())
            return [Stretch(timer.started_at, timer.fixed_due_at, True, FIXED, length)]
        return course(timer.started_at, self.phases, self.gaps(at), self.table)

    def due(self) -> datetime:
        """The moment due from all that is finished; an open pause moves nothing yet."""
        return self.course(self.timer.paused_at or self.timer.started_at)[-1].to_at


def _phase(rule: DeadlineRule, at: datetime, extra: int) -> Phase:
    measure = Measure(rule.time_unit, rule.clock)
    return Phase(at, measure, measure.total(rule.amount) + (extra if measure.is_days else 0))


def histories(timers: Iterable[DeadlineTimer]) -> dict[int, History]:
    """Return the history of each clock by its id: four statements, and one for each unit's timetable."""
    found = {timer.id: History(timer) for timer in timers}
    people = (joinedload(DeadlinePause.by), joinedload(DeadlinePause.ended_by))
    pauses = select(DeadlinePause).where(DeadlinePause.timer_id.in_(found)).options(*people)
    for pause in db.session.scalars(pauses.order_by(DeadlinePause.from_at, DeadlinePause.id)):
        found[pause.timer_id].pauses.append(pause)
    names = (DeadlineChange.by, DeadlineChange.responsible_before, DeadlineChange.responsible_after)
    changes = select(DeadlineChange).where(DeadlineChange.timer_id.in_(found)).options(*map(joinedload, names))
    for change in db.session.scalars(changes.order_by(DeadlineChange.at, DeadlineChange.id)):
        found[change.timer_id].changes.append(change)
    _add_rules(found)
    _add_tables(found)
    return found


def history_of(timer: DeadlineTimer) -> History:
    return histories([timer])[timer.id]


def new_history(timer: DeadlineTimer, rule: DeadlineRule | None, unit: Unit) -> History:
    """Return the history of a clock that is about to start on ``rule``: nothing has happened to it yet."""
    return History(timer, rules={rule.id: rule} if rule else {}, table=timetable(station_of(unit)))


def explain(timer: DeadlineTimer, at: datetime) -> list[Stretch]:
    """Return the course of a clock from its start to the moment due, without a gap: what counts, and why.

    An open pause is told until ``at``, and what follows as if the clock were resumed then.
    """
    return history_of(timer).course(timer.seen_at(at) if timer.stopped_at else at)


def remaining(timer: DeadlineTimer, at: datetime) -> int:
    """Return what is left to count at ``at``: seconds, or days on a clock of working days; never below zero."""
    return left_of(history_of(timer), at)


def left_of(history: History, at: datetime) -> int:
    """``remaining`` for a history that is loaded."""
    stretches = history.course(at)
    used = cut(stretches, history.timer.seen_at(at), history.is_days)
    return max(counted(stretches) - counted(used), 0)


def lines(history: History, at: datetime) -> list[Line]:
    """Return the course as a page tells it: each stretch with the sum so far, and the one that ``at`` lies in."""
    found, total = [], 0
    for one in history.course(at):
        total += one.amount
        now = history.timer.is_open and one.from_at <= at < one.to_at
        found.append(Line(one, in_words(one.amount, history.is_days), in_words(total, history.is_days), now))
    return found


def in_words(amount: int, is_days: bool) -> str:
    """Return what stretches count in words: 2 个工作日, 3 小时 30 分."""
    if is_days:
        return f"{amount} 个工作日"
    hours, minutes, seconds = amount // 3600, amount // 60 % 60, amount % 60
    parts = [(hours, "小时"), (minutes, "分"), (seconds, "秒")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 分"


def standing(history: History, at: datetime) -> tuple[str, str]:
    """Return in words what is counted and what is left to count at ``at``, seconds left out beside minutes."""
    whole = counted(history.course(at))
    left = left_of(history, at)
    return tuple(in_words(_rounded(amount, history.is_days), history.is_days) for amount in (whole - left, left))


def _rounded(amount: int, is_days: bool) -> int:
    return amount if is_days or amount < 60 else amount // 60 * 60


def minutes_left(timer: DeadlineTimer, at: datetime) -> int:
    """Return the whole minutes on the wall until it is due, negative once it is over; asks nothing."""
    return timer.left_at(at) // timedelta(minutes=1)


def _add_rules(found: dict[int, History]) -> None:
    """Give each history the rules it has run on."""
    for history in found.values():
        ids = {history.timer.rule_id} | {c.rule_before_id for c in history.changes}
        ids |= {c.rule_after_id for c in history.changes}
        history.rules = dict.fromkeys(ids - {None})
    wanted = {rule_id for history in found.values() for rule_id in history.rules}
    if wanted:
        rows = {rule.id: rule for rule in db.session.scalars(select(DeadlineRule).where(DeadlineRule.id.in_(wanted)))}
        for history in found.values():
            history.rules = {rule_id: rows[rule_id] for rule_id in history.rules}


def _add_tables(found: dict[int, History]) -> None:
    ids = {history.timer.unit_id for history in found.values()}
    units = {unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_(ids)))}
    tables: dict[int | None, Timetable] = {}
    for history in found.values():
        station = station_of(units[history.timer.unit_id])
        if station not in tables:
            tables[station] = timetable(station)
        history.table = tables[station]


def station_of(unit: Unit) -> int | None:
    """Return the id of the unit whose settings hold for ``unit``: a crew goes by its station."""
    return unit.parent_id if unit.kind is UnitKind.CREW else unit.id
