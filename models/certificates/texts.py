"""The words of a design with the particulars of one certificate filled in. Pure.

A design may use {姓名} (person or crew), {单位}, {奖项}, {期间} and {事由}.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.certificates.tables import TemplateVersion
from models.core.errors import RuleBroken

GIVEN = {"姓名": "name", "单位": "unit", "奖项": "award", "期间": "period", "事由": "citation"}
PARTS = ("title", "salutation", "body", "closing")
_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is filled in; ``unit`` names station and crew."""

    name: str
    unit: str
    award: str
    period: str = ""
    citation: str = ""


SAMPLES = {
    "person": Particulars("王喆堃", "青岚收费站一班", "服务标兵", "2026年第三季度", "坚守岗位、热情服务，受到司乘好评"),
    "crew": Particulars("青岚收费站一班", "青岚收费站一班", "金牌服务班组", "二〇二六年度", "全年零投诉"),
}


def check(version: TemplateVersion) -> None:
    """Raises RuleBroken: a word in braces that nothing fills, a brace alone, or no {姓名} in the salutation."""
    for part in PARTS:
        text = getattr(version, part)
        for word in _PLACE.findall(text):
            if word not in GIVEN:
                raise RuleBroken(f"不认识“{{{word}}}”，可以用的是{'、'.join(f'{{{one}}}' for one in GIVEN)}。", part)
        if re.search(r"[{}]", _PLACE.sub("", text)):
            raise RuleBroken("花括号要成对，里面写姓名、单位、奖项、期间或事由。", part)
    if "{姓名}" not in version.salutation:
        raise RuleBroken("称谓里要有{姓名}。", "salutation")


def needs(version: TemplateVersion) -> set[str]:
    """Return the names of the particulars that the words of ``version`` ask for."""
    return {GIVEN[word] for part in PARTS for word in _PLACE.findall(getattr(version, part)) if word in GIVEN}


def filled(version: TemplateVersion, told: Particulars) -> dict[str, str]:
    """Return title, salutation, body and closing. Raises RuleBroken: the design asks for something not told."""
    for word, name in GIVEN.items():
        if name in needs(version) and not getattr(told, name):
            raise RuleBroken(f"这个样式的文字里有{word}，请填写。", name)
    return {part: _PLACE.sub(lambda found: getattr(told, GIVEN[found[1]]), getattr(version, part)) for part in PARTS}
