"""How the trail speaks of violations and penalties."""

from models.core.wording import label, label_acts, label_value, yuan

label_acts(
    {
        "penalty.appeal": "陈述或申诉",
        "penalty.collect": "收缴罚款",
        "penalty.waive": "放弃申诉",
        "penalty.effect": "处罚生效",
        "penalty.demand": "转财务收缴",
        "penalty.revoke": "撤销处罚",
        "violation.overturn": "撤销违规认定",
        "collection.reverse": "冲销收据",
        "collection.refund": "退还罚款",
        "award_ban.begin": "取消评先资格",
        "award_ban.lift": "恢复评先资格",
    }
)
label(
    "violations",
    number="编号",
    person_id="当事人",
    unit_id="单位",
    unit_name="当时所在班组",
    occurred_at="发生时间",
    place="地点",
    source="来源",
    source_ref="来源编号",
    source_href="来源地址",
    facts="事实",
    state="状态",
    reported_by_id="登记人",
    reported_at="登记时间",
    confirmed_by_id="认定人",
    confirmed_at="认定时间",
    finding="核实意见",
    joint_with_id="关联违规",
    is_imported="导入",
)
label("violation_clauses", "违反条款", violation_id="违规", clause_id="条款")
label(
    "penalties",
    number="编号",
    violation_id="违规",
    person_id="当事人",
    unit_id="单位",
    path="计算方式",
    mode="处罚方式",
    amount="金额",
    points="分值",
    reckoning="计算",
    basis="依据条文",
    window_days="申诉期计算",
    measures="处理意见",
    repeat_no="期间内次数",
    is_repeat="按十不准处理",
    ten_clause_id="十不准条款",
    overlap_reason="并处理由",
    overlap_by_id="准予并处人",
    state="状态",
    drafted_by_id="拟办人",
    drafted_at="拟办时间",
    statement="陈述申辩",
    stated_at="陈述时间",
    approved_at="批准时间",
    served_at="送达时间",
    served_by_id="送达人",
    service="送达方式",
    witness_id="见证人",
    service_note="拒签情况",
    appeal_until="申诉期止",
    effective_at="生效时间",
    is_imported="导入",
)
label(
    "penalty_appeals",
    penalty_id="处罚",
    unit_id="单位",
    grounds="申诉理由",
    filed_at="申诉时间",
    due_on="应决定日期",
    outcome="结果",
    reason="决定理由",
    decided_by_id="决定人",
    decided_at="决定时间",
)
label("penalty_reliefs", penalty_id="处罚", unit_id="单位", amount="减少金额", reason="理由", by_id="办理人", at="时间")
label(
    "award_bans",
    penalty_id="处罚",
    person_id="当事人",
    unit_id="单位",
    year="年度",
    since="开始时间",
    lifted_at="恢复时间",
    lifted_reason="恢复原因",
)
label(
    "penalty_collections",
    kind="类别",
    penalty_id="处罚",
    unit_id="单位",
    receipt_no="收据号",
    payer="交款人",
    amount="金额",
    method="方式",
    collected_on="收款日期",
    collected_by_id="收款人",
    collected_at="登记时间",
    reverses_id="冲销的收据",
    reversed_at="被冲销时间",
    cause="来源",
    cause_name="事项",
    cause_href="事项地址",
    reason="理由",
)


def _days(days: list) -> str:
    counted = [day for day, counts, _why in days if counts]
    return f"{counted[0]} 至 {counted[-1]}，计 {len(counted)} 个工作日" if counted else "无"


label("violations", "违规")
label("penalties", "处罚")
label("award_bans", "取消评先")
label_value("penalties", "reckoning", lambda sums: "；".join(f"{what} {yuan(sum_)}" for what, sum_ in sums))
label_value("penalties", "basis", lambda rules: "；".join(f"{name} 第 {edition} 版" for name, edition, _text in rules))
label_value("penalties", "window_days", _days)
