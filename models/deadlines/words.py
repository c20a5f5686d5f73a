"""How the trail speaks of deadlines."""

from models.accounts.history import role_in_words
from models.core.wording import label, label_acts, label_pointer, label_value
from models.deadlines.kinds import KINDS

label_acts(
    {
        "deadline.start": "开始计时",
        "deadline.pause": "暂停计时",
        "deadline.resume": "恢复计时",
        "deadline.stop": "停止计时",
        "deadline.revive": "恢复已停的计时",
        "deadline.change_severity": "改变严重程度，重算期限",
        "deadline.hand_over": "移交期限责任人",
        "deadline.extend": "延期",
        "deadline.follow_calendar": "按新的放假安排重算期限",
        "deadline.alarm": "发出期限提醒",
    }
)
label(
    "deadline_rules",
    kind="种类",
    severity="严重程度",
    unit_id="单位",
    edition="版次",
    amount="时限",
    time_unit="计量",
    clock="计时方式",
    source="依据",
    valid_from="生效日期",
    set_at="发布时间",
    set_by_id="发布人",
)
label(
    "deadline_steps",
    "升级步骤",
    rule_id="规则",
    level="级别",
    measure="位置单位",
    distance="位置",
    whom="通知谁",
    role_code="角色",
    body_code="机构",
    post="职务",
    is_urgent="紧急",
)
label(
    "deadline_timers",
    owner_type="业务",
    owner_id="业务记录",
    subject_name="事项",
    kind="种类",
    side="哪一方的期限",
    label="名称",
    unit_id="单位",
    responsible_id="责任人",
    severity="严重程度",
    rule_id="规则",
    started_at="开始时间",
    started_by_id="开始人",
    fixed_due_at="指定的到期时间",
    due_at="到期时间",
    armed_at="提醒起算时间",
    alarm_at="下次提醒",
    paused_at="暂停时间",
    stopped_at="停止时间",
    outcome="结果",
)
label(
    "deadline_pauses",
    "暂停",
    timer_id="期限",
    from_at="暂停自",
    to_at="恢复于",
    reason="理由",
    by_id="暂停人",
    ended_by_id="恢复人",
)
label(
    "deadline_changes",
    "期限变动",
    timer_id="期限",
    what="变更",
    at="时间",
    by_id="办理人",
    reason="理由",
    severity_before="原严重程度",
    severity_after="新严重程度",
    rule_before_id="原规则",
    rule_after_id="新规则",
    responsible_before_id="原责任人",
    responsible_after_id="新责任人",
    workdays="增加工作日",
    until="延至",
    due_before="原到期时间",
    due_after="新到期时间",
)
label("deadline_timers", "期限")
label_pointer("deadline_timers", "owner_type")


def _kind(code: str) -> str:
    return KINDS[code].label if code in KINDS else code


def _severity(code: str) -> str:
    return next((said for kind in KINDS.values() if (said := kind.severity_label(code)) != code), code)


for _table in ("deadline_rules", "deadline_timers"):
    label_value(_table, "kind", _kind)
    label_value(_table, "severity", _severity)
label_value("deadline_steps", "role_code", role_in_words)
