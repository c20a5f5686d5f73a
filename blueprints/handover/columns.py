"""The columns of the spreadsheets."""

from __future__ import annotations

from blueprints.core.sheets.exports import Column
from models.core import clock
from models.handover import matters
from models.handover.kinds import Side
from models.roster import Shift


def _signed(side: Side):
    return lambda row: (s := row.signature_of(side)) and f"{s.name} {clock.local(s.at):%Y-%m-%d %H:%M}"


def _total(of):
    return lambda row: sum(map(of, row.settlements)) if row.number else None


class NotBegun:
    """A shift that is over and was never handed over, as a row among the records."""

    number, settlements, is_backfill = "", (), False

    def __init__(self, shift: Shift) -> None:
        self.shift, self.unit = shift, shift.unit

    def signature_of(self, _side: Side) -> None:
        return None


RECORDS = [
    Column("编号", lambda row: row.number, 18),
    Column("收费站", lambda row: row.unit.name),
    Column("工班日", lambda row: row.shift.business_date, 12, "date"),
    Column("班次", lambda row: row.shift.kind.name, 10),
    Column("班组", lambda row: row.shift.crew.name, 10),
    Column("应缴（元）", _total(lambda s: s.receivable or 0), 14, "money"),
    Column("实缴（元）", _total(lambda s: s.cash or 0), 14, "money"),
    Column("短款（元）", _total(lambda s: s.short), 12, "money"),
    Column("长款（元）", _total(lambda s: s.surplus), 12, "money"),
    Column("状态", lambda row: row.state.label if row.number else "没有开始", 16),
    Column("补录", lambda row: "补录" if row.is_backfill else "", 8),
    Column("交班", _signed(Side.OUTGOING), 20),
    Column("接班", _signed(Side.INCOMING), 20),
    Column("值班站长", _signed(Side.DUTY_LEADER), 20),
]
MISSING = [
    Column("收费站", lambda row: row.unit.name),
    Column("工班日", lambda row: row.business_date, 12, "date"),
    Column("班次", lambda row: row.kind.name, 10),
    Column("班组", lambda row: row.crew.name, 10),
    Column("时间", lambda row: row.span, 14),
]
MATTERS = [
    Column("事项", lambda row: row.sentence, 40),
    Column("收费站", lambda row: row.unit.name),
    Column("责任人", lambda row: row.owner),
    Column("时限", lambda row: row.due),
    Column("缓急", lambda row: row.urgency.label, 8),
    Column("提出", lambda row: row.opened_at, 20, "moment"),
    Column("天数", lambda row: matters.age_days(row, clock.now()), 8, "number"),
    Column("经过班次", lambda row: row.hops, 10, "number"),
    Column("状态", lambda row: row.state.label, 10),
    Column("结果", lambda row: row.result, 40),
]
DIFFERENCES = [
    Column("日期", lambda row: row.on, 12, "date"),
    Column("收费站", lambda row: row.unit.name),
    Column("类别", lambda row: row.kind.label, 10),
    Column("对象", lambda row: row.subject, 20),
    Column("金额（元）", lambda row: row.amount, 12, "money"),
    Column("数量", lambda row: row.quantity, 8, "number"),
    Column("已补（元）", lambda row: row.repaid, 12, "money"),
    Column("说明", lambda row: row.explanation, 40),
    Column("状态", lambda row: row.state.label, 10),
    Column("处理", lambda row: row.handling, 30),
]
OWN = [
    Column("编号", lambda line: line[0].number, 18),
    Column("工班日", lambda line: line[0].shift.business_date, 12, "date"),
    Column("班次", lambda line: line[0].shift.kind.name, 10),
    Column("车道", lambda line: line[1].lane.code if line[1].lane else "", 8),
    Column("应缴（元）", lambda line: line[1].receivable, 14, "money"),
    Column("实缴（元）", lambda line: line[1].cash, 14, "money"),
    Column("长款（元）", lambda line: line[1].surplus, 12, "money"),
    Column("短款（元）", lambda line: line[1].short, 12, "money"),
]
