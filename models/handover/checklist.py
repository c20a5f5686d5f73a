"""The list beside the form: one line per part, with what is wrong in a word. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from models.handover import arithmetic
from models.handover.findings import Finding, booth, yuan
from models.handover.kinds import LaneCondition
from models.handover.sheet import Reading

PARTS = (
    ("cash", "现金", ("settlements",)),
    ("float", "备用金", ()),
    ("receipts", "票据", ("rolls", "voids")),
    ("cards", "CPC 卡", ("cards",)),
    ("lanes", "车道设备", ("lanes", "faults")),
    ("goods", "钥匙与器材", ("items",)),
    ("crew", "人员与记录", ("members", "absences", "head")),
    ("matters", "遗留事项", ("matters",)),
    ("notices", "需传达通知", ("notices",)),
)
FLOAT_FIELDS = {name for name, _, _ in arithmetic.DENOMINATIONS} | {"float_reason"}


@dataclass(frozen=True, slots=True)
class Differences:
    """Totals in cents and counts, and how many differences there are."""

    receivable: int
    cash: int
    short: int
    over: int
    floats_off: int
    used: int
    card_difference: int
    items_off: int

    @property
    def count(self) -> int:
        money = (1 if self.short else 0) + (1 if self.over else 0)
        return money + self.floats_off + (1 if self.card_difference else 0) + self.items_off


def differences(reading: Reading) -> Differences:
    """Add up what can be read so far."""
    lines = reading["settlements"]
    floats = [arithmetic.float_total(one) - one.standard for one in lines if arithmetic.is_counted(one)]
    return Differences(
        sum(one.receivable or 0 for one in lines),
        sum(one.cash or 0 for one in lines),
        sum(max(0, arithmetic.short_of(one) or 0) for one in lines),
        sum(arithmetic.over_of(one) or 0 for one in lines),
        sum(1 for off in floats if off),
        sum(max(0, arithmetic.used_of(one) or 0) for one in reading["rolls"]),
        sum(arithmetic.card_difference(one) or 0 for one in reading["cards"]),
        sum(1 for one in reading["items"] if None not in (one.counted, one.expected) and one.counted != one.expected),
    )


def rows(reading: Reading, findings: list[Finding], open_matters: int) -> list[dict[str, str]]:
    """Return the lines of the check list: state ok, bad (a difference or a refusal) or no (not filled in yet)."""
    totals = differences(reading)
    notes = _notes(reading, totals, open_matters)
    bad = {"cash": totals.short or totals.over, "float": totals.floats_off, "cards": totals.card_difference}
    found = []
    for key, title, sections in PARTS:
        if key == "notices" and not reading["notices"]:
            continue
        blocking = [f for f in findings if f.blocks and _part_of(f, key, sections)]
        state = "no" if blocking and not bad.get(key) else "bad" if bad.get(key) else "ok"
        note = f"{len(blocking)} 处待填" if state == "no" else notes[key]
        found.append({"state": state, "href": f"#{key}", "title": title, "note": note})
    return found


def _part_of(finding: Finding, key: str, sections: tuple[str, ...]) -> bool:
    is_float = finding.section == "settlements" and finding.target.rsplit("-", 1)[-1] in FLOAT_FIELDS
    return is_float if key == "float" else finding.section in sections and not is_float


def _notes(reading: Reading, totals: Differences, open_matters: int) -> dict[str, str]:
    money = [f"{word} {yuan(n)} 元" for word, n in (("短", totals.short), ("长", totals.over)) if n]
    off = totals.card_difference
    faulty = sum(1 for one in reading["lanes"] if one.condition is LaneCondition.FAULTY)
    faulty = max(faulty, sum(1 for one in reading["faults"] if not one.restored_at))
    return {
        "cash": "、".join(money) or "一致",
        "float": f"{totals.floats_off} 亭不符" if totals.floats_off else "已核",
        "receipts": f"{totals.used} 张，一致",
        "cards": "一致" if not off else f"{'多' if off > 0 else '少'} {abs(off)} 张",
        "lanes": f"{faulty} 处故障" if faulty else "正常",
        "goods": f"{totals.items_off} 项不符" if totals.items_off else "齐全",
        "crew": f"{len(reading['members'])} 人",
        "matters": f"{open_matters + len(reading['matters'])} 条",
        "notices": f"{len(reading['notices'])} 条",
    }


__all__ = ["Differences", "booth", "differences", "rows"]
