"""Plans of inspections and fair draws of video clips, unknown to those who may be looked at."""

from models.sampling import (
    agreeing,
    demo,
    invariants,
    leaving,
    options,
    permissions,
    planning,
    queries,
    reviewing,
    rules,
    states,
    todos,
    words,
)
from models.sampling.kinds import Cause, ClipState, DrawKind, DrawState, ReviewState
from models.sampling.tables import Clip, Draw, Mark, PlanTarget, Review

__all__ = [
    "Cause",
    "Clip",
    "ClipState",
    "Draw",
    "DrawKind",
    "DrawState",
    "Mark",
    "PlanTarget",
    "Review",
    "ReviewState",
    "agreeing",
    "demo",
    "invariants",
    "leaving",
    "options",
    "permissions",
    "planning",
    "queries",
    "reviewing",
    "rules",
    "states",
    "todos",
    "words",
]
