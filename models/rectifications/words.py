"""How the trail speaks of rectifications, campaigns and process reviews."""

from models.core.wording import label, label_acts, label_value
from models.rectifications.sources import label_of

label_acts(
    {
        "process.export": "导出流程评审",
        "campaign.export": "导出专项行动",
        "rectification.sign": "签收整改",
        "rectification.plan": "制定整改计划",
        "rectification.tick": "办结整改措施",
        "rectification.photograph": "添加整改照片",
        "rectification.submit": "报请复查",
        "rectification.close": "合格销号",
        "rectification.fail": "复查不合格",
        "rectification.ask_extension": "申请延期",
        "rectification.extend": "延长整改期限",
        "rectification.pass_on": "移交整改",
        "campaign.start": "开始行动",
        "campaign.sign": "学习签字",
        "campaign.enter": "登记行动进度",
        "campaign.close": "总结行动",
        "process.submit": "提交流程评审",
        "process.publish": "发布流程",
        "process.return": "退回流程评审",
    }
)
label(
    "rectifications",
    number="编号",
    unit_id="单位",
    unit_name="当时单位",
    source="来源",
    source_ref="来源编号",
    source_href="来源地址",
    source_item="检查项",
    category="问题类别",
    problem="问题表现",
    cause="根源分析",
    goal="整改目标",
    goal_metric="指标",
    goal_unit="指标单位",
    goal_from="现值",
    goal_to="目标值",
    goal_actual="完成值",
    goal_by="达标日期",
    due_on="整改期限",
    state="状态",
    responsible_id="整改责任人",
    level_unit_id="责任层级",
    issued_by_id="下发人",
    issued_at="下发时间",
    signed_at="签收时间",
    signed_by_id="签收人",
    begun_at="开始时间",
    submitted_at="报请复查时间",
    submitted_by_id="报请人",
    summary="整改情况",
    reviewed_at="复查时间",
    reviewed_by_id="复查人",
    opinion="复查意见",
    issue_no="下发次数",
    reissued_from_id="上一次下发",
    recurs_id="复发于",
    campaign_id="专项行动",
)
label(
    "rectification_measures",
    "整改措施",
    rectification_id="整改",
    text="措施",
    owner_id="责任人",
    due_on="完成日期",
    done_at="办结时间",
    done_by_id="办结人",
    done_words="办结情况",
)
label("rectification_photos", "整改照片", rectification_id="整改", attachment_id="照片", side="前后", answers_id="对照")
label(
    "rectification_extensions",
    rectification_id="整改",
    unit_id="单位",
    was_on="原期限",
    until="延期到",
    reason="理由",
    asked_by_id="申请人",
    asked_at="申请时间",
    leader_id="决定领导",
    decision="决定",
    words="决定意见",
    decided_by_id="决定人",
    decided_at="决定时间",
)
label(
    "campaigns",
    number="编号",
    name="名称",
    unit_id="单位",
    purpose="目的",
    state="状态",
    practice="好的做法",
    planned_by_id="策划人",
    planned_at="策划时间",
    started_at="开始时间",
    closed_by_id="总结人",
    closed_at="总结时间",
)
label("campaign_phases", "阶段", campaign_id="行动", name="阶段", from_on="开始", to_on="结束", tasks="任务")
label(
    "campaign_studies",
    "学习内容",
    campaign_id="行动",
    title="学习内容",
    content="正文",
    unit_id="范围",
    role_code="角色",
    due_on="签字期限",
)
label("campaign_signatures", study_id="学习内容", user_id="签字人", signed_at="签字时间", words="体会")
label(
    "campaign_goals",
    "目标",
    campaign_id="行动",
    name="目标",
    key="统计口径",
    aim="方向",
    start="起点",
    target="目标值",
    unit_name="单位",
    due_on="期限",
    source="依据",
)
label(
    "campaign_progress",
    goal_id="目标",
    on="日期",
    figure="数值",
    source="数据来源",
    words="说明",
    by_id="登记人",
    at="登记时间",
)
label(
    "process_reviews",
    number="编号",
    process="流程",
    unit_id="单位",
    reason="理由",
    verdict="结论",
    state="状态",
    drafted_by_id="拟稿人",
    drafted_at="拟稿时间",
    decided_by_id="审批人",
    decided_at="审批时间",
    opinion="审批意见",
    valid_from="生效日期",
    notice="发布说明",
    next_on="下次评审",
)
label(
    "process_steps",
    "流程步骤",
    review_id="流程评审",
    sort="顺序",
    text="步骤",
    minutes="分钟",
    fate="处理",
    after_text="简化后",
    minutes_after="简化后分钟",
    why="说明",
)
label("rectifications", "整改")
label_value("rectifications", "source", label_of)
label_value("rectification_photos", "answers_id", lambda _id: "整改前的照片")
label_value("campaign_goals", "key", lambda _key: "系统自动统计")
label("campaigns", "专项行动")
label("process_reviews", "流程简化")
