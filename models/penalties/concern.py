"""Who has to keep out of a case because it names them."""

from __future__ import annotations

from sqlalchemy import or_, select

from models.accounts import Unit, UnitKind, User
from models.core.db import db
from models.core.errors import RuleBroken
from models.penalties.tables import Penalty, Violation

KEEP_OUT = "本件涉及您本人，请回避，由他人办理。"


def named_in(violation_id: int) -> set[int]:
    """Return the ids of the people whom a case names: the person and whoever answers jointly for the same fact."""
    joint = select(Violation.joint_with_id).where(Violation.id == violation_id).scalar_subquery()
    same = or_(Violation.id == violation_id, Violation.joint_with_id == violation_id, Violation.id == joint)
    return set(db.session.scalars(select(Violation.person_id).where(same)))


def require_outsider(violation_id: int, by: User | None) -> None:
    """Raise RuleBroken when the case names ``by``. Nobody decides or collects on such a case."""
    if by is not None and by.id in named_in(violation_id):
        raise RuleBroken(KEEP_OUT)


def require_person(person_id: int, by: User) -> None:
    """Raise RuleBroken unless ``by`` is the person whom the penalty is about."""
    if by.id != person_id:
        raise RuleBroken("只有当事人本人可以办理。")


def keep_out(penalty: Penalty, by: User | None) -> None:
    """As ``require_outsider``: what the rules of a penalty ask first."""
    require_outsider(penalty.violation_id, by)


def keep_out_of(violation: Violation, by: User | None) -> None:
    """As ``require_outsider``: what the rules of a violation ask first."""
    require_outsider(violation.id, by)


def require_own(penalty: Penalty, by: User) -> None:
    """As ``require_person``: what only the person may do about a penalty."""
    require_person(penalty.person_id, by)


def station_at(unit_id: int) -> int:
    """Return the id of the station that the unit ``unit_id`` belongs to, as ``station_of``."""
    return station_of(db.session.get_one(Unit, unit_id))


def station_of(unit: Unit) -> int:
    """Return the id of the station of a crew, of any other unit its own: settings are kept per station."""
    return unit.parent_id if unit.kind is UnitKind.CREW and unit.parent_id else unit.id
