"""The words of the room."""

from models.core.db import Labelled


class Layout(Labelled):
    """How the words stand on the sheet."""

    ORNATE = ("ornate", "横式证书（花边）")
    PLAQUE = ("plaque", "匾牌文字")
    PLAIN = ("plain", "竖式（聘书、证明）")


class Palette(Labelled):
    RED = ("red", "红字金框")
    GREEN = ("green", "绿字金框")
    INK = ("ink", "墨色")


class Holder(Labelled):
    """Whom a design is for."""

    PERSON = ("person", "个人")
    CREW = ("crew", "班组")


class CertificateState(Labelled):
    PENDING = ("pending", "待颁发", "warn", "clock")
    ISSUED = ("issued", "有效", "ok", "check")
    REVOKED = ("revoked", "已撤销", "danger", "x")
    CANCELLED = ("cancelled", "已取消")
