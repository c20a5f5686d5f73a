"""The board, one recording, the setup and the papers, as each role sees them."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from models.core import clock
from models.footage import CameraGroup, FootageState, Preservation, rules
from models.roster import Lane
from tests.footage.makers import HASH, ask, make_group, make_lane


@pytest.fixture
def row(cast, units, db):
    make_group(cast, units)
    found = ask(cast, units, ago=10, title="司机 13812345678 投诉", href="/complaints/7")
    db.session.commit()
    return found


@pytest.mark.parametrize(("who", "status"), [("jian", 200), ("duo", 200), ("wu", 200), ("liu", 403), ("wang", 403)])
def test_who_opens_the_board(as_, cast, row, who, status):
    assert as_(cast[who]).get("/footage/").status_code == status


def test_the_board_counts_down_and_hides_numbers(as_, cast, row):
    told = as_(cast["jian"]).get("/footage/").text
    assert row.number in told and "剩 2 天 13 小时" in told
    assert "138****5678" in told and "13812345678" not in told


def test_a_count_opens_what_it_counted_whatever_the_list_is_narrowed_to(as_, cast, row):
    jian = as_(cast["jian"])
    page = jian.get("/footage/?since=2020-01-01&until=2020-01-02&state=waiting").text
    assert row.number not in page
    links = [one.replace("&amp;", "&") for one in re.findall(r'href="(/footage/\?[^"]*state=waiting[^"]*)"', page)]
    assert links and row.number in jian.get(links[0]).text


def test_those_that_are_gone_soon_open_as_they_are_counted(as_, cast, units, db, row):
    hurry = ask(cast, units, ago=70)  # of 72 hours
    db.session.commit()
    jian = as_(cast["jian"])
    text = jian.get("/footage/").text
    opened = "/footage/?state=waiting&soon=y"
    assert f'href="{opened.replace("&", "&amp;")}"' in text and row.number in text
    narrowed = jian.get(opened).text
    assert hurry.number in narrowed and row.number not in narrowed and "共 1 条" in narrowed


def test_another_station_sees_nothing(as_, cast, row):
    du = as_(cast["du"])
    assert row.number not in du.get("/footage/").text
    for address in (row.href, f"{row.href}/print"):
        assert du.get(address).status_code == 404
    assert du.post(f"{row.href}/save", data={"clip": "盘", "sha256": HASH}).status_code == 404


def test_the_monitor_saves_it(as_, cast, row, db):
    jian = as_(cast["jian"])
    page = jian.get(row.href)
    assert 'name="sha256"' in page.text and 'href="/complaints/7"' not in page.text and "138****5678" in page.text
    refused = jian.post(f"{row.href}/save", data={"clip": "2 号硬盘", "sha256": "短"})
    assert refused.status_code == 422 and "64 位" in refused.text and "2 号硬盘" in refused.text
    assert jian.post(f"{row.href}/save", data={"clip": "2 号硬盘", "sha256": HASH}).status_code == 303
    db.session.expire_all()
    assert db.session.get(Preservation, row.id).state is FootageState.SAVED
    assert HASH in jian.get(row.href).text and 'name="sha256"' not in jian.get(row.href).text
    late = jian.post(f"{row.href}/save", data={"clip": "3 号硬盘", "sha256": HASH[::-1]})
    assert late.status_code == 409 and "已保全" in late.text


def test_readers_do_not_get_the_form(as_, cast, row):
    page = as_(cast["min"]).get(row.href).text
    assert 'name="sha256"' not in page and "取消保全" not in page


@pytest.mark.parametrize(("step", "who", "state"), [("lose", "jian", "lost"), ("cancel", "duo", "cancelled")])
def test_a_step_asks_for_its_reason(as_, cast, row, db, step, who, state):
    browser = as_(cast[who])
    assert browser.post(f"{row.href}/{step}", data={"reason": ""}).status_code == 422
    assert browser.post(f"{row.href}/{step}", data={"reason": "硬盘故障"}).status_code == 303
    db.session.expire_all()
    assert db.session.get(Preservation, row.id).state.value == state
    assert browser.get(f"{row.href}/{step}").status_code == 409
    assert "硬盘故障" in browser.get(row.href).text


def test_somebody_asks_for_a_recording(as_, cast, units, db, row):
    lane = db.session.scalars(select(Lane).where(Lane.code == "X04", Lane.unit_id == units["qinglan"].id)).one()
    sent = {"station": units["qinglan"].id, "lane": lane.id, "around": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"}
    sent |= {"before_minutes": 5, "after_minutes": 0, "title": "设备报警"}
    duo = as_(cast["duo"])
    assert duo.post("/footage/new", data=sent).status_code == 303
    assert "设备报警" in duo.get("/footage/").text
    refused = duo.post("/footage/new", data=sent | {"before_minutes": 9999})
    assert refused.status_code == 422 and "0 到 720" in refused.text
    assert duo.post("/footage/new", data=sent | {"station": units["meiling"].id}).status_code == 422


def test_the_list_is_narrowed_and_exported_as_shown(as_, cast, units, db, row):
    saved = ask(cast, units, ago=30)
    rules.save(saved, clip="2 号硬盘", sha256=HASH, by=cast["jian"], at=clock.now())
    db.session.commit()
    jian = as_(cast["jian"])
    board = jian.get("/footage/?state=saved").text
    assert saved.number in board and row.number not in board
    assert saved.number in jian.get(f"/footage/?state=&text={HASH[:20]}").text
    assert jian.get("/footage/?since=gestern").status_code == 422
    sheet = load_workbook(io.BytesIO(jian.get("/footage/export.xlsx?state=").data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 3 and "13812345678" not in str(rows) and HASH in str(rows)


def test_the_board_asks_the_same_for_one_and_for_many(as_, cast, units, db, row, count_queries):
    jian = as_(cast["jian"])
    jian.get("/footage/")  # settings are read once
    with count_queries() as one:
        jian.get("/footage/")
    for hours in range(20, 44, 2):
        ask(cast, units, ago=hours)
    db.session.commit()
    with count_queries() as many:
        jian.get("/footage/")
    assert len(one) == len(many)


def test_the_papers(as_, cast, row):
    jian = as_(cast["jian"])
    for address in (f"{row.href}/print", "/footage/print"):
        told = jian.get(address).text
        assert row.number in told and "138****5678" in told and "13812345678" not in told and "值班站长：" in told


def test_the_setup_of_a_station(as_, cast, units, db, row):
    duo, lane = as_(cast["duo"]), make_lane(units, code="X05")
    db.session.commit()
    sent = {"name": "亭内摄像机", "coverage": "booth", "lanes": [lane.id], "hours": 720}
    assert duo.post("/footage/setup/groups/create", data=sent).status_code == 303
    assert duo.post("/footage/setup/groups/create", data=sent).status_code == 422
    group = db.session.scalars(select(CameraGroup).where(CameraGroup.name == "亭内摄像机")).one()
    edit = f"/footage/setup/groups/{group.id}/edit"
    assert 'value="亭内摄像机"' in duo.get(edit).text
    assert duo.post(edit, data=sent | {"name": "收费亭", "version": group.version}).status_code == 303
    later = f"/footage/setup/groups/{group.id}/retention"
    db.session.expire_all()
    sent = {"hours": 360, "valid_from": "2099-01-01", "version": db.session.get(CameraGroup, group.id).version}
    assert duo.post(later, data=sent).status_code == 303
    told = duo.get("/footage/setup").text
    assert "收费亭" in told and "2099-01-01 起 360 小时" in told
    assert as_(cast["du"]).get(edit).status_code == 404
    assert as_(cast["du"]).get(f"/footage/setup?station={units['qinglan'].id}").status_code == 404
