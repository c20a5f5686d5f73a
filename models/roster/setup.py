"""Lanes, shift kinds and patterns: what an office keeps up to date."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import select

from models.accounts import Unit, User
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.roster.tables import Lane, LaneKind, Pattern, Scheme, ShiftKind

REST = "休"


def add_lane(station: Unit, code: str, kind: LaneKind, is_etc_only: bool, is_open: bool, sort: int, by: User) -> Lane:
    """Add a lane. Raises RuleBroken: the code is taken."""
    lane = Lane(unit_id=station.id)
    db.session.add(lane)
    _fill_lane(lane, code, kind, is_etc_only, is_open, sort)
    audit.record("roster.setup", lane, by)
    return lane


def edit_lane(lane: Lane, code: str, kind: LaneKind, is_etc_only: bool, is_open: bool, sort: int, by: User) -> None:
    """Change a lane; frozen shifts keep the name it had. Raises RuleBroken: the code is taken."""
    _fill_lane(lane, code, kind, is_etc_only, is_open, sort)
    audit.record("roster.setup", lane, by)


def _fill_lane(lane: Lane, code: str, kind: LaneKind, is_etc_only: bool, is_open: bool, sort: int) -> None:
    with db.session.no_autoflush:
        same = select(Lane.id).where(Lane.unit_id == lane.unit_id, Lane.code == code, Lane.id != (lane.id or 0))
        if db.session.scalar(same):
            raise RuleBroken(f"本站已经有 {code} 车道。", field="code")
    lane.code, lane.kind, lane.is_etc_only, lane.is_open, lane.sort = code, kind, is_etc_only, is_open, sort or 0


def set_hours(station: Unit, kind: ShiftKind, starts: time, ends: time, valid_from: date, by: User) -> ShiftKind:
    """Give a shift kind of a station other hours from a day on; shifts that exist keep theirs.

    Raises RuleBroken: no span, or there are hours from that day on already.
    """
    if starts == ends:
        raise RuleBroken("开始和结束时间不能相同。", field="ends")
    here = (ShiftKind.unit_id == station.id, ShiftKind.code == kind.code, ShiftKind.valid_from == valid_from)
    if db.session.scalar(select(ShiftKind.id).where(*here)):
        raise RuleBroken(f"{kind.name}从 {valid_from} 起的时间已经设置过。", field="valid_from")
    new = ShiftKind(unit_id=station.id, scheme=kind.scheme, code=kind.code, name=kind.name, sort=kind.sort)
    new.starts, new.ends, new.valid_from = starts, ends, valid_from
    db.session.add(new)
    audit.record("roster.setup", new, by)
    return new


def add_pattern(station: Unit, name: str, scheme: Scheme, cycle: str, offsets: str, by: User) -> Pattern:
    """Add a pattern of a station; ``cycle`` is written 早 中 夜 休, ``offsets`` 0 1 2 3.

    Raises RuleBroken: a shift that the scheme does not have, offsets that are no numbers, or two crews on one shift.
    """
    codes, days = read_cycle(cycle, scheme), read_offsets(offsets)
    check_pattern(codes, days)
    pattern = Pattern(unit_id=station.id, name=name, scheme=scheme, cycle=codes, offsets=days)
    db.session.add(pattern)
    audit.record("roster.setup", pattern, by)
    return pattern


NAMES = {
    Scheme.THREE: {"早": "early", "中": "middle", "夜": "night", REST: ""},
    Scheme.TWO: {"白": "day", "夜": "night_long", REST: ""},
}


def read_cycle(text: str, scheme: Scheme) -> list[str]:
    names = NAMES[scheme]
    words = text.replace("、", " ").replace("，", " ").split()
    if unknown := [word for word in words if word not in names]:
        raise RuleBroken(f"不认识“{unknown[0]}”，请用：{' '.join(names)}。", field="cycle")
    return [names[word] for word in words]


def write_cycle(pattern: Pattern) -> str:
    """Return the cycle as people write it, e.g. 早 中 夜 休."""
    words = {code: word for word, code in NAMES[pattern.scheme].items()}
    return " ".join(words[code] for code in pattern.cycle)


def read_offsets(text: str) -> list[int]:
    words = text.replace("、", " ").replace("，", " ").split()
    if not all(word.isdecimal() and len(word) < 3 for word in words):
        raise RuleBroken("请写成 0 1 2 3 的样子。", field="offsets")
    return [int(word) for word in words]


def check_pattern(cycle: list[str], offsets: list[int]) -> None:
    """Check that on every day of the cycle no shift has two crews."""
    for day in range(len(cycle)):
        codes = [cycle[(day - offset) % len(cycle)] for offset in offsets]
        worked = [code for code in codes if code]
        if len(worked) != len(set(worked)):
            raise RuleBroken(f"第 {day + 1} 天有两个班组上同一个班，请调整错开天数。", field="offsets")
