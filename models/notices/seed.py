"""The kinds a new house starts with, and how they are approved. Source: domain §2.14; §1.3; hours assumed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models.approvals import ApprovalChain, StepPlan, plant
from models.core import audit
from models.core.db import db
from models.core.seeds import base_data
from models.notices.tables import NoticeKind

SINCE = date(2025, 1, 1)
# code, name, word of the number, red head, must-read
KINDS = (
    ("notice", "通知", "通", False, False),
    ("criticism", "通报批评", "批", True, True),
    ("praise", "通报表彰", "奖", True, False),
    ("inspection", "督查通报", "督", True, True),
    ("minutes", "会议纪要", "纪", True, False),
    ("policy", "政策更新", "政", False, True),
)
SIGN = StepPlan("所长签发", "leader", timeout_hours=48, escalate_to="deputy")
CHECK = StepPlan("征费室主任审核", "office_head", timeout_hours=24, escalate_to="deputy")
CHECKED = ["criticism", "inspection", "policy"]


@base_data(order=31)
def fill() -> None:
    """Add the kinds and chains that are missing."""
    known = set(db.session.scalars(select(NoticeKind.code)))
    for sort, (code, name, word, is_red, is_must_read) in enumerate(KINDS):
        if code not in known:
            row = NoticeKind(code=code, name=name, word=word, is_red=is_red, is_must_read=is_must_read, sort=sort)
            db.session.add(row)
            audit.record("notice.plan", row, None)
    if db.session.scalar(select(ApprovalChain.id).where(ApprovalChain.kind == "notice").limit(1)) is None:
        chain = ApprovalChain(kind="notice", name="通知签发", valid_from=SINCE, source="默认流程")
        plant(chain, (SIGN,), None)
        chain = ApprovalChain(kind="notice", name="通报审核签发", valid_from=SINCE, source="默认流程")
        chain.condition = {"kind": {"one_of": CHECKED}}
        plant(chain, (CHECK, SIGN), None)
    db.session.commit()
