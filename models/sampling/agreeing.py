"""How far the reviewers of double-scored clips agree: together, two by two, and item by item."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.accounts import User
from models.core import settings
from models.core.db import db
from models.inspections import TemplateItem
from models.sampling import queries
from models.sampling.agreement import Agreement, agreement
from models.sampling.queries import Judged

LEAST_OF_ITEM = 10


@dataclass(frozen=True, slots=True)
class Report:
    """``pairs`` by names of two reviewers; ``items`` by item, where they agree least first."""

    whole: Agreement
    pairs: list[tuple[str, Agreement]]
    items: list[tuple[TemplateItem, Agreement]]


def report(user: User, since: date, until: date) -> Report:
    """Reckon the agreement of a span within the person's reach, in three statements."""
    rows = [Judged(*row) for row in db.session.execute(queries.judgements(user, since, until))]
    least = settings.value_of("sampling.least_judgements")
    names = dict(
        db.session.execute(select(User.id, User.name).where(User.id.in_({i for r in rows for i in r[:2]}))).all()
    )
    items = {
        i.id: i for i in db.session.scalars(select(TemplateItem).where(TemplateItem.id.in_({r.item_id for r in rows})))
    }
    pairs = _grouped(rows, lambda row: f"{names[row.one_id]} · {names[row.other_id]}", least)
    by_item = _grouped(rows, lambda row: row.item_id, LEAST_OF_ITEM)
    ranked = sorted(by_item.items(), key=lambda pair: (pair[1].percent, pair[0]))
    return Report(
        agreement(_spread(rows), least), sorted(pairs.items()), [(items[key], found) for key, found in ranked]
    )


def _grouped(rows: list[Judged], key, least: int) -> dict[Hashable, Agreement]:
    groups: dict[Hashable, list[Judged]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return {name: agreement(_spread(found), least) for name, found in groups.items()}


def _spread(rows: list[Judged]):
    """Yield each judgement as often as it was made."""
    for row in rows:
        yield from [(row.one, row.other)] * row.number
