"""A drafter who moves or leaves: the drafts go to the successor, never to whom they name."""

import pytest

from models.accounts import Move, MoveKind, people
from models.core import clock
from models.core.errors import RuleBroken
from models.penalties import PenaltyState
from tests.penalties import makers


def leave(cast, **more):
    given = {"kind": MoveKind.LEAVING, "on": clock.today(), "reason": "调出", "by": cast["xi"]} | more
    people.move(cast["ming"], Move(), **given)


def test_a_draft_is_open_work_and_goes_to_the_successor(db, cast):
    draft, submitted = makers.make_draft(cast), makers.make_submitted(cast, "zhao")
    assert ("处罚草稿", 1) in people.open_work_of(cast["ming"])
    leave(cast, successor=cast["min"])
    db.session.commit()
    assert draft.drafted_by_id == cast["min"].id and draft.state is PenaltyState.DRAFT
    assert submitted.drafted_by_id == cast["ming"].id
    assert people.open_work_of(cast["ming"]) == []


def test_whom_a_draft_names_cannot_take_it_over(db, cast):
    makers.make_draft(cast, "wang")
    with pytest.raises(RuleBroken, match="涉及王倩本人"):
        leave(cast, successor=cast["wang"])
