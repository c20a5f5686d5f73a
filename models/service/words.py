"""How the trail speaks of the services of a station, and which of its words are personal."""

from models.core.wording import label, label_acts
from models.personal import declare
from models.service.tables import Appointment, FollowUpCall, ServiceRecord, SurveySheet

declare(
    ServiceRecord,
    permission="service.reveal",
    person_name="姓名",
    phone="电话",
    plate="车牌号",
    note="text:备注",
    reason="text:未能提供的原因",
)
declare(
    Appointment,
    permission="service.reveal",
    person_name="姓名",
    phone="电话",
    address="地址",
    signer="name:签字人",
    note="text:备注",
    said="text:意见",
    cancel_reason="text:取消说明",
)
declare(FollowUpCall, permission="service.reveal", said="text:原话和原因")
declare(SurveySheet, permission="service.reveal", said="text:意见", void_reason="text:作废原因")

label_acts(
    {
        "service.restore": "登记设施恢复",
        "service.purge": "清除到期的个人信息",
        "appointment.contact": "查看上门联系方式",
        "appointment.print": "打印上门服务单",
        "appointment.edit": "修改上门预约",
        "appointment.depart": "上门出发",
        "appointment.arrive": "到达",
        "appointment.finish": "完成上门服务",
        "follow_up.draw": "抽取回访名单",
        "follow_up.contact": "查看回访联系方式",
        "follow_up.call": "登记回访结果",
        "survey.create": "建立满意度调查",
        "survey.edit": "修改满意度调查",
        "survey.open": "开始满意度调查",
        "survey.close": "结束满意度调查",
        "survey.answer": "录入调查答卷",
        "survey.void": "作废调查答卷",
    }
)
label("window_items", unit_id="收费站", name="名称", standard="完好标准", sort="顺序", is_open="在用")
label(
    "window_checks",
    unit_id="收费站",
    business_date="日期",
    period="班次",
    checked_by_id="检查人",
    checked_at="检查时间",
    note="备注",
    bad_count="异常项数",
)
label("window_check_lines", "检查项目", check_id="检查", item_id="物品", item_name="物品", state="状态", words="说明")
label(
    "window_gaps",
    unit_id="收费站",
    item_id="物品",
    found="发现时",
    words="说明",
    check_id="检查",
    opened_at="发现时间",
    state="状态",
    restored_at="恢复时间",
    restored_by_id="恢复登记人",
    restored_words="恢复说明",
)
label("service_kinds", unit_id="收费站", name="名称", items="常用物品", is_form="代填单", sort="顺序", is_open="在用")
label(
    "service_records",
    number="编号",
    unit_id="收费站",
    served_at="服务时间",
    kind_id="服务类型",
    quantity="数量",
    items="使用物品",
    form_name="代填单据",
    group="群体",
    outcome="结果",
    reason="未能提供的原因",
    plate="车牌号",
    person_name="姓名",
    phone="电话",
    note="备注",
    signed_by_id="外勤签字",
    registered_by_id="登记人",
    registered_at="登记时间",
    purged_at="个人信息清除时间",
)
label(
    "appointments",
    number="编号",
    unit_id="收费站",
    person_name="姓名",
    phone="电话",
    group="群体",
    address="地址",
    business="办理业务",
    starts_at="时段开始",
    ends_at="时段结束",
    note="备注",
    state="状态",
    registered_by_id="登记人",
    registered_at="登记时间",
    collector_id="收费人",
    recorder_id="记录人",
    dispatched_by_id="派单人",
    dispatched_at="派单时间",
    device_no="移动设备编号",
    departed_at="出发时间",
    arrived_at="到达时间",
    finished_at="完成时间",
    amount="金额",
    receipt_no="票据号",
    signer="签字人",
    satisfaction="满意度",
    said="意见",
    cancel_cause="取消原因",
    cancel_reason="取消说明",
    cancelled_at="取消时间",
    purged_at="个人信息清除时间",
)
label(
    "follow_up_rounds",
    number="编号",
    unit_id="收费站",
    since="服务日期从",
    until="到",
    sample_size="抽取人数",
    seed="随机种子",
    pool_size="可抽人数",
    drawn_by_id="抽取人",
    drawn_at="抽取时间",
)
label(
    "follow_up_calls",
    round_id="回访",
    unit_id="收费站",
    record_id="便民服务",
    appointment_id="上门预约",
    result="结果",
    said="原话和原因",
    tries="拨打次数",
    called_by_id="回访人",
    called_at="回访时间",
)
label(
    "survey_rounds",
    number="编号",
    unit_id="收费站",
    name="名称",
    greeting="开头的话",
    since="开始日期",
    until="结束日期",
    wanted="计划份数",
    scale="量表",
    satisfied_from="计入满意的最低分",
    slug="二维码地址",
    state="状态",
    made_by_id="建立人",
    made_at="建立时间",
)
label("survey_dimensions", "调查项目", round_id="调查", name="项目", question="问题", sort="顺序")
label(
    "survey_sheets",
    round_id="调查",
    unit_id="收费站",
    channel="渠道",
    answered_on="填答日期",
    entered_by_id="录入人",
    entered_at="录入时间",
    said="意见",
    voided_at="作废时间",
    voided_by_id="作废人",
    void_reason="作废原因",
)
label("survey_answers", "答题", sheet_id="答卷", dimension_id="项目", score="得分")
label("appointments", "预约服务")
label("service_records", "便民服务记录")
