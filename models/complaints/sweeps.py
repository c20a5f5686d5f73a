"""Offers that nobody answered in time lapse by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.complaints import chain
from models.core import clock
from models.core.jobs import job


@job("complaints.offers", "移交逾时未接的退回并上报", every=timedelta(minutes=5))
def lapse_offers(_due_at: datetime) -> None:
    chain.lapse(clock.now())
