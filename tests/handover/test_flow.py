"""Every state × step × role: who may take which step when, and that a refused step changes nothing."""

from __future__ import annotations

from itertools import product

import pytest

from models.core.db import db
from models.core.errors import RuleBroken
from models.handover.flow import FLOW
from models.handover.kinds import HandoverState
from tests.handover.makers import fill, full, make_evening, make_handover, seal, sign_in, sign_out

ROUTES = {
    "hand_over": "hand-over",
    "take_over": "take-over",
    "withdraw_handing": "withdraw",
    "withdraw_taking": "withdraw",
}
ROLES = {"liu": "shift_leader", "duo": "duty_leader", "li": "ticket", "wang": "collector", "chen": "leader", "hq": "hq"}
PASSES = {
    "hand_over": {"liu", "duo"},
    "check": {"liu", "duo"},
    "object": {"liu", "duo"},
    "take_over": {"liu", "duo"},
    "withdraw_handing": {"liu", "duo"},
    "withdraw_taking": {"liu", "duo"},
    "seal": {"duo"},
}


@pytest.fixture
def clean(cast, units):
    shifts = make_evening(cast, units)
    return fill(make_handover(shifts[0], cast["liu"]), cast["liu"])


@pytest.mark.parametrize(("state", "name"), list(product(HandoverState, FLOW.steps)))
@pytest.mark.one_engine
def test_a_step_leads_just_from_its_sources(clean, state, name):
    step = FLOW.steps[name]
    db.session.execute(db.text("UPDATE handovers SET state = :state"), {"state": state.value})
    db.session.commit()
    handover = full(clean)
    if state in step.sources:
        FLOW.take(handover, name)
        assert handover.state is step.target
    else:
        with pytest.raises(RuleBroken):
            FLOW.take(handover, name)
        assert handover.state is state
    db.session.rollback()


@pytest.mark.one_engine
def test_each_step_asks_for_the_permission_of_its_route(app):
    for name, step in FLOW.steps.items():
        endpoint = f"handover.{ROUTES.get(name, name).replace('-', '_')}"
        endpoint = {"handover.object": "handover.object_to"}.get(endpoint, endpoint)
        assert app.view_functions[endpoint].permission == step.may, name


@pytest.mark.parametrize(("who", "name"), list(product(ROLES, FLOW.steps)))
@pytest.mark.one_engine
def test_only_the_named_roles_reach_a_step(clean, cast, as_, who, name):
    address = f"/handover/{clean.id}/{ROUTES.get(name, name)}"
    status = as_(cast[who]).post(address).status_code
    assert (status != 403) == (who in PASSES[name]), status
    assert full(clean).state is HandoverState.DRAFT


@pytest.mark.one_engine
def test_the_other_stations_leaders_find_nothing(clean, cast, as_):
    for name in FLOW.steps:
        assert as_(cast["du"]).post(f"/handover/{clean.id}/{ROUTES.get(name, name)}").status_code == 404


def test_buttons_follow_the_state(clean, cast):
    def names(handover, who) -> list[str]:
        return [step.name for step in FLOW.open_to(handover, cast[who])]

    assert names(clean, "liu") == ["hand_over"] and names(clean, "wang") == []
    signed = sign_out(clean, cast["liu"])
    assert names(signed, "han") == ["withdraw_handing", "check", "object"]
    taken = sign_in(signed, cast["han"])
    assert names(taken, "han") == ["withdraw_taking"] and "seal" in names(taken, "duo")
    assert names(seal(taken, cast["duo"]), "duo") == []
