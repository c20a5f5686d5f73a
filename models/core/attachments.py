"""One store for all files: named by their content, kept before the row that speaks of them. Source: security.md 13, 22.

A row belongs to any row of any table (``owner_type``, ``owner_id``); who may see the owner may see the file. Files
are retired, never deleted by a rule: the case they belong to may be audited.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from models.core import audit, clock
from models.core.audit import Audited
from models.core.checks import invariant
from models.core.db import Base, db, pk, utc
from models.core.pictures import Prepared, prepare

ENDINGS = {"image/jpeg": ("照片", "jpg"), "application/pdf": ("文件", "pdf")}
ORPHAN_SECONDS = 24 * 3600  # an upload whose row is not committed yet is not an orphan

_folder = Path("instance")


class Attachment(Audited, Base):
    """A file of another row. ``name`` is ours, ``caption`` the user's; width and height in pixels, None for PDF."""

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_owner_type_owner_id", "owner_type", "owner_id"),)
    id: Mapped[pk]
    owner_type: Mapped[str]
    owner_id: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str]
    caption: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    width: Mapped[int | None]
    height: Mapped[int | None]
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    kept_at: Mapped[utc]
    is_retired: Mapped[bool] = mapped_column(default=False)

    @property
    def is_picture(self) -> bool:
        return self.media_type == "image/jpeg"


def use_folder(instance: Path) -> None:
    """Say where the house keeps its files: ``files`` under the instance folder."""
    global _folder
    _folder = Path(instance) / "files"


def keep(prepared: Prepared, owner: Base, by, caption: str = "") -> Attachment:
    """Store the file and then its row; ``prepared`` comes from ``prepare(stream)``, which the view calls first."""
    digest = hashlib.sha256(prepared.content).hexdigest()
    _put(path_of(digest), prepared.content)
    if prepared.small:
        _put(path_of(digest, small=True), prepared.small)
    kind, ending = ENDINGS[prepared.media_type]
    db.session.flush()
    row = Attachment(
        owner_type=owner.__tablename__,
        owner_id=owner.id,
        unit_id=getattr(owner, "unit_id", None),
        name=f"{kind}-{digest[:8]}.{ending}",
        caption=caption,
        media_type=prepared.media_type,
        size=len(prepared.content),
        sha256=digest,
        width=prepared.width,
        height=prepared.height,
        kept_by_id=by.id if by else None,
        kept_at=clock.now(),
    )
    db.session.add(row)
    audit.record("attachment.keep", row, by, note=caption)
    return row


def retire(attachment: Attachment, by, note: str) -> None:
    """Take a file out of sight; it stays in the store for the audit."""
    attachment.is_retired = True
    audit.record("attachment.retire", attachment, by, note=note)


def of(owner: Base) -> Select[tuple[Attachment]]:
    """Return the files of ``owner`` that are not retired, oldest first."""
    return _standing(_owned(owner.__tablename__, [owner.id]))


class Files(dict[tuple[str, int], list[Attachment]]):
    """The files of many rows, oldest first."""

    def of(self, owner: Base) -> list[Attachment]:
        return self.get((owner.__tablename__, owner.id), [])


def of_all(owners: Iterable[Base]) -> Files:
    """Return the files of many rows, be it of several tables, in one question."""
    ids: dict[str, list[int]] = {}
    for owner in owners:
        ids.setdefault(owner.__tablename__, []).append(owner.id)
    found = Files()
    if ids:
        for one in db.session.scalars(_standing(or_(*(_owned(table, its) for table, its in ids.items())))):
            found.setdefault((one.owner_type, one.owner_id), []).append(one)
    return found


def _owned(table: str, ids: list[int]) -> ColumnElement[bool]:
    return and_(Attachment.owner_type == table, Attachment.owner_id.in_(ids))


def _standing(whose: ColumnElement[bool]) -> Select[tuple[Attachment]]:
    return select(Attachment).where(whose, Attachment.is_retired.is_(False)).order_by(Attachment.id)


def open_stored(attachment: Attachment, *, small: bool = False) -> IO[bytes]:
    """Open a stored file, or its thumbnail. Raises FileNotFoundError: the store is damaged."""
    return path_of(attachment.sha256, small=small).open("rb")


def path_of(sha256: str, *, small: bool = False) -> Path:
    return _folder / sha256[:2] / sha256[2:4] / (f"{sha256}.small" if small else sha256)


def sweep_orphans() -> int:
    """Remove files that no row speaks of and that are older than a day; return how many."""
    known = set(db.session.scalars(select(Attachment.sha256)))
    limit = clock.now().timestamp() - ORPHAN_SECONDS
    found = [path for path in _folder.glob("*/*/*") if path.name.partition(".")[0] not in known]
    orphans = [path for path in found if path.stat().st_mtime < limit]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


@invariant("每个附件的文件都在，内容与登记一致", order=90)
def damaged_files():
    """Yield the files that are missing or were changed behind our back."""
    rows = db.session.execute(select(Attachment.id, Attachment.name, Attachment.sha256).order_by(Attachment.id))
    for row_id, name, sha256 in rows:
        if digest_of(sha256) != sha256:
            yield f"附件 {row_id}（{name}）的文件缺失或被改动"


def digest_of(sha256: str) -> str:
    """Return the SHA-256 of what the store really holds under ``sha256``, or ``missing``."""
    try:
        with path_of(sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "missing"


def _put(path: Path, content: bytes) -> None:
    """Bring the file to disk under a temporary name, then to its place; the same content is stored once."""
    now = (clock.now().timestamp(),) * 2
    if path.exists():
        os.utime(path, now)  # young again: the sweep must not take what a row is about to speak of
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.utime(draft, now)
    draft.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


__all__ = ["Attachment", "Prepared", "keep", "of", "of_all", "open_stored", "prepare", "retire", "sweep_orphans"]
