"""People, units, roles, standing bodies, sign-ins and terminals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache, reduce

from flask_login import UserMixin
from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    ScalarSelect,
    Select,
    String,
    UniqueConstraint,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core import clock
from models.core.audit import Audited
from models.core.db import Base, Labelled, choice, db, pk, utc


class UnitKind(Labelled):
    """The levels of the house. Source: domain §1.1."""

    COMPANY = ("company", "公司")
    OFFICE = ("office", "收费所")
    STATION = ("station", "收费站")
    CREW = ("crew", "班组")
    DEPARTMENT = ("department", "科室")


class Reach(Labelled):
    """How far a grant goes, seen from the unit it is given at."""

    SELF = ("self", "本人")
    UNIT = ("unit", "本单位")
    SUBTREE = ("subtree", "本单位及下级")
    ALL = ("all", "全部")


class UserState(Labelled):
    """Whether a person may sign in."""

    ACTIVE = ("active", "在职", "ok", "check")
    LENT = ("lent", "借调", "info", "arrows-exchange")
    LEFT = ("left", "离职", "", "door-exit")


class MoveKind(Labelled):
    """What ends a person's sessions and hands over open work. Source: domain §3.3 2-54."""

    TRANSFER = ("transfer", "调动")
    LENDING = ("lending", "借调")
    LEAVING = ("leaving", "离职")


class Unit(Audited, Base):
    """An organisation unit; ``path`` is the materialised ancestry with its own id last, e.g. ``/1/4/9/``."""

    __tablename__ = "units"
    id: Mapped[pk]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[UnitKind] = choice(UnitKind)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    path: Mapped[str] = mapped_column(index=True, default="")
    sort: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @property
    def ancestry(self) -> list[int]:
        """The ids from the root down to this unit."""
        return [int(part) for part in self.path.split("/") if part]


@dataclass(frozen=True, slots=True)
class Held:
    """How far a grant in force reaches, and from which unit."""

    reach: Reach
    unit_id: int
    path: str


class User(Audited, UserMixin, Base):
    """A person: one home unit, one post, and grants of roles. ``staff_no`` keeps its leading zeros."""

    __tablename__ = "users"
    audit_hidden = frozenset({"password_hash", "pin_hash", "phone"})
    id: Mapped[pk]
    staff_no: Mapped[str]
    staff_key: Mapped[str] = mapped_column(unique=True)  # staff_no in NFKC, case folded: twins cannot exist
    name: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    post_title: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    state: Mapped[UserState] = choice(UserState, default=UserState.ACTIVE, index=True)
    password_hash: Mapped[str] = mapped_column(default="")
    password_set_at: Mapped[utc | None]
    must_change_password: Mapped[bool] = mapped_column(default=True)
    pin_hash: Mapped[str] = mapped_column(default="")
    must_change_pin: Mapped[bool] = mapped_column(default=True)
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    # "unnested": a person is joined in many places, and SQLite reads the whole of both tables for each nested join
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin="unnested", foreign_keys=[unit_id])
    __mapper_args__ = {"version_id_col": version}

    token = ""  # of the sign-in that brought this person here; set by the session loader
    grants = None  # what that sign-in told of the grants in force, for ``held``

    def get_id(self) -> str:
        """Flask-Login keeps this in the cookie: the secret of the sign-in, not the person's id."""
        return self.token

    @property
    def is_active(self) -> bool:
        return self.state is not UserState.LEFT

    @property
    def station_id(self) -> int | None:
        """The station the person works at, or None for people of the office and the company."""
        if self.unit.kind is UnitKind.CREW:
            return self.unit.parent_id
        return self.unit_id if self.unit.kind is UnitKind.STATION else None

    @cached_property
    def held(self) -> Mapping[str, Sequence[Held]]:
        """The permissions held today, each with its reaches; those of who is signed in came with the sign-in."""
        return held_by(self.id) if self.grants is None else unpack(self.grants)

    def may(self, permission: str) -> bool:
        return permission in self.held

    @property
    def standing(self) -> tuple | None:
        """All of a person that a scope may look at: who, where, the grants that came with the sign-in; else None."""
        return None if self.grants is None else (self.id, self.station_id, self.unit.path, self.grants)


