"""The 便民服务登记. Source: domain §2.12 (X1), seed 1-41."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.core import clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.service import Outcome, ServiceRecord, SpecialGroup
from tests.service import makers


def test_a_line_takes_the_usual_things_and_a_clean_plate(cast, units):
    record = makers.make_record(cast, units, plate="赣c·A1B45", phone="138 1234 5678")
    assert (record.items, record.plate, record.phone) == ("饮用水、纸杯", "赣CA1B45", "13812345678")
    assert record.number == f"BM-{clock.today().year}-0001"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"served_at": timedelta(days=8)}, "served_at"),
        ({"served_at": timedelta(hours=-1)}, "served_at"),
        ({"kind": "代填单"}, "form_name"),
        ({"outcome": Outcome.DECLINED}, "reason"),
        ({"plate": "赣A12"}, "plate"),
        ({"phone": "12345"}, "phone"),
        ({"unit": "meiling"}, "unit"),
    ],
)
def test_it_refuses_at_the_field(cast, units, told, field):
    now, given = clock.now(), dict(told)
    if "served_at" in told:
        given["served_at"] = now - told["served_at"]
    if "kind" in told:
        given["kind"] = makers.kind(told["kind"])
    if "unit" in told:
        given["unit"] = units[told["unit"]]
    with pytest.raises(RuleBroken) as refused:
        makers.make_record(cast, units, when=now, **given)
    assert refused.value.field == field


def test_a_phone_in_hand_needs_one_choice(cast, units, as_):
    """Kind and the button: everything else is filled in."""
    browser = as_(cast["huang"])
    page = browser.get("/service/records/new")
    assert page.status_code == 200
    when = clock.local(clock.now())
    sent = {"unit": units["qinglan"].id, "kind": makers.kind().id, "quantity": "1", "outcome": "served"}
    sent |= {"served_at": f"{when:%Y-%m-%dT%H:%M}", "signed_by": cast["huang"].id}
    assert browser.post("/service/records/new", data=sent).status_code == 303
    record = db.session.scalars(select(ServiceRecord)).one()
    assert (record.quantity, record.signed_by_id, record.group) == (1, cast["huang"].id, None)
    assert record.number in browser.get("/service/records/new").text


def test_personal_data_is_masked_everywhere(cast, units, as_):
    made = {"plate": makers.PLATE, "phone": makers.PHONE, "person_name": makers.NAME, "note": f"电话 {makers.PHONE}"}
    record = makers.make_record(cast, units, group=SpecialGroup.ELDERLY, **made)
    for who in ("huang", "duo", "ming", "chen", "hq"):
        for address in ("/service/records", f"/service/records/{record.id}", "/service/records/print"):
            text = as_(cast[who]).get(address).text
            assert not any(secret in text for secret in (makers.PHONE, makers.PLATE, makers.NAME)), (who, address)


def test_looking_needs_a_reason_and_is_on_record(cast, units, as_):
    record = makers.make_record(cast, units, phone=makers.PHONE)
    address = f"/personal/service_records/{record.id}/phone"
    assert as_(cast["duo"]).post(address, data={"reason": ""}).status_code == 422
    assert makers.PHONE in as_(cast["duo"]).post(address, data={"reason": "回访联系"}).text
    assert as_(cast["huang"]).post(address, data={"reason": "回访联系"}).status_code == 403
    assert as_(cast["du"]).post(address, data={"reason": "回访联系"}).status_code == 404


def test_another_station_sees_nothing(cast, units, as_):
    record = makers.make_record(cast, units)
    assert as_(cast["mei"]).get(f"/service/records/{record.id}").status_code == 404
    assert record.number not in as_(cast["mei"]).get("/service/records").text


@pytest.mark.one_engine
def test_the_list_asks_as_much_for_one_as_for_many(cast, units, as_, count_queries):
    def statements() -> int:
        browser = as_(cast["duo"])
        with count_queries() as seen:
            assert browser.get("/service/records?special=y").status_code == 200
        return len(seen)

    makers.make_declined(cast, units)
    statements()  # reads the settings, which are then kept
    one = statements()
    for _ in range(30):
        makers.make_declined(cast, units, by="wang")
    assert statements() == one
