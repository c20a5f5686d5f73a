"""Messages: once per matter, one's own only, read by opening; and what waits for me."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from models import approvals, inbox
from models.approvals import ApprovalChain, StepPlan, kinds
from models.core import clock
from models.core.kept import Kept
from models.inbox import Ask, Message, Todo, todos


def tell(db, *people, key="k1", title="处罚 CF-2026-0001 已批准", href="/", at=None) -> None:
    inbox.notify([one.id for one in people], "penalty", title, href, key=key, at=at or clock.now())
    db.session.commit()


def messages(db, person) -> list[Message]:
    db.session.rollback()
    return db.session.scalars(select(Message).where(Message.user_id == person.id).order_by(Message.id)).all()


def test_the_same_key_reaches_a_person_once(db, cast):
    tell(db, cast["wang"], cast["wang"], cast["han"])
    tell(db, cast["wang"], title="再来一次")
    tell(db, cast["wang"], key="k2", title="另一件")
    assert [one.title for one in messages(db, cast["wang"])] == ["处罚 CF-2026-0001 已批准", "另一件"]
    assert len(messages(db, cast["han"])) == 1


@pytest.mark.parametrize("href", ["https://evil.example/", "//evil.example", "penalties/1", "javascript:alert(1)"])
def test_a_message_points_into_this_site(db, cast, href):
    with pytest.raises(ValueError, match="not a path"):
        tell(db, cast["wang"], href=href)


def test_nobody_to_tell_is_no_mistake(db):
    tell(db)


def test_the_page_shows_my_messages_and_only_mine(as_, cast, db):
    tell(db, cast["wang"], title="给王倩 <script>")
    tell(db, cast["han"], key="k2", title="给韩雪")
    text = as_(cast["wang"]).get("/inbox/").text
    assert "给王倩 &lt;script&gt;" in text and "给韩雪" not in text and "未读 1 条" in text


def test_looking_at_the_page_reads_nothing(as_, cast, db):
    tell(db, cast["wang"])
    browser = as_(cast["wang"])
    browser.get("/inbox/")
    assert messages(db, cast["wang"])[0].is_unread
    assert browser.get(f"/inbox/{messages(db, cast['wang'])[0].id}/open").status_code == 405


def test_opening_reads_it_and_leads_there(as_, cast, db):
    tell(db, cast["wang"], href="/penalties/5?tab=1")
    browser, message = as_(cast["wang"]), messages(db, cast["wang"])[0]
    answer = browser.post(f"/inbox/{message.id}/open")
    assert (answer.status_code, answer.location) == (303, "/penalties/5?tab=1")
    first = messages(db, cast["wang"])[0].read_at
    browser.post(f"/inbox/{message.id}/open")
    assert first and messages(db, cast["wang"])[0].read_at == first


def test_a_message_of_somebody_else_does_not_exist(as_, cast, db):
    tell(db, cast["han"])
    message = messages(db, cast["han"])[0]
    assert as_(cast["wang"]).post(f"/inbox/{message.id}/open").status_code == 404
    assert messages(db, cast["han"])[0].is_unread


def test_all_of_mine_are_marked_at_once(as_, cast, db):
    for number in range(3):
        tell(db, cast["wang"], cast["han"], key=f"k{number}")
    browser = as_(cast["wang"])
    assert browser.post("/inbox/read-all").status_code == 303
    assert "3 条消息已标为已读" in browser.get("/inbox/").text
    assert not any(one.is_unread for one in messages(db, cast["wang"]))
    assert all(one.is_unread for one in messages(db, cast["han"]))


def test_the_views_of_read_and_unread(as_, cast, db):
    tell(db, cast["wang"], key="old", title="旧消息")
    tell(db, cast["wang"], key="new", title="新消息")
    browser = as_(cast["wang"])
    browser.post(f"/inbox/{messages(db, cast['wang'])[0].id}/open")
    unread, read = browser.get("/inbox/?show=unread").text, browser.get("/inbox/?show=read").text
    assert "新消息" in unread and "旧消息" not in unread
    assert "旧消息" in read and "新消息" not in read
    assert browser.get("/inbox/?show=nonsense").status_code == 422


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/inbox/").status_code == 303
    assert client.post("/inbox/read-all").status_code == 303


def test_a_long_inbox_costs_no_more_statements(as_, cast, db, count_queries):
    browser = as_(cast["wang"])

    def cost() -> int:
        with count_queries() as seen:
            assert browser.get("/inbox/").status_code == 200
        return len(seen)

    tell(db, cast["wang"])
    few = cost()
    for number in range(40):
        tell(db, cast["wang"], key=f"n{number}")
    assert cost() <= few


def test_old_messages_are_swept(db, cast):
    now = clock.now()
    tell(db, cast["wang"], key="old", at=now - timedelta(days=181))
    tell(db, cast["wang"], key="new", at=now - timedelta(days=179))
    inbox.sweeps.forget_messages(now)
    db.session.commit()
    assert [one.key for one in messages(db, cast["wang"])] == ["new"]


def test_what_waits_is_sorted_by_deadline_and_counted(as_, cast, monkeypatch):
    now = clock.now()

    def teller(user, at):
        yield Todo("没有期限的事", "/a")
        yield Todo("培训待阅卷", "/b", count=3, due_at=now + timedelta(days=2))
        yield Todo("已经超时的事", "/c", due_at=now - timedelta(hours=1))
        yield Todo("没有的事", "/d", count=0)

    monkeypatch.setattr(todos, "QUESTIONERS", [])
    monkeypatch.setattr(todos, "_kept", Kept(1))
    monkeypatch.setattr(todos, "TELLERS", [teller])
    text = as_(cast["wang"]).get("/inbox/").text
    places = [text.index(words) for words in ("已经超时的事", "培训待阅卷 3 件", "没有期限的事")]
    assert places == sorted(places) and "没有的事" not in text


def test_what_is_only_counted_costs_one_statement_for_all_rooms(db, cast, count_queries, monkeypatch):
    now = clock.now()
    tell(db, cast["wang"], key="a", at=now - timedelta(days=2))
    tell(db, cast["wang"], key="b", at=now)
    mine = inbox.messages_of(cast["wang"])
    first = select(func.count(), func.min(Message.at)).where(Message.user_id == cast["wang"].id)

    def one_room(user, on):
        yield Ask.count(mine, "消息待看", "/inbox/")
        yield Ask(first, lambda count, since: Todo("最早的消息", "/inbox/", count=count, due_at=since))

    def another_room(user, on):
        yield Ask.count(mine.where(Message.key == "b"), "新消息", "/inbox/")
        yield Ask.count(mine.where(Message.key == "c"), "没有的消息", "/inbox/")

    monkeypatch.setattr(todos, "QUESTIONERS", [one_room, another_room])
    monkeypatch.setattr(todos, "TELLERS", [])
    with count_queries() as seen:
        found = inbox.todos_of(cast["wang"], now)
    assert [(one.title, one.count) for one in found] == [("最早的消息", 2), ("消息待看", 2), ("新消息", 1)]
    assert found[0].due_at == now - timedelta(days=2)
    assert len([one for one in seen if one.startswith("SELECT")]) == 1


def test_approvals_wait_in_the_inbox(as_, cast, units, db, monkeypatch):
    monkeypatch.setitem(kinds.KINDS, "matter", kinds.Kind("处罚", "/penalties/{subject_id}"))
    chain = ApprovalChain(kind="matter", name="测试", valid_from=date(2026, 1, 1))
    approvals.plant(chain, [StepPlan("所长批准", "leader", timeout_hours=24)], None)
    approvals.start("matter", cast["wang"], units["crew1"], cast["ming"], clock.now())
    db.session.commit()
    text = as_(cast["chen"]).get("/inbox/").text
    assert "处罚 王倩" in text and "所长批准" in text and f'href="/penalties/{cast["wang"].id}"' in text
    assert "处罚 王倩 待您审批" in text
    assert "处罚 王倩" not in as_(cast["fu"]).get("/inbox/").text


def test_messages_are_found_by_a_word_and_by_days(as_, cast, db):
    now = clock.now()
    tell(db, cast["wang"], key="old", title="处罚 CF-2026-0001 已批准", at=now - timedelta(days=9))
    tell(db, cast["wang"], key="new", title="班次变动待确认", at=now)
    browser, today = as_(cast["wang"]), clock.today().isoformat()
    for narrow, seen, unseen in (
        ("text=处罚", "CF-2026-0001", "班次变动待确认"),
        (f"first={today}", "班次变动待确认", "CF-2026-0001"),
        (f"last={clock.today() - timedelta(days=1)}", "CF-2026-0001", "班次变动待确认"),
    ):
        shown = browser.get(f"/inbox/?{narrow}").text.partition('id="message-rows"')[2]
        assert seen in shown and unseen not in shown
        assert len(rows_of(browser.get(f"/inbox/export.xlsx?{narrow}"))) == 1
    assert "没有符合条件的消息" in browser.get("/inbox/?text=便民").text
    tell(db, cast["wang"], key="late", title="迟到的旧消息", at=now - timedelta(days=4))
    titles = [row[1] for row in rows_of(browser.get("/inbox/export.xlsx"))]
    assert titles == ["班次变动待确认", "迟到的旧消息", "处罚 CF-2026-0001 已批准"]
    assert [row[1] for row in rows_of(browser.get("/inbox/export.xlsx?sort=at"))] == titles[::-1]


def rows_of(answer) -> list[tuple]:
    return list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(min_row=2, values_only=True))
