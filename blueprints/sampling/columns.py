"""Columns of the exports of plans and draws."""

from __future__ import annotations

from blueprints.core.sheets.exports import Column
from models.core.masking import scrub
from models.inspections.scoring import said

DRAWS = [
    Column("编号", lambda d: d.number, 16),
    Column("方式", lambda d: d.kind, 12),
    Column("收费站", lambda d: d.unit.name, 20),
    Column("月份", lambda d: f"{d.month:%Y-%m}", 10),
    Column("截止日期", lambda d: d.until, 12, "date"),
    Column("检查表", lambda d: d.template.name, 28),
    Column("段数", lambda d: d.total, 8, "number"),
    Column("每段分钟", lambda d: d.minutes, 10, "number"),
    Column("双人评分（%）", lambda d: d.double_percent, 12, "number"),
    Column("原因", lambda d: d.cause, 14),
    Column("说明", lambda d: scrub(d.reason), 30),
    Column("种子", lambda d: d.seed, 34),
    Column("候选名单校验值", lambda d: d.fingerprint, 66),
    Column("抽取人", lambda d: d.drawn_by.name if d.drawn_by else "", 12),
    Column("抽取时间", lambda d: d.drawn_at, 20, "moment"),
    Column("状态", lambda d: d.state, 10),
    Column("作废理由", lambda d: scrub(d.end_reason), 30),
]
CLIPS = [
    Column("开始", lambda c: c.from_at, 20, "moment"),
    Column("结束", lambda c: c.to_at, 20, "moment"),
    Column("班组", lambda c: c.crew_in_full, 18),
    Column("当班人员", lambda c: c.person_name, 12),
    Column("车道", lambda c: c.lane_name, 14),
    Column("双人评分", lambda c: c.is_double, 10),
    Column("评分人", lambda c: "、".join(r.reviewer.name for r in c.reviews), 18),
    Column("得分", lambda c: scores_of(c), 16),
    Column("录像编号", lambda c: "、".join(r.clip_ref for r in c.reviews if r.clip_ref), 24),
    Column("状态", lambda c: c.state, 10),
    Column("督查", lambda c: c.inspection.name if c.inspection else "", 18),
]
REVIEWS = [
    Column("录像", lambda r: r.clip.name, 30),
    Column("抽检", lambda r: r.clip.draw.number, 16),
    Column("班组", lambda r: r.clip.crew_in_full, 18),
    Column("得分", lambda r: r.score, 8, "tenths"),
    Column("状态", lambda r: r.state, 10),
    Column("录像编号", lambda r: r.clip_ref, 24),
    Column("备注", lambda r: scrub(r.note), 40),
    Column("评分时间", lambda r: r.done_at, 20, "moment"),
]
PROGRESS = [
    Column("收费站", lambda row: row[0].station.name, 20),
    Column("督查种类", lambda row: row[1].label, 16),
    Column("计划", lambda row: row[1].target, 8, "number"),
    Column("进行中", lambda row: row[1].running, 8, "number"),
    Column("已完成", lambda row: row[1].done, 8, "number"),
]
ITEMS = [
    Column("检查项", lambda row: row[0].code, 10),
    Column("内容", lambda row: row[0].text, 60),
    Column("评判数", lambda row: row[1].pairs, 10, "number"),
    Column("一致", lambda row: row[1].same, 8, "number"),
    Column("一致率（%）", lambda row: "" if row[1].percent is None else f"{row[1].percent:.1f}", 12),
    Column("Kappa", lambda row: "" if row[1].kappa is None else f"{row[1].kappa:.2f}", 10),
    Column("结论", lambda row: row[1].in_words, 20),
]


def scores_of(clip) -> str:
    """Return the scores of a clip that is through; what one reviewer saw is nobody's business before."""
    if clip.state.value == "waiting":
        return ""
    return "、".join(said(review.score) for review in clip.reviews if review.score is not None)
