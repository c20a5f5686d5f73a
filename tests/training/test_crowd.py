"""Sixteen people at once, two tabs, two clicks: nobody fails, nothing is lost, nothing counts twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from models.accounts import Reach, Role, RoleGrant, User, sign_ins
from models.core import audit, clock
from models.core.db import db as _db
from models.roster import DutyPost
from models.training import QuizAnswer, QuizAttempt
from tests.roster.makers import make_shift
from tests.training.makers import DAY, make_bank, right_choice

CROWD = 16


@pytest.fixture
def crowd(app, db, client, cast, units, set_clock):
    """Sixteen signed-in browsers whose people are on duty now."""
    make_bank(20)
    role = db.session.scalars(select(Role).where(Role.code == "collector")).one()
    people = [_person(number, units["crew1"].id, role) for number in range(CROWD)]
    make_shift(units["qinglan"], DAY, "early", units["crew1"], dict.fromkeys(people, (DutyPost.COLLECTOR, None)))
    set_clock("12:00")
    tokens = [sign_ins.start(person, clock.now()) for person in people]
    db.session.commit()
    db.session.remove()
    return [_browser(app, token) for token in tokens]


def _person(number: int, unit_id: int, role: Role) -> User:
    person = User(staff_no=f"5{number:04d}", staff_key=f"5{number:04d}", name=f"众{number}", unit_id=unit_id)
    person.must_change_password = person.must_change_pin = False
    _db.session.add(person)
    audit.record("user.create", person, None)
    grant = RoleGrant(user_id=person.id, role_id=role.id, unit_id=unit_id, reach=Reach.SELF)
    _db.session.add(grant)
    audit.record("role.grant", grant, None)
    return person


def _browser(app, token: str) -> FlaskClient:
    """A client of its own kind: the one of the other tests would commit the test's session."""
    browser = FlaskClient(app, app.response_class, use_cookies=True)
    with app.app_context(), browser.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return browser


def together(app, acts) -> list[int]:
    """Run ``acts`` at the same moment, each with its own context and database session; return what they return."""
    gate = Barrier(len(acts))

    def run(act):
        gate.wait()
        with app.app_context():
            return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def do_the_quiz(browser, choose=right_choice):
    """Return the answers' status codes of one person doing the whole quiz."""
    codes = [browser.post("/training/today/start").status_code]
    with browser.session_transaction() as session:
        user_id = sign_ins.resolve(session["_user_id"], clock.now()).user.id
    attempt = _db.session.scalars(select(QuizAttempt).where(QuizAttempt.user_id == user_id)).one()
    where, items = attempt.id, list(attempt.paper)
    _db.session.rollback()
    for position, item in enumerate(items, 1):
        codes.append(browser.get("/training/today").status_code)
        codes.append(browser.post(f"/training/today/{where}/{position}", data={"choice": choose(item)}).status_code)
    return codes


def test_sixteen_people_answer_and_submit_at_once(app, db, crowd):
    codes = together(app, [lambda browser=browser: do_the_quiz(browser) for browser in crowd])
    assert {code for one in codes for code in one} == {200, 303}
    attempts = db.session.scalars(select(QuizAttempt)).all()
    assert [(one.score, one.is_complete) for one in attempts] == [(100, True)] * CROWD
    assert db.session.scalar(select(func.count(QuizAnswer.id))) == CROWD * 5
    entries = select(func.count()).select_from(audit.AuditEntry).where(audit.AuditEntry.action == "quiz.submit")
    assert db.session.scalar(entries) == CROWD


def test_two_tabs_begin_and_answer_at_once(app, db, crowd):
    one = crowd[0]
    assert set(together(app, [lambda: one.post("/training/today/start").status_code] * 4)) == {303}
    attempt = db.session.scalars(select(QuizAttempt)).one()
    where = [f"/training/today/{attempt.id}/{position}" for position in range(1, 6)]
    choices = [item["right"] for item in attempt.paper]
    db.session.rollback()
    acts = [
        lambda path=path, choice=choice: one.post(path, data={"choice": choice}).status_code
        for path, choice in zip(where, choices, strict=True)
        for _tab in range(2)
    ]
    assert set(together(app, acts)) == {200}
    db.session.rollback()
    attempt = db.session.scalars(select(QuizAttempt)).one()
    assert (attempt.score, attempt.is_complete) == (100, True)
    assert db.session.scalar(select(func.count(QuizAnswer.id))) == 5


def test_of_two_clicks_on_different_options_one_stays(app, db, crowd):
    one = crowd[0]
    one.post("/training/today/start")
    attempt = db.session.scalars(select(QuizAttempt)).one()
    path = f"/training/today/{attempt.id}/1"
    db.session.rollback()
    shown = together(app, [lambda key=key: one.post(path, data={"choice": key}).text for key in "ABCD"])
    kept = db.session.scalars(select(QuizAnswer)).one()
    assert len({("答对了" in text) for text in shown}) == 1 and kept.given[0] in "ABCD"
