"""暗访评价报告 for Word: what the print shows, to be edited further."""

from __future__ import annotations

from blueprints.core.documents import Document
from models.core import clock, settings
from models.core.masking import scrub
from models.mystery_visits import ASPECTS, MysteryVisit

SIGNERS = ("领导小组组长", "征费室主任")


def report_paper(visit: MysteryVisit) -> Document:
    """Return the paper of a published visit; report and matters must be loaded."""
    told = visit.report.content
    house = settings.value_of("house.name")
    paper = Document("暗访评价报告", station=house, subtitle=f"编号 {visit.number}")
    paper.facts(
        [
            ("收费站", visit.unit.name),
            ("到站时间", told["visited_at"]),
            ("车道", told["lane"]),
            ("得分（百分制）", f"{visit.report.score / 10:.1f}"),
            ("办了什么、问了什么", told["errand"]),
            ("对方原话", told["quotes"] or "无"),
            ("总体印象", told["impression"] or "无"),
        ]
    )
    paper.heading("六个统一评分")
    paper.table(["项目", "满分", "得分"], [(a.label, a.points, _points(told["scores"].get(a.code))) for a in ASPECTS])
    paper.heading("意见、处理建议和领导小组决定")
    paper.table(["类别", "内容", "决定", "理由"], [_matter(one) for one in visit.matters])
    paper.heading("研究意见")
    paper.paragraph(scrub(visit.opinion) or "无")
    published = clock.local(visit.published_at)
    paper.facts([("公布时间", f"{published:%Y-%m-%d %H:%M}"), ("承诺值", visit.report.commitment)])
    paper.signatures(SIGNERS)
    return paper


def _points(tenths: int | None) -> str:
    return "未看到" if tenths is None else f"{tenths / 10:g}"


def _matter(one) -> tuple[str, str, str, str]:
    if one.withdrawn_at:
        return one.kind.label, scrub(one.text), "已撤销采纳", scrub(one.withdrawal)
    return one.kind.label, scrub(one.text), one.decision.label if one.decision else "待研究", scrub(one.reason)
