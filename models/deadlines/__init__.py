"""Deadlines of matters of any room: clocks, their explanation, pauses, changes and the ladder of reminders.

A room declares its kinds and default rules, starts a clock when something is to be done and stops it when it is done::

    declare_kind("complaint.accept", "受理", "/complaints/{owner_id}", owner=Complaint)
    default_rule("complaint.accept", amount=30, unit=TimeUnit.MINUTES, source="S0 §7", ladder=[Step(1, -10)])
    start("complaint.accept", complaint, unit=unit, at=at, by=by, responsible_id=by.id)
    stop(complaint, "complaint.accept", by=by, at=at)
"""

from models.deadlines import (
    explaining,
    invariants,
    ladder,
    options,
    permissions,
    plans,
    queries,
    seed,
    sweeps,
    trial,
    words,
)
from models.deadlines.counting import Stretch
from models.deadlines.explaining import explain, minutes_left, remaining
from models.deadlines.kinds import (
    KINDS,
    ChangeKind,
    ClockKind,
    Outcome,
    Side,
    StepMeasure,
    TimeUnit,
    Whom,
    declare_kind,
)
from models.deadlines.plans import Step, default_rule
from models.deadlines.queries import of, of_many, open_of, overdue_at, soonest_by_owner, soonest_of
from models.deadlines.rules import (
    change_severity,
    extend,
    hand_over,
    keep_open,
    pausable,
    pause,
    resume,
    revive,
    start,
    start_twin,
    stop,
    stop_all,
    void,
)
from models.deadlines.tables import (
    DeadlineAlarm,
    DeadlineChange,
    DeadlinePause,
    DeadlineRule,
    DeadlineStep,
    DeadlineTimer,
)

__all__ = [
    "KINDS",
    "ChangeKind",
    "ClockKind",
    "DeadlineAlarm",
    "DeadlineChange",
    "DeadlinePause",
    "DeadlineRule",
    "DeadlineStep",
    "DeadlineTimer",
    "Outcome",
    "Side",
    "Step",
    "StepMeasure",
    "Stretch",
    "TimeUnit",
    "Whom",
    "change_severity",
    "declare_kind",
    "default_rule",
    "explain",
    "explaining",
    "extend",
    "hand_over",
    "invariants",
    "keep_open",
    "ladder",
    "minutes_left",
    "of",
    "of_many",
    "open_of",
    "options",
    "overdue_at",
    "pausable",
    "pause",
    "permissions",
    "plans",
    "queries",
    "remaining",
    "resume",
    "revive",
    "seed",
    "soonest_by_owner",
    "soonest_of",
    "start",
    "start_twin",
    "stop",
    "stop_all",
    "sweeps",
    "trial",
    "void",
    "words",
]
