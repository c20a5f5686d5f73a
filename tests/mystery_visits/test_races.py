"""Two at once: one report per code, one publication. Source: security.md 17."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from models.accounts import User
from models.core import clock
from models.core.errors import RuleBroken
from models.mystery_visits import MysteryReport, MysteryVisit, portal, publishing
from tests.mystery_visits import makers


@pytest.fixture
def at_once(app, db):
    """Let ``act(visit)`` be done in several threads at the same moment; return "" or the refusal of each."""

    def run(visit_id: int, times: int, act) -> list[str]:
        db.session.commit()
        db.session.remove()
        ready = Barrier(times)

        def one(_number: int) -> str:
            with app.app_context():
                db.session.rollback()
                ready.wait()
                try:
                    act(makers.whole(db.session.get(MysteryVisit, visit_id)))
                    db.session.commit()
                except RuleBroken as refusal:
                    db.session.rollback()
                    return str(refusal) or "refused"
                return ""

        with ThreadPoolExecutor(times) as pool:
            return list(pool.map(one, range(times)))

    return run


def test_a_code_that_is_used_twice_at_once_makes_one_report(db, cast, units, at_once):
    visit, code = makers.make_issued(cast, units)
    portal.begin(portal.find(code, clock.today()), clock.now())
    answers = at_once(visit.id, 4, lambda here: portal.send(here, at=clock.now(), **makers.content()))
    assert answers.count("") == 1
    assert db.session.scalar(select(func.count(MysteryReport.id))) == 1


def test_a_report_is_published_once(db, cast, units, at_once):
    visit = makers.make_studied(cast, units)
    makers.seal_today()
    wu = cast["wu"].id
    answers = at_once(visit.id, 3, lambda here: publishing.publish(here, by=db.session.get(User, wu), at=clock.now()))
    assert answers.count("") == 1
    assert db.session.scalars(select(MysteryVisit.number)).all() == [f"AF-{clock.today().year}-0001"]
