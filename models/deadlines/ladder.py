"""The ladder: when each step is due to be taken, whom it reaches, and in what words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from models.accounts import Unit, User, UserState
from models.approvals.people import Pool, people_of
from models.core import clock
from models.core.db import db
from models.core.settings import value_of
from models.deadlines.counting import Phase, course, moment_of
from models.deadlines.explaining import History
from models.deadlines.kinds import StepMeasure, Whom
from models.deadlines.plans import Step
from models.deadlines.tables import DeadlineAlarm, DeadlineStep, DeadlineTimer

FALLBACK = ("leader", "deputy")  # who is told when nobody on the ladder is there

AnyStep = DeadlineStep | Step


class Reached(NamedTuple):
    """The people a step reaches; ``note`` says so when they stand in for somebody who is not there."""

    people: list[User]
    note: str


def moment(history: History, step: AnyStep) -> datetime:
    """Return when a step stands by itself, before it waits for the office."""
    if step.measure is StepMeasure.MINUTES:
        return history.due_at + timedelta(minutes=step.distance)
    stretches = history.course(history.timer.started_at)
    if step.distance <= 100:
        return moment_of(stretches, step.distance / 100)
    return _beyond(history, step.distance)


def send_at(history: History, step: AnyStep) -> datetime:
    """Return when a step is taken: what is not urgent waits for the office, if the house wants that."""
    at = moment(history, step)
    if step.is_urgent or not value_of("deadline.wait_for_office", on=clock.local(at).date()):
        return at
    return history.table.opening(at)


def ahead(history: History, taken: Iterable[int] = ()) -> Iterator[tuple[datetime, DeadlineStep]]:
    """Yield the steps that are still to be taken, with their moments; those before ``armed_at`` have gone by."""
    timer = history.timer
    rule = history.rules.get(timer.rule_id)
    for step in rule.steps if rule else ():
        if step.id not in taken and moment(history, step) >= timer.armed_at:
            yield send_at(history, step), step


def still_ahead(history: History) -> list[tuple[datetime, DeadlineStep]]:
    """Return the steps a running clock has before it, in order; none while it is paused or stopped."""
    timer = history.timer
    if timer.stopped_at or timer.paused_at:
        return []
    return sorted(ahead(history, taken_by(timer)), key=lambda pair: (pair[0], pair[1].level))


def next_alarm(history: History) -> datetime | None:
    """Return when the ladder's next step is to be taken, None when there is none."""
    return min((at for at, _step in ahead(history, taken_by(history.timer))), default=None)


def taken_by(timer: DeadlineTimer) -> set[int]:
    """Return the ids of the steps that were taken for the moment due as it stands; of a new clock none."""
    if timer.id is None:
        return set()
    here = (DeadlineAlarm.timer_id == timer.id, DeadlineAlarm.due_at == timer.due_at)
    return set(db.session.scalars(select(DeadlineAlarm.step_id).where(*here)))


def reached(step: AnyStep, steps: Sequence[AnyStep], find: Callable[[AnyStep], list[User]]) -> Reached:
    """Return whom a step reaches, as ``find`` answers for one step.

    Where nobody is there, the next one up the ladder is reached, at last the head of the office.
    """
    higher = [one for one in steps if one.level > step.level]
    fallback = [Step(99, 0, Whom.ROLE, code) for code in FALLBACK]
    for candidate in [step, *higher, *fallback]:
        if people := find(candidate):
            missing = candidate is not step
            return Reached(people, f"原定的{step.whom.label}无人在岗，上报一级" if missing else "")
    return Reached([], "没有可以通知的人")


def words(timer: DeadlineTimer, at: datetime) -> str:
    """Return the message: what is due, and how long until or since."""
    left = timer.left_at(at)
    span = in_words(abs(left))
    return f"{timer.name}{f'还剩 {span}' if left > timedelta() else f'已超期 {span}' if span else '已到期'}"


def when_in_words(step: AnyStep) -> str:
    """Return where a step stands: 到期前 30 分钟."""
    if step.measure is StepMeasure.PERCENT:
        return f"用时达到 {step.distance}％"
    if not step.distance:
        return "到期时"
    return f"到期{'前' if step.distance < 0 else '后'} {in_words(timedelta(minutes=abs(step.distance)))}"


def in_words(span: timedelta) -> str:
    """Return the largest two units of a span: 2 天 3 小时; "" below a minute."""
    minutes = int(span.total_seconds()) // 60
    parts = [(minutes // 1440, "天"), (minutes // 60 % 24, "小时"), (minutes % 60, "分钟")]
    return " ".join(f"{number} {unit}" for number, unit in [part for part in parts if part[0]][:2])


def _beyond(history: History, percent: int) -> datetime:
    """Return when the clock has counted ``percent`` of its total, which lies after the moment due."""
    timer = history.timer
    if history.measure is None:
        return timer.started_at + (history.due_at - timer.started_at) * percent / 100
    *earlier, last = history.phases
    longer = Phase(last.from_at, last.measure, -(-last.total * percent // 100))
    return course(timer.started_at, [*earlier, longer], history.gaps(timer.started_at), history.table)[-1].to_at


def people_now(timer: DeadlineTimer, at: datetime) -> Callable[[AnyStep], list[User]]:
    """Return the ``find`` of ``reached`` that asks the database who is there at a moment."""

    def find(step: AnyStep) -> list[User]:
        if step.whom is Whom.RESPONSIBLE:
            person = db.session.get(User, timer.responsible_id) if timer.responsible_id else None
            return [person] if person and person.state is not UserState.LEFT else []
        pool = Pool(db.session.get_one(Unit, timer.unit_id), step.role_code, step.body_code, step.post)
        return list(db.session.scalars(people_of(pool, clock.local(at).date())))

    return find
