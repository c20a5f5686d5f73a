"""What this database is told about itself, outside of all business: one word per name."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from models.core.db import Base, db, own_transaction

DEMONSTRATION = "demonstration"  # "begun" or "complete"; never there in a production database


class Mark(Base):
    __tablename__ = "marks"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


def read(name: str) -> str:
    """Return the word that was written last under ``name``, or ``""``."""
    return db.session.scalar(select(Mark.value).where(Mark.name == name)) or ""


def write(name: str, value: str) -> None:
    """Keep ``value`` at once, in a transaction of its own. Ends the session's transaction: uncommitted changes go."""
    db.session.rollback()
    with own_transaction() as session:
        session.execute(delete(Mark).where(Mark.name == name))
        session.add(Mark(name=name, value=value))
