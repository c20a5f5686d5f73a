"""The domain: tables, rules and queries. Knows no request, no form, no template."""

from models import accounts, approvals, deadlines, handover, inbox, penalties, personal, roster, rulebook, training
from models.core import attachments, audit, chores, drafts, holidays, jobs, numbering, receipts, settings, throttles

__all__ = [
    "accounts",
    "approvals",
    "attachments",
    "audit",
    "chores",
    "deadlines",
    "drafts",
    "handover",
    "holidays",
    "inbox",
    "jobs",
    "numbering",
    "penalties",
    "personal",
    "receipts",
    "reports",
    "roster",
    "rulebook",
    "settings",
    "throttles",
    "training",
]
