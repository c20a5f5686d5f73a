"""Who has judged whom in a round: what a juror still owes, and what the organiser has to wait for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import joinedload

from models.accounts import User
from models.awards import queries
from models.awards.rounds import refusal_to_vote
from models.awards.tables import Award
from models.core.db import db


@dataclass(frozen=True, slots=True)
class Juror:
    """A juror, for how many candidates they have given points, and for how many they are asked."""

    person: User
    given: int
    asked: int

    @property
    def left(self) -> int:
        return self.asked - self.given


@dataclass(frozen=True, slots=True)
class Jury:
    """All jurors of a round who may judge anybody, and who judged each candidate."""

    jurors: Sequence[Juror]
    given: Counter[int]  # by id of the candidate
    asked: Counter[int]

    @property
    def waiting(self) -> list[Juror]:
        """Those who have not judged all, who owes most first."""
        return sorted((one for one in self.jurors if one.left), key=lambda one: (-one.left, one.person.staff_no))


def of(award: Award, on: date) -> Jury:
    """Return the jury of a round as it stands; three statements, however many there are."""
    rows = db.session.scalars(queries.eligible_of(award)).all()
    votes = {(one.candidate_id, one.voter_id) for one in db.session.scalars(queries.votes_of(award))}
    jurors, given, asked = [], Counter(), Counter()
    for person in db.session.scalars(queries.jurors_of(award, on).options(joinedload(User.unit))):
        own = [row.id for row in rows if not refusal_to_vote(row, person)]
        done = [one for one in own if (one, person.id) in votes]
        asked.update(own)
        given.update(done)
        if own:
            jurors.append(Juror(person, len(done), len(own)))
    return Jury(jurors, given, asked)


def left_to(person: User, award: Award) -> int:
    """Return for how many candidates of a round ``person`` has given no points yet."""
    return db.session.scalar(queries.counting_unjudged(person, award.id))
