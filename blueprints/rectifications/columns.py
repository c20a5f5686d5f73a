"""The spreadsheets of rectifications, campaigns and process reviews."""

from blueprints.core.sheets.exports import Column
from models.core import clock
from models.core.masking import scrub
from models.rectifications.sources import label_of

ORDERS = [
    Column("编号", lambda r: r.number, 16),
    Column("单位", lambda r: r.unit_name, 16),
    Column("来源", lambda r: label_of(r.source), 10),
    Column("来源编号", lambda r: r.source_ref, 18),
    Column("检查项", lambda r: r.source_item, 18),
    Column("问题类别", lambda r: r.category, 12),
    Column("问题表现", lambda r: scrub(r.problem), 50),
    Column("根源分析", lambda r: scrub(r.cause), 40),
    Column("整改目标", lambda r: scrub("；".join(filter(None, (r.goal, r.goal_in_words)))), 40),
    Column("具体措施", lambda r: "\n".join(f"{n}. {scrub(m.text)}" for n, m in enumerate(r.measures, 1)), 40),
    Column("整改责任人", lambda r: r.responsible.name, 12),
    Column("整改期限", lambda r: r.due_on, 12, "date"),
    Column("下发次数", lambda r: r.issue_no, 10, "number"),
    Column("复发", lambda r: r.recurs_id is not None, 8),
    Column("状态", lambda r: r.state, 12),
    Column("下发时间", lambda r: r.issued_at, 20, "moment"),
    Column("签收时间", lambda r: r.signed_at, 20, "moment"),
    Column("报请复查时间", lambda r: r.submitted_at, 20, "moment"),
    Column("复查时间", lambda r: r.reviewed_at, 20, "moment"),
    Column("复查意见", lambda r: scrub(r.opinion), 40),
]
FIGURES = [
    Column("分组", lambda one: one.name, 18),
    Column("下发", lambda one: one.issued, 10, "number"),
    Column("销号", lambda one: one.closed, 10, "number"),
    Column("超期未完成", lambda one: one.late, 12, "number"),
    Column("按期率", lambda one: str(one.on_time), 18),
    Column("平均天数", lambda one: "数据不足" if one.days is None else f"{one.days:g}", 12),
    Column("复发率", lambda one: str(one.recurrence), 18),
]
CAMPAIGNS = [
    Column("编号", lambda r: r.number, 16),
    Column("行动", lambda r: r.name, 24),
    Column("范围", lambda r: r.unit.name, 16),
    Column("目的", lambda r: r.purpose, 40),
    Column("现在的阶段", lambda r: r.phase_name(clock.today()), 14),
    Column("阶段", lambda r: "\n".join(f"{p.name} {p.from_on} 至 {p.to_on or '长期'}" for p in r.phases), 40),
    Column("目标", lambda r: "\n".join(f"{g.name}：{g.target_in_words}，{g.due_on} 前" for g in r.goals), 50),
    Column("状态", lambda r: r.state, 10),
    Column("策划人", lambda r: r.planned_by.name if r.planned_by else "", 12),
    Column("开始时间", lambda r: r.started_at, 20, "moment"),
    Column("总结时间", lambda r: r.closed_at, 20, "moment"),
    Column("好的做法", lambda r: r.practice, 50),
]
CAMPAIGN_SIGNING = [
    Column("工号", lambda row: row[0].staff_no, 10),
    Column("姓名", lambda row: row[0].name, 12),
    Column("单位", lambda row: row[0].unit.name, 16),
    Column("签字时间", lambda row: row[1].signed_at if row[1] else None, 20, "moment"),
    Column("学习体会", lambda row: scrub(row[1].words) if row[1] else "", 50),
]
PROCESSES = [
    Column("编号", lambda r: r.number, 16),
    Column("流程", lambda r: r.process, 18),
    Column("单位", lambda r: r.unit.name, 16),
    Column("结论", lambda r: r.verdict, 14),
    Column("原步骤", lambda r: len(r.steps), 10, "number"),
    Column("现步骤", lambda r: len(r.after), 10, "number"),
    Column("原用时（分钟）", lambda r: r.minutes_before, 14, "number"),
    Column("现用时（分钟）", lambda r: r.minutes_after, 14, "number"),
    Column("理由", lambda r: scrub(r.reason), 50),
    Column("状态", lambda r: r.state, 10),
    Column("生效日期", lambda r: r.valid_from, 12, "date"),
    Column("下次评审", lambda r: r.next_on, 12, "date"),
]
