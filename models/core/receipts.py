"""One-time form keys: the second arrival of the same form is shown the result of the first.

The key is claimed in the transaction of the work itself, so a refused or failed attempt gives it back.
Source: security.md 19.
"""

from sqlalchemy import Text, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock
from models.core.db import Base, db, upsert, utc


class FormReceipt(Base):
    """A form that was carried out, who sent it, and where its result is."""

    __tablename__ = "form_receipts"
    key: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(index=True)
    at: Mapped[utc] = mapped_column(index=True)
    location: Mapped[str] = mapped_column(Text, default="")
    message: Mapped[str] = mapped_column(Text, default="")


def claim(key: str, user_id: int | None) -> bool:
    """Take ``key`` for this transaction. False when it has been carried out before; waits for one under way."""
    row = {"key": key, "user_id": user_id, "at": clock.now(), "location": "", "message": ""}
    claimed = upsert(db.session, FormReceipt).values(row).on_conflict_do_nothing().returning(FormReceipt.key)
    return db.session.scalar(claimed) is not None


def settle(key: str, location: str, message: str) -> None:
    """Keep where the result of ``key`` is, for whoever sends the form again."""
    db.session.execute(update(FormReceipt).where(FormReceipt.key == key).values(location=location, message=message))


def result_of(key: str, user_id: int | None) -> FormReceipt | None:
    """Return what the first arrival of ``key`` led to, for the same person only."""
    return db.session.scalar(select(FormReceipt).where(FormReceipt.key == key, FormReceipt.user_id == user_id))
