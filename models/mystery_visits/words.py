"""How the trail speaks of mystery visits."""

from models.core.wording import label, label_acts

label_acts(
    {
        "mystery_visit.plan": "组织暗访",
        "mystery_visit.edit": "修改暗访计划",
        "mystery_visit.issue": "发放访问码",
        "mystery_visit.revoke": "作废访问码",
        "mystery_visit.cancel": "取消暗访",
        "mystery_visit.send": "收到暗访评价",
        "mystery_visit.decide": "决定意见和处理建议",
        "mystery_visit.take_back": "撤销采纳",
        "mystery_visit.verify": "下载暗访密封文件",
        "mystery_root.publish": "公布暗访当日承诺",
    }
)
label(
    "mystery_visits",
    number="编号",
    unit_id="收费站",
    state="状态",
    from_on="窗口开始",
    to_on="窗口结束",
    alias="监督员代号",
    focus="重点",
    planned_by_id="组织人",
    planned_at="计划时间",
    code_hash="访问码",
    code_until="访问码有效至",
    due_on="应研究日期",
    opinion="研究意见",
    studied_by_id="研究人",
    studied_at="研究时间",
    published_by_id="公布人",
    published_at="公布时间",
)
label(
    "mystery_reports",
    "暗访报告",
    visit_id="暗访",
    receipt_no="回执号",
    sealed="密封内容",
    salt="随机串",
    commitment="承诺值",
    opening_hash="填报凭据",
    sent_at="收到时间",
    visited_on="暗访日期",
    score="得分（十分之一分）",
    root_id="当日承诺",
    proof="证明",
)
label(
    "mystery_matters",
    "建议事项",
    visit_id="暗访",
    kind="类别",
    position="序号",
    text="内容",
    decision="决定",
    reason="理由",
    decided_by_id="决定人",
    decided_at="决定时间",
    withdrawn_at="撤销时间",
    withdrawn_by_id="撤销人",
    withdrawal="撤销理由",
)
label("mystery_visits", "暗访")
