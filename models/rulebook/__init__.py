"""The rulebook: clauses as data, each edition kept as it was applied."""

from models.rulebook import breaches, permissions, queries, rules, scores, seed
from models.rulebook.tables import Book, RuleClause, Severity

__all__ = ["Book", "RuleClause", "Severity", "breaches", "permissions", "queries", "rules", "scores", "seed"]
