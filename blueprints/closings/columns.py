"""The spreadsheet of closed months: one line for each frozen figure."""

from blueprints.core.sheets.exports import Column
from models.closings import Measure


def _value(measure: str):
    return lambda line: line[1][3] if line[1] and line[1][2] == measure else None


def _points(line) -> float | None:
    tenths = _value(Measure.TENTHS)(line)
    return _value(Measure.POINTS)(line) if tenths is None else tenths / 10


CLOSINGS = [
    Column("单位", lambda line: line[0].unit.name, 18),
    Column("月份", lambda line: f"{line[0].month:%Y-%m}", 10),
    Column("业务", lambda line: line[1][0] if line[1] else "", 10),
    Column("项目", lambda line: line[1][1] if line[1] else "", 20),
    Column("件数", _value(Measure.COUNT), 10, "number"),
    Column("金额（元）", _value(Measure.CENTS), 14, "money"),
    Column("分值", _points, 10, "number"),
    Column("班次", _value(Measure.SHIFTS), 10, "number"),
    Column("人次", _value(Measure.TIMES), 10, "number"),
    Column("结账人", lambda line: line[0].closed_by.name if line[0].closed_by else "", 10),
    Column("结账时间", lambda line: line[0].closed_at, 20, "moment"),
    Column("说明", lambda line: line[0].note, 30),
]
