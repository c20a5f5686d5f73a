"""Two more scales that stations use, as examples to be replaced: from 90 points up and down, a month of 1,000 points.

Source: domain §2.2 (W8: 90 to start with; W12: 1,000 a month; W15: justified dispute −10, unjustified −50, touching or
abusing somebody costs all; W1, W2: the other deductions). Shape as in ``seed``.
"""

from __future__ import annotations

from models.inspections.scoring import CapMode, RedLine

BONUS = {"is_bonus": True, "cap": CapMode.ACCUMULATE}
NINETY = (
    (
        "扣分",
        0,
        (
            ("着装、仪容、工号牌规范", 20, "次", {}),
            ("坐姿、手势、迎送规范", 10, "次", {}),
            ("微笑服务，唱收唱付", 5, "辆", {"sample_size": 10}),
            ("问候、解释、致歉、指引四类用语齐全", 50, "辆", {"sample_size": 10}),
            ("排队达到 5 辆，3 分钟内开启备用车道", 20, "次", {}),
            ("亭内不吸烟、进食、闲谈", 20, "人", {}),
            ("没有有理投诉", 100, "件", {}),
            ("没有与司乘发生肢体接触或辱骂司乘", 0, "次", {"red_line": RedLine.SHEET}),
        ),
    ),
    (
        "加分",
        0,
        (
            ("受到司乘书面表扬，经核实", 20, "件", {**BONUS, "points": 60}),
            ("拾金不昧、救助司乘", 30, "件", {**BONUS, "points": 60}),
            ("查获偷逃通行费、假冒绿通", 10, "件", {**BONUS, "points": 40}),
        ),
    ),
)
THOUSAND = (
    (
        "投诉与争议",
        3000,
        (
            ("没有有理争议", 100, "件", {"points": 1000, "cap": CapMode.ACCUMULATE}),
            ("没有无理争吵", 500, "件", {"points": 2000, "cap": CapMode.ACCUMULATE}),
            ("没有与司乘发生肢体接触或辱骂司乘", 0, "次", {"red_line": RedLine.SHEET}),
        ),
    ),
    (
        "文明用语",
        2000,
        (
            ("问候、解释、致歉、指引四类用语齐全", 50, "辆", {"points": 1500, "cap": CapMode.ACCUMULATE}),
            ("不说忌语，不推诿", 50, "辆", {"points": 500, "cap": CapMode.ACCUMULATE}),
        ),
    ),
    (
        "礼仪手势与面部表情",
        1500,
        (
            ("坐姿、手势、迎送规范", 10, "次", {"points": 700, "cap": CapMode.ACCUMULATE}),
            ("微笑服务，唱收唱付", 5, "辆", {"points": 800, "cap": CapMode.ACCUMULATE, "sample_size": 10}),
        ),
    ),
    (
        "着装与内务",
        1500,
        (
            ("统一着装，工号牌齐全", 20, "次", {"points": 800, "cap": CapMode.ACCUMULATE}),
            ("收费亭整洁，设备上不放杂物", 10, "处", {"points": 700, "cap": CapMode.ACCUMULATE}),
        ),
    ),
    (
        "上下岗与现场秩序",
        2000,
        (
            ("列队上下岗，班前安排、班后讲评", 20, "次", {"points": 500, "cap": CapMode.ACCUMULATE}),
            ("按时交接班", 20, "次", {"points": 500, "cap": CapMode.ACCUMULATE}),
            ("没有因自身失误造成堵车", 40, "次", {"points": 600, "cap": CapMode.ACCUMULATE}),
            ("亭内不吸烟、进食、闲谈", 20, "人", {"points": 400, "cap": CapMode.ACCUMULATE}),
        ),
    ),
)
