"""Reading the audit trail: is it whole, and what happened to a record; ``wording`` says it in the reader's words.

Source: security.md 24.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from models.core import audit, clock
from models.core.attachments import Attachment
from models.core.audit import AuditEntry, AuditHead
from models.core.db import Base, snapshot
from models.core.wording import act_of, in_words, label, label_acts, look_up

HEADS = "audit-heads.log"
COLUMNS = [column.name for column in AuditEntry.__table__.columns if column.name not in ("previous", "hash")]

_heads = Path("instance") / HEADS


@dataclass(frozen=True, slots=True)
class Verdict:
    """``entries`` were walked up to the first fault; ``broken`` is its number (0: the head), None when all is well."""

    entries: int
    hash: str
    broken: int | None = None
    sentence: str = ""

    @property
    def is_whole(self) -> bool:
        return self.broken is None


@dataclass(frozen=True, slots=True)
class Head:
    """An exported head: how many entries there were at a moment, and the last hash."""

    count: int
    hash: str


class _Broken(Exception):
    def __init__(self, number: int, sentence: str) -> None:
        super().__init__(sentence)
        self.number = number


def use_folder(instance: Path) -> None:
    """Say where the exported heads are: a file of the instance folder, outside the database."""
    global _heads
    _heads = Path(instance) / HEADS


def verify() -> Verdict:
    """Walk the chain in one snapshot and compare it with the head and with the heads exported before."""
    with snapshot() as session:
        return verify_in(session)


def verify_in(session: Session) -> Verdict:
    """Walk the chain as ``session`` sees it; the session must see one moment only."""
    walked, last = 0, ""
    try:
        exported = {head.count: head.hash for head in _exported()}
        with closing(_entries(session)) as entries:
            for row in entries:
                _check_entry(row, walked + 1, last)
                walked, last = walked + 1, row["hash"]
                if exported.pop(walked, last) != last:
                    raise _Broken(walked, f"第 {walked} 条与此前导出的链头不符，此条或更早的条目被替换")
        _check_end(session, walked, last, exported)
    except _Broken as fault:
        return Verdict(walked, last, fault.number, str(fault))
    return Verdict(walked, last)


def export_head() -> Head:
    """Append today's head to the file of heads, sealed with the audit key; a daily job calls this."""
    with snapshot() as session:
        head = Head(*session.execute(select(AuditHead.count, AuditHead.hash).where(AuditHead.id == 1)).one())
    line = {"at": clock.now().isoformat(timespec="seconds"), "count": head.count, "hash": head.hash}
    _heads.parent.mkdir(parents=True, exist_ok=True)
    with _heads.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line | {"seal": _seal(line)}) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return head


def history_of(row: Base) -> Select[tuple[AuditEntry]]:
    """Return the entries about ``row`` and about its files, newest first."""
    files = select(Attachment.id).where(Attachment.owner_type == row.__tablename__, Attachment.owner_id == row.id)
    own = (AuditEntry.subject_type == row.__tablename__) & (AuditEntry.subject_id == row.id)
    its_files = (AuditEntry.subject_type == Attachment.__tablename__) & AuditEntry.subject_id.in_(files)
    return select(AuditEntry).where(or_(own, its_files)).order_by(AuditEntry.id.desc())


def _entries(session: Session) -> Iterator[dict[str, Any]]:
    rows = select(AuditEntry.__table__).order_by(AuditEntry.id).execution_options(yield_per=1000)
    with closing(session.execute(rows)) as found:
        for row in found:
            yield dict(row._mapping)


def _check_entry(row: dict[str, Any], number: int, last: str) -> None:
    if row["id"] > number:
        raise _Broken(number, f"缺少第 {number} 条")
    if row["id"] < number:
        raise _Broken(row["id"], f"多出编号 {row['id']} 的条目")
    if not hmac.compare_digest(audit.seal({name: row[name] for name in COLUMNS}, row["previous"]), row["hash"]):
        raise _Broken(number, f"第 {number} 条的内容被改动，或审计密钥不是写入时的那一把")
    if row["previous"] != last:
        raise _Broken(number, f"第 {number} 条不接在第 {number - 1} 条之后，次序被改动或前一条被替换")


def _check_end(session: Session, walked: int, last: str, exported: dict[int, str]) -> None:
    """Compare the end of the chain with the head row, and with heads that were exported of a longer chain."""
    head = session.execute(select(AuditHead.count, AuditHead.hash).where(AuditHead.id == 1)).first()
    if head is None:
        raise _Broken(0, "链头缺失")
    if walked < head.count:
        raise _Broken(walked + 1, f"末尾被截断：链头记有 {head.count} 条，实有 {walked} 条")
    if (head.count, head.hash) != (walked, last):
        raise _Broken(0, f"链头被改动：记有 {head.count} 条，实有 {walked} 条，或末条的校验值不符")
    if longer := [count for count in exported if count > walked]:
        raise _Broken(walked + 1, f"末尾被截断：此前导出的链头记有 {max(longer)} 条，实有 {walked} 条")


def _exported() -> Iterator[Head]:
    if not _heads.is_file():
        return
    for number, text in enumerate(_heads.read_text(encoding="utf-8").splitlines(), 1):
        try:
            line = json.loads(text)
            seal = line.pop("seal")
            head = Head(int(line["count"]), str(line["hash"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise _Broken(0, f"导出的链头第 {number} 行已损坏") from None
        if not hmac.compare_digest(_seal(line), str(seal)):
            raise _Broken(0, f"导出的链头第 {number} 行被改动")
        if head.count:
            yield head


def _seal(line: dict[str, Any]) -> str:
    return audit.seal_text(json.dumps(line, sort_keys=True, separators=(",", ":")))


__all__ = ["Verdict", "act_of", "export_head", "history_of", "in_words", "label", "label_acts", "look_up", "verify"]
