"""The administrator sets up channels; everybody their own address."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from blueprints.core.filters import moment
from blueprints.relays.forms import NAMES
from models.core import clock
from models.relays import RelayChannel, RelayDelivery
from tests.relays import makers


def typed(units, **more) -> dict:
    given = {"kind": "wecom", "name": "青岚群", "unit": units["qinglan"].id, "security": "tls", "host": "", "port": ""}
    return given | {"sender": "", "username": "", "secret": "https://qyapi.example.cn/x?key=1", "is_on": "y"} | more


def test_a_robot_is_set_up_and_its_address_is_not_shown_again(as_, cast, units, db):
    xi = as_(cast["xi"])
    assert xi.post("/relays/new", data=typed(units)).status_code == 303
    channel = db.session.scalars(db.select(RelayChannel)).one()
    assert (channel.host, channel.port, channel.kinds) == ("qyapi.example.cn", 443, ["notice"])
    opened = xi.get(f"/relays/channels/{channel.id}").text
    assert "key=1" not in opened and f'<option selected value="{units["qinglan"].id}">' in opened
    given = typed(units, secret="", name="青岚站群", version=channel.version)
    assert xi.post(f"/relays/channels/{channel.id}", data=given).status_code == 303


@pytest.mark.parametrize("secret", ["http://10.0.0.1/x", "file:///etc/passwd", "https:///x", "ftp://a/x", "", "x"])
def test_an_address_that_is_none_or_open_is_refused(as_, cast, units, secret):
    answer = as_(cast["xi"]).post("/relays/new", data=typed(units, secret=secret))
    assert (answer.status_code, "以 https:// 开头" in answer.text) == (422, True)


def test_the_test_button_says_what_went_wrong(as_, cast, units):
    robot = makers.Robot()
    channel = makers.make_robot(cast, units["qinglan"], robot)
    xi = as_(cast["xi"])
    assert xi.post(f"/relays/channels/{channel.id}/test").status_code == 303
    robot.manner = makers.DOWN_500
    assert "机器人答复 500" in xi.post(f"/relays/channels/{channel.id}/test").text
    robot.close()
    assert "服务器拒绝连接，请核对端口" in xi.post(f"/relays/channels/{channel.id}/test").text


@pytest.mark.one_engine
def test_a_name_that_no_server_has_is_said_in_words(as_, cast, units):
    xi, given = as_(cast["xi"]), {"kind": "email", "host": "smtp.no-such-house.invalid", "port": "465", "secret": ""}
    at = xi.post("/relays/new", data=typed(units, sender="a@b.cn", **given)).headers["Location"]
    said = xi.post(f"{at}/test", data={"to": "a@b.cn"}).text
    assert "找不到这台服务器" in said and "gaierror" not in said
    assert "收件邮箱" in said and "机器人" not in said


@pytest.mark.one_engine
def test_what_waits_for_a_channel_that_is_off_says_so_and_is_not_sent_again(as_, cast, units, db):
    robot = makers.Robot()
    channel = makers.make_robot(cast, units["qinglan"], robot)
    makers.say([cast["wang"]], "内部标题")
    db.session.execute(db.update(RelayChannel).values(is_on=False))
    db.session.commit()
    xi, row = as_(cast["xi"]), db.session.scalars(db.select(RelayDelivery)).one()
    page = xi.get("/relays/").text
    assert "通道停用，启用后发送" in page and "重发" not in page
    assert xi.post(f"/relays/deliveries/{row.id}/retry").status_code == 409
    assert channel.id == row.channel_id
    robot.close()


def test_the_administrator_sees_no_titles(as_, cast, units):
    robot = makers.Robot()
    makers.make_robot(cast, units["qinglan"], robot)
    makers.say([cast["wang"]], "内部标题")
    page = as_(cast["xi"]).get("/relays/").text
    assert "待发送" in page and "内部标题" not in page
    robot.close()


def test_every_kind_of_message_has_a_name_on_the_page():
    sources = "".join(path.read_text() for path in Path("models").rglob("*.py"))
    kinds = set(re.findall(r'notify\([^"]{0,200}?"([a-z_]+)"', sources))
    assert kinds - NAMES.keys() == set()


def test_everybody_sets_their_own_address(as_, cast, db):
    wang = as_(cast["wang"])
    assert "完整的邮箱" in wang.post("/relays/mine", data={"email": "wang@"}).text
    assert wang.post("/relays/mine", data={"email": "wang@example.cn"}).status_code == 303
    assert "wang@example.cn" in wang.get("/relays/mine").text
    assert wang.post("/relays/mine", data={"email": ""}).status_code == 303
    assert "wang@example.cn" not in wang.get("/relays/mine").text


@pytest.mark.one_engine
def test_the_list_costs_the_same_for_one_row_and_for_many(as_, cast, units, count_queries):
    robot, counted = makers.Robot(), []
    makers.make_robot(cast, units["qinglan"], robot)
    xi = as_(cast["xi"])
    xi.get("/relays/")  # the settings are read once
    for many in (1, 9):
        makers.say([cast["wang"]], *[f"{many}-{n}" for n in range(many)])
        with count_queries() as seen:
            assert xi.get("/relays/").status_code == 200
        counted.append(len(seen))
    assert counted[0] == counted[1]
    robot.close()


@pytest.mark.one_engine
def test_the_newest_stands_first_whenever_it_was_written_down(as_, cast, units, db):
    robot = makers.Robot()
    makers.make_robot(cast, units["qinglan"], robot)
    robot.close()
    now = clock.now()
    for title, days in (("今天的", 0), ("三天前的", 3), ("昨天的", 1)):
        makers.say([cast["wang"]], title, at=now - timedelta(days=days))
    shown = as_(cast["xi"]).get("/relays/").text
    places = [shown.index(moment(now - timedelta(days=days))) for days in (0, 1, 3)]
    assert places == sorted(places)
