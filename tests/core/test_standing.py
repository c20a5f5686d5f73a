"""What is kept for who is signed in depends on who they are, what they hold, and the day: on nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from models.accounts import RoleGrant
from models.complaints.tables import Complaint
from models.core import clock, scope, settings
from models.core.db import db as house
from models.core.kept import Kept
from models.inbox import todos

DAY = date(2026, 3, 2)


def refuse(*_args, **_kwargs):
    raise AssertionError("this may have changed when what was made with it is used again")


@pytest.fixture
def nothing_else(cast, monkeypatch):
    """The people, whom nobody can look at with the clock, a setting or a row at hand."""
    for person in cast.values():
        assert person.held is not None
        assert person.unit.path
    monkeypatch.setattr(clock, "today", lambda: DAY)
    monkeypatch.setattr(clock, "now", refuse)
    monkeypatch.setattr(settings, "value_of", refuse)
    for way in ("execute", "scalar", "scalars", "get", "get_one"):
        monkeypatch.setattr(house.session, way, refuse)
    return cast


class Only:
    """What of a person, or of a unit, ``standing`` stands for; to ask for more is a mistake."""

    def __init__(self, whole, *names: str) -> None:
        self._whole, self._names = whole, names

    def __getattr__(self, name: str):
        assert name in self._names, f"{name} is not in User.standing"
        found = getattr(self._whole, name)
        return Only(found, "id", "path", "ancestry") if name == "unit" else found


def known(person):
    return Only(person, "id", "unit", "unit_id", "station_id", "held", "may", "standing")


@pytest.mark.one_engine
def test_no_scope_looks_at_anything_else(nothing_else):
    for table in scope.scoped_tables().values():
        for person in nothing_else.values():
            scope.visible(table, known(person))


@pytest.mark.one_engine
def test_no_question_looks_at_anything_else(nothing_else):
    for person in nothing_else.values():
        todos.Questions(known(person), DAY)


def test_a_scope_follows_what_somebody_holds(db, cast, as_):
    """The list that was open a moment ago is closed when the role is taken away, and opens again with it."""
    person = cast["han"]
    browser = as_(person)
    assert browser.get("/complaints/").status_code == 200
    let_end = update(RoleGrant).where(RoleGrant.user_id == person.id)
    db.session.execute(let_end.values(to_on=clock.today() - timedelta(days=1)))
    db.session.commit()
    assert browser.get("/complaints/").status_code == 403
    db.session.execute(let_end.values(to_on=None))
    db.session.commit()
    assert browser.get("/complaints/").status_code == 200


@pytest.mark.one_engine
def test_the_statement_of_who_is_signed_in_is_made_once(cast, monkeypatch):
    made, ask = [], scope._VISIBLE[Complaint]
    monkeypatch.setattr(scope, "_kept", Kept(9))
    monkeypatch.setitem(scope._VISIBLE, Complaint, lambda user: made.append(user.id) or ask(user))
    person = cast["han"]
    person.grants = "all 1 /1/ complaint.list complaint.read"
    first = scope.visible(Complaint, person)
    assert scope.visible(Complaint, person) is first
    person.grants = "all 1 /1/ complaint.list"
    assert scope.visible(Complaint, person) is not first
    monkeypatch.setattr(clock, "today", lambda: DAY)
    scope.visible(Complaint, person)
    assert len(made) == 3, "once for each standing and each day"
