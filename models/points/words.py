"""How the trail speaks of points, good deeds and grievances."""

from models.accounts import Unit, User
from models.core.db import db
from models.core.wording import label, label_acts, label_pointer, label_value
from models.points.catalogue import KINDS
from models.points.kinds import ACCOUNTS

label_acts(
    {
        "point.post": "记入积分",
        "point.reverse": "冲销积分",
        "point.settle": "结算上限和抵扣",
        "point.open": "积分账建账",
        "deed.refuse": "不予核实",
        "deed.overturn": "撤销核实",
        "grievance.sign": "签认委屈记录",
        "grievance.complete": "委屈记录三方已签",
        "grievance.refuse": "委屈记录不予认定",
        "grievance.withdraw": "撤回委屈记录",
    }
)
label(
    "point_rules",
    kind="记分项目",
    edition="版次",
    side="类别",
    title="名称",
    tenths="分值（十分之一分）",
    month_cap="每月上限（十分之一分）",
    is_offsetting="参加抵扣",
    note="说明",
    source="依据",
    is_example="示例",
    is_latest="现行版",
    valid_from="生效日期",
    valid_to="失效日期",
)
label(
    "point_entries",
    key="凭证键",
    type="类型",
    kind="记分项目",
    rule_id="规则",
    holder="账户",
    person_id="人员",
    unit_id="单位",
    on="日期",
    month="所属月份",
    booked_month="记入月份",
    claimed="分值（十分之一分）",
    words="说明",
    source_table="来源表",
    source_id="来源编号",
    source_label="来源",
    source_href="来源地址",
    reverses_id="冲销",
    by_id="经办人",
    at="时间",
)
label("point_lines", "分录", entry_id="积分", account="科目", tenths="分值（十分之一分）")
label(
    "good_deeds",
    number="编号",
    person_id="做好事的人",
    unit_id="单位",
    happened_on="日期",
    place="地点",
    words="事迹",
    state="状态",
    reported_by_id="上报人",
    reported_at="上报时间",
    finding="核实意见",
    decided_by_id="核实人",
    decided_at="核实时间",
)
label(
    "grievances",
    number="编号",
    person_id="本人",
    unit_id="单位",
    station_id="收费站",
    happened_at="发生时间",
    place="地点",
    words="经过",
    conduct="本人怎样处置",
    state="状态",
    recorded_at="登记时间",
    end_reason="不予认定的理由",
    ended_at="结束时间",
)
label(
    "grievance_signatures",
    "签字",
    grievance_id="委屈记录",
    signer="签认身份",
    user_id="签认人",
    words="意见",
    at="时间",
)


def _kind(code: str) -> str:
    return KINDS[code].title if code in KINDS else code


def holder_in_words(key: str) -> str:
    """Return the name of whoever an account belongs to: p17 is a person, u4 a crew."""
    row = db.session.get(Unit if key.startswith("u") else User, int(key[1:])) if key[1:].isdecimal() else None
    return row.name if row else key


label("point_entries", "积分")
label_value("point_entries", "holder", holder_in_words)
label_pointer("point_entries", "source_table")
label_value("point_entries", "kind", _kind)
label_value("point_rules", "kind", _kind)
label_value("point_lines", "account", lambda account: ACCOUNTS.get(account) or _kind(account))
label("good_deeds", "好人好事")
label("grievances", "委屈记录")
label("point_rules", "记分规则")
