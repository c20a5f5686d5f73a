"""The designs every house starts with; an office changes their words as it likes. Source: S0 §9, domain §2.13."""

from __future__ import annotations

from sqlalchemy import select

from models.certificates import designs
from models.certificates.kinds import Holder, Layout, Palette
from models.certificates.tables import CertificateTemplate
from models.core import clock
from models.core.db import db
from models.core.seeds import base_data

KIND_REGARDS = "特发此证，以资鼓励。"
# code, name, holder, layout, palette, title, salutation, body, closing
DESIGNS = (
    (
        "honour",
        "荣誉证书",
        Holder.PERSON,
        Layout.ORNATE,
        Palette.RED,
        "荣誉证书",
        "{姓名}同志：",
        "您在{期间}规范化服务工作中成绩突出，被评为“{奖项}”。",
        KIND_REGARDS,
    ),
    (
        "merit",
        "奖状（写明事由）",
        Holder.PERSON,
        Layout.ORNATE,
        Palette.GREEN,
        "奖状",
        "{姓名}同志：",
        "您在{期间}{事由}，被授予“{奖项}”。",
        KIND_REGARDS,
    ),
    (
        "crew",
        "班组荣誉证书",
        Holder.CREW,
        Layout.ORNATE,
        Palette.RED,
        "荣誉证书",
        "{姓名}：",
        "你班在{期间}规范化服务考核中成绩优异，被评为“{奖项}”。",
        KIND_REGARDS,
    ),
    (
        "plaque",
        "荣誉匾牌",
        Holder.CREW,
        Layout.PLAQUE,
        Palette.RED,
        "{奖项}",
        "授予　{姓名}",
        "{期间}",
        "",
    ),
    (
        "letter",
        "聘书",
        Holder.PERSON,
        Layout.PLAIN,
        Palette.INK,
        "聘书",
        "{姓名}同志：",
        "兹聘请您担任{奖项}，聘期{期间}。",
        "此聘。",
    ),
)
PARTS = ("code", "name", "holder", "layout", "palette", "title", "salutation", "body", "closing")


@base_data(order=45)
def fill() -> None:
    """Add the designs that the house does not have."""
    known = set(db.session.scalars(select(CertificateTemplate.code)))
    for row in DESIGNS:
        if row[0] not in known:
            designs.add(**dict(zip(PARTS, row, strict=True)), by=None, at=clock.now())
    db.session.commit()
