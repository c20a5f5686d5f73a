"""Numbers without gaps, such as ``CF-2026-0001``."""

from sqlalchemy.orm import Mapped, mapped_column

from models.core.db import Base, db, upsert


class Counter(Base):
    """The last number given in a series; its row stays locked until the caller's transaction ends: no gap, no race."""

    __tablename__ = "counters"
    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


def next_number(prefix: str, period: str | int, digits: int = 4) -> str:
    """Return the next number of ``prefix-period``; a rollback of the caller gives it back."""
    series = f"{prefix}-{period}"
    first = upsert(db.session, Counter).values(series=series, last=1)
    raised = first.on_conflict_do_update(index_elements=["series"], set_={"last": Counter.last + 1})
    last = db.session.scalar(raised.returning(Counter.last))
    return f"{series}-{last:0{digits}d}"
