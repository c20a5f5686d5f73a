"""The kinds of events that rooms post by, each with the rule a new house starts with.

A room below or above declares its own; the office changes what they are worth. A kind without a rule in force posts
nothing. Source: issue 4.3; amounts are ours, see docs/adr.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.points.kinds import Side

BASE, OFFSET = "base", "offset"
PENALTY, INSPECTION, PRAISE, GOOD_DEED, QUIZ = "penalty", "inspection", "praise", "good_deed", "quiz"


@dataclass(frozen=True, slots=True)
class Kind:
    """The first edition of a kind's rule; figures in tenths as in ``PointRule``."""

    kind: str
    title: str
    side: Side
    tenths: int | None = None
    month_cap: int | None = None
    is_offsetting: bool = False
    note: str = ""
    source: str = ""


KINDS: dict[str, Kind] = {}


def declare(*kinds: Kind) -> None:
    """Add kinds. Raises ValueError on a second claim of a name."""
    for kind in kinds:
        if kind.kind in KINDS:
            raise ValueError(f"kind of points {kind.kind} is declared twice")
        KINDS[kind.kind] = kind


declare(
    Kind(
        BASE, "基础分", Side.BASE, 1000, note="每人、每班组每月从基础分起算。", source="站内星级考核按月 100 分（示例）"
    ),
    Kind(
        OFFSET,
        "功过相抵",
        Side.OFFSET,
        month_cap=50,
        note="注明“可以抵扣”的加分，只能抵扣注明“可以被抵扣”的扣分，每月不超过上限；没有注明的一律不得相抵。",
        source="默认规则，须由本所替换",
    ),
    Kind(
        PENALTY,
        "处罚扣分",
        Side.DEDUCT,
        note="按处罚决定书的分值，处罚生效之日记分；不得用加分抵扣。",
        source="实施方案第八条；分值按规则条款",
    ),
    Kind(
        INSPECTION,
        "督查扣分",
        Side.DEDUCT,
        is_offsetting=True,
        note="按检查表的扣分折成 100 分制，通报之日记分；写明当事人的记个人，没有写明的记班组；"
        "同一问题已受处罚的不重复扣分。",
        source="检查表；一事不再罚",
    ),
    Kind(
        PRAISE,
        "表扬加分",
        Side.MERIT,
        50,
        200,
        True,
        "司乘表扬经核实属实后记分。",
        "便民惠民管理制度第二章第三节（示例分值）",
    ),
    Kind(GOOD_DEED, "好人好事加分", Side.MERIT, 30, 120, True, "好人好事经核实后记分。", "评优计分项（示例分值）"),
    Kind(
        QUIZ,
        "每日一练满分加分",
        Side.MERIT,
        2,
        40,
        False,
        "首次作答全部答对记分，不参加抵扣。",
        "默认规则，须由本所替换",
    ),
)
