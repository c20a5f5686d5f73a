"""What a signature stands for: the content as one text, its hashes, and the chain of seals of a station."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from models.handover import texts
from models.handover.kinds import Side
from models.handover.sheet import body_of
from models.handover.tables import Handover

MATTER = ("matter_id", "sentence", "owner", "due", "urgency", "hops", "result")
SIGNED = (
    "user_id",
    "session_user_id",
    "name",
    "staff_no",
    "terminal",
    "statement",
    "substitute_reason",
    "content_hash",
)


def record_hash(handover: Handover) -> str:
    """Return the hash of 当班记录, what the outgoing leader signs."""
    return _digest(
        {
            "number": handover.number,
            "shift": handover.shift_id,
            "backfill": [handover.is_backfill, handover.backfill_reason],
            "body": body_of(handover),
            "matters": [{name: texts.plain(getattr(row, name)) for name in MATTER} for row in handover.matter_lines],
        }
    )


def receiver_hash(handover: Handover) -> str:
    """Return the hash of what the incoming leader signs: the record and 接班记录."""
    checks = {row.item.value: row.grade.value for row in handover.receiver_checks}
    return _digest({"record": record_hash(handover), "checks": checks, "remark": handover.receiver_remark})


def leader_hash(handover: Handover) -> str:
    """Return the hash of what the duty leader signs: all of it and 站检查记录."""
    checks = {row.item.value: row.grade.value for row in handover.leader_checks}
    return _digest({"received": receiver_hash(handover), "checks": checks, "remark": handover.leader_remark})


HASH_OF = {Side.OUTGOING: record_hash, Side.INCOMING: receiver_hash, Side.DUTY_LEADER: leader_hash}


def seal_of(handover: Handover, previous: str) -> str:
    """Return the seal: content, the three signatures and the seal before it at this station."""
    signatures = [
        [side.value, s.at.astimezone(UTC).isoformat(timespec="microseconds"), *(getattr(s, name) for name in SIGNED)]
        for side in Side
        if (s := handover.signature_of(side))
    ]
    content = {"content": leader_hash(handover), "signatures": signatures, "seq": handover.seal_seq}
    return _digest(content | {"previous": previous})


def broken_seals(handovers: Iterable[Handover]) -> list[str]:
    """Return a sentence for every sealed handover of one station, given in order, that was changed afterwards."""
    broken, previous = [], ""
    for seq, handover in enumerate(handovers, 1):
        signed = {side: handover.signature_of(side) for side in Side}
        if None in signed.values():
            broken.append(f"{handover.number} 缺少签名")
        elif any(s.content_hash != HASH_OF[side](handover) for side, s in signed.items()):
            broken.append(f"{handover.number} 的内容在签认之后被改动")
        elif handover.seal_seq != seq or handover.seal_hash != seal_of(handover, previous):
            broken.append(f"{handover.number} 的封存链不连续")
        previous = handover.seal_hash
    return broken


def _digest(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
