"""The spreadsheets of what is published."""

from blueprints.core.sheets.exports import Column
from models.core.masking import scrub
from models.mystery_visits import ASPECTS, MatterKind


def _score(code: str):
    def value(visit):
        tenths = visit.report.content["scores"].get(code)
        return None if tenths is None else tenths / 10

    return value


def _matters(kind: MatterKind):
    def value(visit) -> str:
        said = [one for one in visit.matters if one.kind is kind]
        return "；".join(f"{scrub(one.text)}（{_decided(one)}）" for one in said)

    return value


def _decided(matter) -> str:
    if matter.withdrawn_at:
        return "已撤销采纳"
    return matter.decision.label if matter.decision else "待研究"


def _told(name: str):
    return lambda visit: visit.report.content[name]


def _gap(line) -> str | float:
    return "数据不足" if line.gap is None else line.gap / 10


def _mean(name: str):
    return lambda line: one.tenths / 10 if (one := getattr(line, name)) else None


def _n(name: str):
    return lambda line: one.n if (one := getattr(line, name)) else 0


PUBLISHED = [
    Column("编号", lambda v: v.number, 16),
    Column("收费站", lambda v: v.unit.name, 16),
    Column("到站时间", _told("visited_at"), 18),
    Column("车道", _told("lane"), 10),
    Column("得分", lambda v: v.report.score / 10, 8, "number"),
    *(Column(f"{aspect.label}（{aspect.points}）", _score(aspect.code), 14, "number") for aspect in ASPECTS),
    Column("办理和询问", _told("errand"), 40),
    Column("对方原话", _told("quotes"), 40),
    Column("建设性意见", _matters(MatterKind.SUGGESTION), 40),
    Column("处理建议", _matters(MatterKind.PROPOSAL), 40),
    Column("研究意见", lambda v: scrub(v.opinion), 30),
    Column("公布时间", lambda v: v.published_at, 20, "moment"),
    Column("承诺值", lambda v: v.report.commitment, 66),
]
COMPARISON = [
    Column("收费站", lambda line: line.station.name, 16),
    Column("期间", lambda line: f"{line.month:%Y-%m}" if line.month else "全年", 10),
    Column("明查平均分", _mean("open"), 12, "number"),
    Column("明查次数", _n("open"), 10, "number"),
    Column("暗访平均分", _mean("secret"), 12, "number"),
    Column("暗访次数", _n("secret"), 10, "number"),
    Column("差距", _gap, 12),
]
