"""How the trail speaks of meetings and decisions."""

from models.core.wording import label, label_acts

label(
    "meetings",
    number="编号",
    title="名称",
    unit_id="单位",
    since="期间从",
    until="期间到",
    planned_at="会议时间",
    place="地点",
    chair_id="主持人",
    recorder_id="记录人",
    planned_by_id="筹备人",
    state="状态",
    held_at="召开时间",
    pack="汇报材料",
    pack_hash="汇报材料校验值",
    submitted_at="报签时间",
    signed_at="签发时间",
    opinion="退回意见",
    note="说明",
)
label("meeting_attendees", "参会人员", meeting_id="会议", user_id="参会人", presence="到会", reason="缺席原因")
label(
    "meeting_agenda",
    "议题",
    meeting_id="会议",
    position="顺序",
    title="议题",
    words="纪要",
    written_by_id="记录人",
    written_at="记录时间",
)
label("meeting_remarks", "补充说明", meeting_id="会议", words="补充说明", by_id="补充人", at="补充时间")
label(
    "meeting_decisions",
    number="编号",
    meeting_id="会议",
    agenda_id="议题",
    unit_id="单位",
    department_id="责任部门",
    text="决定事项",
    owner_id="责任人",
    overseer_id="督办人",
    first_due_on="会议定的期限",
    due_on="完成期限",
    state="状态",
    report="办理情况",
    reported_at="报告时间",
    opinion="督办意见",
    done_at="办结时间",
    extended_at="延期时间",
    escalated_at="超期上报时间",
)
label("meeting_decision_entries", "办理经过", decision_id="决定", kind="办理", words="说明", by_id="办理人", at="时间")
label_acts(
    {
        "meeting.export": "导出所务会",
        "meeting.plan": "筹备会议",
        "meeting.replan": "修改会议安排",
        "meeting.cancel": "取消会议",
        "meeting.hold": "登记会议召开",
        "meeting.write": "记录纪要",
        "meeting.submit": "报请签发纪要",
        "meeting.send_back": "退回纪要",
        "meeting.sign": "签发纪要",
        "meeting.take_over": "接替签发纪要",
        "meeting.remark": "纪要补充说明",
        "meeting.pass_on": "移交会议",
        "meeting_decision.make": "作出会议决定",
        "meeting_decision.change": "修改会议决定",
        "meeting_decision.progress": "报告决定进展",
        "meeting_decision.report": "报告决定办结",
        "meeting_decision.confirm": "确认决定办结",
        "meeting_decision.send_back": "退回重办决定",
        "meeting_decision.extend": "延长决定期限",
        "meeting_decision.escalate": "决定超期上报",
        "meeting_decision.pass_on": "移交会议决定",
        "meeting_decision.drop": "撤销会议决定",
    }
)
label("meetings", "所务会")
label("meeting_decisions", "会议决定")
