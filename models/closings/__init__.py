"""Month close: per station, penalties, points and attendance freeze together; no month is opened again.

A room says in which month an entry lies and asks before it writes::

    closings.require_open(unit, day)            # refuses with a sentence when the month of ``day`` is closed
    @closings.blocks("处罚")                    # what must be settled before the month can be closed
    @closings.figures("处罚")                   # what is frozen: figures that never change afterwards

A mistake in a closed month is set right by a reversing entry in an open one. Source: domain §6.12, S0 §8.4.
"""

from models.closings import demo, houses, invariants, options, permissions, queries, registry, rules, todos
from models.closings.houses import house_of
from models.closings.registry import Blocker, Figure, Measure, Month, blocks, figures
from models.closings.rules import close, closed_through, is_open, require_open
from models.closings.tables import MonthClosing

__all__ = [
    "Blocker",
    "Figure",
    "Measure",
    "Month",
    "MonthClosing",
    "blocks",
    "close",
    "closed_through",
    "demo",
    "figures",
    "house_of",
    "houses",
    "invariants",
    "is_open",
    "options",
    "permissions",
    "queries",
    "registry",
    "require_open",
    "rules",
    "todos",
]
