"""The spreadsheets of awards."""

from blueprints.core.filters import in_full
from blueprints.core.sheets.exports import Column
from models.awards import Component
from models.points import said as points_said

AWARDS = [
    Column("编号", lambda a: a.number, 14),
    Column("名称", lambda a: a.title, 24),
    Column("奖项", lambda a: a.terms["name"], 16),
    Column("范围", lambda a: a.unit.name, 16),
    Column("期间从", lambda a: a.since, 12, "date"),
    Column("期间到", lambda a: a.until, 12, "date"),
    Column("名额", lambda a: a.terms["places"], 8, "number"),
    Column("奖金（元）", lambda a: a.terms["amount"], 12, "money"),
    Column("状态", lambda a: a.state, 10),
    Column("公示到", lambda a: a.notice_until, 12, "date"),
]


def _part(component: Component):
    return Column(component.label, lambda c: c.figure(component) if c.figures else None, 10, "hundredths")


CANDIDATES = [
    Column("名次", lambda c: c.place, 8, "number"),
    Column("姓名或班组", lambda c: c.caption, 16),
    Column("单位", lambda c: c.unit_name, 16),
    Column("总分", lambda c: c.total, 10, "hundredths"),
    *(_part(component) for component in Component),
    Column("入选", lambda c: c.is_winner, 8),
    Column("合格", lambda c: c.is_eligible, 8),
    Column("不合格原因", lambda c: "；".join(c.reasons), 50),
    Column("提名理由", lambda c: c.nomination, 30),
]
BARS = [
    Column("对象", lambda b: b.person.name if b.person else in_full(b.unit), 16),
    Column("单位", lambda b: in_full(b.unit), 16),
    Column("年度", lambda b: b.year, 8, "number"),
    Column("原因", lambda b: b.reason, 50),
    Column("时间", lambda b: b.at, 20, "moment"),
    Column("恢复时间", lambda b: b.lifted_at, 20, "moment"),
    Column("恢复理由", lambda b: b.lifted_reason, 40),
]
PAYMENTS = [
    Column("评优编号", lambda p: p.candidate.award.number, 14),
    Column("名称", lambda p: p.candidate.award.title, 24),
    Column("姓名或班组", lambda p: p.candidate.caption, 16),
    Column("金额（元）", lambda p: p.amount, 12, "money"),
    Column("凭证号", lambda p: p.receipt_no, 16),
    Column("发放日期", lambda p: p.paid_on, 12, "date"),
    Column("经办人", lambda p: p.paid_by.name, 10),
]
STARS = [
    Column("工号", lambda s: s.person.staff_no, 10),
    Column("姓名", lambda s: s.person.name, 10),
    Column("单位", lambda s: in_full(s.person.unit), 16),
    Column("月均得分", lambda s: s.mean, 10, "tenths"),
    Column("年度星级", lambda s: s.stars, 10),
    Column("各月", lambda s: "，".join(f"{m:%m} 月 {points_said(t)} {star}" for m, t, star in s.months), 60),
]
