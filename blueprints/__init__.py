"""The web: one room per function. A room reads forms, asks the domain, and answers with a template."""

from blueprints import (
    accounts,
    admin,
    approvals,
    complaints,
    deadlines,
    handover,
    home,
    inbox,
    inspections,
    mystery_visits,
    penalties,
    personal,
    rectifications,
    roster,
    rulebook,
    service,
    training,
)
from blueprints.core import drafting, uploads

ROOMS = [
    accounts.bp,
    admin.bp,
    approvals.bp,
    complaints.bp,
    deadlines.bp,
    handover.bp,
    home.bp,
    inbox.bp,
    mystery_visits.bp,
    training.bp,
    drafting.bp,
    roster.bp,
    uploads.bp,
    penalties.bp,
    inspections.bp,
    personal.bp,
    rectifications.bp,
    rulebook.bp,
    service.bp,
]
