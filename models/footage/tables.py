"""Camera groups with how long they keep, the recordings to be saved, and who asked for them."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Unit, User
from models.core.audit import Audited
from models.core.db import Base, choice, pk, utc
from models.footage.kinds import Coverage, FootageState
from models.roster import Lane


class CameraGroup(Audited, Base):
    """Cameras of a station that are overwritten together. ``lane_ids`` are the lanes they see, empty for the rest."""

    __tablename__ = "camera_groups"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)
    id: Mapped[pk]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str]
    coverage: Mapped[Coverage] = choice(Coverage)
    lane_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    is_open: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    retentions: Mapped[list["CameraRetention"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="CameraRetention.valid_from, CameraRetention.id"
    )
    __mapper_args__ = {"version_id_col": version}

    def hours_on(self, day: date) -> int:
        """Return the hours that a recording of ``day`` is kept; before the first version its hours count."""
        held = [one for one in self.retentions if one.valid_from <= day] or self.retentions[:1]
        return held[-1].hours


class CameraRetention(Audited, Base):
    """How many hours a group keeps from a day on."""

    __tablename__ = "camera_retentions"
    __table_args__ = (UniqueConstraint("group_id", "valid_from"), CheckConstraint("hours > 0", name="hours"))
    audit_parent = ("camera_groups", "group_id")
    id: Mapped[pk]
    group_id: Mapped[int] = mapped_column(ForeignKey("camera_groups.id"), index=True)
    hours: Mapped[int]
    valid_from: Mapped[date]


class Preservation(Audited, Base):
    """A recording to be saved: ``from_at`` to ``to_at`` of one group, gone at ``overwritten_at``.

    ``clip`` says where the copy lies (disk, folder, file), ``sha256`` proves that it is unchanged.
    """

    __tablename__ = "preservations"
    __table_args__ = (
        CheckConstraint("from_at < to_at", name="range"),
        CheckConstraint("state != 'saved' OR (length(sha256) = 64 AND clip != '')", name="proof"),
        Index("ix_preservations_state_overwritten_at", "state", "overwritten_at"),
        Index("ix_preservations_group_id_from_at", "group_id", "from_at"),
    )
    id: Mapped[pk]
    number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("camera_groups.id"))
    lane_id: Mapped[int | None] = mapped_column(ForeignKey("lanes.id"), index=True)
    title: Mapped[str]
    from_at: Mapped[utc]
    to_at: Mapped[utc]
    overwritten_at: Mapped[utc] = mapped_column(index=True)
    state: Mapped[FootageState] = choice(FootageState, default=FootageState.WAITING, index=True)
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    requested_at: Mapped[utc] = mapped_column(index=True)
    clip: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="")
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    closed_at: Mapped[utc | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    group: Mapped[CameraGroup] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    lane: Mapped[Lane | None] = relationship(lazy="raise_on_sql")
    requested_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[requested_by_id])
    closed_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[closed_by_id])
    requests: Mapped[list["PreservationRequest"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="PreservationRequest.id"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def is_waiting(self) -> bool:
        return self.state is FootageState.WAITING

    @property
    def href(self) -> str:
        return f"/footage/{self.id}"

    @property
    def minutes(self) -> int:
        return -(-int((self.to_at - self.from_at).total_seconds()) // 60)


class PreservationRequest(Audited, Base):
    """Who asked for a recording and for which case; several cases may need the same one.

    ``owner_type`` and ``owner_id`` name a row of any room, without a key; ``href`` is its page.
    """

    __tablename__ = "preservation_requests"
    __table_args__ = (
        Index("ix_preservation_requests_owner_type_owner_id", "owner_type", "owner_id"),
        Index(
            "uq_preservation_requests_owner",
            "preservation_id",
            "owner_type",
            "owner_id",
            unique=True,
            sqlite_where=text("owner_type != ''"),
            postgresql_where=text("owner_type != ''"),
        ),
    )
    audit_parent = ("preservations", "preservation_id")
    id: Mapped[pk]
    preservation_id: Mapped[int] = mapped_column(ForeignKey("preservations.id"), index=True)
    owner_type: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[int | None]
    title: Mapped[str]
    href: Mapped[str] = mapped_column(default="")
    from_at: Mapped[utc]
    to_at: Mapped[utc]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[utc]
    by: Mapped[User | None] = relationship(lazy="raise_on_sql")
