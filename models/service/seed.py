"""What every new house has at its 优先窗口 and which services it gives. Source: seeds 1-40, 1-41; domain §2.12."""

from __future__ import annotations

from sqlalchemy import select

from models.core import audit
from models.core.db import db
from models.core.seeds import base_data
from models.service.tables import ServiceKind, WindowItem

ITEMS = (
    ("优先窗口标识", "标识清晰，位置醒目"),
    ("放大镜", "一副，镜面无划痕"),
    ("老花镜", "两副，度数不同"),
    ("轮椅", "一辆，刹车和轮胎完好"),
    ("便民箱", "箱内物品齐全"),
    ("常用药品", "在有效期内"),
    ("饮用水、纸杯", "当日有水"),
    ("书写台、签字笔", "笔能书写"),
    ("雨伞", "两把以上"),
    ("手机充电线", "接口齐全"),
)
# name, things it usually takes, whether a form is filled in
KINDS = (
    ("饮用水", "饮用水、纸杯", False),
    ("应急药品", "便民箱药品", False),
    ("指路问询", "路线图", False),
    ("修车工具", "工具箱", False),
    ("轮椅助行", "轮椅", False),
    ("代填单", "签字笔、老花镜", True),
    ("充电", "充电线", False),
    ("加水、清洁", "水桶、抹布", False),
    ("其他", "", False),
)


@base_data(order=40)
def fill() -> None:
    """Create the house's check list and kinds of service that are missing."""
    items = set(db.session.scalars(select(WindowItem.name).where(WindowItem.unit_id.is_(None))))
    for sort, (name, standard) in enumerate(ITEMS):
        if name not in items:
            row = WindowItem(name=name, standard=standard, sort=sort)
            db.session.add(row)
            audit.record("service.setup", row, None)
    kinds = set(db.session.scalars(select(ServiceKind.name).where(ServiceKind.unit_id.is_(None))))
    for sort, (name, things, is_form) in enumerate(KINDS):
        if name not in kinds:
            row = ServiceKind(name=name, items=things, is_form=is_form, sort=sort)
            db.session.add(row)
            audit.record("service.setup", row, None)
    db.session.commit()
