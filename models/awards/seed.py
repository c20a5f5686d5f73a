"""The awards a new house knows, and how they are approved. Figures are examples. Source: domain §2.13, §1.3."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models.approvals.chains import StepPlan, plant
from models.approvals.tables import ApprovalChain
from models.awards.kinds import Holder
from models.awards.rounds import KIND
from models.awards.tables import AwardKind
from models.core import audit
from models.core.db import db
from models.core.seeds import base_data

SINCE = date(2025, 1, 1)
CLEAN = {"no_ban": True, "no_complaint": True}
PLAN, LAW = "实施方案评先条款；人数、金额、权重为示例", "站内办法（示例）"
# code, name, holder, places, cents, for all, weights, filters, source
KINDS = (
    (
        *("gold_crew", "金牌服务班组", Holder.CREW, 1, 1000_00, True),
        {"score": 40, "inspection": 30, "quiz": 10, "jury": 20},
        {"no_ban": True, "least_shifts": 15},
        PLAN,
    ),
    (
        *("model", "服务标兵", Holder.PERSON, 3, 500_00, True),
        {"score": 50, "merit": 15, "quiz": 15, "jury": 20},
        CLEAN | {"least_score": 980, "least_shifts": 18},
        PLAN,
    ),
    (
        *("civil_star", "文明服务之星", Holder.PERSON, 5, 200_00, True),
        {"score": 40, "merit": 40, "quiz": 20},
        CLEAN | {"least_shifts": 10},
        LAW,
    ),
    (
        *("grievance", "委屈奖", Holder.PERSON, 3, 200_00, False),
        {"jury": 100},
        {"no_ban": True, "needs_grievance": True},
        "站内办法：须有班长、监控员、站长签认的书面报告（金额为示例）",
    ),
    (
        *("star", "星级收费员", Holder.PERSON, 10, 300_00, True),
        {"score": 70, "quiz": 30},
        CLEAN | {"posts": ["收费员"], "least_score": 850},
        LAW,
    ),
)
STEPS = (
    StepPlan("征费室主任审核", "office_head", timeout_hours=48, escalate_to="deputy"),
    StepPlan("所长批准", "leader", timeout_hours=72, escalate_to="deputy"),
)


@base_data(order=36)
def fill() -> None:
    """Add the kinds that are missing, and the chain of approval."""
    known = set(db.session.scalars(select(AwardKind.code)))
    for row in KINDS:
        if row[0] not in known:
            names = ("code", "name", "holder", "places", "amount", "is_for_all", "weights", "filters", "source")
            kind = AwardKind(**dict(zip(names, row, strict=True)))
            db.session.add(kind)
            audit.record("award.edit", kind, None, note="默认奖项")
    if db.session.scalar(select(ApprovalChain.id).where(ApprovalChain.kind == KIND).limit(1)) is None:
        plant(ApprovalChain(kind=KIND, name="评优批准", valid_from=SINCE, source="实施方案；时限为默认值"), STEPS, None)
    db.session.commit()
