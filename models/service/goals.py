"""The two figures that campaigns ask this room for. Source: seeds 1-30 and 1-32."""

from __future__ import annotations

from datetime import date

from models.accounts import Unit
from models.accounts.scope import units_under
from models.core import clock
from models.rectifications import campaigns
from models.service import figures


def coverage(unit: Unit, since: date, until: date) -> float | None:
    """Return the share of special groups' requests that were served at ``unit`` and below, in per cent."""
    return figures.coverage(units_under(unit.path), since, until, clock.now(), unit.id).percent


def satisfaction(unit: Unit, since: date, until: date) -> float | None:
    """Return the satisfaction of the surveys at ``unit`` and below, in per cent; None for too few sheets."""
    return figures.surveyed(units_under(unit.path), since, until, unit.id).percent


campaigns.figure("service.coverage", coverage)
campaigns.figure("service.satisfaction", satisfaction)
