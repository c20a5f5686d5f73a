"""State machines as data: one table of steps per entity, one function that takes a step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import wraps
from inspect import signature
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import set_committed_value

from models.core import audit, clock
from models.core.audit import AuditEntry
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken


def _no_refusal(_row: Any) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Step:
    """One legal move. ``may`` is the permission it needs; ``guard(row)`` returns a refusal sentence or None."""

    name: str
    sources: frozenset[StrEnum]
    target: StrEnum
    may: str
    label: str
    guard: Callable[[Any], str | None] = _no_refusal
    tone: str = ""  # of the button: "p" primary, "d" destructive


class Flow:
    """The steps of one entity; ``column`` names the attribute that holds its state."""

    def __init__(self, steps: Iterable[Step], column: str = "state") -> None:
        self.steps = {step.name: step for step in steps}
        self.column = column

    def open_to(self, row: Any, user: Any) -> list[Step]:
        """Return the steps ``user`` may take on ``row`` now, in table order: the page's buttons."""
        state = getattr(row, self.column)
        return [s for s in self.steps.values() if state in s.sources and user.may(s.may) and not s.guard(row)]

    def take(self, row: Any, name: str) -> Step:
        """Move ``row`` along step ``name`` by one conditional UPDATE, so that of many at once exactly one wins.

        The change waits for the caller's ``audit.record``. Raises Overtaken: the row has left the state, and who
        moved it; RuleBroken: the guard refuses. Source: security.md 17.
        """
        step, state = self.require_open(row, name), getattr(row, self.column)
        if state != step.target:
            self._move(row, step, state)
        return step

    def hold(self, row: Any, name: str) -> None:
        """Lock ``row`` for step ``name`` before a form is read. Raises Overtaken: it has left the step's sources."""
        counter = type(row).__mapper__.version_id_col
        held = [self.column] if counter is None else [self.column, counter.key]
        db.session.refresh(row, held, with_for_update=True)
        self.require(row, name)

    def require(self, row: Any, name: str) -> Step:
        """Return step ``name``. Raises Overtaken: ``row`` is in none of its sources, and who moved it."""
        step, state = self.steps[name], getattr(row, self.column)
        if state not in step.sources:
            raise Overtaken(_too_late(row, step.label, state))
        return step

    def require_open(self, row: Any, name: str) -> Step:
        """Return step ``name``. Raises Overtaken: as ``require``; RuleBroken: its guard refuses."""
        step = self.require(row, name)
        if refusal := step.guard(row):
            raise RuleBroken(refusal)
        return step

    def _move(self, row: Any, step: Step, state: StrEnum) -> None:
        table, session = type(row), db.session
        session.flush()
        values = {self.column: step.target}
        if table.__mapper__.version_id_col is not None:
            values["version"] = row.version + 1
        here = (table.id == row.id, getattr(table, self.column) == state)
        move = update(table).where(*here).values(values)
        moved = session.execute(move, execution_options={"synchronize_session": False})
        if moved.rowcount != 1:
            session.refresh(row)
            raise Overtaken(_too_late(row, step.label, getattr(row, self.column)))
        for column, value in values.items():
            set_committed_value(row, column, value)
        audit.note_change(row, self.column, state, step.target)


def first(guard: Callable[..., None]) -> Callable:
    """Let ``guard(row, by)`` be asked before a rule, and by the page of its form before anything is typed.

    A guard that takes ``at`` as well is told the moment of the rule, which may be long ago when history is filled in.
    """
    is_timed = "at" in signature(guard).parameters

    def ask(row: Any, by: Any, at: datetime | None = None) -> None:
        guard(row, by, **({"at": at or clock.now()} if is_timed else {}))

    def mark(rule: Callable) -> Callable:
        @wraps(rule)
        def asked(row, *given, by, **told):
            ask(row, by, told.get("at"))
            return rule(row, *given, by=by, **told)

        asked.first = ask
        return asked

    return mark


def ask_first(rule: Callable, row: Any, by: Any) -> None:
    """Ask what ``rule`` would ask first. Raises RuleBroken: ``by`` may not carry it out on ``row``."""
    if guard := getattr(rule, "first", None):
        guard(row, by)


def lets(rule: Callable, row: Any, by: Any) -> bool:
    """Whether ``rule`` has nothing against ``by`` on ``row`` before anything is typed: the page offers its button."""
    try:
        ask_first(rule, row, by)
    except RuleBroken:
        return False
    return True


def _too_late(row: Any, label: str, state: StrEnum) -> str:
    """Say who moved the row and when: the loser of a race deserves to know."""
    here = (AuditEntry.subject_type == row.__tablename__, AuditEntry.subject_id == row.id)
    last = db.session.execute(
        select(AuditEntry.actor_name, AuditEntry.at).where(*here).order_by(AuditEntry.id.desc()).limit(1)
    ).first()
    who = f"{last.actor_name} 已于 {clock.short_moment(last.at)} 处理，" if last else ""
    return f"不能“{label}”：{who}当前状态是“{getattr(state, 'label', state)}”。"
