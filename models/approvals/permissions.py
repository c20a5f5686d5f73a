"""Who decides in somebody's place, hands over on absence, and lays down chains; the words of the trail."""

from models.core.permissions import declare
from models.core.wording import label, label_acts

declare(
    "approvals",
    ("approval.decide", "办理审批、受托代办", "shift_leader duty_leader office_head leader deputy"),
    ("approval.hand_over", "替缺勤人员交出审批", "office_head leader deputy"),
    ("approval.plan", "设置审批流程", "office_head leader"),
)
LABELS = {
    "approvals": {
        "kind": "类别",
        "subject_type": "所属业务",
        "subject_id": "所属记录",
        "subject_name": "编号",
        "unit_id": "单位",
        "chain_id": "审批流程",
        "drafted_by_id": "提交人",
        "state": "状态",
        "started_at": "提交时间",
        "ended_at": "结束时间",
    },
    "approval_concerns": {"approval_id": "审批", "user_id": "涉及人员"},
    "approval_tasks": {
        "approval_id": "审批",
        "position": "次序",
        "name": "环节",
        "mode": "方式",
        "role_code": "角色代码",
        "unit_id": "单位",
        "body_code": "机构代码",
        "posts": "职务",
        "assignee_id": "指定办理人",
        "for_id": "代谁办理",
        "escalate_to": "超时转",
        "state": "办理结果",
        "stands": "有效",
        "opened_at": "到达时间",
        "due_at": "时限",
        "reminded_at": "催办时间",
        "decided_by_id": "办理人",
        "delegated_to_id": "转办给",
        "decided_at": "办理时间",
        "opinion": "意见",
    },
    "approval_chains": {
        "kind": "类别",
        "name": "名称",
        "version": "版次",
        "valid_from": "生效日期",
        "condition": "适用条件",
        "allows_repeat": "允许一人办理多个环节",
        "source": "依据",
    },
    "approval_chain_steps": {
        "chain_id": "审批流程",
        "position": "次序",
        "name": "环节",
        "mode": "方式",
        "role_code": "角色代码",
        "level": "在哪一级",
        "body_code": "机构代码",
        "posts": "职务",
        "timeout_hours": "时限（小时）",
        "escalate_to": "超时转",
    },
}
for _table, _columns in LABELS.items():
    label(_table, **_columns)
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
