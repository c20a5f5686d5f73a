"""What people had typed and not yet sent: kept per person and form, given back when they open it again."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Select, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from models.core.db import Base, db, pk, upsert, utc
from models.core.errors import RuleBroken

BYTES, FIELDS, KEY = 64 * 1024, 400, 200
PER_PERSON = 30  # drafts; the oldest make room
SECRET = frozenset("csrf form_key password passwd pin secret token otp captcha".split())
MACHINERY = frozenset({"csrf_token", "form_key"})


class Draft(Base):
    """The fields of one form as one person last typed them, ``{name: [values]}``; ``key`` is the form's path.

    ``return_to`` is the address to show again once the person has signed in: the sign-in had ended when they sent it.
    """

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("user_id", "key"),)
    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str]
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)
    return_to: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[utc] = mapped_column(index=True)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.fields) - {"version"}


def storable(pairs: Iterable[tuple[str, list[str]]]) -> dict[str, list[str]]:
    """Return what of a form may be kept: no tokens, passwords, PINs, and nothing of a form too large."""
    kept = {name: values for name, values in pairs if name and name not in MACHINERY and not is_secret(name)}
    return kept if _fits(kept) else {}


def is_secret(name: str) -> bool:
    """Whether a field's name says that its content must not be kept (``pin``, ``new_password``, ``pin-2``)."""
    return not SECRET.isdisjoint(re.split(r"[^a-z]+", name.lower()))


def _fits(fields: Mapping[str, list[str]]) -> bool:
    size = len(json.dumps(fields, ensure_ascii=False).encode())
    return 0 < sum(map(len, fields.values())) <= FIELDS and size <= BYTES


def save(session, user_id: int, key: str, fields: Mapping[str, list[str]], at: datetime, return_to: str = "") -> None:
    """Keep ``fields`` as the person's draft of ``key``; the caller's session commits. Raises RuleBroken: too large."""
    if len(key) > KEY or not _fits(fields):
        raise RuleBroken("内容过多，没有自动保存，请尽快提交。")
    row = {"user_id": user_id, "key": key, "fields": dict(fields), "version": 1, "saved_at": at}
    row["return_to"] = return_to
    first = upsert(session, Draft).values(row)
    newer = {"fields": row["fields"], "saved_at": at, "return_to": return_to, "version": Draft.version + 1}
    session.execute(first.on_conflict_do_update(index_elements=["user_id", "key"], set_=newer))
    newest = select(Draft.id).where(Draft.user_id == user_id).order_by(Draft.saved_at.desc(), Draft.id.desc())
    kept = session.scalars(newest.limit(PER_PERSON)).all()
    session.execute(delete(Draft).where(Draft.user_id == user_id, Draft.id.not_in(kept)))


def find(user_id: int, key: str) -> Draft | None:
    """Return the person's draft of a form."""
    return db.session.scalar(of(user_id, key))


def of(user_id: int | ColumnElement[int], key: str | ColumnElement[str]) -> Select[tuple[Draft]]:
    """Return the draft of a form; whose and which may be told when it is asked."""
    return select(Draft).where(Draft.user_id == user_id, Draft.key == key)


def resume(user_id: int, since: datetime) -> str:
    """Return where the person was when the sign-in ended, once, and only if that was after ``since``; else ""."""
    cut_off = select(Draft).where(Draft.user_id == user_id, Draft.return_to != "")
    found = db.session.scalars(cut_off.order_by(Draft.saved_at)).all()
    where = [draft.return_to for draft in found if draft.saved_at >= since]
    for draft in found:
        draft.return_to = ""
    return where[-1] if where else ""


def discard(user_id: int, key: str) -> None:
    """Forget the person's draft of a form: it was saved for good, or given up."""
    db.session.execute(delete(Draft).where(Draft.user_id == user_id, Draft.key == key))


def sweep(before: datetime) -> None:
    """Forget drafts that nobody has touched since ``before``."""
    db.session.execute(delete(Draft).where(Draft.saved_at < before))
