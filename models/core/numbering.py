"""Numbers without gaps, such as ``CF-2026-0001``."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from models.core.db import Base, db


class Counter(Base):
    """The last number given in a series; its row stays locked until the caller's transaction ends: no gap, no race."""

    __tablename__ = "counters"
    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


def next_number(prefix: str, period: str | int, digits: int = 4) -> str:
    """Return the next number of ``prefix-period``; a rollback of the caller gives it back."""
    series = f"{prefix}-{period}"
    insert = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert
    upsert = insert(Counter).values(series=series, last=1)
    upsert = upsert.on_conflict_do_update(index_elements=["series"], set_={"last": Counter.last + 1})
    last = db.session.scalar(upsert.returning(Counter.last))
    return f"{series}-{last:0{digits}d}"
