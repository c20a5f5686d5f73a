"""What the trades may ask of discipline without knowing it: report a breach, ask how it stands, take it back.

``models.penalties`` registers how it is done when it is imported; a trade names its case by ``source`` (投诉
``complaint``, 督查 ``inspection``, 监控 ``monitor``, 自查 ``self``) and ``source_ref``, the number of the case.
Reversing either side reverses the other, once. Source: domain §6.1, §6.2.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from models.accounts import User
from models.rulebook.tables import RuleClause


@dataclass(frozen=True, slots=True)
class Breach:
    """What a case found against one person; ``source_href`` is the path of the case's page."""

    source: str
    source_ref: str
    source_href: str
    person: User
    occurred_at: datetime
    place: str
    facts: str
    clauses: Sequence[RuleClause]


@dataclass(frozen=True, slots=True)
class Mishandling:
    """A complaint handled badly: who handled it, who answers for the unit, and cents for either (200–500 元).

    ``ten_clause`` is needed when the handler or the leader repeats within the period.
    """

    handler: User
    leader: User
    occurred_at: datetime
    facts: str
    source_ref: str
    source_href: str
    clauses: Sequence[RuleClause]
    amounts: tuple[int, int]
    ten_clause: RuleClause | None = None
    source: str = field(default="complaint", init=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a reported breach stands: ``is_live`` while it counts, ``is_effective`` once a penalty for it took effect."""

    number: str
    href: str
    person_id: int
    person_name: str
    state_label: str
    tone: str
    is_effective: bool
    is_live: bool


class Discipline(Protocol):
    """What ``models.penalties`` provides; the meaning of each is told at the function of the same name below."""

    def report(self, breach: Breach, by: User, at: datetime, *, confirmed: bool) -> Standing: ...
    def report_mishandling(self, case: Mishandling, by: User, at: datetime) -> list[Standing]: ...
    def standings_of(self, source: str, source_refs: Collection[str]) -> list[Standing]: ...
    def overturn(self, source: str, source_ref: str, reason: str, by: User, at: datetime) -> None: ...


Overturned = Callable[[str, Standing, str, User | None, datetime], None]  # source_ref, standing, reason, by, at
Effective = Callable[[str, Standing, datetime], None]  # source_ref, standing, at

_discipline: list[Discipline] = []
_overturned: dict[str, list[Overturned]] = {}
_effective: dict[str, list[Effective]] = {}
_turning: ContextVar[frozenset[tuple[str, str]]] = ContextVar("turning", default=frozenset())


def provide(discipline: Discipline) -> None:
    """Register who answers; the last one counts."""
    _discipline[:] = [discipline]


def report(breach: Breach, by: User, at: datetime, *, confirmed: bool = False) -> Standing:
    """Register a violation of one person, 已认定 when the case itself has established it, else 待核实.

    The caller has checked that ``by`` may decide this in its own room. Raises RuleBroken: about oneself, no clause
    in force, in the future, or one that lives already for this case and person, with its number. LookupError:
    nobody answers for discipline. ValueError: ``source_href`` is no path of this site.
    """
    return _answering().report(breach, by, at, confirmed=confirmed)


def report_mishandling(handler: User, leader: User, *, by: User, at: datetime, **case) -> list[Standing]:
    """Draft two penalties for a mishandled complaint, the handler's and the leader's. Source: S0 §8.3.

    ``case``: occurred_at, facts, source_ref, source_href, clauses, amounts (cents, handler first), and ten_clause where
    one of them repeats. Raises RuleBroken: an amount beyond 200–500 元 (field ``amount`` or
    ``leader_amount``), the same person twice, repetition without ``ten_clause``, or as ``report``.
    """
    return _answering().report_mishandling(Mishandling(handler, leader, **case), by, at)


def standings_of(source: str, *source_refs: str) -> list[Standing]:
    """Return how every breach that cases led to stands, oldest first; none while nobody answers for discipline."""
    return _discipline[0].standings_of(source, source_refs) if _discipline else []


def overturn(source: str, source_ref: str, reason: str, by: User, at: datetime) -> None:
    """Take back what a case led to, since the case no longer holds: violations, penalties, award bans.

    Doing it again changes nothing. Raises RuleBroken: no reason, or ``by`` is named in it.
    """
    with _turn(source, source_ref):
        _answering().overturn(source, source_ref, reason, by, at)


def on_overturned(source: str, callback: Overturned) -> None:
    """Tell ``callback`` when an appeal or a reversal on the side of discipline overturned a violation."""
    _overturned.setdefault(source, []).append(callback)


def on_effective(source: str, callback: Effective) -> None:
    """Tell ``callback`` when a penalty for a breach of such a case took effect."""
    _effective.setdefault(source, []).append(callback)


def tell_overturned(source: str, source_ref: str, standing: Standing, reason: str, by: User | None, at: datetime):
    """Pass on that discipline overturned a violation; a case that is being turned over already is not told again."""
    if (source, source_ref) in _turning.get():
        return
    with _turn(source, source_ref):
        for callback in _overturned.get(source, ()):
            callback(source_ref, standing, reason, by, at)


def tell_effective(source: str, source_ref: str, standing: Standing, at: datetime) -> None:
    """Pass on that a penalty took effect."""
    for callback in _effective.get(source, ()):
        callback(source_ref, standing, at)


def _answering() -> Discipline:
    if not _discipline:
        raise LookupError("nobody answers for discipline: models.penalties is not imported")
    return _discipline[0]


@contextmanager
def _turn(source: str, source_ref: str) -> Iterator[None]:
    """Mark a case as being turned over, so that the two sides do not call each other without end."""
    token = _turning.set(_turning.get() | {(source, source_ref)})
    try:
        yield
    finally:
        _turning.reset(token)
