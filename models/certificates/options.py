"""What a house may set about its certificates."""

from __future__ import annotations

import re

from models.core.settings import Setting, declare

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?")


def refuse_address(text: str) -> str | None:
    """Return why ``text`` is no address of a server; empty takes the setting back."""
    if text and not _ADDRESS.fullmatch(text):
        return "请填写站务通在内网的地址，例如 http://192.168.10.20:8000，后面不带斜杠。"
    return None


declare(
    Setting(
        "certificate.address",
        "证书二维码的内网地址",
        "",
        "certificates",
        "印在证书的二维码里，颁发后不能改；没有设置不能颁发证书",
        check=refuse_address,
    ),
    Setting("certificate.issuer", "证书落款", "", "certificates", "不填时用收费所的名称"),
)
