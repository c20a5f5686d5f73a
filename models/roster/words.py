"""How the trail speaks of the roster."""

from models.accounts import Unit
from models.core.db import db
from models.core.wording import label, label_acts, label_value
from models.roster.setup import NAMES

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
    "排班",
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
label(
    "roster_changes",
    "班次变动",
    user_id="涉及人员",
    made_by_id="调整人",
    made_at="调整时间",
    sentence="变动",
    reason="原因",
    acknowledged_at="确认时间",
)
label("lanes", unit_id="收费站", code="编号", kind="方向", is_etc_only="ETC 专用", is_open="在用", sort="顺序")
label(
    "shift_kinds",
    unit_id="收费站",
    scheme="班次方案",
    code="代码",
    name="名称",
    starts="开始时间",
    ends="结束时间",
    sort="顺序",
    valid_from="生效日期",
)
label("patterns", unit_id="收费站", name="名称", scheme="班次方案", cycle="轮转顺序", offsets="各班组错开天数")
label(
    "roster_plans",
    unit_id="收费站",
    pattern_id="轮班方式",
    anchor_on="第 1 班组起轮日期",
    crew_ids="班组顺序",
    since="编排起始工班日",
    until="编排截止工班日",
    shift_count="班次数",
    reason="休息不足的原因",
    drawn_at="编排时间",
)
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


def _cycle(codes: list[str]) -> str:
    words = {code: word for scheme in NAMES.values() for word, code in scheme.items()}
    return " ".join(words.get(code, code) for code in codes)


def _crews(ids: list[int]) -> str:
    crews = (db.session.get(Unit, one) for one in ids)
    return "、".join(crew.name if crew else "已撤销的班组" for crew in crews)


label_value("patterns", "cycle", _cycle)
label_value("patterns", "offsets", lambda days: " ".join(map(str, days)))
label_value("roster_plans", "crew_ids", _crews)
