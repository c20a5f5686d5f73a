"""Who would decide at which unit on a day, for the whole house in a few statements: chains are tried out on it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.accounts import Body, BodyPost, Reach, Role, RoleGrant, Unit, User, UserState
from models.approvals.chains import StepPlan
from models.approvals.people import Pool, in_force
from models.core.db import db


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a step comes to at a unit: those it asks, and those who decide when they are late or have to keep out."""

    plan: StepPlan
    asked: list[User]
    heirs: list[User]

    @property
    def able(self) -> list[User]:
        return [*self.asked, *(one for one in self.heirs if one not in self.asked)]


class Staffing:
    """The people, grants and posts of a day. It answers as ``models.approvals.people.people_of`` does."""

    def __init__(self, on: date) -> None:
        people = select(User).where(User.state != UserState.LEFT).order_by(User.staff_no)
        self.people = {person.id: person for person in db.session.scalars(people)}
        self.units = sorted(db.session.scalars(select(Unit).where(Unit.is_open)), key=lambda unit: unit.ancestry)
        self._grants = _grants_on(on)
        self._seats = _seats_on(on)

    def of(self, pool: Pool) -> list[User]:
        """Return the people of ``pool`` in the order of their staff numbers."""
        members = self._holders(pool) if pool.role_code else self._seated(pool)
        return [person for person_id, person in self.people.items() if person_id in members]

    def outlook(self, plan: StepPlan, unit: Unit) -> Outlook:
        pool = Pool(self.level_above(unit, plan), plan.role_code, plan.body_code, plan.posts)
        return Outlook(plan, self.of(pool), self.of(Pool(unit, plan.escalate_to)) if plan.escalate_to else [])

    def level_above(self, unit: Unit, plan: StepPlan) -> Unit:
        """Return the unit of the step's level above ``unit``, or ``unit`` itself where there is none."""
        above = [one for one in self.units if one.id in unit.ancestry and one.kind is plan.level]
        return above[-1] if above else unit

    def _holders(self, pool: Pool) -> set[int]:
        return {
            user_id
            for user_id, reach, unit_id in self._grants[pool.role_code]
            if reach is Reach.ALL
            or unit_id == pool.unit.id
            or (reach is Reach.SUBTREE and unit_id in pool.unit.ancestry)
        }

    def _seated(self, pool: Pool) -> set[int]:
        posts = pool.posts.split(",") if pool.posts else None
        return {user_id for user_id, post in self._seats[pool.body_code] if posts is None or post in posts}


def _grants_on(on: date) -> dict[str, list[tuple[int, Reach, int]]]:
    rows = select(Role.code, RoleGrant.user_id, RoleGrant.reach, RoleGrant.unit_id).join(Role)
    found = defaultdict(list)
    for code, *grant in db.session.execute(rows.where(in_force(RoleGrant, on))):
        found[code].append(tuple(grant))
    return found


def _seats_on(on: date) -> dict[str, list[tuple[int, str]]]:
    rows = select(Body.code, BodyPost.user_id, BodyPost.post).join(Body).where(in_force(BodyPost, on))
    found = defaultdict(list)
    for code, *seat in db.session.execute(rows):
        found[code].append(tuple(seat))
    return found
