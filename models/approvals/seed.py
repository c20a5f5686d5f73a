"""The chains a new house starts with. Source: domain §1.3; hours assumed, an administrator changes them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models.approvals.chains import StepPlan, plant
from models.approvals.tables import ApprovalChain
from models.core.db import db
from models.core.seeds import base_data

SINCE = date(2025, 1, 1)
PENALTY = (
    StepPlan("征费室主任审核", "office_head", timeout_hours=48, escalate_to="deputy"),
    StepPlan("所长批准", "leader", timeout_hours=72, escalate_to="deputy"),
)


@base_data(order=30)
def fill() -> None:
    """Plant the chain for penalties: 征费室主任, then 所长; 副所长 steps in when one is barred or late."""
    if db.session.scalar(select(ApprovalChain.id).where(ApprovalChain.kind == "penalty").limit(1)) is None:
        chain = ApprovalChain(kind="penalty", name="处罚审批", valid_from=SINCE, source="实施方案第八条；时限为默认值")
        plant(chain, PENALTY, None)
    db.session.commit()