class PastPassword(Base):
    """Hashes a person may not use again. Source: security.md, policy gb22239 (history 5)."""

    __tablename__ = "past_passwords"
    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    hash: Mapped[str]
    set_at: Mapped[utc]


class Role(Audited, Base):
    """A named set of permissions. Source: domain §1.2; editable by the security administrator."""

    __tablename__ = "roles"
    id: Mapped[pk]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    duties: Mapped[str] = mapped_column(default="")
    default_reach: Mapped[Reach] = choice(Reach, default=Reach.SELF)
    is_administrator: Mapped[bool] = mapped_column(default=False)  # one of the three separated administrators
    sort: Mapped[int] = mapped_column(default=0)
    permissions: Mapped[list["RolePermission"]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")


class RolePermission(Audited, Base):
    __tablename__ = "role_permissions"
    __table_args__ = (UniqueConstraint("role_id", "permission"),)
    audit_parent = ("roles", "role_id")
    id: Mapped[pk]
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"), index=True)
    permission: Mapped[str] = mapped_column(index=True)


class OfferedPermission(Base):
    """A permission this house has met: the roles it is meant for were given it then, and are never given it again.

    ``round`` counts the upgrades; 0 was there when the house began. Not audited: what a role is given is.
    """

    __tablename__ = "offered_permissions"
    id: Mapped[pk]
    permission: Mapped[str] = mapped_column(unique=True)
    round: Mapped[int] = mapped_column(index=True)
    offered_at: Mapped[utc]


class RoleGrant(Audited, Base):
    """A role given to a person at a unit, with a reach, between two days (both included; None = open)."""

    __tablename__ = "role_grants"
    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    reach: Mapped[Reach] = choice(Reach)
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    user: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[user_id])
    role: Mapped[Role] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=[unit_id])

    @property
    def in_words(self) -> str:
        """How far the grant reaches, as a page says it; role and unit must be loaded."""
        match self.reach:
            case Reach.SELF:
                return f"只限本人（{self.unit.name}）"
            case Reach.ALL:
                return "全部单位"
            case reach:
                return self.unit.name + ("及下级" if reach is Reach.SUBTREE else "")


class RequestState(Labelled):
    WAITING = ("waiting", "待授权", "warn", "clock")
    GRANTED = ("granted", "已授权", "ok", "check")
    REFUSED = ("refused", "未同意", "", "x")


class RoleRequest(Audited, Base):
    """A role somebody should get, by staff import or move, until the security administrator grants it."""

    __tablename__ = "role_requests"
    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    state: Mapped[RequestState] = choice(RequestState, default=RequestState.WAITING, index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    asked_at: Mapped[utc]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    decided_at: Mapped[utc | None]
    user: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[user_id])
    role: Mapped[Role] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=[unit_id])


class Body(Audited, Base):
    """A standing body, e.g. 规范化服务考核工作领导小组. Source: domain §1.1 (S0)."""

    __tablename__ = "bodies"
    id: Mapped[pk]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id"), index=True)
    seated_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)  # where its office sits


class BodyPost(Audited, Base):
    """A person's post in a body from a day on, until a day (both included)."""

    __tablename__ = "body_posts"
    id: Mapped[pk]
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    post: Mapped[str]  # 组长, 副组长, 成员, 主任
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    user: Mapped[User] = relationship(lazy="raise_on_sql")
    body: Mapped[Body] = relationship(lazy="raise_on_sql")


class Move(Audited, Base):
    """A transfer, a lending or a leaving, and who takes over the open work."""

    __tablename__ = "moves"
    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[MoveKind] = choice(MoveKind)
    from_unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    to_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    on: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str]
    user: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[user_id])
    successor: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[successor_id])


