"""The dry run: what a rule, as it is or as it would be, does within a month to the clocks that really ran.

Nothing is saved and nobody is told. Source: domain §2.1.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select

from models.accounts import Unit, User
from models.approvals.people import Pool
from models.approvals.staffing import Staffing
from models.core import clock, months
from models.core.db import db
from models.core.scope import visible
from models.deadlines import ladder
from models.deadlines.counting import Measure, Phase
from models.deadlines.explaining import History, histories
from models.deadlines.kinds import Whom
from models.deadlines.plans import Step, Terms, rank
from models.deadlines.tables import DeadlineAlarm, DeadlineRule, DeadlineTimer

MOST_TIMERS = 2000


class Family(NamedTuple):
    """What the editions of one rule have in common."""

    kind: str
    severity: str
    unit_id: int | None


class Fired(NamedTuple):
    """A step that would be taken; ``is_ahead`` if it still lies ahead and the clock is not stopped before."""

    at: datetime
    timer: DeadlineTimer
    step: Step
    people: list[User]
    note: str
    is_ahead: bool


@dataclass(slots=True)
class WhatIf(History):
    """A history under other terms: the same start, pauses and extensions, from the beginning."""

    terms: Terms | None = None

    @property
    def phases(self) -> list[Phase]:
        measure = Measure(self.terms.time_unit, self.terms.clock)
        extra = sum(change.workdays for change in self.changes) if measure.is_days else 0
        return [Phase(self.timer.started_at, measure, measure.total(self.terms.amount) + extra)]

    @property
    def due_at(self) -> datetime:
        return self.course(self.timer.paused_at or self.timer.started_at)[-1].to_at


@dataclass(frozen=True, slots=True)
class Trial:
    """What would happen from ``first`` to ``last``: ``missed`` of ``timers`` clocks late, and every step."""

    first: date
    last: date
    timers: int
    missed: int
    missed_really: int
    fired: list[Fired]
    sent_really: int

    @property
    def by_person(self) -> list[tuple[User, int]]:
        """Who would be told how often, most first."""
        people = {person.id: person for one in self.fired for person in one.people}
        counts = Counter(person.id for one in self.fired for person in one.people)
        return [(people[person_id], count) for person_id, count in counts.most_common()]

    @property
    def messages(self) -> int:
        return sum(len(one.people) for one in self.fired)


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    return months.first_of(day), months.last_of(day)


def run(family: Family, terms: Terms, user: User, day: date, at: datetime) -> Trial:
    """Try ``terms`` on the clocks that ``user`` sees and that ran in the month of ``day``; reads only."""
    first, last = month_of(day)
    begins, ends = clock.at(first, time()), clock.at(last + timedelta(days=1), time())
    units = {unit.id: unit for unit in db.session.scalars(select(Unit))}
    timers = _concerned(family, list(db.session.scalars(_running_within(family, user, begins, ends))), units)
    staffing = Staffing(clock.local(at).date())
    found = [_under(terms, history) for history in histories(timers).values()] if timers else []
    fired = [one for history in found for one in _fired(history, staffing, units, at) if begins <= one.at < ends]
    return Trial(
        first,
        last,
        len(timers),
        sum(history.timer.seen_at(at) > history.due_at for history in found),
        sum(timer.is_overdue_at(at) for timer in timers),
        sorted(fired, key=lambda one: (one.at, one.timer.id, one.step.level)),
        _sent_really(timers, begins, ends),
    )


def _running_within(family: Family, user: User, begins: datetime, ends: datetime) -> Select[tuple[DeadlineTimer]]:
    rows = visible(DeadlineTimer, user).where(
        DeadlineTimer.kind == family.kind,
        DeadlineTimer.started_at < ends,
        or_(DeadlineTimer.stopped_at.is_(None), DeadlineTimer.stopped_at >= begins),
    )
    return rows.order_by(DeadlineTimer.id).limit(MOST_TIMERS)


def _concerned(family: Family, timers: list[DeadlineTimer], units: dict[int, Unit]) -> list[DeadlineTimer]:
    """Leave the clocks for which a rule of this family would hold, and not a nearer one."""
    rows = select(DeadlineRule.kind, DeadlineRule.severity, DeadlineRule.unit_id).distinct()
    families = {Family(*row) for row in db.session.execute(rows.where(DeadlineRule.kind == family.kind))} | {family}
    return [timer for timer in timers if _holding(families, timer, units[timer.unit_id]) == family]


def _holding(families: set[Family], timer: DeadlineTimer, unit: Unit) -> Family | None:
    fitting = [
        one
        for one in families
        if one.severity in ("", timer.severity) and (one.unit_id is None or one.unit_id in unit.ancestry)
    ]
    return max(fitting, key=lambda one: rank(one.severity, one.unit_id, unit), default=None)


def _under(terms: Terms, history: History) -> WhatIf:
    given = {one.name: getattr(history, one.name) for one in fields(History)}
    return WhatIf(**given, terms=terms)


def _fired(history: WhatIf, staffing: Staffing, units: dict[int, Unit], at: datetime) -> list[Fired]:
    timer, steps = history.timer, history.terms.ladder
    until = timer.stopped_at or timer.paused_at

    def find(step: Step) -> list[User]:
        if step.whom is Whom.RESPONSIBLE:
            return [staffing.people[timer.responsible_id]] if timer.responsible_id in staffing.people else []
        return staffing.of(Pool(units[timer.unit_id], step.role_code, step.body_code, step.post))

    found = []
    for step in steps:
        moment = ladder.send_at(history, step)
        if moment >= timer.started_at and (until is None or moment < until):
            found.append(Fired(moment, timer, step, *ladder.reached(step, steps, find), moment > at))
    return found


def _sent_really(timers: list[DeadlineTimer], begins: datetime, ends: datetime) -> int:
    """Count the steps that were really taken for these clocks within the month."""
    within = (DeadlineAlarm.fired_at >= begins, DeadlineAlarm.fired_at < ends)
    ids = DeadlineAlarm.timer_id.in_([timer.id for timer in timers])
    return db.session.scalar(select(func.count(DeadlineAlarm.id)).where(ids, *within)) or 0
