"""The server killed in the middle of writes: what was acknowledged is there, nothing is half done, it starts again."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from random import Random

import pytest

from tests.stories import handovers, killing, quiz
from tests.stories.handovers import Sheet
from tests.stories.people import COLLECTORS, LEADERS
from tests.stories.quiz import Taker
from tests.stories.visitor import Visitor

FEW, MANY = 2, 50
HALVES = """
SELECT handovers.id FROM handovers WHERE
(state IN ('handed_over', 'checking', 'taken_over', 'sealed')) !=
EXISTS (SELECT 1 FROM handover_signatures s WHERE s.handover_id = handovers.id AND s.side = 'outgoing' AND NOT is_void)
OR (state IN ('taken_over', 'sealed')) !=
EXISTS (SELECT 1 FROM handover_signatures s WHERE s.handover_id = handovers.id AND s.side = 'incoming' AND NOT is_void)
"""


@dataclass
class Signer:
    """A leader who signs and withdraws, over and over; ``told`` is the state the server confirmed last."""

    sheet: Sheet
    told: str = "draft"
    in_doubt: set[str] = field(default_factory=set)

    def act(self) -> None:
        step, after = ("hand-over", "handed_over") if self.told == "draft" else ("withdraw", "draft")
        browser, number = self.sheet.visitor, self.sheet.number
        browser.get(f"/handover/{number}")
        self.in_doubt = {after}
        answer = self.sheet.hand_over() if step == "hand-over" else self._withdraw(browser, number)
        self.in_doubt = set()
        if answer.status == 303:
            self.told = after

    @staticmethod
    def _withdraw(browser: Visitor, number: int):
        return browser.post(f"/handover/{number}/withdraw", {"pin": handovers.PIN})


class Crew:
    """Everybody who writes while the server is killed: eight take the quiz, two leaders save, one signs."""

    def __init__(self, server) -> None:
        self.takers = [Taker(Visitor(server).sign_in(no), no) for no in COLLECTORS[:8]]
        self.sheets = [Sheet(Visitor(server).sign_in(no)).open() for no in LEADERS[1:3]]
        self.signer = Signer(Sheet(Visitor(server).sign_in(LEADERS[0])).open())
        self.signer.sheet.save("一切正常。", **self.signer.sheet.counts())
        for taker in self.takers:
            taker.open()
        self.count = 0

    def acts(self) -> list:
        return [
            *(lambda taker=taker: taker.step("B") for taker in self.takers),
            *map(self._save, self.sheets),
            self.signer.act,
        ]

    def _save(self, sheet: Sheet):
        def save() -> None:
            self.count += 1
            sheet.save(f"第 {self.count} 次保存")

        return save

    def open_again(self, house) -> None:
        """Come back after the crash: the sheets as the server shows them now, the quizzes from their beginning."""
        house.change("DELETE FROM quiz_answers")
        house.change("DELETE FROM quiz_attempts")
        for taker in self.takers:
            taker.acknowledged.clear()
        killing.reconnect([one.visitor for one in [*self.takers, *self.sheets, self.signer.sheet]])
        for one in [*self.sheets, *self.takers]:
            one.open()


def check(house, crew: Crew) -> None:
    """Compare what everybody was told with the rows."""
    kept = quiz.kept(house)
    lost = {where for taker in crew.takers for where, choice in taker.acknowledged.items() if kept.get(where) != choice}
    assert not lost
    for sheet in crew.sheets:
        text = handovers.text_of(house, sheet.number)
        assert text in {sheet.acknowledged, *sheet.sent[-1:]}
        sheet.acknowledged = text  # kept without an answer, or not: from now on this is what must not be lost
    state = handovers.standing(house, crew.signer.sheet.number)[0]
    assert state in {crew.signer.told} | crew.signer.in_doubt
    crew.signer.told = state
    assert house.rows(HALVES) == []


@pytest.mark.parametrize("kills", [FEW, pytest.param(MANY, marks=pytest.mark.soak)])
def test_a_killed_server_loses_nothing_it_acknowledged(house, server, kills):
    dice, crew, starts = Random(20261122), Crew(server), []
    for _kill in range(kills):
        starts.append(killing.kill_under(server, crew.acts(), dice))
        check(house, crew)
        crew.open_again(house)
    assert house.is_sound() == ""
    usual = statistics.median(starts)
    print(f"{kills} kills; a start after one: median {usual:.1f} s, longest {max(starts):.1f} s")
    assert usual < killing.RESTART * (3 if kills == FEW else 1)  # other tests may be running beside a few kills
