"""Open against secret: how a station does when it knows that it is looked at. Source: domain §2.2, §5 delight 11."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from models.accounts import Unit
from models.core import clock
from models.core.db import db
from models.core.months import first_of
from models.core.settings import value_of
from models.mystery_visits import queries
from models.rulebook import scores
from models.rulebook.scores import Mean, Means


class Line(NamedTuple):
    """A station in a month, or in the whole period where ``month`` is None."""

    station: Unit
    month: date | None
    open: Mean | None
    secret: Mean | None
    least: int

    @property
    def gap(self) -> int | None:
        """Open minus secret in tenths; None where one of them rests on too few."""
        if self.open is None or self.secret is None or min(self.open.n, self.secret.n) < self.least:
            return None
        return self.open.tenths - self.secret.tenths


def secret_means(station_ids: list[int], first: date, until: date) -> Means:
    """Return the means of the published mystery visits."""
    found = defaultdict(list)
    for station_id, day, tenths in db.session.execute(queries.scores(station_ids, first, until)):
        found[station_id, first_of(day)].append(tenths)
    return {key: one for key, tenths in found.items() if (one := scores.mean(tenths))}


def open_means(station_ids: list[int], first: date, until: date) -> Means:
    """Return the means of the published inspections; what a unit finds in itself is no open inspection."""
    found = defaultdict(list)
    for station_id, started_at, permille in db.session.execute(queries.open_scores(station_ids, first, until)):
        found[station_id, first_of(clock.local(started_at).date())].append(permille)
    return {key: one for key, tenths in found.items() if (one := scores.mean(tenths))}


scores.provide("secret", secret_means)
scores.provide("open", open_means)


def lines(stations: Iterable[Unit], year: int) -> list[Line]:
    """Return for each station the year and then its months that have any score, in order."""
    stations = list(stations)
    ids, first, until = [station.id for station in stations], date(year, 1, 1), date(year + 1, 1, 1)
    open_ones, secret_ones = scores.of("open", ids, first, until), scores.of("secret", ids, first, until)
    return [line for station in stations for line in _of_station(station, year, open_ones, secret_ones)]


def _of_station(station: Unit, year: int, open_ones: Means, secret_ones: Means) -> list[Line]:
    least = value_of("mystery_visit.least_n", unit_id=station.id)
    months = [date(year, number, 1) for number in range(1, 13)]
    each = [
        Line(station, month, open_ones.get((station.id, month)), secret_ones.get((station.id, month)), least)
        for month in months
    ]
    whole = Line(station, None, _whole(line.open for line in each), _whole(line.secret for line in each), least)
    return [whole, *(line for line in each if line.open or line.secret)]


def _whole(means: Iterable[Mean | None]) -> Mean | None:
    """Return the mean over months, each weighing as many as it counted."""
    known = [one for one in means if one]
    n = sum(one.n for one in known)
    return Mean((2 * sum(one.tenths * one.n for one in known) + n) // (2 * n), n) if n else None
