"""交接班: what one shift hands to the next, who signed for it, and what is followed until it is closed."""

from models.handover import checks, demo, jobs, leaving, options, passing, permissions, queries, words
from models.handover.followups import Difference, Matter, OpeningBalance, Repayment
from models.handover.tables import Handover, HandoverDraft, Signature

__all__ = [
    "Difference",
    "Handover",
    "HandoverDraft",
    "Matter",
    "OpeningBalance",
    "Repayment",
    "Signature",
    "checks",
    "demo",
    "jobs",
    "leaving",
    "options",
    "passing",
    "permissions",
    "queries",
    "words",
]
