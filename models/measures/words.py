"""How the trail speaks of talks, measures and orders."""

from models.core.wording import label, label_acts

WHO = {"number": "编号", "person_id": "当事人", "unit_id": "单位", "unit_name": "当时所在班组", "penalty_id": "处罚"}
label(
    "talks",
    **WHO,
    kind="种类",
    reason="事由",
    planned_at="约定时间",
    place="地点",
    talker_id="谈话人",
    arranged_by_id="安排人",
    state="状态",
    held_at="谈话时间",
    content="谈话内容",
    reply="本人表态",
    demands="改进要求",
    signed_at="签认时间",
    witness_id="见证人",
    note="说明",
)
label(
    "measures",
    **WHO,
    kind="种类",
    facts="事实",
    basis="依据条文",
    days="天数",
    new_post="调整后的岗位",
    state="状态",
    drafted_by_id="拟办人",
    drafted_at="拟办时间",
    statement="陈述申辩",
    stated_at="陈述时间",
    approved_at="批准时间",
    company_ref="公司批复文号",
    company_on="公司批复日期",
    from_on="开始日期",
    to_on="最后一天",
    started_by_id="执行人",
    retest_on="复考日期",
    retest_score="复考成绩",
    retest_passed="复考合格",
    ended_on="结束日期",
    note="说明",
)
label(
    "directives",
    number="编号",
    unit_id="单位",
    responsible_id="责任人",
    penalty_id="处罚",
    order="责令内容",
    due_on="期限",
    issued_by_id="下达人",
    issued_at="下达时间",
    state="状态",
    answer="办理情况",
    answered_at="报告时间",
    opinion="确认意见",
    closed_by_id="确认人",
    closed_at="确认时间",
)
label_acts(
    {
        "directive.issue": "责令处理",
        "measure.start": "开始执行处理措施",
        "talk.hold": "记录谈话",
        "measure.export": "导出处理措施",
        "talk.plan": "安排谈话",
        "talk.cancel": "取消谈话",
        "talk.refuse": "谈话记录拒签",
        "measure.submit": "提交处理措施",
        "measure.withdraw": "撤回处理措施",
        "measure.state": "陈述申辩",
        "measure.approve": "处理措施批准",
        "measure.return": "处理措施退回",
        "measure.retest": "登记复考",
        "measure.correct_retest": "更正复考成绩",
        "measure.finish": "处理措施结束",
        "measure.reply": "公司批复",
        "directive.close": "确认办结",
        "directive.reopen": "退回重办",
        "directive.withdraw": "撤回责令",
    }
)
label("measures", "处理措施")
label("talks", "谈话")
label("directives", "责令处理")
