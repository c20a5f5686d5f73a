"""Good deeds are verified by somebody else and bring points; grievances need three signatures; one's own page."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from models import points
from models.core import clock
from models.core.errors import RuleBroken
from models.inbox import todos_of
from models.points import DeedState, GrievanceState, Signer, accounts, deeds, grievances
from tests.penalties import makers as penalties
from tests.points.makers import figures, make_deed, make_grievance, today_month


def verify(deed, by) -> None:
    deeds.verify(deed, finding="录像属实", by=by, at=clock.now())


def sign(row, by, post: Signer) -> None:
    grievances.sign(row, signer=post, words="", by=by, at=clock.now())


def picture() -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (320, 200), "#88aa99").save(out, "PNG")
    out.seek(0)
    return out


def test_a_verified_deed_brings_the_points_of_the_rule(db, cast):
    deed = make_deed(cast["wang"], cast["zhao"])
    verify(deed, cast["liu"])
    assert deed.state is DeedState.VERIFIED and figures(cast["wang"], today_month()) == (1000, 30)
    deeds.overturn(deed, finding="弄错了人", by=cast["ming"], at=clock.now())
    assert figures(cast["wang"], today_month()) == (1000, 0)
    db.session.commit()


@pytest.mark.parametrize(("by", "said"), [("wang", "由他人核实"), ("liu", "由您上报"), ("han", "不在您的管理范围")])
def test_nobody_verifies_their_own_or_what_they_told(cast, by, said):
    deed = make_deed(cast["wang"], cast["liu"])
    with pytest.raises(RuleBroken, match=said):
        verify(deed, cast[by])


def test_a_refusal_needs_its_reason_and_brings_nothing(cast):
    deed = make_deed(cast["wang"], cast["zhao"])
    with pytest.raises(RuleBroken, match="写明不予核实"):
        deeds.refuse(deed, finding="", by=cast["liu"], at=clock.now())
    deeds.refuse(deed, finding="属于本职工作", by=cast["liu"], at=clock.now())
    assert figures(cast["wang"], today_month()) == (0, 0)


def test_three_signatures_complete_a_grievance(db, cast):
    row = make_grievance(cast["wang"])
    assert [grievances.posts_open_to(row, cast[key]) for key in ("liu", "jian", "han", "wang")] == [
        [Signer.CREW],
        [Signer.MONITOR],
        [],
        [],
    ]
    sign(row, cast["liu"], Signer.CREW)
    with pytest.raises(RuleBroken, match="不由您签认"):
        sign(row, cast["liu"], Signer.CREW)
    sign(row, cast["jian"], Signer.MONITOR)
    assert row.state is GrievanceState.RECORDED
    sign(row, cast["duo"], Signer.STATION)
    assert row.state is GrievanceState.SIGNED
    db.session.commit()


def test_one_person_signs_one_place_only(cast):
    row = make_grievance(cast["wang"])
    sign(row, cast["duo"], Signer.CREW)
    assert grievances.posts_open_to(row, cast["duo"]) == []


def test_whoever_signs_is_told_and_sees_it_among_the_todos(db, cast):
    make_grievance(cast["wang"])
    make_deed(cast["zhao"], cast["wang"])
    db.session.commit()
    titles = {key: [one.title for one in todos_of(cast[key], clock.now())] for key in ("liu", "jian", "han", "du")}
    assert "委屈记录待签认" in titles["liu"] and "好人好事待核实" in titles["liu"]
    assert "委屈记录待签认" in titles["jian"]
    assert not {"委屈记录待签认", "好人好事待核实"} & {*titles["han"], *titles["du"]}


def test_told_verified_and_signed_on_the_web(db, cast, as_):
    wang, liu = as_(cast["wang"]), as_(cast["liu"])
    assert wang.get("/points/deeds/new").status_code == 200
    sent = {"person": cast["zhao"].id, "happened_on": clock.today().isoformat(), "words": "拾到钱包交还失主"}
    answer = wang.post(
        "/points/deeds/new", data=sent | {"photo": (picture(), "a.png")}, content_type="multipart/form-data"
    )
    assert answer.status_code == 303, answer.text
    here = answer.location
    assert "拾到钱包" in liu.get(here).text and "核实属实" in liu.get(here).text
    assert liu.post(f"{here}/verify", data={"finding": "属实"}).status_code == 303
    assert "JF-" in as_(cast["zhao"]).get(here).text
    assert as_(cast["han"]).get(here).status_code == 404
    sent = {"happened_at": "2026-11-01T08:00", "words": "被辱骂", "conduct": "没有还口"}
    answer = wang.post("/points/grievances/new", data=sent)
    assert answer.status_code == 303, answer.text
    there = answer.location
    assert as_(cast["jian"]).post(f"{there}/sign", data={"signer": "monitor"}).status_code == 303
    assert "委屈情况报告" in wang.get(f"{there}/print").text
    assert as_(cast["mo"]).get(there).status_code == 404
    for address in ("/points/deeds", "/points/grievances"):
        assert liu.get(address).status_code == 200
        assert liu.get(f"{address}.xlsx").data[:2] == b"PK"


def test_ones_own_page_tells_the_figure_and_what_can_be_appealed(db, cast, as_):
    accounts.open_month(today_month(), clock.now())
    penalties.make_due(cast)
    penalties.make_served(cast, facts="没有唱收唱付", ten_clause=penalties.ten())
    make_deed(cast["wang"], cast["zhao"])
    make_grievance(cast["wang"])
    db.session.commit()
    text = as_(cast["wang"]).get("/points/mine").text
    for words in ("98", "处罚扣分", "可以申诉", "年评先资格已取消", "好人好事", "委屈记录", "怎样算的"):
        assert words in text
    assert "本月的账户还没有建立" in as_(cast["chen"]).get("/points/mine").text
    assert as_(cast["hq"]).get("/points/mine").status_code == 403


def test_points_are_not_seen_before_the_month_is_opened(cast, as_):
    assert points.queries.balance_of(cast["wang"], today_month()) is None
    assert "还没有建立" in as_(cast["wang"]).get("/points/mine").text
