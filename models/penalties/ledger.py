"""The ledger of fines against what is due: opening balance, what came, what went, closing balance. Source: S0 §8.4."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, func, select

from models.accounts import User
from models.accounts.scope import in_reach
from models.core import clock
from models.core.db import db
from models.penalties.kinds import EntryKind, Mode
from models.penalties.tables import Collection, Penalty, Relief

TAKEN = (EntryKind.RECEIPT, EntryKind.REVERSAL)


@dataclass(frozen=True, slots=True)
class Sums:
    """Cents up to a day: what took effect, what was taken off it, what was received net, what was paid back."""

    effective: int
    reduced: int
    received: int
    refunded: int

    @property
    def open(self) -> int:
        """What is still to be collected, less what is to be paid back."""
        return self.effective - self.reduced - self.received + self.refunded

    def since(self, earlier: Sums) -> Sums:
        return Sums(*(getattr(self, name) - getattr(earlier, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A month: ``opening`` and ``closing`` cents, and what led from one to the other."""

    opening: int
    moved: Sums
    closing: int


def reconcile(user: User, since: date, until: date) -> Reconciliation:
    """Return how the balance moved between two days, both included, over everything finance may collect."""
    before, after = _up_to(user, since), _up_to(user, until + timedelta(days=1))
    return Reconciliation(before.open, after.since(before), after.open)


def _up_to(user: User, day: date) -> Sums:
    """Return the sums of everything before ``day``; imported penalties were settled before the house went live."""
    moment = clock.at(day, time())
    kinds = select(Collection.kind, func.coalesce(func.sum(Collection.amount), 0)).group_by(Collection.kind)
    fines = Collection.penalty_id.is_not(None)
    here = (in_reach(user, "penalty.collect", Collection.unit_id), fines, Collection.collected_on < day)
    booked = {kind: int(amount) for kind, amount in db.session.execute(kinds.where(*here))}
    return Sums(
        effective=_sum(_due(user, select(func.sum(Penalty.amount)), moment)),
        reduced=_sum(_reduced(user, moment)),
        received=sum(booked.get(kind, 0) for kind in TAKEN),
        refunded=-booked.get(EntryKind.REFUND, 0),
    )


def _due(user: User, rows: Select, before: datetime) -> Select:
    money = (Penalty.mode != Mode.POINTS, Penalty.is_imported.is_(False), Penalty.effective_at < before)
    return rows.where(in_reach(user, "penalty.collect", Penalty.unit_id), *money)


def _reduced(user: User, before: datetime) -> Select:
    rows = select(func.sum(Relief.amount)).select_from(Relief).join(Penalty, Penalty.id == Relief.penalty_id)
    return _due(user, rows, before).where(Relief.at < before)


def _sum(rows: Select) -> int:
    return int(db.session.scalar(rows) or 0)
