"""Stars by score: each month's, and the year's by the mean of its months. Source: domain §2.13 (W7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from models.accounts import User
from models.awards.ranking import mean
from models.core import settings
from models.core.db import db
from models.points import PointBalance

NAMES = ("无星级", "准星级", "二星级", "三星级", "四星级", "五星级")


@dataclass(frozen=True, slots=True)
class Stars:
    """A person's year: ``months`` are ``(month, score in tenths, stars)``; ``mean`` in tenths, None without months."""

    person: User
    months: list[tuple[date, int, str]]
    mean: int | None
    stars: str


def lines() -> list[int]:
    """Return the least monthly scores in tenths for 准星级 up to 五星级, from the setting."""
    return [round(float(part) * 10) for part in settings.value_of("award.star_lines").split("/")]


def of_score(tenths: int, bounds: Iterable[int]) -> str:
    """Return the stars of a score: below the first bound none."""
    return NAMES[sum(tenths >= bound for bound in bounds)]


def of_people(people: Iterable[User], year: int) -> list[Stars]:
    """Return the stars of people in a year; one statement."""
    people, bounds = list(people), lines()
    found: dict[int, list[tuple[date, int]]] = {person.id: [] for person in people}
    for person_id, month, score in db.session.execute(_balances(list(found), year)):
        found[person_id].append((month, score))
    return [_stars(person, found[person.id], bounds) for person in people]


def _balances(ids: list[int], year: int) -> Select:
    days = (PointBalance.month >= date(year, 1, 1), PointBalance.month <= date(year, 12, 1))
    rows = select(PointBalance.person_id, PointBalance.month, PointBalance.score)
    return rows.where(PointBalance.person_id.in_(ids), *days).order_by(PointBalance.month)


def _stars(person: User, months: list[tuple[date, int]], bounds: list[int]) -> Stars:
    told = [(month, score, of_score(score, bounds)) for month, score in months]
    whole = mean([score for _month, score in months]) if months else None
    return Stars(person, told, whole, of_score(whole, bounds) if whole is not None else NAMES[0])
