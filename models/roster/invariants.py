"""What must always hold in the roster; ``flask check`` says it aloud."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, joinedload

from models.core.checks import invariant
from models.core.db import db
from models.roster.queries import HOLDS
from models.roster.tables import Duty, Shift, ShiftState


@invariant("没有人同时在两处当班", order=40)
def double_bookings() -> Iterable[str]:
    other = aliased(Duty)
    twice = (other.user_id == Duty.user_id, other.id > Duty.id, other.starts_at < Duty.ends_at)
    also = (other.ends_at > Duty.starts_at, other.is_void.is_(False), other.is_correction.is_(False))
    found = select(Duty).join(other, twice[0]).where(*twice[1:], *also, *HOLDS)
    for duty in db.session.scalars(found.options(joinedload(Duty.user), joinedload(Duty.shift))):
        yield f"{duty.user.name} {duty.shift.name} {duty.span}"


@invariant("每段当班都在班次的时间之内", order=41)
def duties_outside() -> Iterable[str]:
    outside = or_(Duty.starts_at < Shift.starts_at, Duty.ends_at > Shift.ends_at)
    found = select(Duty).join(Shift).where(outside)
    for duty in db.session.scalars(found.options(joinedload(Duty.user), joinedload(Duty.shift))):
        yield f"{duty.user.name} {duty.shift.name} {duty.span}"


@invariant("冻结的班次留有当时的姓名", order=42)
def nameless_evidence() -> Iterable[str]:
    nameless = or_(Duty.is_frozen.is_(False), Duty.person_name == "")
    found = select(Duty).join(Shift).where(Shift.state == ShiftState.FROZEN, nameless)
    for duty in db.session.scalars(found.options(joinedload(Duty.shift))):
        yield f"{duty.shift.name} duties#{duty.id}"
