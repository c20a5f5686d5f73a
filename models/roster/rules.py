"""Every change of the roster, under one name for the other rooms."""

from models.roster.calendar import business_date
from models.roster.changing import acknowledge, call_up, correct, move, release, replace, substitute
from models.roster.days_off import register, withdraw
from models.roster.freezing import FLOW, freeze, freeze_ended
from models.roster.planning import add_shift, generate, publish, remove_draft

__all__ = [
    "FLOW",
    "acknowledge",
    "add_shift",
    "business_date",
    "call_up",
    "correct",
    "freeze",
    "freeze_ended",
    "generate",
    "move",
    "publish",
    "register",
    "release",
    "remove_draft",
    "replace",
    "substitute",
    "withdraw",
]
