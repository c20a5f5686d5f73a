"""Choosing a chain, and planting new ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from models.accounts import UnitKind
from models.approvals.tables import ApprovalChain, ApprovalChainStep, StepMode
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step as a seed or an administrator writes it; see ``ApprovalChainStep``."""

    name: str
    role_code: str = ""
    level: UnitKind | None = None
    body_code: str = ""
    posts: str = ""
    mode: StepMode = StepMode.ANY
    timeout_hours: int | None = None
    escalate_to: str = ""


def plant(chain: ApprovalChain, steps: Iterable[StepPlan], by) -> ApprovalChain:
    """Add ``chain`` with its steps in order, recorded. Raises RuleBroken: a step names neither role nor body."""
    db.session.add(chain)
    db.session.flush()
    for position, plan in enumerate(steps, 1):
        if bool(plan.role_code) == bool(plan.body_code):
            raise RuleBroken(f"“{plan.name}”请指定角色或者领导小组，二者取一。")
        db.session.add(ApprovalChainStep(chain_id=chain.id, position=position, **asdict(plan)))
    audit.record("chain.create", chain, by)
    return chain


def fitting(kind: str, facts: Mapping[str, Any], on: date) -> ApprovalChain:
    """Return the chain for a matter: the condition fits ``facts``, the strictest condition first, then the newest.

    Of each name only the version in force counts. Raises RuleBroken: nobody has laid down a chain for this.
    """
    rows = select(ApprovalChain).where(ApprovalChain.kind == kind, ApprovalChain.valid_from <= on)
    in_force: dict[str, ApprovalChain] = {}
    for chain in db.session.scalars(rows.order_by(ApprovalChain.valid_from, ApprovalChain.version)):
        in_force[chain.name] = chain
    fit = [chain for chain in in_force.values() if fits(chain.condition, facts)]
    if not fit:
        raise RuleBroken("没有适用的审批流程，请联系系统管理员设置。")
    return max(fit, key=lambda chain: (len(chain.condition), chain.valid_from, chain.version))


def fits(condition: Mapping[str, Mapping[str, Any]], facts: Mapping[str, Any]) -> bool:
    """Whether every fact that ``condition`` names is known and within its bounds."""
    return all(name in facts and _within(bounds, facts[name]) for name, bounds in condition.items())


def _within(bounds: Mapping[str, Any], value: Any) -> bool:
    return (
        ("least" not in bounds or value >= bounds["least"])
        and ("most" not in bounds or value <= bounds["most"])
        and ("one_of" not in bounds or value in bounds["one_of"])
    )


def steps_of(chain_id: int) -> Select[tuple[ApprovalChainStep]]:
    return select(ApprovalChainStep).where(ApprovalChainStep.chain_id == chain_id).order_by(ApprovalChainStep.position)
