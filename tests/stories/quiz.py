"""Doing the daily quiz from a browser, and reading back what of it was kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.stories.visitor import Answer, Visitor

ACTION = re.compile(r'id="quiz-form" method="post" action="([^"]+)"')
OPTION = re.compile(r'name="choice" value="([A-H])"|value="([A-H])"[^>]*name="choice"')


@dataclass
class Taker:
    """One person's quiz; ``acknowledged`` maps the address of each answer that the server confirmed to the choice."""

    visitor: Visitor
    staff_no: str
    acknowledged: dict[str, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)

    def open(self) -> Answer:
        self._note(self.visitor.get("/training/today"))
        return self._note(self.visitor.post("/training/today/start"))

    def step(self, choice: str) -> bool:
        """Answer the question that is open, with ``choice`` or what is offered; False when none is left."""
        shown = self._note(self.visitor.get("/training/today"))
        action = ACTION.search(shown.text)
        if action is None:
            return False
        answer = self._note(self.visitor.post(action[1], {"choice": choice}))
        if answer.is_done:
            self.acknowledged[action[1]] = choice
        return True

    def finish(self, choices: str = "ABCD") -> None:
        for number in range(10):
            if not self.step(choices[number % len(choices)]):
                return

    def _note(self, answer: Answer) -> Answer:
        self.answers.append(answer)
        return answer


KEPT = """
SELECT attempts.id, answers.position, answers.given FROM quiz_answers answers
JOIN quiz_attempts attempts ON attempts.id = answers.attempt_id
"""


def kept(house) -> dict[str, str]:
    """Return every answer in the database as ``{address: choice}``."""
    rows = house.rows(KEPT)
    return {f"/training/today/{attempt}/{position}": re.sub(r"\W", "", str(given)) for attempt, position, given in rows}
