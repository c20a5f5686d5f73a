"""The check sheets a new house starts with: the six 统一, the service sheet of 55 points, and two other scales.

Source: domain §2.2 (points of the six 统一 ours, deductions W1 W2 W15), forms.json 规范服务 55 分 (W1).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import select

from models.core.db import db
from models.core.seeds import base_data
from models.inspections import editing
from models.inspections.scoring import Basis, CapMode, RedLine
from models.inspections.seed_scales import NINETY, THOUSAND
from models.inspections.tables import Template

SINCE = datetime(2025, 1, 1, tzinfo=UTC)
# title, points, checks: text, tenths each, unit, and what else differs from the ordinary
UNITY = (
    (
        "企业文化标准",
        100,
        (
            ("服务理念（车户中心、积极上进、安全效益）上墙，清楚完整", 10, "处", {}),
            ("在岗人员能说出服务理念", 10, "人", {}),
            ("在岗人员能说出十字行风：严格、规范、谨慎、诚信、创新", 10, "人", {}),
        ),
    ),
    (
        "机构标识标准",
        100,
        (
            ("公告牌齐全：站名、审批机关、收费单位、标准、起止年限、监督电话", 20, "项", {}),
            ("车道和顶棚标识完好、清楚", 10, "处", {}),
            ("工号牌、监督牌齐全，照片与本人相符", 10, "人", {}),
        ),
    ),
    (
        "办公环境标准",
        150,
        (
            ("收费亭和广场整洁", 10, "处", {}),
            ("个人物品、水杯、湿布不放在设备上", 10, "处", {}),
            ("灭火器、急救箱、便民箱齐全有效", 20, "件", {}),
        ),
    ),
    (
        "着装标准",
        150,
        (
            ("统一制服、工号牌、工鞋，持证上岗", 20, "人", {}),
            ("发型、仪容规范，不戴夸张首饰", 10, "人", {"most_step": 20}),
        ),
    ),
    (
        "服务规范标准",
        300,
        (
            ("坐姿、手势、迎送规范", 10, "次", {}),
            ("微笑服务，唱收唱付", 5, "辆", {"sample_size": 10}),
            ("排队达到 5 辆，3 分钟内开启备用车道", 20, "次", {}),
            ("没有因自身失误造成堵车", 40, "次", {}),
            ("列队上下岗，班前安排、班后讲评", 20, "次", {}),
            ("按时交接班：班长", 50, "次", {}),
            ("按时交接班：其他人员", 20, "人", {}),
            ("亭内不吸烟、进食、闲谈：当事人", 20, "人", {}),
            ("亭内不吸烟、进食、闲谈：当班班长", 20, "次", {}),
            ("没有有理投诉", 20, "件", {}),
            ("没有与司乘发生肢体接触或辱骂司乘", 0, "次", {"red_line": RedLine.SHEET}),
        ),
    ),
    (
        "文明用语标准",
        200,
        (
            ("问候、解释、致歉、指引四类用语齐全", 10, "次", {}),
            ("不说忌语，不推诿（如“不清楚”“找领导”）", 50, "辆", {}),
            ("司乘满意率达到 90%", 20, "次", {"cap": CapMode.ONCE}),
        ),
    ),
)
SERVICE = (
    ("着装与仪容", 40, (("着装统一规范、仪容端庄、持证上岗", 20, "次", {}),)),
    ("文明用语", 60, (("微笑、普通话、文明用语、肢体语言", 5, "辆", {}),)),
    ("内保值勤", 60, (("内保值勤着装，2 分钟内赶到处理并上报", 20, "次", {}),)),
    ("上下岗", 60, (("上下岗列队，班前岗后讲评", 20, "次", {}),)),
    ("业务操作", 60, (("业务精练，按时限发卡收费", 20, "辆", {"sample_size": 10}),)),
    (
        "车道通畅",
        80,
        (
            ("排队 5 辆，3 分钟内开启备用车道", 20, "次", {}),
            ("没有因工作失误造成堵车", 40, "次", {}),
        ),
    ),
    ("接受监督", 60, (("接受监督，没有有理投诉", 20, "次", {}),)),
    ("满意率", 50, (("满意率达到 90%", 20, "次", {"cap": CapMode.ONCE}),)),
    ("便捷服务", 40, (("便捷服务到位", 10, "次", {}),)),
    (
        "承诺与举报",
        40,
        (
            ("服务承诺公开，举报电话公开，查实的已经查处", 20, "次", {}),
            ("举报有登记、有落实", 40, "次", {}),
        ),
    ),
)


class Sheet(NamedTuple):
    """A sheet to publish: full marks (or the start) and ``ceiling`` in tenths, None = the full marks."""

    code: str
    title: str
    full: int
    sections: tuple
    source: str
    basis: Basis = Basis.FULL
    ceiling: int | None = None


EXAMPLE = "示例，须由本所替换：在检查表里编制新版"
SHEETS = (
    Sheet("six-unities", "六个统一检查表", 1000, UNITY, "实施方案“六个统一”；分值和扣分标准为示例，可以编制新版"),
    Sheet(
        "service-55",
        "规范服务现场考评表",
        550,
        SERVICE,
        "服务现场考评扣分标准（规范服务 55 分）；第 10 部分分值由总分推得",
    ),
    Sheet("start-90", "起评 90 分考核表（示例）", 900, NINETY, f"90 分起评，加减分；{EXAMPLE}", Basis.START, 1000),
    Sheet("month-1000", "月度 1000 分考核表（示例）", 10_000, THOUSAND, f"月度 1000 分；{EXAMPLE}"),
)


@base_data(order=26)
def fill() -> None:
    """Publish the sheets that the house does not have yet."""
    known = set(db.session.scalars(select(Template.code)))
    for sheet in SHEETS:
        if sheet.code not in known:
            _add(sheet)
    db.session.commit()


def _add(sheet: Sheet) -> None:
    head = {"title": sheet.title, "basis": sheet.basis, "full": sheet.full, "ceiling": sheet.ceiling}
    template = editing.create(**head, source=sheet.source, by=None)
    template.code = sheet.code
    for number, (name, points, checks) in enumerate(sheet.sections, 1):
        editing.put_section(template, None, title=name, points=points, by=None)
        for place, (text, step, unit, more) in enumerate(checks, 1):
            told = {"code": f"{number}.{place}", "text": text, "step": step, "unit": unit, **ORDINARY, **more}
            editing.put_item(template, template.sections[-1], None, by=None, **told)
    editing.publish(template, by=None, at=SINCE)


ORDINARY = {
    "most_step": None,
    "points": None,
    "cap": CapMode.OPEN,
    "red_line": RedLine.NO,
    "is_bonus": False,
    "sample_size": None,
    "guidance": "",
}
