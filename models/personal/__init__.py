"""Personal data: which columns are masked, who may look behind the mask, and who has looked. Owns no table."""

from models.personal import people, permissions, queries, rules
from models.personal.registry import Declared, PersonalColumn, declare, declared, in_full, shown
from models.personal.rules import full_export_allowed, may_reveal

__all__ = [
    "Declared",
    "PersonalColumn",
    "declare",
    "declared",
    "full_export_allowed",
    "in_full",
    "may_reveal",
    "people",
    "permissions",
    "queries",
    "rules",
    "shown",
]
