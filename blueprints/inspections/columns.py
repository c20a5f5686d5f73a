"""The spreadsheet of inspections."""

from blueprints.core.sheets.exports import Column
from models.core.masking import scrub


def summary_of(inspection) -> str:
    """Return the summary as it was written, and what was decided since, as the page does."""
    since = f"（{inspection.decided_since}）" if inspection.summary and inspection.decided_since else ""
    return scrub(inspection.summary) + since


INSPECTIONS = [
    Column("编号", lambda i: i.number or "草稿", 16),
    Column("被查单位", lambda i: i.unit_name, 20),
    Column("类别", lambda i: i.kind, 12),
    Column("方式", lambda i: i.method, 10),
    Column("稽查类型", lambda i: "、".join(i.topic_labels), 24),
    Column("检查表", lambda i: i.template.name, 24),
    Column("开始时间", lambda i: i.started_at, 20, "moment"),
    Column("结束时间", lambda i: i.ended_at, 20, "moment"),
    Column("天气", lambda i: i.weather, 8),
    Column("督查人员", lambda i: "、".join(row.user.name for row in i.inspectors), 20),
    Column("得分", lambda i: i.score, 8, "tenths"),
    Column("满分", lambda i: i.template.full, 8, "tenths"),
    Column("一票否决", lambda i: "是" if i.is_vetoed else "", 8),
    Column("问题摘要", summary_of, 40),
    Column("状态", lambda i: i.state, 14),
]
FOUND = [
    Column("督查编号", lambda f: f.inspection.number, 16),
    Column("被查单位", lambda f: f.inspection.unit_name, 18),
    Column("检查时间", lambda f: f.inspection.started_at, 20, "moment"),
    Column("项目", lambda f: f"{f.item.code} {f.item.text}", 40),
    Column("情况", lambda f: scrub(f.words), 40),
    Column("当事人", lambda f: f.person.name if f.person else "", 10),
]
FAILED = [
    *FOUND,
    Column("次数", lambda f: f.number, 8, "number"),
    Column("扣分", lambda f: f.taken, 8, "tenths"),
]
ANSWERED = [
    *FOUND,
    Column("答复", lambda f: f.reply.state, 14),
    Column("异议处理", lambda f: f.reply.outcome, 10),
    Column("理由", lambda f: scrub(f.reply.reason), 40),
]
OWN = [
    Column("督查编号", lambda f: f.inspection.number, 16),
    Column("检查时间", lambda f: f.inspection.started_at, 20, "moment"),
    Column("检查表", lambda f: f.inspection.template.name, 24),
    Column("项目", lambda f: f"{f.item.code} {f.item.text}", 40),
    Column("情况", lambda f: scrub(f.words), 40),
    Column("扣分", lambda f: f.taken, 8, "tenths"),
    Column("本人答复", lambda f: f.reply.state, 14),
    Column("异议处理", lambda f: f.reply.outcome, 10),
    Column("答复截止", lambda f: f.inspection.confirm_until, 20, "moment"),
]
