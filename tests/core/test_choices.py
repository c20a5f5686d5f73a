"""Members of an enumeration stand in the statement itself; what comes from outside stays a parameter."""

from __future__ import annotations

from enum import StrEnum

import pytest
from sqlalchemy import BinaryExpression, BindParameter, select
from sqlalchemy.sql import visitors

from models.approvals.tables import Approval, ApprovalState
from models.core.db import Base, Values, choice


def text_of(condition) -> tuple[str, dict]:
    made = select(Approval.id).where(condition).compile()
    return str(made).partition("WHERE ")[2], made.params


def test_a_member_is_written_out():
    assert text_of(Approval.state == ApprovalState.RUNNING) == ("approvals.state = 'running'", {})


def test_several_members_are_written_out_in_one_order():
    first, second = sorted([ApprovalState.RUNNING, ApprovalState.APPROVED])
    written = f"approvals.state IN ('{first}', '{second}')"
    assert text_of(Approval.state.in_([second, first])) == (written, {})
    assert text_of(Approval.state.in_({first, second})) == (written, {})
    assert text_of(Approval.state.not_in((first,)))[0] == f"(approvals.state NOT IN ('{first}'))"


def test_no_members_match_nothing(db):
    assert db.session.scalars(select(Approval.id).where(Approval.state.in_([]))).all() == []


def test_a_text_from_outside_stays_a_parameter():
    text, values = text_of(Approval.state == "running' OR 1=1 --")
    assert (text, list(values.values())) == ("approvals.state = :state_1", ["running' OR 1=1 --"])


def test_a_value_that_is_no_word_is_refused():
    class Odd(StrEnum):
        QUOTE = "it's"

    column = choice(Odd).column
    with pytest.raises(ValueError, match="not a word"):
        _ = column == Odd.QUOTE


def _conditions():
    """Give the condition of every relationship, by its name."""
    for mapper in Base.registry.mappers:
        for relation in mapper.relationships:
            yield f"{mapper.class_.__name__}.{relation.key}", relation.primaryjoin


@pytest.mark.one_engine
def test_no_relationship_asks_for_a_member_by_a_parameter():
    """A text for the name of a member would plan the page of a penalty anew at each request: four milliseconds."""
    texts = [
        name
        for name, condition in _conditions()
        for part in visitors.iterate(condition)
        if isinstance(part, BinaryExpression)
        and isinstance(part.left.type, Values)
        and isinstance(part.right, BindParameter)
    ]
    assert texts == []