class Terminal(Audited, Base):
    """A PC of the house that is known by a cookie; ``is_shared`` shortens the idle time and opens the quick switch."""

    __tablename__ = "terminals"
    id: Mapped[pk]
    name: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    is_shared: Mapped[bool] = mapped_column(default=True)
    is_retired: Mapped[bool] = mapped_column(default=False)
    audit_hidden = frozenset({"token_hash"})


class SignIn(Base):
    """One signed-in browser. The cookie holds the secret, the table only its SHA-256. Source: security.md 7."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index("ix_sign_ins_user_id_seen_at", "user_id", "seen_at"),)
    id: Mapped[pk]
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    terminal_id: Mapped[int | None] = mapped_column(ForeignKey("terminals.id"), index=True)
    started_at: Mapped[utc]
    seen_at: Mapped[utc]
    address: Mapped[str] = mapped_column(default="")
    user: Mapped[User] = relationship(lazy="raise_on_sql", innerjoin="unnested")
    terminal: Mapped[Terminal | None] = relationship(lazy="raise_on_sql")


class Lockout(Base):
    """Failures of a staff number, existing or not, since the last success. Source: security.md 6."""

    __tablename__ = "lockouts"
    staff_key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[utc]
    locked_until: Mapped[utc | None]


class AdminInvitation(Base):
    """The one-time address where the first three administrators are created."""

    __tablename__ = "admin_invitations"
    id: Mapped[pk]
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[utc]
    expires_at: Mapped[utc]
    used_at: Mapped[utc | None]


def held_by(user_id: int) -> Mapping[str, Sequence[Held]]:
    """Return what a person may do today, from grants that are in force; read from the database each time."""
    return unpack(db.session.scalar(_of_one(), {"user_id": user_id, "on": clock.today()}) or "")


@cache
def _of_one() -> Select[tuple[str]]:
    return select(grants_in_force(bindparam("user_id")))


def grants_in_force(user_id: ColumnElement[int]) -> ScalarSelect[str]:
    """Return what ``unpack`` reads: the grants in force of a person as one text, which any statement can carry along.

    ``on``, the day, is given when the statement is executed. Neither codes nor paths hold a blank or a semicolon; both
    are written out, because a parameter would have them put into the statement anew at each request.
    """
    on = bindparam("on", type_=RoleGrant.from_on.type)
    blank, end = literal_column("' '", String()), literal_column("';'", String())
    permissions = func.aggregate_strings(RolePermission.permission, blank)
    told = (cast(RoleGrant.reach, String), cast(RoleGrant.unit_id, String), Unit.path, permissions)
    each = (
        select(reduce(lambda line, word: line.concat(blank).concat(word), told).label("line"))
        .select_from(RolePermission)
        .join(RoleGrant, RoleGrant.role_id == RolePermission.role_id)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .where(
            RoleGrant.user_id == user_id,
            or_(RoleGrant.from_on.is_(None), RoleGrant.from_on <= on),
            or_(RoleGrant.to_on.is_(None), RoleGrant.to_on >= on),
        )
        .group_by(RoleGrant.id, RoleGrant.reach, RoleGrant.unit_id, Unit.path)
        .subquery()
    )
    return select(func.aggregate_strings(each.c.line, end)).scalar_subquery()


@lru_cache(maxsize=256)
def unpack(grants: str) -> Mapping[str, Sequence[Held]]:
    """Return the permissions that ``grants_in_force`` tells of, each with its reaches, to be left as it is."""
    found: dict[str, list[Held]] = {}
    for line in filter(None, grants.split(";")):
        reach, unit_id, path, *permissions = line.split(" ")
        held = Held(Reach(reach), int(unit_id), path)
        for permission in permissions:
            found.setdefault(permission, []).append(held)
    return found
