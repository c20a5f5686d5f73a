"""The PCs of the house: registered by an administrator at the machine itself, known again by a cookie."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from models.accounts.scope import in_reach, units_under
from models.accounts.sign_ins import digest
from models.accounts.tables import SignIn, Terminal, Unit, UnitKind, User, UserState
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.scope import scope_of


@dataclass(frozen=True, slots=True)
class Seat:
    """One person of a watch and where they are: a lane, or their post."""

    person: User
    place: str


@dataclass(frozen=True, slots=True)
class Watch:
    """The people of one shift; ``key`` is ``now`` or ``next``, ``title`` its crew and kind, ``hours`` 15:30–23:30."""

    key: str
    title: str
    hours: str
    seats: list[Seat]


_ASKED: list[Callable[[Unit, datetime], list[Watch]]] = []


def watches(ask: Callable[[Unit, datetime], list[Watch]]) -> Callable[[Unit, datetime], list[Watch]]:
    """Register who can say which people are on duty at a station, now and next."""
    _ASKED.append(ask)
    return ask


def watches_at(unit: Unit, at: datetime) -> list[Watch]:
    """Return the watches of the station that ``unit`` is or belongs to, the running one first."""
    stations = select(Unit).where(Unit.id.in_(unit.ancestry), Unit.kind == UnitKind.STATION)
    station = db.session.scalars(stations).first()
    return [watch for ask in _ASKED for watch in ask(station, at)] if station else []


def filtered(rows: Select, *, text: str = "", unit: Unit | None = None, use: str = "") -> Select[tuple[Terminal]]:
    """Narrow to a name, a unit and below, and how a PC is used: shared, own or retired."""
    if text:
        rows = rows.where(Terminal.name.contains(text, autoescape=True))
    if unit is not None:
        rows = rows.where(Terminal.unit_id.in_(units_under(unit.path)))
    ways = {
        "shared": (Terminal.is_shared.is_(True), Terminal.is_retired.is_(False)),
        "own": (Terminal.is_shared.is_(False), Terminal.is_retired.is_(False)),
        "retired": (Terminal.is_retired.is_(True),),
    }
    return rows.where(*ways.get(use, ()))


def new_token() -> str:
    """Return a secret for a terminal's cookie."""
    return secrets.token_urlsafe(32)


def register(row: Terminal, *, name: str, unit: Unit, is_shared: bool, token: str, by: User) -> None:
    """Keep the browser whose cookie will hold ``token`` as the new terminal ``row``."""
    row.name, row.unit_id, row.is_shared, row.token_hash = name, unit.id, is_shared, digest(token)
    db.session.add(row)
    audit.record("terminal.register", row, by)


def retire(terminal: Terminal, by: User) -> None:
    """Forget a PC: its cookie opens nothing any more. Raises RuleBroken: it was retired before."""
    if terminal.is_retired:
        raise RuleBroken(f"终端 {terminal.name} 已经停用。")
    terminal.is_retired = True
    audit.record("terminal.retire", terminal, by)


def known_by(token: str) -> Select[tuple[Terminal]]:
    """Return the terminal in use whose cookie holds ``token``."""
    return select(Terminal).where(Terminal.token_hash == digest(token), Terminal.is_retired.is_(False))


def crews_at(unit: Unit) -> Select[tuple[Unit]]:
    """Return the open units that have people under ``unit``, itself included."""
    staffed = select(User.unit_id).where(User.state != UserState.LEFT)
    here = (Unit.path.startswith(unit.path, autoescape=True), Unit.is_open, Unit.id.in_(staffed))
    return select(Unit).where(*here).order_by((Unit.kind == UnitKind.CREW).desc(), Unit.sort, Unit.id)


def people_of(crew_id: int) -> Select[tuple[User]]:
    """Return who may sign in from a crew, by staff number."""
    return select(User).where(User.unit_id == crew_id, User.state != UserState.LEFT).order_by(User.staff_key)


def last_crew_at(terminal: Terminal) -> Select[tuple[int]]:
    """Return the home unit of whoever used the terminal last."""
    at = select(User.unit_id).join(SignIn, SignIn.user_id == User.id).where(SignIn.terminal_id == terminal.id)
    return at.order_by(SignIn.seen_at.desc()).limit(1)


@scope_of(Terminal)
def visible_to(user: User) -> Select[tuple[Terminal]]:
    """The terminals at units within reach of ``terminal.edit``."""
    return select(Terminal).where(in_reach(user, "terminal.edit", Terminal.unit_id))
