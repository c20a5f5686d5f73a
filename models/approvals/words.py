"""How the trail speaks of approvals and their chains."""

from sqlalchemy import select

from models.accounts import Body
from models.accounts.history import role_in_words
from models.approvals.kinds import KINDS
from models.approvals.planning import bounds_in_words
from models.core.db import db
from models.core.wording import label, label_acts, label_pointer, label_value

label(
    "approvals",
    kind="类别",
    subject_type="所属业务",
    subject_id="所属记录",
    subject_name="编号",
    unit_id="单位",
    chain_id="审批流程",
    drafted_by_id="提交人",
    state="状态",
    started_at="提交时间",
    ended_at="结束时间",
)
label(
    "approval_concerns",
    "当事人",
    approval_id="审批",
    user_id="涉及人员",
)
label(
    "approval_tasks",
    "审批环节",
    approval_id="审批",
    position="次序",
    name="环节",
    mode="方式",
    role_code="角色",
    unit_id="单位",
    body_code="机构",
    posts="职务",
    assignee_id="指定办理人",
    for_id="代谁办理",
    escalate_to="超时转",
    state="办理结果",
    stands="有效",
    opened_at="到达时间",
    due_at="时限",
    reminded_at="催办时间",
    decided_by_id="办理人",
    delegated_to_id="转办给",
    decided_at="办理时间",
    opinion="意见",
)
label(
    "approval_chains",
    kind="类别",
    name="名称",
    version="版次",
    valid_from="生效日期",
    condition="适用条件",
    allows_repeat="允许一人办理多个环节",
    source="依据",
)
label(
    "approval_chain_steps",
    "审批环节",
    chain_id="审批流程",
    position="次序",
    name="环节",
    mode="方式",
    role_code="角色",
    level="在哪一级",
    body_code="机构",
    posts="职务",
    timeout_hours="时限（小时）",
    escalate_to="超时转",
)
label_acts(
    {
        "approval.start": "提交审批",
        "approval.approve": "同意",
        "approval.send_back": "退回",
        "approval.finish": "批准",
        "approval.withdraw": "撤回审批",
        "approval.delegate": "转办",
        "approval.escalate": "转由上级办理",
        "approval.remind": "催办",
        "approval.export": "导出审批",
        "chain.create": "保存审批流程",
    }
)


def _kind(code: str) -> str:
    return KINDS[code].label if code in KINDS else code


def _body(code: str) -> str:
    return db.session.scalar(select(Body.name).where(Body.code == code)) or code


def _condition(condition: dict) -> str:
    facts = {fact: words for kind in KINDS.values() for fact, words in kind.facts.items()}
    return "；".join(bounds_in_words(facts.get(fact, fact), bounds) for fact, bounds in condition.items())


label_pointer("approvals", "subject_type")
label_value("approval_chains", "condition", _condition)
for _table in ("approvals", "approval_chains"):
    label_value(_table, "kind", _kind)
for _table in ("approval_tasks", "approval_chain_steps"):
    label_value(_table, "role_code", role_in_words)
    label_value(_table, "escalate_to", role_in_words)
    label_value(_table, "body_code", _body)
