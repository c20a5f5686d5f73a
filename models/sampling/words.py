"""How the trail speaks of plans and draws."""

from models.core.wording import label, label_acts, label_value

label_acts(
    {
        "sampling.draw": "抽取视频抽检",
        "sampling.cancel": "作废抽检",
        "sampling.convert": "抽检转为督查",
        "sampling.assign": "改派评分人",
    }
)
label("inspection_plan_targets", unit_id="收费站", month="月份", kind="督查种类", target="计划次数")
label(
    "sampling_draws",
    number="编号",
    kind="抽取方式",
    unit_id="收费站",
    month="月份",
    until="截止日期",
    template_id="检查表",
    total="抽取段数",
    minutes="每段分钟",
    double_percent="双人评分比例",
    seed="随机种子",
    candidates="候选班次",
    earlier="以往抽取次数",
    fingerprint="候选名单校验值",
    cause="定向原因",
    reason="说明",
    state="状态",
    drawn_by_id="抽取人",
    drawn_at="抽取时间",
    end_reason="作废理由",
)
label(
    "sampling_clips",
    "视频片段",
    draw_id="抽检",
    unit_id="收费站",
    person_id="当班人员",
    person_name="姓名",
    duty_id="班次",
    crew_id="班组",
    crew_name="班组名称",
    lane_name="车道",
    from_at="开始",
    to_at="结束",
    is_double="双人评分",
    state="状态",
    inspection_id="督查",
)
label(
    "sampling_reviews",
    clip_id="录像",
    unit_id="收费站",
    reviewer_id="评分人",
    state="状态",
    score="得分（十分之一分）",
    permille="千分比",
    clip_ref="录像编号",
    note="说明",
    done_at="评分时间",
)
label("sampling_marks", "评定", review_id="评分", item_id="检查项", verdict="结果", number="次数", words="说明")

label_value("sampling_draws", "candidates", lambda duties: f"{len(duties)} 个班次")
label_value("sampling_draws", "earlier", lambda counts: f"{sum(counts.values())} 次，{len(counts)} 人")
