"""None lost, in order, twice only with the same id: against real servers that are down, slow or silent."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from models.core import clock
from models.core.db import db as database
from models.relays import ChannelKind, DeliveryState, RelayDelivery, Security, outbox, setup, sweeps, transport, vault
from tests.relays import makers
from tests.relays.makers import DOWN_500, FINE, GARBLED, SILENT, SLOW

LATER = timedelta(minutes=31)  # beyond every back-off


@pytest.fixture
def robot():
    receiver = makers.Robot()
    yield receiver
    receiver.close()


def send(minutes: int = 0, worker: str = "one") -> int:
    database.session.rollback()
    return outbox.send_due(clock.now() + timedelta(minutes=minutes), worker)


def texts(receiver) -> list[str]:
    return [text for _id, text in receiver.heard]


def test_nothing_is_written_while_no_channel_is_on(cast, db):
    makers.say([cast["wang"]], "一")
    assert makers.rows() == []


def test_a_group_hears_once_what_many_people_got(cast, units, db, robot):
    makers.make_robot(cast, units["qinglan"], robot)
    makers.say([cast["wang"], cast["zhao"], cast["mei"]], "一", "二")
    makers.say([cast["mei"]], "只给梅岭")
    assert send() == 2
    assert texts(robot) == ["一", "二"]
    assert send() == 0


def test_a_rollback_takes_the_sending_back(cast, units, db, robot):
    makers.make_robot(cast, units["qinglan"], robot)
    makers.notify([cast["wang"].id], "notice", "一", "/notices/1", key="one", at=clock.now())
    db.session.rollback()
    assert makers.rows() == []


@pytest.mark.parametrize("manner", [DOWN_500, SILENT, GARBLED])
def test_after_a_failure_nothing_is_lost_and_the_order_is_kept(cast, units, db, robot, manner):
    makers.make_robot(cast, units["qinglan"], robot)
    robot.manner = manner
    makers.say([cast["wang"]], "一", "二", "三")
    assert send() == 0
    assert send() == 0  # the channel is left alone for a while
    assert [row.attempts for row in makers.rows()] == [1, 0, 0]
    robot.manner = FINE
    assert send(31) == 3
    ids = dict(zip([text for _id, text in robot.heard], [one for one, _text in robot.heard], strict=True))
    assert list(dict.fromkeys(texts(robot))) == ["一", "二", "三"]
    assert len({one for one, _text in robot.heard}) == len(ids) == 3  # what came twice, came with the same id
    assert {row.state for row in makers.rows()} == {DeliveryState.SENT}


def test_a_receiver_that_is_away_gets_all_when_it_is_back(cast, units, db, robot):
    channel = makers.make_robot(cast, units["qinglan"], robot)
    robot.close()
    makers.say([cast["wang"]], *"一二三四")
    assert send() == 0
    back = makers.Robot()
    channel.port = back.port
    makers.outbox_audit(channel, cast["xi"])
    assert send(31) == 4
    assert texts(back) == list("一二三四")
    back.close()


def test_two_processes_send_each_message_once(cast, units, db, robot, app):
    makers.make_robot(cast, units["qinglan"], robot)
    makers.say([cast["wang"]], *[f"第 {n} 条" for n in range(12)])

    def work(name: str) -> None:
        with app.app_context():
            for _ in range(4):
                outbox.send_due(clock.now(), name)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts(robot) == [f"第 {n} 条" for n in range(12)]


def test_who_died_while_sending_is_replaced_and_the_id_stays(cast, units, db, robot, monkeypatch):
    """Killed after the receiver accepted and before it was noted: the one case in which a message comes twice."""
    makers.make_robot(cast, units["qinglan"], robot)
    makers.say([cast["wang"]], "一")

    def power_cut(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(outbox, "_settle", power_cut)
        with pytest.raises(KeyboardInterrupt):
            send()
    assert send(worker="two") == 0  # the lease of the dead one still runs
    assert send(2, worker="two") == 1
    assert len(robot.heard) == 2 and len({one for one, _text in robot.heard}) == 1


def test_mail_goes_to_those_who_asked_for_it_with_a_stable_id(cast, units, db):
    with makers.mail_server() as post:
        given = {"host": "127.0.0.1", "port": post.port, "sender": "zhan@example.cn"}
        makers.make_channel(cast, units["office"], ChannelKind.EMAIL, **given)
        setup.set_address(cast["wang"], email="wang@example.cn")
        makers.say([cast["wang"], cast["zhao"]], "一", "二")
        post.answer = "451 later"
        assert send() == 0
        post.answer = "250 OK"
        assert send(31) == 2
        row = makers.rows()[0]
        assert post.heard[0] == ("wang@example.cn", f"Message-ID: <{row.message_id}@zhanwutong>")
        post.answer = "550 no such user"
        makers.say([cast["wang"]], "三")
        assert send(90) == 0
        assert makers.rows()[-1].state is DeliveryState.FAILED


@pytest.mark.one_engine
def test_a_full_mailbox_keeps_only_its_own_letters_waiting(cast, units, db):
    with makers.mail_server() as post:
        given = {"host": "127.0.0.1", "port": post.port, "sender": "zhan@example.cn"}
        makers.make_channel(cast, units["office"], ChannelKind.EMAIL, **given)
        for key in ("wang", "zhao"):
            setup.set_address(cast[key], email=f"{key}@example.cn")
        post.full = {"wang@example.cn"}
        makers.say([cast["wang"], cast["zhao"]], "一", "二")
        assert send() == 2
        assert {to for to, _id in post.heard} == {"zhao@example.cn"}
        assert [row.error for row in makers.rows() if row.attempts and row.error] == ["收件邮箱暂时不能接收（452）"]
        post.full = set()
        assert send(31) == 2
    ids = {row.message_id: row.title for row in makers.rows() if row.target == f"user-{cast['wang'].id}"}
    said = [ids[one.split("<")[1].split("@")[0]] for to, one in post.heard if to == "wang@example.cn"]
    assert said == ["一", "二"]


@pytest.mark.parametrize("kind", [ChannelKind.WECOM, ChannelKind.EMAIL])
def test_a_slow_receiver_holds_no_lock_and_hears_it_again(cast, units, db, app, robot, kind, monkeypatch):
    """While it thinks, others write: pages never wait for the network. It accepted, so it hears twice, with one id."""
    monkeypatch.setattr(transport, "SECONDS", 0.5)
    with makers.mail_server() as post:
        receiver = robot if kind is ChannelKind.WECOM else post
        mail = {"host": "127.0.0.1", "port": post.port, "sender": "zhan@example.cn"}
        given = {"secret": robot.address} if receiver is robot else mail
        makers.make_channel(cast, units["qinglan"], kind, **given)
        setup.set_address(cast["wang"], email="wang@example.cn")
        makers.say([cast["wang"]], "一")
        receiver.manner = SLOW

        def work() -> None:
            with app.app_context():
                outbox.send_due(clock.now(), "one")

        sending = threading.Thread(target=work)
        sending.start()
        assert receiver.reached.wait(5)
        makers.say([cast["mei"]], "写得进去")
        assert sending.is_alive()
        sending.join()
        assert makers.rows()[0].error == "超时没有应答"
        receiver.manner = FINE
        assert send(31) == 1
    assert len(receiver.heard) == 2 and len(set(receiver.heard)) == 1
    assert makers.rows()[0].state is DeliveryState.SENT


@pytest.mark.one_engine
def test_a_server_that_nobody_vouches_for_hears_nothing(cast, units, db, tmp_path):
    """A certificate that is not trusted, a server without TLS where TLS is asked for: no letter, no password."""
    with makers.mail_server(makers.self_signed(tmp_path)) as post, makers.mail_server() as plain:
        told = {"host": "127.0.0.1", "sender": "zhan@example.cn", "username": "zhan", "secret": "TOP-SECRET-KEY"}
        for name, server, security in (
            ("不受信任", post, Security.TLS),
            ("不加密", plain, Security.TLS),
            ("不支持", plain, Security.STARTTLS),
        ):
            more = told | {"name": name, "port": server.port, "security": security}
            makers.make_channel(cast, units["office"], ChannelKind.EMAIL, **more)
        setup.set_address(cast["wang"], email="wang@example.cn")
        makers.say([cast["wang"]], "一")
        assert send() == 0
        assert post.heard == plain.heard == [] and not post.reached.is_set() and not plain.reached.is_set()
    first, second, third = (row.error for row in makers.rows())
    assert (first, second) == ("服务器证书不受信任", "不能建立加密连接") and "不支持所选的加密" in third
    assert {row.state for row in makers.rows()} == {DeliveryState.WAITING}


def test_old_records_go_and_what_waits_stays(cast, units, db, robot):
    makers.make_robot(cast, units["qinglan"], robot)
    makers.say([cast["wang"]], "一", "二", at=clock.now() - timedelta(days=200))
    send()
    makers.say([cast["wang"]], "三", at=clock.now() - timedelta(days=200))
    makers.say([cast["wang"]], "四")
    sweeps.forget_deliveries(clock.now())
    db.session.commit()
    assert [row.title for row in makers.rows()] == ["三", "四"]


def test_a_secret_is_nowhere_but_in_its_file(cast, units, db, robot, as_):
    channel = makers.make_robot(cast, units["qinglan"], robot)
    assert "TOP-SECRET-KEY" in vault.read(channel.vault_name)
    robot.manner = DOWN_500
    makers.say([cast["wang"]], "一")
    send()
    kept = [repr(vars(row)) for row in makers.rows()] + [repr(vars(channel))]
    kept += [repr(row) for row in db.session.execute(db.text("SELECT * FROM audit_entries"))]
    xi = as_(cast["xi"])
    kept += [xi.get("/relays/").text, xi.get(f"/relays/channels/{channel.id}").text]
    assert [one for one in kept if "TOP-SECRET-KEY" in one] == []


def test_retrying_begins_at_once(cast, units, db, robot):
    makers.make_robot(cast, units["qinglan"], robot)
    robot.manner = DOWN_500
    makers.say([cast["wang"]], "一")
    send()
    robot.manner = FINE
    setup.try_again(db.session.scalars(db.select(RelayDelivery)).one(), by=cast["xi"], at=clock.now())
    db.session.commit()
    assert send() == 1
