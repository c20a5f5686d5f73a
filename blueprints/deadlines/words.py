"""Whom a step tells, in words and as the value of a choice."""

from __future__ import annotations

from datetime import date

from models.approvals import planning
from models.deadlines import Whom
from models.deadlines.ladder import AnyStep

RESPONSIBLE = "responsible"


def key_of(step: AnyStep) -> str:
    """Return ``responsible``, ``role:<code>`` or ``body:<code>:<post>``."""
    match step.whom:
        case Whom.RESPONSIBLE:
            return RESPONSIBLE
        case Whom.ROLE:
            return f"role:{step.role_code}"
        case _:
            return f"body:{step.body_code}:{step.post}"


def whom(key: str) -> dict:
    """Return what a key says, as a ``Step`` is given it."""
    kind, code, post = [*key.split(":"), "", ""][:3]
    if kind == RESPONSIBLE:
        return {"whom": Whom.RESPONSIBLE}
    return (
        {"whom": Whom.ROLE, "role_code": code}
        if kind == "role"
        else {"whom": Whom.BODY, "body_code": code, "post": post}
    )


def recipients(steps: list[AnyStep], on: date) -> dict[str, str]:
    """Return everybody a step may tell, by key: roles, bodies, their posts of a day, and what ``steps`` name now."""
    known = {RESPONSIBLE: "责任人"} | {f"role:{role.code}": role.name for role in planning.roles()}
    posts = planning.posts_by_body(on)
    for body in planning.bodies():
        known[f"body:{body.code}:"] = f"{body.name}（全体）"
        known |= {f"body:{body.code}:{post}": f"{body.name}{post}" for post in posts.get(body.code, ())}
    return known | {key: key for step in steps if (key := key_of(step)) not in known}
