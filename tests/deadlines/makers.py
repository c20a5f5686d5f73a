"""Clocks on violations: a small table of another room that everybody knows who may see."""

from __future__ import annotations

from datetime import datetime

from models import deadlines
from models.core.db import db
from models.deadlines import KINDS, ClockKind, DeadlineRule, Step, TimeUnit, Whom, declare_kind, plans
from models.penalties import Violation
from models.rulebook.tables import Severity
from tests.deadlines.golden import at
from tests.penalties.makers import make_violation

CHECK, REPORT = "violation.check", "violation.report"
LADDER = (
    Step(1, -30),
    Step(2, 0, Whom.ROLE, "office_head", is_urgent=True),
    Step(3, 120, Whom.ROLE, "leader", is_urgent=True),
)

if CHECK not in KINDS:
    declare_kind(CHECK, "核实", "/violations/{owner_id}", owner=Violation, severities=Severity)
    declare_kind(REPORT, "报告", "/violations/{owner_id}", owner=Violation, severities=Severity)


def make_rule(kind: str = CHECK, text: str = "办公 4时", severity: str = "", ladder=LADDER, **told) -> DeadlineRule:
    """Publish a rule; ``text`` is like ``办公 3日`` or ``全天 30分``."""
    clock_name, amount = text.split()
    units = {"分": TimeUnit.MINUTES, "时": TimeUnit.HOURS, "日": TimeUnit.WORKDAYS}
    clocks = {"全天": ClockKind.WALL, "办公": ClockKind.OFFICE}
    terms = plans.Terms(int(amount[:-1]), units[amount[-1]], clocks[clock_name], "实施方案第七条", tuple(ladder))
    given = {"unit": None, "valid_from": plans.SINCE, "by": None} | told
    return plans.publish(kind, severity, given["unit"], terms, valid_from=given["valid_from"], by=given["by"])


def make_timer(cast, start: str | datetime = "09-07 10:00", kind: str = CHECK, owner: Violation | None = None, **told):
    """Start a clock on a violation at 青岚站一班, for which 明月 answers; return the violation and the clock."""
    owner = owner or make_violation(cast, confirmed=False)
    given = {"unit": cast["wang"].unit, "by": cast["ming"], "responsible_id": cast["ming"].id} | told
    moment = at(start) if isinstance(start, str) else start
    timer = deadlines.start(kind, owner, at=moment, **given)
    db.session.flush()
    return owner, timer
