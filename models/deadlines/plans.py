"""The rules of deadlines: what a new house starts with, which one fits, and how an edition follows another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, or_, select

from models.accounts import Unit, User
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.deadlines.kinds import KINDS, ClockKind, StepMeasure, TimeUnit, Whom
from models.deadlines.tables import DeadlineRule, DeadlineStep

SINCE = date(2025, 1, 1)
MOST = {TimeUnit.MINUTES: 1440, TimeUnit.HOURS: 720, TimeUnit.WORKDAYS: 120}  # beyond it a typing error is likelier
MOST_STEPS, MOST_MINUTES = 12, 60 * 24 * 30
PERCENT = range(1, 401)


class Step(NamedTuple):
    """A step of a ladder as it is planned; see ``DeadlineStep``."""

    level: int
    distance: int
    whom: Whom = Whom.RESPONSIBLE
    role_code: str = ""
    measure: StepMeasure = StepMeasure.MINUTES
    is_urgent: bool = False
    body_code: str = ""
    post: str = ""


class Terms(NamedTuple):
    """What a rule says: how long, on which clock, on what ground, and whom it tells."""

    amount: int
    time_unit: TimeUnit
    clock: ClockKind
    source: str
    ladder: tuple[Step, ...] = ()


class Default(NamedTuple):
    """A rule of a new house."""

    kind: str
    severity: str
    terms: Terms


DEFAULTS: list[Default] = []


def default_rule(kind: str, *, amount: int, unit: TimeUnit, source: str, severity: str = "", **more: Any) -> None:
    """Give a new house a rule for ``kind``; ``more`` may hold ``ladder`` (of ``Step``) and ``clock``.

    Without ``clock`` days end with the office, all else runs on the wall. Raises ValueError: the kind is not
    declared, or has a default for this severity already.
    """
    if kind not in KINDS or any((one.kind, one.severity) == (kind, severity) for one in DEFAULTS):
        raise ValueError(f"default rule for {kind} {severity}: declare the kind first, and say it once")
    usual = ClockKind.OFFICE if unit is TimeUnit.WORKDAYS else ClockKind.WALL
    terms = Terms(amount, unit, more.get("clock") or usual, source, tuple(more.get("ladder", ())))
    DEFAULTS.append(Default(kind, severity, terms))


def fitting(kind: str, severity: str, unit: Unit, on: date) -> DeadlineRule | None:
    """Return the rule that holds for a matter of ``unit`` on a day; one statement.

    The nearest unit's own rule comes first, then the one for this very severity, then the newest edition.
    """
    rows = select(DeadlineRule).where(
        DeadlineRule.kind == kind,
        DeadlineRule.severity.in_(["", severity]),
        or_(DeadlineRule.unit_id.is_(None), DeadlineRule.unit_id.in_(unit.ancestry)),
        DeadlineRule.valid_from <= on,
    )
    found = list(db.session.scalars(rows))
    return max(found, key=lambda r: (*rank(r.severity, r.unit_id, unit), r.valid_from, r.edition), default=None)


def rank(severity: str, unit_id: int | None, unit: Unit) -> tuple[int, bool]:
    """Return how near a rule of ``severity`` and ``unit_id`` is to matters of ``unit``: the greatest holds."""
    return [None, *unit.ancestry].index(unit_id), severity != ""


def require_fitting(kind: str, severity: str, unit: Unit, on: date) -> DeadlineRule:
    """Return the rule that fits. Raises RuleBroken: there is none."""
    rule = fitting(kind, severity, unit, on)
    if rule is None:
        label = KINDS[kind].label
        raise RuleBroken(f"没有“{label}”的期限规则，请征费室主任先在“期限规则”里添加。")
    return rule


def publish(
    kind: str, severity: str, unit: Unit | None, terms: Terms, *, valid_from: date, by: User | None
) -> DeadlineRule:
    """Add the next edition of a rule from a day on; clocks that run keep the edition they began with.

    Raises RuleBroken: an amount or step out of bounds, a day before the newest edition's, or nothing changed.
    """
    unit_id = unit.id if unit else None
    _require_bounds(terms)
    newest = db.session.scalar(editions_of(kind, severity, unit_id).limit(1))
    _require_progress(newest, terms, valid_from)
    rule = DeadlineRule(kind=kind, severity=severity, unit_id=unit_id, valid_from=valid_from)
    rule.edition = newest.edition + 1 if newest else 1
    rule.amount, rule.time_unit, rule.clock, rule.source = terms[:4]
    rule.set_at, rule.set_by_id = clock.now(), by.id if by else None
    rule.steps = [DeadlineStep(**step._asdict()) for step in _in_order(terms.ladder)]
    db.session.add(rule)
    audit.record("deadline.plan", rule, by, note=rule.in_words)
    return rule


def editions_of(kind: str, severity: str, unit_id: int | None) -> Select[tuple[DeadlineRule]]:
    """Return every edition of a rule, the newest first."""
    here = (DeadlineRule.kind == kind, DeadlineRule.severity == severity, DeadlineRule.unit_id == unit_id)
    return select(DeadlineRule).where(*here).order_by(DeadlineRule.edition.desc())


class PlanLine(NamedTuple):
    """One rule as a list shows it: the edition in force on a day, and the one to come, either may be missing."""

    current: DeadlineRule | None
    coming: DeadlineRule | None

    @property
    def shown(self) -> DeadlineRule:
        return self.current or self.coming


def lines(rules: Select[tuple[DeadlineRule]], on: date) -> list[PlanLine]:
    """Return every rule among ``rules`` in the order of its kind, the house before units; two statements."""
    found: dict[tuple, list[DeadlineRule]] = {}
    for rule in db.session.scalars(rules.order_by(DeadlineRule.edition)):
        found.setdefault((rule.kind, rule.severity, rule.unit_id), []).append(rule)
    order = list(KINDS)
    ranked = sorted(found, key=lambda key: (order.index(key[0]) if key[0] in order else -1, key[1], key[2] or 0))
    return [_line(found[key], on) for key in ranked]


def narrowed(found: list[PlanLine], *, text: str = "", kind: str = "") -> list[PlanLine]:
    """Keep the rules of a kind, and those whose name, source or unit holds ``text``; the kinds' words are no column."""
    fits = [line for line in found if not kind or line.shown.kind == kind]
    return [line for line in fits if any(text in _words(rule) for rule in (line.current, line.coming) if rule)]


