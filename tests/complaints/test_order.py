"""What is tried before its turn is refused and stays on record. Source: S0 §8.3 (0-46)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.complaints import ComplaintState, order
from models.core.audit import AuditEntry
from tests.complaints import makers

REPLY = {"measures": "批评", "reply": "已核实", "reply_way": "phone"}


def tries(db, case) -> list[str]:
    return [entry.note for entry in db.session.scalars(order.tries_of(case))]


def test_a_reply_before_the_decision_is_refused_and_on_record(db, cast, as_):
    case = makers.make_investigated(cast)
    db.session.commit()
    answer = as_(cast["duo"]).post(f"/complaints/{case.id}/reply", data=REPLY)
    assert answer.status_code == 409 and "批评" in answer.text
    assert tries(db, case) == ["回复投诉人：当时是“调查中”"]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == order.ACT)).one()
    assert (entry.actor_id, entry.subject_name, entry.changes) == (cast["duo"].id, case.number, {})
    page = as_(cast["ming"]).get(f"/complaints/{case.id}").text
    assert "不按顺序办理" in page and "回复投诉人：当时是" in page
    assert makers.whole(case).state is ComplaintState.INVESTIGATING


def test_a_reply_before_the_apology_and_filing_before_the_revisit(db, cast, as_):
    decided, replied = makers.make_decided(cast), makers.make_replied(cast)
    db.session.commit()
    assert as_(cast["duo"]).post(f"/complaints/{decided.id}/reply", data=REPLY).status_code == 422
    assert as_(cast["ming"]).post(f"/complaints/{replied.id}/close").status_code == 409
    assert tries(db, decided) == ["回复投诉人：我方责任，请先登记致歉人和致歉情况，再回复。"]
    assert tries(db, replied) == ["办结归档：还没有回访，不能办结。"]


def test_an_apology_before_the_decision_is_on_record_and_one_too_late_is_not(db, cast, as_):
    early, late = makers.make_investigated(cast), makers.make_replied(cast)
    db.session.commit()
    sorry = {"people": [str(cast["wang"].id)], "apology": "当面致歉"}
    duo = as_(cast["duo"])
    assert duo.get(f"/complaints/{early.id}/apologise").status_code == 409
    assert tries(db, early) == []
    answer = duo.post(f"/complaints/{early.id}/apologise", data=sorry)
    assert answer.status_code in (409, 422) and "当面致歉" in answer.text
    assert duo.post(f"/complaints/{late.id}/apologise", data=sorry).status_code == 409
    assert tries(db, early) == ["登记致歉：当时是“调查中”"]
    assert tries(db, late) == []


@pytest.mark.one_engine
def test_who_is_only_late_is_not_put_on_record(db, cast, as_):
    case = makers.make_replied(cast)
    db.session.commit()
    assert as_(cast["duo"]).post(f"/complaints/{case.id}/reply", data=REPLY).status_code == 409
    assert as_(cast["duo"]).post(f"/complaints/{case.id}/accept").status_code == 409
    assert as_(cast["wu"]).get(f"/complaints/{makers.make_case(cast).id}/decide").status_code == 409
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == order.ACT)).all() == []
