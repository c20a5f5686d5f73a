"""The spreadsheets of the service room. Names, phones, plates and addresses leave masked."""

from blueprints.core.sheets.exports import Column
from models import personal
from models.core.masking import scrub


def name_of(attribute: str):
    return lambda row: getattr(row, attribute).name if getattr(row, attribute) else ""


def hidden(column: str):
    """The masked value of a personal column."""
    return lambda row: personal.shown(row, column)


def survey_columns(counts: dict[int, int]) -> list[Column]:
    """Return the columns of the surveys; ``counts`` are the sheets of each."""
    return [
        Column("编号", lambda r: r.number, 16),
        Column("名称", lambda r: r.name, 24),
        Column("收费站", name_of("unit"), 14),
        Column("开始日期", lambda r: r.since, 12, "date"),
        Column("结束日期", lambda r: r.until, 12, "date"),
        Column("答卷", lambda r: counts.get(r.id, 0), 8, "number"),
        Column("计划", lambda r: r.wanted, 8, "number"),
        Column("状态", lambda r: r.state, 10),
    ]


def round_columns(standings: dict[int, dict]) -> list[Column]:
    """Return the columns of the rounds of 回访; ``standings`` are the results of each round's calls."""

    def number(result: str):
        return lambda r: standings[r.id].get(result, 0)

    return [
        Column("编号", lambda r: r.number, 16),
        Column("收费站", name_of("unit"), 14),
        Column("服务日期从", lambda r: r.since, 12, "date"),
        Column("到", lambda r: r.until, 12, "date"),
        Column("抽取", lambda r: sum(standings[r.id].values()), 8, "number"),
        Column("已有结果", lambda r: sum(n for result, n in standings[r.id].items() if result), 10, "number"),
        Column("拒访", number("refused"), 8, "number"),
        Column("不满意", number("unsatisfied"), 8, "number"),
        Column("抽取时间", lambda r: r.drawn_at, 20, "moment"),
    ]


RECORDS = [
    Column("编号", lambda r: r.number, 16),
    Column("收费站", name_of("unit"), 14),
    Column("时间", lambda r: r.served_at, 20, "moment"),
    Column("车牌号", hidden("plate"), 12),
    Column("服务类型", name_of("kind"), 12),
    Column("数量（个）", lambda r: r.quantity, 10, "number"),
    Column("使用物品", lambda r: scrub(r.items), 24),
    Column("代填单据", lambda r: r.form_name, 18),
    Column("群体", lambda r: r.group, 14),
    Column("结果", lambda r: r.outcome, 10),
    Column("未能提供的原因", hidden("reason"), 24),
    Column("姓名", hidden("person_name"), 10),
    Column("电话", hidden("phone"), 14),
    Column("外勤签字", name_of("signed_by"), 10),
    Column("备注", hidden("note"), 24),
]
APPOINTMENTS = [
    Column("编号", lambda a: a.number, 16),
    Column("收费站", name_of("unit"), 14),
    Column("时段", lambda a: a.starts_at, 20, "moment"),
    Column("状态", lambda a: a.state, 10),
    Column("群体", lambda a: a.group, 14),
    Column("姓名", hidden("person_name"), 10),
    Column("电话", hidden("phone"), 14),
    Column("地址", hidden("address"), 24),
    Column("办理业务", lambda a: scrub(a.business), 18),
    Column("收费人", name_of("collector"), 10),
    Column("记录人", name_of("recorder"), 10),
    Column("移动设备编号", lambda a: a.device_no, 14),
    Column("出发", lambda a: a.departed_at, 20, "moment"),
    Column("到达", lambda a: a.arrived_at, 20, "moment"),
    Column("完成", lambda a: a.finished_at, 20, "moment"),
    Column("金额（元）", lambda a: a.amount, 12, "money"),
    Column("票据号", lambda a: a.receipt_no, 14),
    Column("满意度", lambda a: a.satisfaction, 10),
    Column("取消原因", lambda a: a.cancel_cause, 14),
    Column("取消说明", hidden("cancel_reason"), 24),
]
CHECKS = [
    Column("日期", lambda c: c.business_date, 12, "date"),
    Column("班次", lambda c: c.period, 8),
    Column("收费站", name_of("unit"), 14),
    Column("检查人", name_of("checked_by"), 10),
    Column("检查时间", lambda c: c.checked_at, 20, "moment"),
    Column("异常项数", lambda c: c.bad_count, 10, "number"),
    Column("备注", lambda c: scrub(c.note), 30),
]
GAPS = [
    Column("收费站", name_of("unit"), 14),
    Column("物品", name_of("item"), 14),
    Column("发现时", lambda g: g.found, 8),
    Column("说明", lambda g: scrub(g.words), 30),
    Column("发现时间", lambda g: g.opened_at, 20, "moment"),
    Column("状态", lambda g: g.state, 8),
    Column("恢复时间", lambda g: g.restored_at, 20, "moment"),
    Column("恢复登记人", name_of("restored_by"), 10),
    Column("恢复说明", lambda g: scrub(g.restored_words), 30),
]
CALLS = [
    Column("回访编号", lambda c: c.round.number, 16),
    Column("收费站", lambda c: c.round.unit.name, 14),
    Column("服务编号", lambda c: c.source.number, 16),
    Column("结果", lambda c: c.result, 10),
    Column("原话和原因", hidden("said"), 40),
    Column("拨打次数", lambda c: c.tries, 10, "number"),
    Column("回访人", name_of("called_by"), 10),
    Column("回访时间", lambda c: c.called_at, 20, "moment"),
]
SHEETS = [
    Column("序号", lambda s: s.id, 8, "number"),
    Column("填答日期", lambda s: s.answered_on, 12, "date"),
    Column("渠道", lambda s: s.channel, 8),
    Column("意见", hidden("said"), 40),
    Column("录入人", name_of("entered_by"), 10),
    Column("状态", lambda s: "已作废" if s.voided_at else "有效", 8),
    Column("作废原因", hidden("void_reason"), 24),
    Column("作废人", name_of("voided_by"), 10),
    Column("作废时间", lambda s: s.voided_at, 20, "moment"),
]


ALL_SHEETS = [
    Column("调查编号", lambda s: s.round.number, 16),
    Column("收费站", lambda s: s.round.unit.name, 14),
    Column("填答日期", lambda s: s.answered_on, 12, "date"),
    Column("渠道", lambda s: s.channel, 8),
    Column("得分", lambda s: "；".join(f"{one.dimension.name} {one.score}" for one in s.answers), 48),
    Column("计入满意的项数", lambda s: sum(one.score >= s.round.satisfied_from for one in s.answers), 14, "number"),
    Column("回答的项数", lambda s: len(s.answers), 12, "number"),
    Column("意见", hidden("said"), 40),
]


def score_columns(dimensions, scale: list[str]) -> list[Column]:
    """A column for each question: the score and its word."""
    return [Column(one.name, _score_of(one.id, scale), 14) for one in dimensions]


def _score_of(dimension_id: int, scale: list[str]):
    def shown(sheet) -> str:
        score = next((one.score for one in sheet.answers if one.dimension_id == dimension_id), None)
        return f"{score} {scale[score - 1]}" if score else ""

    return shown
