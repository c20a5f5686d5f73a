"""The domain: tables, rules and queries. Knows no request, no form, no template."""

from models import accounts, roster
from models.core import audit, holidays, numbering, receipts, settings

__all__ = ["accounts", "audit", "holidays", "numbering", "receipts", "roster", "settings"]
