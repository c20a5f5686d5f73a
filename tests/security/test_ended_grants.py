"""Who holds a permission no longer is offered nowhere, and cannot be chosen by a forged post. Source: security.md 4."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.accounts import RoleGrant
from models.core import audit, clock
from models.handover import queries as handover
from models.roster import queries as roster
from tests.complaints import makers as complaints
from tests.core.kit import ROOT

# the form, who opens it, its field, and whom it offers
CHOICES = {
    "a complaint is handed on": ("/complaints/{case}/offer", "ming", "person", "duo"),
    "an investigator is named": ("/complaints/{case}/investigate", "wu", "person", "duo"),
    "a talk is arranged": ("/measures/talks/new", "ming", "talker", "wu"),
    "inspectors come along": ("/inspections/new", "min", "inspectors", "tan"),
    "somebody answers for a rectification": ("/rectifications/new", "ming", "responsible", "duo"),
}


@pytest.fixture
def end(db):
    """``end(person)`` lets every grant of the person have ended yesterday."""

    def to_yesterday(person) -> None:
        for row in db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == person.id)):
            row.to_on = clock.today() - timedelta(days=1)
            audit.record("role.revoke", row, None)
        db.session.commit()

    return to_yesterday


@pytest.mark.parametrize("choice", CHOICES)
def test_who_is_out_of_office_is_not_offered_and_cannot_be_chosen(cast, as_, end, choice):
    address, opener, field, whom = CHOICES[choice]
    case = complaints.make_accepted(cast)
    address, person = address.format(case=case.id), cast[whom]
    offered = rf'name="{field}"[^>]*>.*?value="{person.id}"|name="{field}"[^>]* value="{person.id}"'
    before = as_(cast[opener]).get(address).text
    assert re.search(offered, before, re.S), f"{whom} is not offered while in office"
    end(person)
    browser = as_(cast[opener])
    assert not re.search(offered, browser.get(address).text, re.S)
    forged = browser.post(address, data={field: str(person.id)})
    assert forged.status_code == 422 and "请从列表中选择" in forged.text


def test_messages_go_to_nobody_out_of_office(cast, units, db, end):
    asked = (
        lambda: db.session.scalars(handover.people_with("handover.seal", units["qinglan"])).all(),
        lambda: db.session.scalars(roster.people_who_may("roster.plan", units["qinglan"])).all(),
    )
    duo = cast["duo"].id
    assert all(duo in [getattr(one, "id", one) for one in people()] for people in asked)
    end(cast["duo"])
    assert all(duo not in [getattr(one, "id", one) for one in people()] for people in asked)


def test_no_room_asks_for_holders_by_itself():
    """``granted`` and ``in_roles`` of models/accounts/scope.py know when a grant is in force; a copy may forget it."""
    copies = []
    for path in sorted((ROOT / "models").glob("*/*.py")):
        if path.parent.name != "accounts" and re.search(r"\.join\(RolePermission", path.read_text("utf-8")):
            copies.append(path.relative_to(ROOT).as_posix())
    assert copies == ["models/rectifications/leaders.py"]  # in force, and in the order of the roles
