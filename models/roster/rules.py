"""Every change of the roster, under one name for the other rooms."""

from models.roster.calendar import business_date
from models.roster.freezing import FLOW, freeze

__all__ = ["FLOW", "business_date", "freeze"]
