"""The roster, spine of the house: who is on duty where, and which day a shift belongs to."""

from models.roster import demo, invariants, options, own, permissions, queries, rules, seed
from models.roster.tables import (
    Change,
    DayOff,
    DayOffKind,
    Duty,
    DutyPost,
    FrozenRow,
    Lane,
    LaneKind,
    Pattern,
    Plan,
    Scheme,
    Shift,
    ShiftKind,
    ShiftState,
)

__all__ = [
    "Change",
    "DayOff",
    "DayOffKind",
    "Duty",
    "DutyPost",
    "FrozenRow",
    "Lane",
    "LaneKind",
    "Pattern",
    "Plan",
    "Scheme",
    "Shift",
    "ShiftKind",
    "ShiftState",
    "demo",
    "invariants",
    "options",
    "own",
    "permissions",
    "queries",
    "rules",
    "seed",
]
