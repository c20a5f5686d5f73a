"""The plan of a month: how many inspections of which kind a station is to have, and how many it had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.accounts import Unit, User
from models.core import audit, settings
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.months import first_of
from models.inspections import Kind
from models.sampling import queries
from models.sampling.tables import PlanTarget

MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of one station's month. ``kind`` None is what was done of kinds nobody planned."""

    label: str
    target: int
    running: int
    done: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A station's month. ``is_planned`` says whether somebody set targets or the house's own number stands."""

    station: Unit
    lines: tuple[Line, ...]
    is_planned: bool

    @property
    def target(self) -> int:
        return sum(line.target for line in self.lines)

    @property
    def done(self) -> int:
        return sum(line.done for line in self.lines)

    @property
    def running(self) -> int:
        return sum(line.running for line in self.lines)

    @property
    def counted(self) -> int:
        """What was done of the plan: what goes beyond a kind's target fills no other kind's."""
        return sum(min(line.done, line.target) for line in self.lines)

    @property
    def is_met(self) -> bool:
        return self.counted == self.target

    @property
    def percent(self) -> int:
        """How much of the plan is done, at most 100; a month without a target is done."""
        return 100 if not self.target else 100 * self.counted // self.target


def plan(station: Unit, *, month: date, targets: Mapping[Kind, int], by: User) -> None:
    """Set the month's targets of a station. Raises RuleBroken: out of bounds, with the field of the kind."""
    for kind, target in targets.items():
        if not 0 <= target <= MOST:
            raise RuleBroken(f"{kind.label}应在 0 到 {MOST} 次之间。", field=kind.value)
    known = {row.kind: row for row in db.session.scalars(queries.targets([station.id], first_of(month)))}
    for kind, target in targets.items():
        row = known.get(kind) or PlanTarget(unit_id=station.id, month=first_of(month), kind=kind)
        if (row.id is None and not target) or row.target == target:
            continue
        row.target = target
        db.session.add(row)
        audit.record("sampling.plan", row, by)


def progress(stations: list[Unit], month: date) -> list[Progress]:
    """Return how each station's month stands; two statements for all."""
    ids = [station.id for station in stations]
    wanted: dict[int, dict[Kind, int]] = {}
    for row in db.session.scalars(queries.targets(ids, month)):
        wanted.setdefault(row.unit_id, {})[row.kind] = row.target
    seen: dict[int, dict[Kind, tuple[int, int]]] = {}
    for station_id, kind, running, done in db.session.execute(queries.held(ids, month)):
        seen.setdefault(station_id, {})[kind] = (running, done)
    return [_progress(one, wanted.get(one.id), seen.get(one.id, {}), month) for one in stations]


def _progress(
    station: Unit, wanted: dict[Kind, int] | None, seen: dict[Kind, tuple[int, int]], month: date
) -> Progress:
    if not wanted:
        whole = settings.value_of("sampling.month_target", unit_id=station.id, on=month)
        running, done = (sum(pair[place] for pair in seen.values()) for place in (0, 1))
        return Progress(station, (Line("各类督查", whole, running, done),), is_planned=False)
    kinds = [kind for kind in Kind if wanted.get(kind) or kind in seen]
    lines = (Line(kind.label, wanted.get(kind, 0), *seen.get(kind, (0, 0))) for kind in kinds)
    return Progress(station, tuple(lines), is_planned=True)
