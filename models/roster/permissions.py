"""What may be done with the roster."""

from models.core.permissions import declare
from models.core.wording import label, label_acts

STAFF = "collector field shift_leader duty_leader monitor ticket clerk office office_head inspector"

declare(
    "roster",
    ("roster.read", "查看排班", f"{STAFF} finance leader deputy hq"),
    ("roster.plan", "编排和发布班表", "duty_leader office office_head"),
    ("roster.change", "调整当班人员、安排顶班", "shift_leader duty_leader"),
    ("roster.correct", "更正已冻结的班表", "duty_leader office_head"),
    ("roster.setup", "维护车道、班次和轮班方式", "office office_head"),
    ("roster.day_off", "登记和撤销调休、公休", "shift_leader duty_leader"),
    ("roster.import", "导入上线以前的班表和假期余额", "office office_head"),
    ("roster.acknowledge", "确认本人班次变动", STAFF),
)

label_acts(
    {
        "roster.add": "手工添加班次",
        "roster.remove": "删除未发布的班次",
        "roster.generate": "编排班表",
        "roster.publish": "发布班表",
        "roster.export": "导出班表",
        "roster.freeze": "冻结班次",
        "roster.leave_opening": "导入假期期初",
        "roster.day_off_withdraw": "撤销调休、公休",
    }
)
label(
    "shifts",
    unit_id="收费站",
    business_date="工班日",
    kind_id="班次",
    crew_id="班组",
    starts_at="开始",
    ends_at="结束",
    state="状态",
    note="说明",
    kind_name="班次名称",
    crew_name="班组名称",
    frozen_at="冻结时间",
    is_imported="上线前导入",
)
label(
    "duties",
    shift_id="班次",
    user_id="人员",
    post="岗位",
    lane_id="车道",
    starts_at="开始",
    ends_at="结束",
    substitute_for_id="顶替",
    replaces_id="接替的排班",
    reason="原因",
    is_extra="班外",
    is_void="已作废",
    is_correction="更正",
    is_frozen="已冻结",
    person_name="姓名",
    lane_name="车道名称",
)
label("roster_changes", user_id="涉及人员", sentence="变动", reason="原因", acknowledged_at="确认时间")
label("lanes", code="编号", kind="方向", is_etc_only="ETC 专用", is_open="在用", sort="顺序")
label("days_off", user_id="人员", business_date="日期", kind="类别", reason="原因", is_void="已撤销")
label(
    "leave_openings",
    user_id="人员",
    kind="假别",
    half_days="半天数",
    as_of="截止日期",
    source="依据",
    imported_by_id="导入人",
    imported_at="导入时间",
)
