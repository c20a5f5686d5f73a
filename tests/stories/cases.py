"""The penalties that wait for approval, and how far they are."""

from __future__ import annotations

WAITING = "SELECT id FROM penalties WHERE state = 'review' ORDER BY id"
CONSENTS = """
SELECT COUNT(*) FROM approval_tasks tasks JOIN approvals ON approvals.id = tasks.approval_id
WHERE approvals.subject_type = 'penalties' AND approvals.subject_id = :penalty AND tasks.decided_at IS NOT NULL
"""
CONSENT = {"decision": "approve", "opinion": "同意"}


def waiting(house) -> list[int]:
    """Return the penalties on their way, oldest first."""
    return [penalty for (penalty,) in house.rows(WAITING)]


def consents(house, penalty: int) -> int:
    """Return how many steps of the chain are decided."""
    return house.rows(CONSENTS, penalty=penalty)[0][0]
