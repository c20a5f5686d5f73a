"""The first body of a draft: what roster, previous shift, opening balances and notices already know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.core import settings
from models.core.db import db
from models.handover import feeds, passing, queries
from models.handover.followups import OpeningBalance
from models.handover.kinds import Attendance, LaneCondition, ReceiptKind
from models.handover.sections import BY_NAME
from models.handover.sheet import body_of
from models.handover.tables import Handover
from models.roster import Duty, DutyPost, Shift
from models.roster.queries import duties_of, lanes_of

ITEMS = ("亭门钥匙", "保险柜钥匙", "配电钥匙", "票箱钥匙", "对讲机", "手电", "反光背心", "手持机", "便民箱")
Lines = list[dict[str, Any]]


def body_for(shift: Shift) -> dict[str, Any]:
    """Return the texts a new draft begins with. Only counts are left to type."""
    duties = list(db.session.scalars(duties_of(shift)))
    body = {
        "head": {},
        "members": [_member(duty) for duty in duties],
        "settlements": _settlements(shift, duties),
        "voids": [],
        "absences": [],
        "matters": [],
        "lanes": _lanes(shift),
        "notices": [{"key": n.key, "title": n.title, "href": n.href} for n in feeds.notices_for(shift)],
        "carried": {},
        "answers": {},
    }
    return body | carried_over(shift)


def carried_over(shift: Shift) -> dict[str, Lines]:
    """Return the parts that continue the shift before: receipts, cards, goods and faults."""
    before = db.session.scalar(queries.latest_signed_before(shift.unit_id, shift.starts_at))
    openings = list(db.session.scalars(queries.openings_of(shift.unit_id)))
    return {
        "rolls": _rolls(before, openings),
        "cards": [_cards(before, openings)],
        "items": _items(before, openings),
        "faults": _faults(before),
    }


def refresh(body: dict[str, Any], shift: Shift) -> dict[str, Any]:
    """Return ``body`` continuing what the shift before has signed for in the meantime; what was typed stays."""
    new, latest = dict(body), carried_over(shift)
    if not any(line.get("end_no") for line in body.get("rolls", ())):
        new["rolls"] = latest["rolls"]
    new["cards"] = [{**line, **_known(fresh)} for line, fresh in zip(body["cards"], latest["cards"], strict=False)]
    expected = {line["name"]: line for line in latest["items"]}
    new["items"] = [{**line, **_known(expected.get(line["name"], {}))} for line in body["items"]]
    new["notices"] = passing.still_needed(body.get("notices", []), shift)
    known = {_fault_key(line) for line in body.get("faults", ())}
    new["faults"] = [*body.get("faults", ()), *(f for f in latest["faults"] if _fault_key(f) not in known)]
    return new


def _known(fresh: dict[str, Any]) -> dict[str, Any]:
    """The fixed fields of a line: they come from the shift before and overwrite what the draft assumed."""
    return {name: fresh[name] for name in ("_fixed", *fresh.get("_fixed", ())) if name in fresh}


def _fault_key(line: dict[str, Any]) -> tuple:
    return line.get("lane_id"), line.get("equipment"), line.get("found_at")


def _member(duty: Duty) -> dict[str, Any]:
    """A substitute is on the list with the name of whom he stands in for."""
    stand_in = duty.substitute_for
    attendance = Attendance.SUBSTITUTE if stand_in else Attendance.PRESENT
    note = f"顶 {stand_in.name}" if stand_in else ""
    fixed = {"user_id": duty.user_id, "lane_id": duty.lane_id, "post": duty.post.value}
    return fixed | {"attendance": attendance.value, "note": note}


def _settlements(shift: Shift, duties: Iterable[Duty]) -> Lines:
    standard = settings.value_of("handover.float_standard", unit_id=shift.unit_id, on=shift.business_date) * 100
    openings = db.session.scalars(queries.openings_of(shift.unit_id))
    own = {o.lane_id: o.amount for o in openings if o.what == "float"}
    flags = {one.name: "1" for one in BY_NAME["settlements"].fields if one.kind == "flag"}
    return [
        {"user_id": duty.user_id, "lane_id": duty.lane_id, "standard": own.get(duty.lane_id, standard), **flags}
        for duty in duties
        if duty.post is DutyPost.COLLECTOR
    ]


def _lanes(shift: Shift) -> Lines:
    before = db.session.scalar(queries.latest_signed_before(shift.unit_id, shift.starts_at))
    last = {row.lane_id: row for row in before.lanes} if before else {}
    lines = []
    for lane in db.session.scalars(lanes_of(shift.unit_id)):
        row = last.get(lane.id)
        condition = row.condition if row else LaneCondition.OPEN
        lines.append({"lane_id": lane.id, "condition": condition.value, "note": row.note if row else ""})
    return lines


def _rolls(before: Handover | None, openings: list[OpeningBalance]) -> Lines:
    """One line per kind and lane: the last roll of the shift before, or the number of the opening balance."""
    nexts = {(o.kind, o.lane_id): o.serial for o in openings if o.what == "receipt"}
    for roll in before.rolls if before else ():
        nexts[roll.kind, roll.lane_id] = roll.next_no
    fixed = ["kind", "lane_id"]
    return [
        {"kind": kind.value, "lane_id": str(lane or ""), "expected_no": number, "start_no": number, "_fixed": fixed}
        for (kind, lane), number in nexts.items()
    ] or [{"kind": ReceiptKind.MACHINE.value, "lane_id": "", "_fixed": fixed}]


def _cards(before: Handover | None, openings: list[OpeningBalance]) -> dict[str, Any]:
    last = before.cards[0] if before and before.cards else None
    opening = last.closing if last else sum(o.quantity or 0 for o in openings if o.what == "card") or None
    zeros = {"received": "0", "transferred": "0", "bad": "0", "boxes": str(last.boxes or "") if last else ""}
    if opening is None:
        return zeros
    return {"opening": str(opening), "_fixed": ["opening"], **zeros}


def _items(before: Handover | None, openings: list[OpeningBalance]) -> Lines:
    known = {o.label: o.quantity for o in openings if o.what == "item"}
    known |= {row.name: row.counted for row in before.items} if before else {}
    names = list(dict.fromkeys([*ITEMS, *known])) if not before else list(known)
    return [_item(name, known.get(name)) for name in names]


def _item(name: str, expected: int | None) -> dict[str, Any]:
    if expected is None:
        return {"name": name}
    return {"name": name, "expected": str(expected), "counted": str(expected), "_fixed": ["expected"]}


def _faults(before: Handover | None) -> Lines:
    if before is None:
        return []
    rows = body_of(before)["faults"]
    return [line for line, row in zip(rows, before.faults, strict=True) if row.restored_at is None]
