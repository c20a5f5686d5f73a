"""How the trail speaks of inspections."""

from models.core.wording import label, label_acts, label_value
from models.inspections.kinds import Topic

label_acts(
    {
        "inspection.answer": "被查人员答复",
        "inspection.start": "开始督查",
        "inspection.settle": "确认结束，转待审核",
        "inspection.lapse": "逾期视为认可",
    }
)
label(
    "inspection_templates",
    code="代号",
    edition="版次",
    title="名称",
    basis="计分方式",
    full="满分（十分之一分）",
    ceiling="最高分（十分之一分）",
    source="依据",
    state="状态",
    drafted_by_id="编制人",
    published_by_id="发布人",
    published_at="发布时间",
)
label(
    "inspection_template_sections",
    "检查大项",
    template_id="检查表",
    sort="次序",
    title="部分",
    points="分值（十分之一分）",
)
label(
    "inspection_template_items",
    "检查项",
    template_id="检查表",
    section_id="部分",
    sort="次序",
    code="序号",
    text="检查内容",
    step="每次分值（十分之一分）",
    most_step="每次分值上限（十分之一分）",
    unit="单位",
    points="本项分值（十分之一分）",
    cap="累计方式",
    red_line="红线",
    is_bonus="加分项",
    sample_size="抽查数量",
    guidance="怎样是对的",
)
label(
    "inspections",
    number="编号",
    kind="类别",
    method="方式",
    topics="稽查类型",
    template_id="检查表",
    station_id="收费站",
    unit_id="被查单位",
    unit_name="被查单位名称",
    shift_id="班次",
    started_at="开始时间",
    ended_at="结束时间",
    weather="天气",
    lane_names="车道",
    answerable_id="现场负责人",
    summary="问题摘要",
    suggestion="建议",
    state="状态",
    score="得分（十分之一分）",
    permille="得分率（千分之一）",
    taken="扣分（十分之一分）",
    is_vetoed="一票否决",
    created_by_id="建立人",
    created_at="建立时间",
    submitted_at="提交时间",
    confirm_until="确认期止",
    reviewed_by_id="审核人",
    published_at="通报时间",
    end_reason="退回或作废理由",
)
label("inspection_inspectors", "督查人员", inspection_id="督查", user_id="督查人员", is_lead="领队")
label("inspection_people", "受检人员", inspection_id="督查", user_id="在场人员", post="岗位", lane_name="车道")
label(
    "inspection_answers",
    "评定",
    inspection_id="督查",
    item_id="检查项",
    verdict="结论",
    sampled="抽查数量",
    note="备注",
    taken="扣分（十分之一分）",
    by_id="记录人",
    at="记录时间",
)
label(
    "inspection_findings",
    "问题",
    inspection_id="督查",
    unit_id="单位",
    item_id="检查项",
    key="标识",
    person_id="当事人",
    lane_id="车道",
    number="数量",
    marks="抽样中的位置",
    rate="每次分值（十分之一分）",
    words="情况",
    video_ref="录像编号",
    taken="扣分（十分之一分）",
    is_removed="已去掉",
    at="记录时间",
)
label(
    "inspection_replies",
    finding_id="问题",
    unit_id="单位",
    person_id="当事人",
    state="答复",
    words="意见",
    answered_at="答复时间",
    outcome="异议结果",
    reason="决定理由",
    decided_by_id="决定人",
    decided_at="决定时间",
)
label("inspections", "督查")
label("inspection_replies", "督查回复")
label_value("inspections", "topics", lambda topics: "、".join(Topic(one).label for one in topics))
