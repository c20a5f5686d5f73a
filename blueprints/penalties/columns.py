"""The spreadsheets of violations, penalties and receipts."""

from blueprints.core.sheets.exports import Column
from models.penalties.equity import ApproverLine, CrewLine


def receipt(name: str):
    return lambda p: getattr(p.receipt, name) if p.receipt else None


PENALTIES = [
    Column("处罚编号", lambda p: p.number, 16),
    Column("违规编号", lambda p: p.violation.number, 16),
    Column("工号", lambda p: p.person.staff_no, 10),
    Column("姓名", lambda p: p.person.name, 10),
    Column("当时班组", lambda p: p.violation.unit_name, 14),
    Column("发生时间", lambda p: p.violation.occurred_at, 20, "moment"),
    Column("地点", lambda p: p.violation.place, 14),
    Column("来源", lambda p: p.violation.source, 8),
    Column("事实", lambda p: p.violation.facts, 50),
    Column("计算方式", lambda p: p.path, 16),
    Column("处罚方式", lambda p: p.mode, 10),
    Column("金额（元）", lambda p: p.amount, 12, "money"),
    Column("应收（元）", lambda p: p.payable, 12, "money"),
    Column("分值", lambda p: p.points, 8, "number"),
    Column("期间内次数", lambda p: p.repeat_no, 10, "number"),
    Column("状态", lambda p: p.state, 10),
    Column("生效时间", lambda p: p.effective_at, 20, "moment"),
    Column("收据号", receipt("receipt_no"), 14),
    Column("收款日期", receipt("collected_on"), 12, "date"),
    Column("导入", lambda p: p.is_imported, 8),
]
VIOLATIONS = [
    Column("违规编号", lambda v: v.number, 16),
    Column("工号", lambda v: v.person.staff_no, 10),
    Column("姓名", lambda v: v.person.name, 10),
    Column("当时班组", lambda v: v.unit_name, 14),
    Column("发生时间", lambda v: v.occurred_at, 20, "moment"),
    Column("地点", lambda v: v.place, 14),
    Column("来源", lambda v: v.source, 8),
    Column("来源编号", lambda v: v.source_ref, 16),
    Column("条款", lambda v: "、".join(clause.name for clause in v.clauses), 30),
    Column("事实", lambda v: v.facts, 50),
    Column("状态", lambda v: v.state, 10),
    Column("登记人", lambda v: v.reported_by.name if v.reported_by else "", 10),
    Column("核实意见", lambda v: v.finding, 30),
]
LEDGER = [
    Column("日期", lambda c: c.collected_on, 12, "date"),
    Column("类别", lambda c: c.kind, 8),
    Column("凭证号", lambda c: c.receipt_no, 16),
    Column("交款人", lambda c: c.payer, 10),
    Column("当时班组", lambda c: c.penalty.violation.unit_name if c.penalty else "", 14),
    Column("处罚编号或事项", lambda c: c.about, 24),
    Column("金额（元）", lambda c: c.amount, 12, "money"),
    Column("方式", lambda c: c.method, 10),
    Column("收款人", lambda c: c.collected_by.name if c.collected_by else "", 10),
    Column("说明", lambda c: c.reason, 24),
]
EQUITY = [
    Column("对象", lambda line: line.name, 20),
    Column("类别", lambda line: "班组" if isinstance(line, CrewLine) else "审批人", 8),
    Column("处罚件数", lambda line: len(line.amounts), 10, "number"),
    Column("班次", lambda line: getattr(line, "duties", None), 10, "number"),
    Column("每百班", lambda line: str(line.rate) if isinstance(line, CrewLine) else "", 18),
    Column("比较", lambda line: line.rate.verdict.label if isinstance(line, CrewLine) else "", 18),
    Column("办理件数", lambda line: getattr(line, "decided", None), 10, "number"),
    Column("退回率", lambda line: str(line.returned) if isinstance(line, ApproverLine) else "", 18),
    Column("申诉改判率", lambda line: str(line.changed) if isinstance(line, ApproverLine) else "", 18),
    Column("金额中位（元）", lambda line: line.median, 14, "money"),
    Column("最低（元）", lambda line: line.amounts[0] if line.amounts else None, 12, "money"),
    Column("最高（元）", lambda line: line.amounts[-1] if line.amounts else None, 12, "money"),
]
OWN = [
    Column("处罚编号", lambda p: p.number, 16),
    Column("发生时间", lambda p: p.violation.occurred_at, 20, "moment"),
    Column("事实", lambda p: p.violation.facts, 50),
    Column("处理", lambda p: p.measure, 20),
    Column("状态", lambda p: p.state, 10),
    Column("可申诉到", lambda p: p.appeal_until, 12, "date"),
]
