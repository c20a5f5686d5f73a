"""The spreadsheets of points."""

from blueprints.core.filters import in_full
from blueprints.core.sheets.exports import Column

BALANCES = [
    Column("月份", lambda b: f"{b.month:%Y-%m}", 10),
    Column("工号", lambda b: b.person.staff_no if b.person else "", 10),
    Column("姓名或班组", lambda b: b.person.name if b.person else in_full(b.unit), 16),
    Column("单位", lambda b: in_full(b.unit), 16),
    Column("基础分", lambda b: b.base, 10, "tenths"),
    Column("得分", lambda b: b.score, 10, "tenths"),
    Column("加分余额", lambda b: b.merit, 10, "tenths"),
]
ENTRIES = [
    Column("凭证号", lambda e: e.number, 14),
    Column("日期", lambda e: e.on, 12, "date"),
    Column("记入月份", lambda e: f"{e.booked_month:%Y-%m}", 10),
    Column("工号", lambda e: e.person.staff_no if e.person else "", 10),
    Column("姓名或班组", lambda e: e.person.name if e.person else in_full(e.unit), 16),
    Column("项目", lambda e: e.title, 18),
    Column("类型", lambda e: e.type, 10),
    Column("得分变动", lambda e: e.score or None, 10, "tenths"),
    Column("加分余额变动", lambda e: e.merit or None, 12, "tenths"),
    Column("来源", lambda e: e.source_label, 26),
    Column("说明", lambda e: e.words, 40),
    Column("记入时间", lambda e: e.at, 20, "moment"),
]
DEEDS = [
    Column("编号", lambda d: d.number, 14),
    Column("工号", lambda d: d.person.staff_no, 10),
    Column("姓名", lambda d: d.person.name, 10),
    Column("单位", lambda d: in_full(d.unit), 16),
    Column("日期", lambda d: d.happened_on, 12, "date"),
    Column("地点", lambda d: d.place, 16),
    Column("事迹", lambda d: d.words, 50),
    Column("上报人", lambda d: d.reported_by.name, 10),
    Column("状态", lambda d: d.state, 10),
    Column("核实人", lambda d: d.decided_by.name if d.decided_by else "", 10),
    Column("核实意见", lambda d: d.finding, 30),
]
GRIEVANCES = [
    Column("编号", lambda g: g.number, 14),
    Column("工号", lambda g: g.person.staff_no, 10),
    Column("姓名", lambda g: g.person.name, 10),
    Column("单位", lambda g: in_full(g.unit), 16),
    Column("发生时间", lambda g: g.happened_at, 20, "moment"),
    Column("地点", lambda g: g.place, 16),
    Column("经过", lambda g: g.words, 50),
    Column("怎样处置", lambda g: g.conduct, 40),
    Column("签认", lambda g: "、".join(f"{one.signer.label} {one.user.name}" for one in g.signatures), 30),
    Column("状态", lambda g: g.state, 10),
]
RULES = [
    Column("项目", lambda r: r.title, 30),
    Column("版次", lambda r: r.edition, 8, "number"),
    Column("类别", lambda r: r.side, 10),
    Column("每次（分）", lambda r: r.tenths, 10, "tenths"),
    Column("每月上限（分）", lambda r: r.month_cap, 14, "tenths"),
    Column("参加功过相抵", lambda r: r.is_offsetting, 12),
    Column("依据", lambda r: r.source, 40),
    Column("生效月份", lambda r: r.valid_from, 12, "date"),
    Column("停用", lambda r: r.valid_to, 12, "date"),
    Column("示例", lambda r: r.is_example, 8),
]
