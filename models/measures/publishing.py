"""A public criticism becomes a notice: drafted from the measure, then approved and published as any notice."""

from __future__ import annotations

from datetime import datetime

from models import notices
from models.accounts import Unit, User
from models.closings import house_of
from models.core.db import db
from models.core.errors import RuleBroken
from models.measures.kinds import MeasureKind, MeasureState
from models.measures.tables import Measure
from models.notices import Notice

DECIDED = (MeasureState.APPROVED, MeasureState.IN_FORCE)


def draft_notice(row: Measure, *, by: User, at: datetime) -> Notice:
    """Draft the 通报批评 of an approved measure in the name of the person's station. Source: S0 §8.

    Raises RuleBroken: another kind of measure, not approved, about ``by``, or drafted already.
    """
    if row.kind is not MeasureKind.CRITICISM or row.state not in DECIDED:
        raise RuleBroken("只有已批准的通报批评可以起草通报。")
    if by.id == row.person_id:
        raise RuleBroken("本件涉及您本人，请回避，由他人办理。")
    person = db.session.get_one(User, row.person_id)
    source = notices.Source(row.number, f"/measures/{row.id}", (person.id,))
    unit = house_of(db.session.get_one(Unit, row.unit_id))
    title = f"关于对{person.name}通报批评的决定"
    return notices.draft_from("criticism", title, text_of(row, person), source=source, unit=unit, by=by, at=at)


def text_of(row: Measure, person: User) -> str:
    """Return the body: what happened, the words it rests on, and what was decided."""
    lines = [f"{row.unit_name}{person.name}：", row.facts]
    lines += [f"依据{name}：{text}" for name, _edition, text in row.basis]
    return "\n".join([*lines, "经研究，决定给予通报批评。望全体人员引以为戒，严格遵守服务准则。"])
