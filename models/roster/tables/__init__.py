"""The tables of the roster, by noun."""

from models.roster.tables.days_off import DayOff, DayOffKind, LeaveKind, LeaveOpening
from models.roster.tables.setup import Lane, LaneKind, Pattern, Plan, Scheme, ShiftKind
from models.roster.tables.shifts import Change, Duty, DutyPost, FrozenRow, Shift, ShiftState

__all__ = [
    "Change",
    "DayOff",
    "DayOffKind",
    "Duty",
    "DutyPost",
    "FrozenRow",
    "Lane",
    "LaneKind",
    "LeaveKind",
    "LeaveOpening",
    "Pattern",
    "Plan",
    "Scheme",
    "Shift",
    "ShiftKind",
    "ShiftState",
]
