"""How rectification goes: on time, how long, how often again, and who is late. Small samples say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from statistics import mean
from typing import NamedTuple

from sqlalchemy import Select, select

from models.accounts import User
from models.core import clock
from models.core.db import db
from models.core.rates import LEAST, Share
from models.core.scope import visible
from models.rectifications.kinds import ON_HAND, Category, RectificationState
from models.rectifications.tables import Rectification

S = RectificationState
MANY = 10_000  # orders that one look at the figures takes in


class Order(NamedTuple):
    """What the figures need of an order."""

    id: int
    unit_name: str
    category: Category
    state: RectificationState
    issue_no: int
    recurs_id: int | None
    issued_at: datetime
    submitted_at: datetime | None
    reviewed_at: datetime | None
    due_on: date
    responsible_id: int
    unit_id: int
    owner: str

    def was_on_time(self) -> bool | None:
        """Whether it was handed in by the day due and passed; None while that is open."""
        if self.state is S.CLOSED:
            return clock.local(self.submitted_at).date() <= self.due_on
        return False if self.state is S.FAILED or self.is_late else None

    @property
    def is_late(self) -> bool:
        return self.state in ON_HAND and clock.today() > self.due_on

    @property
    def days(self) -> float | None:
        """Days from the order to the striking off."""
        closed = self.state is S.CLOSED
        return (self.reviewed_at - self.issued_at).total_seconds() / 86_400 if closed else None


class Line(NamedTuple):
    """The figures of a group. ``days`` is None when there are too few to say; ``link`` opens the group."""

    name: str
    issued: int
    closed: int
    late: int
    on_time: Share
    days: float | None
    recurrence: Share
    link: dict


def orders(user: User, since: date, until: date) -> Select:
    """Return the orders issued between two days, both included, that ``user`` may see; withdrawn ones left out."""
    days = (Rectification.issued_at >= clock.at(since, time()), Rectification.issued_at <= clock.at(until, time.max))
    mine = visible(Rectification, user).with_only_columns(Rectification.id)
    names = [name for name in Order._fields if name != "owner"]
    rows = select(*(getattr(Rectification, name) for name in names), User.name).join(
        User, User.id == Rectification.responsible_id
    )
    here = (Rectification.id.in_(mine), Rectification.state != S.WITHDRAWN)
    return rows.where(*here, *days).order_by(Rectification.id).limit(MANY)


def read(user: User, since: date, until: date) -> list[Order]:
    return [Order(*row) for row in db.session.execute(orders(user, since, until))]


def timely(user: User, since: date | None, until: date | None) -> list[int]:
    """Return the ids of the orders that were fulfilled in time, of those that ``read`` would give, for a list."""
    found = read(user, since or date(2000, 1, 1), until or clock.today())
    return [one.id for one in found if one.was_on_time()]


def line(name: str, group: Iterable[Order], **link) -> Line:
    """Reckon the figures of a group. A reissued order counts by itself: each was somebody's to fulfil."""
    group = list(group)
    judged = [one.was_on_time() for one in group if one.was_on_time() is not None]
    days = [one.days for one in group if one.days is not None]
    first = [one for one in group if one.issue_no == 1]
    return Line(
        name,
        len(group),
        sum(one.state is S.CLOSED for one in group),
        sum(one.is_late for one in group),
        Share(sum(judged), len(judged)),
        round(mean(days), 1) if len(days) >= LEAST else None,
        Share(sum(one.recurs_id is not None for one in first), len(first)),
        link,
    )


def by_owner(group: list[Order], before: str = "") -> list[Line]:
    """Return a line for each responsible, the most orders first; two of one name stand apart."""
    parted = _parted(group, lambda one: one.responsible_id)
    return [line(f"{before}{own[0].owner}", own, responsible=own[0].responsible_id) for own in parted]


def by_unit(group: list[Order]) -> list[Line]:
    """Return a line for each unit by its last name, without those below it, the most orders first."""
    parted = _parted(group, lambda one: one.unit_id)
    return [line(own[-1].unit_name, own, unit=own[0].unit_id, alone=1) for own in parted]


def _parted(group: list[Order], key: Callable[[Order], int]) -> list[list[Order]]:
    return [[one for one in group if key(one) == which] for which, _many in Counter(map(key, group)).most_common()]


def by_category(group: list[Order]) -> list[Line]:
    """Return a line for each of the six classes, in their order, also where nothing happened."""
    return [line(k.label, (one for one in group if one.category is k), category=k.value) for k in Category]
