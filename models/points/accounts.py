"""Accounts of persons and crews by month: opened once with the base, held while something is booked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Select, insert, select

from models.accounts import Unit, UnitKind, User, UserState
from models.core import audit, clock, months
from models.core.db import db, locked, upsert
from models.core.jobs import job
from models.points import rules
from models.points.catalogue import BASE
from models.points.kinds import SCORE, EntryType
from models.points.tables import PointBalance, PointEntry, PointLine, PointRule


@dataclass(frozen=True, slots=True)
class Account:
    """Whose entries they are: ``key`` is p and the id of a person, or u and the id of a crew."""

    key: str
    person_id: int | None
    unit_id: int


def of(holder: User | Unit) -> Account:
    if isinstance(holder, User):
        return Account(f"p{holder.id}", holder.id, holder.unit_id)
    return Account(f"u{holder.id}", None, holder.id)


def hold(account: Account, month: date, at: datetime) -> PointBalance:
    """Return the balance of a month, opened if need be and locked until the transaction ends."""
    row = locked(select(PointBalance).where(PointBalance.holder == account.key, PointBalance.month == month))
    row = row.execution_options(populate_existing=True)
    found = db.session.scalars(row).one_or_none()
    if found is None:
        open_accounts([account], month, at)
        found = db.session.scalars(row).one()
    return found


def open_accounts(wanted: Iterable[Account], month: date, at: datetime) -> int:
    """Open the accounts of a month that are not open yet, each with its base as the first entry; return how many."""
    rule = rules.of_month(month).get(BASE)
    base = (rule.tenths or 0) if rule else 0
    rows = [
        {"holder": one.key, "person_id": one.person_id, "unit_id": one.unit_id, "month": month}
        | {"base": base, "score": base, "merit": 0}
        for one in wanted
    ]
    if not rows:
        return 0
    added = upsert(db.session, PointBalance).values(rows).on_conflict_do_nothing().returning(PointBalance.holder)
    opened = set(db.session.scalars(added))
    fresh = [row for row in rows if row["holder"] in opened]
    if rule and fresh:
        _book_base(rule, fresh, at)
    return len(opened)


def _book_base(rule: PointRule, fresh: list[dict], at: datetime) -> None:
    """Book the base of many accounts at once; the trail gets one act for all of them."""
    month = fresh[0]["month"]
    told = {"type": EntryType.OPENING, "kind": BASE, "rule_id": rule.id, "on": month, "month": month, "at": at}
    told |= {"booked_month": month, "claimed": rule.tenths, "words": rule.note, "source_table": "point_rules"}
    told |= {"source_id": rule.id, "source_label": rule.title, "source_href": f"/points/rules/{rule.id}"}
    entries = [
        told | {"key": f"open/{row['holder']}/{month}"} | {k: row[k] for k in ("holder", "person_id", "unit_id")}
        for row in fresh
    ]
    db.session.execute(insert(PointEntry), entries)
    keys = [entry["key"] for entry in entries]
    booked = select(PointEntry.id).where(PointEntry.key.in_(keys)).order_by(PointEntry.id)
    sides = [
        {"entry_id": entry_id, "account": account, "tenths": tenths}
        for entry_id in db.session.scalars(booked)
        for account, tenths in ((SCORE, rule.tenths), (BASE, -rule.tenths))
    ]
    db.session.execute(insert(PointLine), sides)
    note = f"{month:%Y-%m} 建账 {len(fresh)} 个，基础分 {rule.tenths / 10:g}"
    audit.act("point.open", ("point_balances", None), None, note)


def holders() -> tuple[Select[tuple[User]], Select[tuple[Unit]]]:
    """Return who has an account: the people of stations and crews in service, and the crews."""
    places = select(Unit.id).where(Unit.kind.in_((UnitKind.STATION, UnitKind.CREW)), Unit.is_open.is_(True))
    people = select(User).where(User.unit_id.in_(places), User.state != UserState.LEFT).order_by(User.id)
    return people, select(Unit).where(Unit.kind == UnitKind.CREW, Unit.is_open.is_(True)).order_by(Unit.id)


def open_month(month: date, at: datetime) -> int:
    """Open the month for everybody who has an account; return how many were opened."""
    known = set(db.session.scalars(select(PointBalance.holder).where(PointBalance.month == month)))
    wanted = [of(one) for rows in holders() for one in db.session.scalars(rows).unique()]
    return open_accounts([one for one in wanted if one.key not in known], month, at)


@job("points.open", "积分账按月建账", daily_at=time(0, 10))
def open_current(due_at: datetime) -> None:
    """Open the current month; whoever joins later in it gets their account the next night."""
    open_month(months.first_of(clock.local(due_at).date()), due_at)
