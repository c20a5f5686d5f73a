"""Recording and signing a handover from browsers, and reading back what of it was kept."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from tests.stories.pages import Form
from tests.stories.people import PIN
from tests.stories.visitor import Answer, Visitor

FLOAT = {"n100": "5", "n50": "0", "n20": "0", "n10": "0", "n5": "0", "n1": "0", "n05": "0", "n01": "0"}
SETTLED = {"receivable": "8420.00", "cash": "8420.00", **FLOAT}
CARDS = {"opening": "100", "received": "0", "issued": "20", "recovered": "30", "bad": "0", "closing": "110"}
ROLL = {"start_no": "0048213601", "end_no": "0048213700"}
TYPED = {"settlements": SETTLED, "cards": CARDS, "rolls": ROLL, "items": {"counted": "4"}}
DRAFT = "SELECT drafts.body FROM handover_drafts drafts WHERE drafts.handover_id = :handover"
STATE = "SELECT state FROM handovers WHERE id = :handover"
LIVE = "SELECT side FROM handover_signatures WHERE handover_id = :handover AND NOT is_void ORDER BY side"


@dataclass
class Sheet:
    """A leader's browser with the sheet of the shift open; ``acknowledged`` is the last text the server confirmed."""

    visitor: Visitor
    number: int = 0
    acknowledged: str = ""
    sent: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def open(self) -> Sheet:
        """Open the sheet of this shift, beginning it if nobody has."""
        shown = self._note(self.visitor.get("/handover/"))
        if "/handover/open" in shown.text:
            self._note(self.visitor.follow(self._note(self.visitor.post("/handover/open"))))
        self.number = int(re.search(r"/handover/(\d+)/edit", self.form().action)[1])
        return self

    def save(self, text: str, **typed: str) -> Answer:
        """Save ``text`` as the work of the shift, and what else is ``typed``, as the autosave does."""
        self.sent.append(text)
        answer = self._note(self.visitor.post(self.form().action, {"head-0-work": text, **typed}))
        if answer.status == 200:
            self.acknowledged = text
        return answer

    def counts(self) -> dict[str, str]:
        """Return what a leader types on a clean shift, for the inputs that the sheet has."""
        typed = {"head-0-weather": "sunny"}
        for name in self.form().names:
            section, _, rest = name.partition("-")
            line, _, last = rest.partition("-")
            if last in TYPED.get(section, {}) and (section, line) != ("rolls", "1"):  # the empty line for another roll
                typed[name] = TYPED[section][last]
        return typed

    def hand_over(self, pin: str = PIN) -> Answer:
        """Sign as outgoing leader what was saved last."""
        sheet = {**self.form().fields, "agree": "1", "pin": pin}
        return self._note(self.visitor.post(f"/handover/{self.number}/hand-over", sheet))

    def form(self) -> Form:
        return next(form for form in self.visitor.forms if form.action.endswith("/edit"))

    def _note(self, answer: Answer) -> Answer:
        self.answers.append(answer)
        return answer


def agreed(visitor: Visitor, number: int, step: str, pin: str = PIN) -> dict:
    """Return what ``take-over`` or ``seal`` sends from the sheet that ``visitor`` has open: all good, agreed, PIN."""
    form = next(form for form in visitor.forms if form.action == f"/handover/{number}/{step}")
    grades = {name: "good" for name in form.names if name.startswith("grade-")}
    return {**form.fields, **grades, "agree": "1", "pin": pin}


def sign(visitor: Visitor, number: int, step: str) -> Answer:
    """Open the sheet and sign ``take-over`` or ``seal``."""
    visitor.get(f"/handover/{number}")
    return visitor.post(f"/handover/{number}/{step}", agreed(visitor, number, step))


def text_of(house, number: int) -> str:
    """Return what the database holds as the work of the shift."""
    body = house.rows(DRAFT, handover=number)[0][0]
    return (json.loads(body) if isinstance(body, str) else body)["head"].get("work", "")


def standing(house, number: int) -> tuple[str, list[str]]:
    """Return the state of a handover and the sides whose signatures hold."""
    return house.rows(STATE, handover=number)[0][0], [side for (side,) in house.rows(LIVE, handover=number)]
