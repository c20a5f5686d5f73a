"""What a meeting is told of the period, room by room. A new room joins by one entry in SECTIONS.

Everything is counted through the eyes of the chair, with the room's own questions under the room's own filters, so
that each figure opens the list it is made of. Source: S0 §6; domain §2.14; docs/adr/0029.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models.meetings import readings
from models.meetings.readings import Figure, Part, Scope


@dataclass(frozen=True, slots=True)
class Section:
    """``permission`` is what opens the lists of the room: who lacks it as chair is not told, as reader gets no link.

    ``reach`` are the permissions that say which rows a list shows: who reaches less than the meeting's unit with one
    of them would count fewer than the pack says, and gets no link either.
    """

    code: str
    title: str
    permission: str
    reach: tuple[str, ...]
    read: Callable[[Scope], Part]


SECTIONS = (
    Section("inspections", "督查", "inspection.list", ("inspection.see",), readings.inspections_of),
    Section("mystery_visits", "暗访", "mystery_visit.read", ("mystery_visit.read",), readings.mystery_visits_of),
    Section("rectifications", "限期整改", "rectification.list", ("rectification.read",), readings.rectifications_of),
    Section("penalties", "违规处罚", "penalty.list", ("penalty.read",), readings.penalties_of),
    Section("fines", "罚款收缴", "penalty.list", ("penalty.read",), readings.fines_of),
    Section(
        "measures",
        "谈话和处理措施",
        "measure.list",
        ("talk.read", "measure.read", "directive.read"),
        readings.measures_of,
    ),
    Section("complaints", "投诉", "complaint.statistics", ("complaint.read",), readings.complaints_of),
    Section("praises", "表扬", "complaint.praises", ("complaint.read",), readings.praises_of),
    Section("quiz", "每日一练", "statistics.read", ("statistics.read",), readings.quiz_of),
    Section("points", "积分", "point.read", ("point.read",), readings.points_of),
    Section("awards", "评先评优", "award.list", ("award.read",), readings.awards_of),
)


def told(section: Section, scope: Scope) -> dict[str, Any]:
    """Return what a section says of a period beside the period before it, as plain data."""
    part = section.read(scope)
    rows = part.rows()
    earlier = {one.label: one.value for one in section.read(scope.before()).figures}
    return {
        "code": section.code,
        "title": section.title,
        "permission": section.permission,
        "figures": [_plain(one, earlier) for one in part.figures],
        "heads": list(part.heads),
        "rows": [list(row) for row in rows],
        "more": part.total() - len(rows) if part.total else 0,
    }


def _plain(figure: Figure, earlier: dict[str, int | None]) -> dict[str, Any]:
    before = earlier.get(figure.label) if figure.compares else None
    return {
        "label": figure.label,
        "value": figure.value,
        "kind": figure.kind,
        "good": figure.good,
        "before": before,
        "href": figure.href,
    }
