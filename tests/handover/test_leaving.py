"""Who leaves hands matters over by name; a debt stays their own and is told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.accounts import Move, MoveKind, people
from models.core import audit, clock
from models.handover import Difference, Matter
from models.handover.kinds import DifferenceKind, MatterState
from models.inbox import Message
from tests.handover import makers


@pytest.fixture
def open_ends(db, cast, units):
    """A matter of Liu Jianping, one of the repair firm, and a shortage Liu owes."""
    shift, _next = makers.make_evening(cast, units)
    held = makers.make_handover(shift, cast["han"])
    for owner in ("刘建平", "机电公司"):
        row = Matter(unit_id=units["qinglan"].id, handover_id=held.id, opened_in_id=held.id, opened_at=clock.now())
        row.sentence, row.owner = f"跟踪 X02 栏杆机（{owner}）", owner
        db.session.add(row)
        audit.record("matter.open", row, cast["han"])
    debt = Difference(unit_id=units["qinglan"].id, handover_id=held.id, user_id=cast["liu"].id, amount=1000)
    debt.kind, debt.subject, debt.explanation, debt.on = DifferenceKind.SHORT, "X02 刘建平", "点钞有误", clock.today()
    db.session.add(debt)
    audit.record("difference.open", debt, cast["han"])
    db.session.commit()
    return debt


def test_the_matters_name_the_successor_and_the_debt_is_told(db, cast, open_ends):
    assert ("遗留事项", 1) in people.open_work_of(cast["liu"])
    given = {"kind": MoveKind.LEAVING, "on": clock.today(), "reason": "退休", "successor": cast["han"]}
    people.move(cast["liu"], Move(), by=cast["xi"], **given)
    db.session.commit()
    owners = db.session.scalars(select(Matter.owner).where(Matter.state == MatterState.OPEN)).all()
    assert sorted(owners) == ["机电公司", "韩雪"]
    assert open_ends.user_id == cast["liu"].id
    told = db.session.scalars(select(Message.title).where(Message.user_id == cast["li"].id)).all()
    assert [title for title in told if "短款还没有还清" in title and "刘建平离职" in title]
