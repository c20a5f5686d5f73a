"""What waits for a person. Rooms register what they know; the inbox, home and the leaders' page show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select

from models.accounts import User
from models.core import clock
from models.core.asking import Beside, any_of
from models.core.db import Moment, db
from models.core.kept import Kept

NEVER = datetime.max.replace(tzinfo=UTC)
AT: BindParameter[datetime] = bindparam("at", type_=Moment)  # the moment at which a question is asked
MOST = 64  # people whose questions are kept, 400 kB each


@dataclass(frozen=True, slots=True)
class Todo:
    """A matter, or ``count`` matters under one address; ``due_at`` is the earliest deadline among them."""

    title: str
    href: str
    detail: str = ""
    count: int = 1
    due_at: datetime | None = None
    icon: str = "circle-check"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that one row answers, e.g. ``(count, earliest)``; ``say`` makes a Todo of the row's values.

    The questions of all rooms go to the database as one statement. It may name ``AT``; ``given`` tells the values of
    other parameters at a moment.
    """

    rows: Select
    say: Callable[..., Todo]
    given: Callable[[datetime], dict[str, Any]] | None = None

    @classmethod
    def count(cls, rows: Select, title: str, href: str, given=None, **more) -> Ask:
        """Ask how many ``rows`` there are; ``more`` is what Todo takes beyond title and address."""
        counted = rows.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
        return cls(counted, lambda count: Todo(title, href, count=count, **more), given)

    @property
    def question(self) -> Select:
        return self.rows

    def told(self, *answer: Any) -> list[Todo]:
        return [self.say(*answer)]


@dataclass(frozen=True, slots=True)
class Each:
    """Rows each of which makes a Todo. They are read only where the common statement says that there are any."""

    rows: Select
    say: Callable[..., Todo]

    given = None

    @property
    def question(self) -> Select:
        return select(any_of(self.rows))

    def told(self, are_there: bool) -> list[Todo]:
        return [self.say(*row) for row in db.session.execute(self.rows).unique()] if are_there else []


Questioner = Callable[[User, date], Iterable[Ask | Each]]
Teller = Callable[[User, datetime], Iterable[Todo]]
QUESTIONERS: list[Questioner] = []
TELLERS: list[Teller] = []


def todo(questioner: Questioner) -> Questioner:
    """Register ``questioner(user, on)``, which returns what to ask for ``user`` on a day; a count of 0 is left out.

    What is only counted should be an Ask: it costs no statement of its own; what is told row by row an Each: it costs
    one only for those whom something waits for. The questions are kept for the day: they depend on ``user.standing``
    and the day alone, on no setting, no row and no clock.
    """
    if questioner not in QUESTIONERS:
        QUESTIONERS.append(questioner)
    return questioner


def tells(teller: Teller) -> Teller:
    """Register ``teller(user, at)``, which asks by itself what waits for ``user``, at each look."""
    if teller not in TELLERS:
        TELLERS.append(teller)
    return teller


class Questions:
    """What the rooms ask for one person on one day."""

    def __init__(self, user: User, on: date) -> None:
        self._asked = [one for questioner in QUESTIONERS for one in questioner(user, on)]
        self._beside = Beside(one.question for one in self._asked)

    def told(self, at: datetime) -> list[Todo]:
        values: dict[str, Any] = {"at": at}
        for one in self._asked:
            values |= one.given(at) if one.given else {}
        answers = zip(self._asked, self._beside.ask(values), strict=True)
        return [todo for one, answer in answers for todo in one.told(*answer)]


_kept = Kept(MOST)


def todos_of(user: User, at: datetime) -> list[Todo]:
    """Return what waits for ``user``, the nearest deadline first, what has none last."""
    found = questions_for(user, clock.local(at).date()).told(at)
    found += [one for teller in TELLERS for one in teller(user, at)]
    return sorted((one for one in found if one.count), key=lambda one: one.due_at or NEVER)


def questions_for(user: User, on: date) -> Questions:
    """Return what is asked for ``user``; of who is signed in it is put together once a day."""
    return _kept.of(user, (on,), lambda: Questions(user, on))
