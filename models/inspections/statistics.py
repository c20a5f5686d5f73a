"""What reported inspections say together: scores, items that fail, hours, repeats, and how inspectors fare.

Self-checks are left out: who looks at themselves is not compared. Source: domain §2.2 (Statistics).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from models.accounts import Unit, User
from models.accounts.scope import units_under
from models.core import clock
from models.core.db import db
from models.core.months import before
from models.core.rates import Share
from models.core.scope import visible
from models.inspections.kinds import Outcome, ReplyState
from models.inspections.queries import COUNTED, FAILED, FOUND
from models.inspections.tables import Finding, Inspection, Inspector, Reply, SeenPerson, TemplateItem, TemplateSection

TOP = 10
MONTHS = 12  # of a trend


@dataclass(frozen=True, slots=True)
class Failing:
    """An item by code and words: how often it failed and what it took, in tenths; in how many inspections.

    ``item_id`` is the first of its editions.
    """

    item_id: int
    text: str
    count: int
    taken: int
    inspections: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """What a unit was found to do again, and in how many inspections."""

    unit_id: int
    unit_name: str
    item_id: int
    text: str
    inspections: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One inspector: findings that were answered, of them disputed, and of the disputes those overturned or amended."""

    person_id: int
    name: str
    disputed: Share
    overturned: Share


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything of one period; scores in per cent of the full marks, so that sheets of any base compare."""

    count: int
    mean: float | None
    vetoed: int
    by_unit: list[tuple[str, float, int]]
    units: dict[str, int]  # the id of each unit of ``by_unit``
    by_month: list[tuple[str, float, int]]
    by_section: list[tuple[str, int]]
    failing: list[Failing]
    by_hour: list[tuple[int, int]]
    repeats: list[Repeat]
    inspectors: list[Reviewed]


def of(user: User, since: date, until: date, unit: Unit | None = None) -> Figures:
    """Return the figures of what ``user`` may see between two days, both included, of ``unit`` and below or of all.

    Three statements.
    """
    rows = db.session.execute(_inspections(user, since, until, unit)).all()
    found = db.session.execute(_findings(user, since, until, unit)).all()
    return Figures(
        count=len(rows),
        mean=round(sum(row.permille or 0 for row in rows) / len(rows) / 10, 1) if rows else None,
        vetoed=sum(row.is_vetoed for row in rows),
        by_unit=_means((row.unit_name, row.permille) for row in rows),
        units={row.unit_name: row.unit_id for row in rows},
        by_month=sorted(_means((f"{clock.local(row.started_at):%Y-%m}", row.permille) for row in rows)),
        by_section=Counter(
            {title: sum(r.taken for r in found if r.title == title) for title in {r.title for r in found}}
        ).most_common(),
        failing=_failing(found),
        by_hour=_hours(found),
        repeats=_repeats(found),
        inspectors=_reviewed(db.session.execute(_answered(user, since, until, unit)).all()),
    )


def failing_most(user: User, since: date, until: date, most: int) -> list[tuple[str, int, bool]]:
    """Return ``(item, times, more than the whole month before)`` of what failed most since the first of a month."""
    now = Inspection.started_at >= clock.at(since, time())
    times, then = (func.coalesce(func.sum(Finding.number).filter(month), 0) for month in (now, ~now))
    rows = _findings(user, before(since, 1), until).group_by(TemplateItem.code, TemplateItem.text)
    rows = rows.with_only_columns(TemplateItem.text, times, times > then).having(times > 0)
    return [tuple(row) for row in db.session.execute(rows.order_by(times.desc(), TemplateItem.text).limit(most))]


@dataclass(frozen=True, slots=True)
class Trend:
    """The months that had any, what each came to, and from how many inspections ``n``."""

    months: list[str]
    values: list[float]
    n: list[int]

    @property
    def is_drawn(self) -> bool:
        return len(self.months) > 1

    @property
    def low(self) -> int:
        """The ten below the lowest value, where a scale of per cent begins."""
        return int(min(self.values, default=0) // 10) * 10

    @property
    def high(self) -> int:
        """The even number above the highest value, where a scale of points ends."""
        return max(2, -(-int(max(self.values, default=0) + 0.99) // 2) * 2)

    @property
    def rows(self) -> list[tuple[str, float, int]]:
        return list(zip(self.months, self.values, self.n, strict=True))


def trend(user: User, unit: Unit | None, until: date) -> Trend:
    """Return the mean scores of the last months, in per cent of the full marks, of ``unit`` and below or of all."""
    rows = period(user, before(until, MONTHS - 1), until, unit)
    found = db.session.execute(rows.with_only_columns(Inspection.started_at, Inspection.permille)).all()
    means = sorted(_means((f"{clock.local(row.started_at):%Y-%m}", row.permille) for row in found))
    return Trend([row[0] for row in means], [row[1] for row in means], [row[2] for row in means])


def own_trend(person: User, until: date) -> Trend:
    """Return what was taken for ``person`` per inspection at which they were seen, in points, month by month.

    Per inspection, as who is looked at more often would else seem worse. What is still to be answered is left out.
    """
    span = (clock.at(before(until, MONTHS - 1), time()), clock.at(until, time.max))
    counted = (Inspection.started_at.between(*span), *COUNTED)
    named = select(Finding.inspection_id).where(Finding.person_id == person.id, Finding.is_removed.is_(False))
    seen = select(SeenPerson.inspection_id).where(SeenPerson.user_id == person.id)
    there = or_(Inspection.id.in_(seen), Inspection.id.in_(named))
    taken = func.coalesce(func.sum(Finding.taken), 0)
    mine = and_(Finding.inspection_id == Inspection.id, Finding.person_id == person.id, Finding.is_removed.is_(False))
    bonus = and_(TemplateItem.id == Finding.item_id, TemplateItem.is_bonus.is_(False))
    rows = select(Inspection.started_at, taken).outerjoin(Finding.__table__.join(TemplateItem.__table__, bonus), mine)
    rows = rows.where(there, *counted).group_by(Inspection.id, Inspection.started_at)
    months: dict[str, list[int]] = defaultdict(list)
    for at, tenths in db.session.execute(rows):
        months[f"{clock.local(at):%Y-%m}"].append(tenths)
    names = sorted(months)
    values = [round(sum(months[name]) / len(months[name]) / 10, 1) for name in names]
    return Trend(names, values, [len(months[name]) for name in names])


def period(user: User, since: date, until: date, unit: Unit | None = None) -> Select[tuple[Inspection]]:
    """Return what counts of what ``user`` may see, of ``unit`` and below or of all: results that are out, no
    self-checks, both days included."""
    days = (Inspection.started_at >= clock.at(since, time()), Inspection.started_at <= clock.at(until, time.max))
    here = () if unit is None else (Inspection.unit_id.in_(units_under(unit.path)),)
    return visible(Inspection, user).where(*days, *here, *COUNTED)


def _inspections(user: User, since: date, until: date, unit: Unit | None) -> Select:
    columns = (Inspection.unit_name, Inspection.unit_id, Inspection.started_at)
    columns += (Inspection.permille, Inspection.is_vetoed)
    return period(user, since, until, unit).with_only_columns(*columns)


def _findings(user: User, since: date, until: date, unit: Unit | None = None) -> Select:
    columns = (
        *(Finding.taken, Finding.number, Finding.inspection_id, Finding.item_id),
        *(Inspection.unit_id, Inspection.unit_name, Inspection.started_at),
        *(TemplateItem.code, TemplateItem.text, TemplateSection.title),
    )
    rows = period(user, since, until, unit).join(Finding, Finding.inspection_id == Inspection.id)
    rows = rows.join(TemplateItem, TemplateItem.id == Finding.item_id)
    rows = rows.join(TemplateSection, TemplateSection.id == TemplateItem.section_id)
    return rows.where(*FAILED).with_only_columns(*columns)


def _answered(user: User, since: date, until: date, unit: Unit | None) -> Select:
    rows = period(user, since, until, unit).join(Finding, Finding.inspection_id == Inspection.id)
    rows = rows.join(Reply, Reply.finding_id == Finding.id)
    rows = rows.join(Inspector, Inspector.inspection_id == Inspection.id).join(User, User.id == Inspector.user_id)
    told = (User.id, User.name, Reply.state, Reply.outcome)
    return rows.where(Finding.is_removed.is_(False)).with_only_columns(*told)


def answered(
    user: User, since: date, until: date, *, unit: Unit | None = None, inspector: User | None = None, how: str = ""
) -> Select[tuple[Finding]]:
    """Return the findings that the rates of the inspectors are made of: asked about, ``disputed``, or ``changed``."""
    rows = period(user, since, until, unit).join(Finding, Finding.inspection_id == Inspection.id)
    rows = rows.join(Reply, Reply.finding_id == Finding.id).where(Finding.is_removed.is_(False))
    if inspector:
        theirs = select(Inspector.inspection_id).where(Inspector.user_id == inspector.id)
        rows = rows.where(Inspection.id.in_(theirs))
    if how:
        rows = rows.where(_ANSWERED[how])
    return rows.with_only_columns(Finding, maintain_column_froms=True).options(*FOUND)


def inspectors_of(user: User) -> Select[tuple[User]]:
    """Return who inspected what counts of what ``user`` may see, by number."""
    seen = visible(Inspection, user).where(*COUNTED).with_only_columns(Inspection.id)
    theirs = select(Inspector.user_id).where(Inspector.inspection_id.in_(seen))
    return select(User).where(User.id.in_(theirs)).options(joinedload(User.unit)).order_by(User.staff_key)


_ANSWERED = {
    "disputed": Reply.state == ReplyState.DISPUTED,
    "changed": Reply.outcome.in_((Outcome.OVERTURNED, Outcome.AMENDED)),
}


def _means(pairs) -> list[tuple[str, float, int]]:
    """Return ``(name, mean in per cent, n)``, the best first."""
    found: dict[str, list[int]] = defaultdict(list)
    for name, permille in pairs:
        found[name].append(permille or 0)
    means = [(name, round(sum(values) / len(values) / 10, 1), len(values)) for name, values in found.items()]
    return sorted(means, key=lambda row: (-row[1], row[0]))


def _failing(found) -> list[Failing]:
    first, groups = _first_editions(found), defaultdict(list)
    for row in found:
        groups[row.code, row.text].append(row)
    rows = [
        Failing(
            first[key],
            " ".join(key),
            sum(r.number for r in all_),
            sum(r.taken for r in all_),
            len({r.inspection_id for r in all_}),
        )
        for key, all_ in groups.items()
    ]
    return sorted(rows, key=lambda row: (-row.inspections, -row.taken, row.text))[:TOP]


def _first_editions(found) -> dict[tuple[str, str], int]:
    """Return the first of the editions of each item, by its code and words."""
    first: dict[tuple[str, str], int] = {}
    for row in found:
        first[row.code, row.text] = min(row.item_id, first.get((row.code, row.text), row.item_id))
    return first


def _hours(found) -> list[tuple[int, int]]:
    """Return what was taken in each hour of the clock, in its order."""
    hours: Counter = Counter()
    for row in found:
        hours[clock.local(row.started_at).hour] += row.taken
    return sorted(hours.items())


def _repeats(found) -> list[Repeat]:
    first, groups = _first_editions(found), defaultdict(set)
    for row in found:
        groups[row.unit_id, row.unit_name, row.code, row.text].add(row.inspection_id)
    again = [
        Repeat(unit_id, name, first[code, text], f"{code} {text}", len(ids))
        for (unit_id, name, code, text), ids in groups.items()
        if len(ids) > 1
    ]
    return sorted(again, key=lambda row: (-row.inspections, row.unit_name, row.text))


def _reviewed(rows) -> list[Reviewed]:
    """Count each inspector's findings, disputes and disputes that were upheld by the office in their favour."""
    total, disputed, turned = Counter(), Counter(), Counter()
    for *who, state, outcome in rows:
        key = (who[1], who[0])
        total[key] += 1
        disputed[key] += state is ReplyState.DISPUTED
        turned[key] += outcome in (Outcome.OVERTURNED, Outcome.AMENDED)
    return [
        Reviewed(key[1], key[0], Share(disputed[key], many), Share(turned[key], disputed[key]))
        for key, many in sorted(total.items())
    ]
