"""The roster, spine of the house: who is on duty where, and which day a shift belongs to."""

from models.roster import permissions, queries
from models.roster.tables import (
    Duty,
    DutyPost,
    Lane,
    LaneKind,
    Pattern,
    Shift,
    ShiftKind,
    ShiftState,
)

__all__ = [
    "Duty",
    "DutyPost",
    "Lane",
    "LaneKind",
    "Pattern",
    "Shift",
    "ShiftKind",
    "ShiftState",
    "permissions",
    "queries",
]
