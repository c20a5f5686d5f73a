"""Two inspectors at once: one submission, one report, one row of what two devices deliver. Source: security.md 17."""

from __future__ import annotations

from sqlalchemy import func, select

from models.accounts import User
from models.core import clock
from models.core.db import db as _db
from models.inspections import Delivery, Finding, Inspection, Verdict, confirming, recording, replying, reviewing
from models.inspections.recording import Reading
from tests.inspections import makers

KEY = "a" * 32


def person(staff_no: str) -> User:
    return _db.session.scalars(select(User).where(User.staff_no == staff_no)).one()


MIN, TAN, WU, FU = "00031", "00032", "00020", "00002"


def submit(inspection_id: int, staff_no: str):
    def act() -> None:
        whole = makers.whole(inspection_id)
        confirming.submit(whole, summary="一处", suggestion="", by=person(staff_no), at=clock.now())

    return act


def test_two_inspectors_submit_once(db, cast, units, at_once):
    inspection = makers.make_running(cast, units)
    makers.mark(inspection, "4.1", cast["min"], makers.found(cast))
    makers.fill(inspection, cast["min"])
    answers = at_once(submit(inspection.id, MIN), submit(inspection.id, TAN))
    assert sorted(map(bool, answers)) == [False, True] and any("不能“" in answer for answer in answers)
    assert db.session.scalars(select(Inspection.number)).all() == [f"DC-{clock.today().year}-0001"]


def test_a_result_is_reported_once(db, cast, units, at_once):
    inspection = makers.make_submitted(cast, units)
    for finding in inspection.findings:
        replying.agree(finding, by=finding.person, at=clock.now())

    inspection_id = inspection.id

    def publish(staff_no: str):
        return lambda: reviewing.publish(makers.whole(inspection_id), by=person(staff_no), at=clock.now())

    answers = at_once(publish(WU), publish(FU), publish(WU))
    assert answers.count("") == 1


def deliver(inspection_id: int, staff_no: str, key: str, words: str = "没有佩戴工号牌。", finding: str = "b" * 32):
    """As the page does: the sheet was read before the other's came."""

    def act() -> None:
        whole = makers.whole(inspection_id)
        one = recording.Told(finding, 1, person=person("00317"), words=words)
        reading = Reading(makers.item("4.1", whole), Verdict.FAIL, (one,))
        recording.deliver(whole, key, reading, by=person(staff_no), at=clock.now())

    return act


def test_one_delivery_that_comes_twice_at_once_is_kept_once(db, cast, units, at_once):
    running = makers.make_running(cast, units).id
    assert at_once(*(deliver(running, MIN, KEY) for _ in range(3))).count("") >= 1
    assert at_once(deliver(running, MIN, KEY)) == [""], "a receipt is given again"
    assert [db.session.scalar(select(func.count()).select_from(table)) for table in (Delivery, Finding)] == [1, 1]
    assert makers.whole(running).score == 980


def test_two_devices_at_one_item_leave_one_verdict_and_lose_no_finding(db, cast, units, at_once):
    running = makers.make_running(cast, units).id
    at_once(deliver(running, MIN, KEY), deliver(running, TAN, "d" * 32, "没有戴工号牌", "e" * 32))
    whole = makers.whole(running)
    assert [row.item_id for row in whole.answers] == [makers.item("4.1", whole).id]
    live = [finding for finding in whole.findings if not finding.is_removed]
    assert len(live) == 2 and whole.score == 960, "each inspector's finding stands, the sheet counts both"
