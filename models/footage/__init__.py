"""录像保全: recordings that a case needs are saved before their camera overwrites them.

Any room asks for one and shows how it stands; it keeps no key of ours::

    footage.request(complaint, station=station, lane=lane, around=at, before_minutes=10, after_minutes=10,
                    title="争执经过", href=f"/complaints/{complaint.id}", by=user, at=now)
    footage.of(complaint)  # Select of Preservation, oldest first
"""

from models.footage import demo, groups, invariants, permissions, queries, rules, sweeps, timers, todos, words
from models.footage.kinds import Coverage, FootageState
from models.footage.queries import of
from models.footage.rules import request
from models.footage.tables import CameraGroup, CameraRetention, Preservation, PreservationRequest

__all__ = [
    "CameraGroup",
    "CameraRetention",
    "Coverage",
    "FootageState",
    "Preservation",
    "PreservationRequest",
    "demo",
    "groups",
    "invariants",
    "of",
    "permissions",
    "queries",
    "request",
    "rules",
    "sweeps",
    "timers",
    "todos",
    "words",
]
