"""Messages: one row per person and matter."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.core.db import Base, pk, utc


class Message(Base):
    """A line in a person's inbox with the address it is about; ``key`` makes a second sending harmless.

    Not audited: a message repeats what a record already says, and its reading is no evidence (documents that must be
    signed for have their own receipts).
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        Index("ix_messages_user_id_read_at", "user_id", "read_at"),
    )
    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str]
    key: Mapped[str]
    title: Mapped[str]
    href: Mapped[str]
    at: Mapped[utc] = mapped_column(index=True)
    read_at: Mapped[utc | None]

    @property
    def is_unread(self) -> bool:
        return self.read_at is None