def _words(rule: DeadlineRule) -> str:
    return " ".join((rule.name, rule.source, rule.unit.name if rule.unit else "全部单位"))


def _line(editions: list[DeadlineRule], on: date) -> PlanLine:
    begun = [rule for rule in editions if rule.valid_from <= on]
    ahead = [rule for rule in editions if rule.valid_from > on]
    return PlanLine(begun[-1] if begun else None, ahead[-1] if ahead else None)


def terms_of(rule: DeadlineRule) -> Terms:
    """Return a stored rule as it was planned."""
    ladder = tuple(Step(*(getattr(step, name) for name in Step._fields)) for step in rule.steps)
    return Terms(rule.amount, rule.time_unit, rule.clock, rule.source, ladder)


def _in_order(ladder: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(sorted(ladder, key=lambda step: step.level))


def _require_bounds(terms: Terms) -> None:
    most = MOST[terms.time_unit]
    if not 1 <= terms.amount <= most:
        raise RuleBroken(f"时限请填 1 到 {most} {terms.time_unit.label}。", field="amount")
    if len(terms.ladder) > MOST_STEPS:
        raise RuleBroken(f"提醒和上报最多 {MOST_STEPS} 级。", field="ladder")
    for step in terms.ladder:
        _require_step(step)


def _require_step(step: Step) -> None:
    if step.measure is StepMeasure.PERCENT and step.distance not in PERCENT:
        raise RuleBroken(f"第 {step.level} 级的百分数应在 1 到 400 之间。", field="ladder")
    if step.measure is StepMeasure.MINUTES and abs(step.distance) > MOST_MINUTES:
        raise RuleBroken(f"第 {step.level} 级离到期不能超过 30 天。", field="ladder")
    if (step.whom is Whom.ROLE and not step.role_code) or (step.whom is Whom.BODY and not step.body_code):
        raise RuleBroken(f"第 {step.level} 级请选择通知谁。", field="ladder")


def _require_progress(newest: DeadlineRule | None, terms: Terms, valid_from: date) -> None:
    if newest is None:
        return
    if valid_from < newest.valid_from:
        raise RuleBroken(f"新版不能早于上一版的生效日期 {newest.valid_from}。", field="valid_from")
    if terms_of(newest) == terms._replace(ladder=_in_order(terms.ladder)):
        raise RuleBroken("内容没有变化，不需要新版。", field="amount")
