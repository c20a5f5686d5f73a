"""The server killed while it takes one weighty step: the step is done whole or not at all, and can be done again."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import pytest

from tests.stories import cases, handovers, killing
from tests.stories.handovers import Sheet
from tests.stories.people import DUTY_LEADERS, HEADS, INCOMING, LEADERS
from tests.stories.visitor import Unanswered, Visitor

MOST = 0.25  # seconds from the request to the kill: about as long as such a step takes
STANDINGS = {
    "take-over": (("checking", ["outgoing"]), ("taken_over", ["incoming", "outgoing"])),
    "seal": (("taken_over", ["incoming", "outgoing"]), ("sealed", ["duty_leader", "incoming", "outgoing"])),
}


@dataclass
class Click:
    """One click on a page that is open; ``told`` is the status of the answer, None while none came."""

    visitor: Visitor
    path: str
    fields: dict
    told: int | None = None

    def act(self) -> None:
        self.told = self.visitor.post(self.path, self.fields).status
        raise Unanswered("clicked once")

    def again(self) -> int:
        return self.visitor.post(self.path, self.fields).status


@pytest.mark.parametrize("stations", [1, pytest.param(4, marks=pytest.mark.soak)])
def test_a_step_cut_short_is_whole_or_not_at_all(house, server, stations):
    dice, head, penalties = Random(20261122), Visitor(server).sign_in(HEADS[0]), cases.waiting(house)
    for station in range(stations):
        number = checked(server, station)
        for step, signer in (("take-over", INCOMING[station]), ("seal", DUTY_LEADERS[station])):
            sign = opened(Visitor(server).sign_in(signer), number, step)
            penalty = penalties.pop()
            consent = considered(head, penalty)
            killing.kill_under(server, [sign.act, consent.act], dice, 0, MOST)
            killing.reconnect([sign.visitor, head])
            before, after = STANDINGS[step]
            assert handovers.standing(house, number) in ((after,) if sign.told else (before, after))
            assert cases.consents(house, penalty) in ((1,) if consent.told else (0, 1))
            assert {sign.told, consent.told} <= {303, None}
            assert sign.again() == 303 and consent.again() == 303  # the same form: carried out now, or already
            assert (handovers.standing(house, number), cases.consents(house, penalty)) == (after, 1)
    assert house.is_sound() == ""


def checked(server, station: int) -> int:
    """Hand over the shift of a station and begin to check it; return the sheet."""
    sheet = Sheet(Visitor(server).sign_in(LEADERS[station])).open()
    sheet.save("一切正常。", **sheet.counts())
    assert sheet.hand_over().status == 303
    incoming = Visitor(server).sign_in(INCOMING[station])
    incoming.get(f"/handover/{sheet.number}")
    assert incoming.post(f"/handover/{sheet.number}/check").status == 303
    return sheet.number


def opened(visitor: Visitor, number: int, step: str) -> Click:
    visitor.get(f"/handover/{number}")
    return Click(visitor, f"/handover/{number}/{step}", handovers.agreed(visitor, number, step))


def considered(visitor: Visitor, penalty: int) -> Click:
    visitor.get(f"/penalties/{penalty}")
    path = f"/penalties/{penalty}/decide"
    return Click(visitor, path, visitor.form(path) | cases.CONSENT)
