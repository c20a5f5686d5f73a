"""Who decides a step, in words and as the value of a choice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from models.accounts import Unit, UnitKind
from models.approvals import StepPlan, planning


def key_of(plan: StepPlan) -> str:
    """Return ``role:<code>`` or ``body:<code>:<posts>``."""
    return f"role:{plan.role_code}" if plan.role_code else f"body:{plan.body_code}:{plan.posts}"


def deciders(plans: Iterable[StepPlan], on: date) -> dict[str, str]:
    """Return everybody a step may name, by key: roles, bodies, their posts of a day, and what ``plans`` name now."""
    known = {f"role:{role.code}": role.name for role in planning.roles()}
    posts = planning.posts_by_body(on)
    for body in planning.bodies():
        known[f"body:{body.code}:"] = f"{body.name}（任一成员）"
        known |= {f"body:{body.code}:{post}": f"{body.name}{post}" for post in posts.get(body.code, ())}
    return known | {key: _fallback(plan, known) for plan in plans if (key := key_of(plan)) not in known}


def _fallback(plan: StepPlan, known: dict[str, str]) -> str:
    body = known.get(f"body:{plan.body_code}:", plan.body_code).removesuffix("（任一成员）")
    return plan.role_code or f"{body}{plan.posts.replace(',', '、')}"


def example_of(units: list[Unit]) -> Unit | None:
    """Return the unit for which people are shown until another is chosen: the first crew of a station."""
    crews = [unit for unit in units if unit.kind is UnitKind.CREW]
    return (crews or units or [None])[0]
