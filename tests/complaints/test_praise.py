"""表扬: verified it belongs to the people it is for, and can be taken back. Source: domain §2.1, S3 §2.3."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from models.complaints import ComplaintKind, ComplaintPraise, ComplaintState, praising, queries
from models.core import clock
from models.core.errors import RuleBroken
from models.inbox import Message
from tests.complaints import makers


def make_praise(cast, *keys: str, by: str = "ming", **told):
    case = makers.make_accepted(cast, kind=ComplaintKind.PRAISE, content="帮忙推车，态度很好。", **told)
    people = [cast[key] for key in keys]
    given = {"is_verified": True, "finding": "录像为证", "people": people}
    praising.verify(case, by=cast[by], at=clock.now(), **given)
    return makers.whole(case)


def standing(db, cast, key: str) -> list[ComplaintPraise]:
    return list(db.session.scalars(queries.praises_of(cast[key], clock.now().replace(year=2020), clock.now())))


def test_a_verification_taken_back_withdraws_the_praise_and_says_so(db, cast):
    case = make_praise(cast, "wang", "zhao")
    praising.unverify(case, reason="录像看错了人", by=cast["wu"], at=clock.now())
    case = makers.whole(case)
    assert (case.state, case.is_verified, case.people) == (ComplaintState.ACCEPTED, None, [])
    assert standing(db, cast, "wang") == [] and standing(db, cast, "zhao") == []
    told = db.session.scalars(select(Message.title).where(Message.user_id == cast["zhao"].id)).all()
    assert any("已撤销：录像看错了人" in one for one in told)
    praising.verify(case, is_verified=True, finding="核对", people=[cast["zhao"]], by=cast["ming"], at=clock.now())
    assert len(standing(db, cast, "zhao")) == 1 and standing(db, cast, "wang") == []
    db.session.commit()


def test_nobody_takes_back_praise_of_themselves(db, cast):
    case = make_praise(cast, "wu")
    with pytest.raises(RuleBroken, match="本人"):
        praising.unverify(case, reason="x", by=cast["wu"], at=clock.now())
    with pytest.raises(RuleBroken, match="只有表扬"):
        praising.unverify(makers.make_closed(cast), reason="x", by=cast["wu"], at=clock.now())


def test_the_page_shows_ones_own_and_the_office_all(db, cast, as_):
    case, other = make_praise(cast, "wang"), make_praise(cast, "zhao", phone="13900001234")
    praising.unverify(other, reason="重复", by=cast["wu"], at=clock.now())
    db.session.commit()
    mine = as_(cast["wang"]).get("/complaints/praises").text
    assert case.number in mine and other.number not in mine
    office = as_(cast["ming"])
    assert other.number not in office.get("/complaints/praises").text
    both = office.get("/complaints/praises?standing=").text
    assert case.number in both and other.number in both and "重复" in both
    assert case.number not in as_(cast["mei"]).get("/complaints/praises?standing=").text
    answer = office.get(f"/complaints/praises/export.xlsx?standing=&person={cast['zhao'].staff_no}&sort=person")
    rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [other.number] and "已撤销" in rows[1]
    link = db.session.scalars(select(Message.href).where(Message.title.contains(case.number))).first()
    assert link == "/complaints/praises"


@pytest.mark.one_engine
def test_the_page_asks_the_same_for_one_and_for_many(db, cast, as_, count_queries):
    browser = as_(cast["ming"])
    make_praise(cast, "wang")
    browser.get("/complaints/praises")
    with count_queries() as few:
        browser.get("/complaints/praises")
    for _ in range(8):
        make_praise(cast, "wang", "zhao")
    db.session.commit()
    with count_queries() as many:
        assert browser.get("/complaints/praises").status_code == 200
    assert len(many) == len(few)


@pytest.mark.one_engine
def test_the_head_takes_it_back_on_the_page(db, cast, as_):
    case = make_praise(cast, "wang")
    db.session.commit()
    where = f"/complaints/{case.id}/unverify"
    assert as_(cast["ming"]).post(where, data={"reason": "x"}).status_code == 403
    assert "撤销核实" in as_(cast["wu"]).get(f"/complaints/{case.id}").text
    assert as_(cast["wu"]).post(where, data={"reason": "看错了人"}).status_code == 303
    assert makers.whole(case).state is ComplaintState.ACCEPTED
