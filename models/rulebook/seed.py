"""The clauses a new house starts with. Texts are examples, worded by us; the amount is the seed documents'.

Source: domain §2.3 (200 yuan per clause of the 服务准则, the example 十不准), domain §2.2 (the six 统一 by name).
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models.core.db import db
from models.core.seeds import base_data
from models.rulebook import rules
from models.rulebook.tables import Book, RuleClause, Severity

SINCE = date(2025, 1, 1)
AMOUNT, POINTS = 200_00, 2  # cents, points
SERVICE_SOURCE = "实施方案第八条第（一）项（金额）；条文为示例，须由本所替换"
TEN_SOURCE = "示例，须由本所替换"
SERVICE = (
    ("1.1", "上岗应知晓本单位服务理念和行风要求，岗位醒目处应张贴，被询问时能准确回答。"),
    ("2.1", "公告牌、监督电话、工号牌和监督牌应齐全、清楚，人牌相符。"),
    ("3.1", "收费亭和广场应保持整洁，个人物品、水杯不得放在设备上，消防和便民物品齐全有效。"),
    ("4.1", "当班应穿着统一制服，佩戴工号牌，仪容整洁，不佩戴夸张饰物。"),
    ("5.1", "当班应坐姿端正、微笑服务、规范使用迎送手势，唱收唱付。"),
    ("5.2", "车辆排队达到五辆时，应在三分钟内增开车道；因本人原因造成拥堵的，应立即报告。"),
    ("5.3", "当班不得吸烟、进食、闲谈或做与工作无关的事。"),
    ("5.4", "应列队上下岗，按时交接，交接事项逐项签认。"),
    ("6.1", "应使用问候、解释、致歉、指引四类文明用语，不得使用服务忌语。"),
    ("6.2", "司乘有疑问时应耐心解释，不得推诿，不得与司乘发生争执。"),
)
TEN = (
    "不准携带私款、通讯工具上岗。",
    "不准擅离岗位、串岗、睡岗。",
    "不准酒后上岗。",
    "不准多收少收、收钱不给票。",
    "不准放人情车、倒卡倒票。",
    "不准与司乘争吵打骂。",
    "不准非当班人员入亭、亭内会客闲谈。",
    "不准擅自关闭车道、换岗替岗。",
    "不准擅自对车辆处罚或扣证。",
    "不准泄露收费数据、监控信息。",
)
GRAVE = {3, 4, 5, 10}  # of the ten: drink, toll money, favours, data


@base_data(order=25)
def fill() -> None:
    """Put the example books into a house that has no clause yet."""
    if db.session.scalar(select(RuleClause.id).limit(1)):
        return
    for code, text in SERVICE:
        _add(Book.SERVICE, code, text, SERVICE_SOURCE, base_amount=AMOUNT, base_points=POINTS)
    for number, text in enumerate(TEN, 1):
        severity = Severity.GRAVE if number in GRAVE else Severity.SERIOUS
        _add(Book.TEN, f"{number:02d}", text, TEN_SOURCE, severity=severity)
    db.session.commit()


def _add(book: Book, code: str, text: str, source: str, **more) -> None:
    rules.create(book=book, code=code, valid_from=SINCE, by=None, text=text, source=source, is_example=True, **more)
