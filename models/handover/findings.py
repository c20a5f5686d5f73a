"""What keeps a handover from being signed, and the differences it has to explain. Pure: reads a ``Reading``.

Source: domain §2.7; issue: no signature while a difference has no explanation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from models.handover import arithmetic
from models.handover.kinds import LaneCondition
from models.handover.sections import GOODS
from models.handover.sheet import Line, Reading
from models.handover.texts import Places
from models.roster import LaneKind

REQUIRED = {
    "voids": ("kind", "serial", "reason"),
    "rolls": ("kind",),
    "faults": ("equipment", "note"),
    "absences": ("user_id", "kind", "left_at", "back_at"),
    "matters": ("sentence",),
    "lanes": ("condition",),
    "members": ("attendance",),
}
MUST_HEAD = ("weather", "work")


@dataclass(frozen=True, slots=True)
class Finding:
    """``target`` is the name of the input at fault; one that does not ``block`` is only shown."""

    section: str
    target: str
    sentence: str
    blocks: bool = True
    is_missing: bool = False  # simply not filled in yet: said when somebody wants to sign


def all_of(reading: Reading) -> list[Finding]:
    """Return everything there is to say, in the order of the page, one finding per input."""
    found: dict[str, Finding] = {}
    for finding in _each(reading):
        found.setdefault(finding.target, finding)
    return list(found.values())


def _each(reading: Reading) -> Iterator[Finding]:
    for line in reading.every_line():
        yield from _unreadable(line)
    for line in reading["settlements"]:
        yield from _settlement(line, reading)
    yield from _rolls(reading)
    yield from _voids(reading)
    for line in reading["cards"]:
        yield from _cards(line)
        yield from _stock(line, reading.places.limits.card_stock)
    yield from _lanes(reading)
    for line in reading["items"]:
        yield from _item(line)
    for line in reading["members"]:
        if line.attendance and line.attendance.value != "present" and not line.note:
            yield _at(line, "note", f"{reading.places.person(line.user_id)} {line.attendance.label}，请写明情况")
    yield from _absences(reading)
    yield from _notices(reading)
    yield from _head(reading.head)
    yield from _times(reading.head, reading.places)


def _at(line: Line, field: str, sentence: str, **given: bool) -> Finding:
    return Finding(line.section.name, line.input(field), sentence, **given)


def _unreadable(line: Line) -> Iterator[Finding]:
    """What cannot be read, and what a line that was begun still lacks."""
    for field, sentence in line.errors.items():
        yield _at(line, field, f"{_label(line, field)}：{sentence}")
    for field in REQUIRED.get(line.section.name, ()):
        if not line.text(field) and field not in line.errors:
            yield _at(
                line, field, f"{line.section.title}第 {line.index + 1} 行：请填写{_label(line, field)}", is_missing=True
            )


def _label(line: Line, field: str) -> str:
    return next(one.label for one in line.section.fields if one.name == field)


def booth(line: Line, reading: Reading) -> str:
    """Name a settlement: X04 赵磊."""
    return f"{reading.places.lane(line.lane_id)} {reading.places.person(line.user_id)}".strip()


def _settlement(line: Line, reading: Reading) -> Iterator[Finding]:
    where = booth(line, reading)
    for field in ("receivable", "cash"):
        if getattr(line, field) is None:
            yield _at(line, field, f"{where}：请填写{_label(line, field)}", is_missing=True)
    yield from _cash(line, where)
    yield from _float(line, where)
    missing = [label for name, label in GOODS if not getattr(line, name)]
    if missing and not line.goods_note:
        yield _at(line, "goods_note", f"{where}：缺{'、'.join(missing)}，请写明去向")


def _cash(line: Line, where: str) -> Iterator[Finding]:
    short, over = arithmetic.short_of(line), arithmetic.over_of(line)
    if short is None:
        return
    if short < 0:
        yield _at(line, "over", f"{where}：实缴比应缴多，长款至少应为 {yuan(over - short)} 元")
    elif line.over and line.over > line.cash:
        yield _at(line, "over", f"{where}：长款不能大于实缴")
    elif (short or over) and not line.reason:
        what = " 、".join(f"{name} {yuan(n)} 元" for name, n in (("短款", short), ("长款", over)) if n)
        yield _at(line, "reason", f"{where} {what}，请填写原因")


def _float(line: Line, where: str) -> Iterator[Finding]:
    if any(line.errors.get(name) for name, _, _ in arithmetic.DENOMINATIONS):
        return
    if not arithmetic.is_counted(line):
        yield _at(line, "n100", f"{where}：请清点备用金", is_missing=True)
        return
    difference = arithmetic.float_total(line) - line.standard
    if difference and not line.float_reason:
        word = "多" if difference > 0 else "少"
        yield _at(line, "float_reason", f"{where}：备用金比标准{word} {yuan(abs(difference))} 元，请写明原因")


def grouped_rolls(lines: Iterable[Line]) -> dict[tuple, list[Line]]:
    """Return the rolls of each kind and lane, in the order they were used."""
    groups: dict[tuple, list[Line]] = {}
    for line in lines:
        groups.setdefault((line.kind, line.lane_id), []).append(line)
    return groups


def _rolls(reading: Reading) -> Iterator[Finding]:
    for (kind, _lane), lines in grouped_rolls(reading["rolls"]).items():
        name = kind.label if kind else "票据"
        for fault in arithmetic.roll_faults(lines):
            line = lines[fault.index]
            if not (fault.may_be_explained and line.reason):
                field = "reason" if fault.may_be_explained else fault.field
                explain = "，请说明" if fault.may_be_explained else ""
                yield _at(line, field, f"{name}：{fault.sentence}{explain}", is_missing=not line.start_no)
        yield from _roll_reasons(name, lines)


def _roll_reasons(name: str, lines: list[Line]) -> Iterator[Finding]:
    for line in lines:
        used = arithmetic.used_of(line)
        if line.system_count is not None and used is not None and used != line.system_count and not line.reason:
            yield _at(line, "reason", f"{name}：用 {used} 张，系统 {line.system_count} 张，请说明")
        if line.is_new_roll and not line.reason:
            yield _at(line, "reason", f"{name}：换卷请写明领用单号或原因")


def _voids(reading: Reading) -> Iterator[Finding]:
    seen: set[tuple] = set()
    for line in reading["voids"]:
        if not line.serial or not line.kind:
            continue
        key = (line.kind, line.serial)
        rolls = [roll for roll in reading["rolls"] if roll.kind is line.kind]
        if key in seen:
            yield _at(line, "serial", f"作废号码 {line.serial} 重复")
        elif not any(_holds(roll, line.serial) for roll in rolls):
            yield _at(line, "serial", f"作废号码 {line.serial} 不在本班{line.kind.label}的号段内")
        seen.add(key)


def _holds(roll: Line, serial: str) -> bool:
    if not roll.end_no or arithmetic.used_of(roll) is None or len(serial) != len(roll.start_no):
        return False
    return int(roll.start_no) <= int(serial) <= int(roll.end_no)


def _cards(line: Line) -> Iterator[Finding]:
    for field in ("opening", "closing"):
        if getattr(line, field) is None:
            yield _at(line, field, f"CPC 卡：请填写{_label(line, field)}", is_missing=True)
    difference = arithmetic.card_difference(line)
    if difference and not line.reason:
        word = "多" if difference > 0 else "少"
        yield _at(line, "reason", f"CPC 卡实存比应存{word} {abs(difference)} 张，请复点或填写说明")
    if line.bad and not line.bad_numbers:
        yield _at(line, "bad_numbers", "CPC 卡：请登记坏卡卡号")


def _stock(line: Line, least: int) -> Iterator[Finding]:
    """Source: domain §2.7 A, 1.3 times the average daily entrance flow of the last seven days."""
    if line.closing is not None and line.closing < least:
        yield _at(line, "closing", f"CPC 卡实存 {line.closing} 张，低于库存下限 {least} 张，请及时申领", blocks=False)


def _lanes(reading: Reading) -> Iterator[Finding]:
    known = {line.lane_id for line in reading["faults"] if line.lane_id and not line.restored_at}
    for line in reading["lanes"]:
        code = reading.places.lane(line.lane_id)
        if line.condition is LaneCondition.FAULTY and not line.note and line.lane_id not in known:
            yield _at(line, "note", f"{code} 车道故障，请写明情况和报修单号")
    for kind in LaneKind:
        lines = [one for one in reading["lanes"] if _is(reading, one, kind)]
        if lines and not any(one.condition is LaneCondition.OPEN for one in lines):
            yield _at(lines[0], "condition", f"{kind.label}车道没有一条开通，请核对", blocks=False)


def _is(reading: Reading, line: Line, kind: LaneKind) -> bool:
    lane = reading.places.lanes.get(line.lane_id)
    return lane is not None and lane.kind is kind


def _item(line: Line) -> Iterator[Finding]:
    if line.counted is None and "counted" not in line.errors:
        yield _at(line, "counted", f"{line.name}：请清点", is_missing=True)
    elif line.expected is not None and line.counted is not None and line.counted != line.expected and not line.note:
        yield _at(line, "note", f"{line.name}应有 {line.expected}、实有 {line.counted}，请说明")


def _absences(reading: Reading) -> Iterator[Finding]:
    lines = [line for line in reading["absences"] if line.left_at and line.back_at]
    for line in lines:
        minutes = (line.back_at - line.left_at).total_seconds() / 60
        if minutes < 0:
            yield _at(line, "back_at", "返回时间早于离开时间")
        elif minutes > reading.places.limits.absence and not line.note:
            yield _at(line, "note", f"离开 {minutes:.0f} 分钟，超过 {reading.places.limits.absence} 分钟，请写明原因")
    booths = sorted((one for one in lines if one.kind and one.kind.value == "booth"), key=lambda one: one.left_at)
    for earlier, later in pairwise(booths):
        if later.left_at < earlier.back_at and later.user_id != earlier.user_id and not later.note:
            yield _at(later, "note", "同一时间只能一人离亭，请写明原因")


def _notices(reading: Reading) -> Iterator[Finding]:
    for line in reading["notices"]:
        if not line.is_passed:
            yield _at(line, "is_passed", f"通知“{line.title}”还没有传达", is_missing=True)


def _head(head: Line) -> Iterator[Finding]:
    for field in MUST_HEAD:
        if not head.text(field):
            yield _at(head, field, f"请填写{_label(head, field)}", is_missing=True)


def _times(head: Line, places: Places) -> Iterator[Finding]:
    """Later than the station asks: said, and asked to be remarked on, but nothing is refused. Source: settings."""
    if head.remark or places.ends_at is None:
        return
    limits = places.limits
    for field, latest, rule in (
        ("lined_up_at", places.starts_at - timedelta(minutes=limits.line_up), f"接班前 {limits.line_up} 分钟"),
        ("logged_in_at", places.starts_at + timedelta(minutes=limits.log_in), f"接班后 {limits.log_in} 分钟内"),
        ("left_at", places.ends_at + timedelta(minutes=limits.leaving), f"交班后 {limits.leaving} 分钟内"),
    ):
        given = getattr(head, field)
        if given and given > latest:
            yield _at(head, field, f"{_label(head, field)}晚于{rule}的要求，请在备注中说明", blocks=False)


def yuan(amount: int) -> str:
    """Write cents as yuan for a sentence: 1,234.50."""
    return f"{amount // 100:,}.{amount % 100:02d}"
