"""How the trail speaks of handovers: the parts of the form as the form itself calls them (``sections``)."""

from models.core.wording import label, label_acts, label_value
from models.handover.arithmetic import DENOMINATIONS
from models.handover.opening import KINDS
from models.handover.sections import BY_NAME, GOODS, HEAD, SECTIONS

label_acts(
    {
        "difference.open": "登记差异",
        "handover.export": "导出交接班",
        "matter.export": "导出遗留事项",
        "matter.open": "登记遗留事项",
        "matter.pass_on": "遗留事项交下一班",
        "matter.take_back": "遗留事项退回本班",
        "shortage.export": "导出短款与差异",
    }
)
for _section in SECTIONS:
    if _section.table:
        label(_section.table.__tablename__, _section.title, **{one.name: one.label for one in _section.fields})
label(
    "handovers",
    number="编号",
    unit_id="收费站",
    shift_id="本班",
    next_shift_id="下一班",
    starts_at="本班开始",
    due_at="换班时间",
    state="状态",
    is_backfill="补录",
    backfill_reason="补录原因",
    receiver_remark="接班备注",
    leader_remark="检查备注",
    content_hash="内容校验值",
    seal_seq="锁定序号",
    seal_hash="锁定校验值",
    sealed_at="锁定时间",
    **{one.name: one.label for one in HEAD.fields},
)
label("handover_members", user_id="人员", lane_id="车道", post="岗位")
label(
    "booth_settlements",
    user_id="收费员",
    lane_id="车道",
    standard="备用金标准",
    **{name: f"备用金 {face} 元张数" for name, _, face in DENOMINATIONS},
)
label("receipt_rolls", expected_no="应接号码")
label("handover_lanes", lane_id="车道")
label("item_counts", name="名称")
label("handover_notices", key="来源", title="通知", href="地址")
label(
    "handover_matters",
    "遗留事项",
    matter_id="事项记录",
    sentence="事项",
    owner="责任人",
    due="时限",
    urgency="缓急",
    hops="经过班次",
    result="办理结果",
)
label("handover_receiver_checks", "接班记录", item="项目", grade="评定")
label("handover_leader_checks", "站检查记录", item="项目", grade="评定")
label(
    "handover_signatures",
    "签认",
    side="签认方",
    user_id="签认人",
    session_user_id="在谁的登录下",
    name="姓名",
    staff_no="工号",
    at="签认时间",
    terminal="终端",
    statement="签认内容",
    substitute_reason="代签原因",
    content_hash="内容校验值",
    is_void="已作废",
    void_reason="作废原因",
    voided_at="作废时间",
)
label(
    "handover_objections",
    "异议",
    section="部分",
    sentence="异议内容",
    by_id="提出人",
    at="提出时间",
    answer="答复",
    answered_at="答复时间",
)
label(
    "handover_corrections",
    "更正",
    section="部分",
    sentence="更正内容",
    reason="更正原因",
    by_id="更正人",
    at="更正时间",
)
label(
    "matters",
    unit_id="收费站",
    handover_id="所在交接班",
    opened_in_id="首次登记的交接班",
    sentence="事项",
    owner="责任人",
    due="时限",
    urgency="缓急",
    opened_at="登记时间",
    hops="经过班次",
    is_opening="期初结存",
    state="状态",
    result="办理结果",
    closed_at="办结时间",
    closed_by_id="办结人",
)
label(
    "handover_differences",
    unit_id="收费站",
    handover_id="交接班",
    settlement_id="结算记录",
    user_id="责任人",
    kind="类别",
    subject="对象",
    amount="金额",
    quantity="数量",
    explanation="原因",
    on="工班日",
    state="状态",
    handled_by_id="处理人",
    handled_at="处理时间",
    handling="处理情况",
    is_opening="期初结存",
)
label(
    "shortage_repayments",
    "补缴",
    amount="补缴金额",
    paid_on="补缴日期",
    receipt_no="收据号",
    by_id="登记人",
)
label(
    "opening_balances",
    unit_id="收费站",
    lane_id="车道",
    what="类别",
    kind="票种",
    label="名称",
    serial="号码",
    quantity="数量",
    amount="金额",
    taken_at="录入时间",
    by_id="录入人",
)


def _title(section: str) -> str:
    return BY_NAME[section].title if section in BY_NAME else section


def _what(code: str) -> str:
    return next((word for word, known in KINDS.items() if known == code), code)


for _good, _ in GOODS:
    label_value("booth_settlements", _good, lambda is_there: "有" if is_there else "缺")
label_value("handover_objections", "section", _title)
label_value("handover_corrections", "section", _title)
label_value("opening_balances", "what", _what)
label("handovers", "交接班")
label("matters", "遗留事项")
label("handover_differences", "长短款和差异")
