"""The chains of measures a new house starts with. Source: domain §1.3; hours assumed, an administrator changes them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models import approvals
from models.approvals import ApprovalChain, StepMode, StepPlan
from models.core.db import db
from models.core.seeds import base_data
from models.measures.kinds import GRAVE, MeasureKind

KIND = "measure"
SINCE = date(2025, 1, 1)
LEADER = StepPlan("所长批准", "leader", timeout_hours=72, escalate_to="deputy")
OFFICE_HEAD = StepPlan("征费室主任审核", "office_head", timeout_hours=48, escalate_to="deputy")
CHAINS = (
    (
        "待岗、辞退审批",
        {"kind": {"one_of": [kind.label for kind in GRAVE]}},
        (
            StepPlan(
                "领导小组会签",
                body_code="lead_group",
                posts="副组长,成员",
                mode=StepMode.ALL,
                timeout_hours=72,
                escalate_to="deputy",
            ),
            LEADER,
        ),
    ),
    (
        "通报批评、调岗审批",
        {},
        (StepPlan("征费室主任审核", "office_head", timeout_hours=48, escalate_to="deputy"), LEADER),
    ),
)
approvals.declare_kind(KIND, "处理措施", "/measures/{subject_id}", facts={"kind": "种类"})


@base_data(order=31)
def fill() -> None:
    """Plant both: the 领导小组 signs all together before the 所长; the company's word on a dismissal comes after."""
    if db.session.scalar(select(ApprovalChain.id).where(ApprovalChain.kind == KIND).limit(1)) is None:
        for name, condition, steps in CHAINS:
            chain = ApprovalChain(kind=KIND, name=name, valid_from=SINCE, source="领域说明 1.3；时限为默认值")
            chain.condition = condition
            approvals.plant(chain, steps, None)
    db.session.commit()


def facts_of(kind: MeasureKind) -> dict[str, str]:
    """Return what the chains ask about."""
    return {"kind": kind.label}
