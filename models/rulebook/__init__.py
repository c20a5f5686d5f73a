"""The rulebook: clauses as data, each edition kept as it was applied."""

from models.rulebook import permissions, queries, rules, seed
from models.rulebook.tables import Book, RuleClause, Severity

__all__ = ["Book", "RuleClause", "Severity", "permissions", "queries", "rules", "seed"]
