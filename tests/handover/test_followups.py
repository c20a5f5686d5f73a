"""Matters, shortages, opening balances, backfilling, reminders and the invariants."""

from __future__ import annotations

import io
import re
from datetime import date, time, timedelta
from html import unescape

import pytest
from xlsxwriter import Workbook

from models.core import checks, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.handover import Matter, differences, jobs, matters, opening, queries, rules
from models.handover.kinds import DifferenceState, HandoverState, MatterState
from models.handover.opening import Entry
from models.inbox.tables import Message
from tests.handover.makers import (
    CHANGE,
    DAY,
    clean_texts,
    fill,
    full,
    make_evening,
    make_handover,
    seal,
    sign_in,
    sign_out,
)

ENTRIES = [
    Entry(1, "票据", "机打票", "", "0048213601"),
    Entry(2, "通行卡", "", "", "1240"),
    Entry(3, "备用金", "", "X01", "300"),
    Entry(4, "物品", "亭门钥匙", "", "4"),
    Entry(5, "遗留事项", "X02 栏杆待修", "", "机电组"),
]


DAY1 = timedelta(days=1)


@pytest.fixture
def evening(cast, units):
    return make_evening(cast, units)


def short_by(evening, cast, cash="8350.00"):
    """Seal a handover in which wang is 70.00 short."""
    changes = {"settlements__0__cash": cash, "settlements__0__reason": "找零差错"}
    handover = fill(make_handover(evening[0], cast["liu"]), cast["liu"], **changes)
    return seal(sign_in(sign_out(handover, cast["liu"]), cast["han"]), cast["duo"])


def the_shortage(cast):
    return db.session.scalars(queries.differences_of(cast["duo"], state="all")).unique().one()


def test_a_shortage_is_followed_until_the_last_cent(evening, cast):
    short_by(evening, cast)
    case = the_shortage(cast)
    assert (case.amount, case.owed) == (7000, 7000)
    differences.repay(case, 4000, "SJ-1", DAY, by=cast["li"])
    db.session.commit()
    case = the_shortage(cast)
    assert case.state is DifferenceState.OPEN and case.owed == 3000
    with pytest.raises(RuleBroken, match=r"不超过尚欠的 30\.00 元"):
        differences.repay(case, 3001, "SJ-2", DAY, by=cast["li"])
    differences.repay(case, 3000, "SJ-2", DAY, by=cast["li"])
    db.session.commit()
    assert the_shortage(cast).state is DifferenceState.SETTLED


def test_what_a_crew_was_short_in_a_month_is_opened_from_the_morning_page(evening, cast, units, as_, monkeypatch):
    handover = short_by(evening, cast)
    monkeypatch.setattr(clock, "now", lambda: clock.at(DAY + DAY1, time(9)))
    crew, day = handover.shift.crew, the_shortage(cast).on
    head = as_(cast["chen"])
    row = re.search(rf"<b>{crew.name}</b>.*?</tr>", head.get("/").text, re.S)[0]
    address, figure = re.search(r'<a class="negative" href="(/handover/shortages[^"]*)">−(70\.00)</a>', row).groups()
    opened = head.get(unescape(address)).text
    assert f'短款合计 <b class="num">{figure}</b> 元' in opened and "共 1 条" in opened
    shown = "/handover/shortages?state=all&kind={}&crew={}&first={}"
    for kind, of, first in (("over", crew.id, day), ("short", units["mcrew1"].id, day), ("short", crew.id, day + DAY1)):
        assert "没有待处理的差异" in head.get(shown.format(kind, of, first)).text
    assert f'<option value="{units["mcrew1"].id}">' in head.get("/handover/shortages").text
    assert f'<option value="{units["mcrew1"].id}">' not in as_(cast["duo"]).get("/handover/shortages").text


def test_nobody_notes_the_repayment_of_their_own_shortage(evening, cast):
    short_by(evening, cast)
    with pytest.raises(RuleBroken, match="本人的短款"):
        differences.repay(the_shortage(cast), 100, "SJ-1", DAY, by=cast["wang"])


def test_finance_repays_on_the_page(evening, cast, as_):
    short_by(evening, cast)
    data = {"amount": "70.00", "receipt_no": "SJ-9", "paid_on": "2026-10-28", "form_key": "ab" * 16}
    address = f"/handover/shortages/{the_shortage(cast).id}/repay"
    assert as_(cast["liu"]).post(address, data=data).status_code == 403
    assert as_(cast["li"]).post(address, data=data).status_code == 303
    assert "SJ-9" in the_shortage(cast).repayments[0].receipt_no


def test_a_matter_is_closed_once_with_its_result(evening, cast):
    new = {"matters__0__sentence": "X02 费显不亮"}
    sign_in(sign_out(fill(make_handover(evening[0], cast["liu"]), cast["liu"], **new), cast["liu"]), cast["han"])
    matter = db.session.scalars(db.select(Matter)).one()
    with pytest.raises(RuleBroken, match="请填写办理结果"):
        matters.close_from_list(matter, "", by=cast["han"], at=CHANGE)
    matters.close_from_list(matter, "已换屏", by=cast["han"], at=CHANGE + timedelta(days=2))
    db.session.commit()
    assert matter.state is MatterState.CLOSED and matters.age_days(matter, CHANGE) == 2
    with pytest.raises(RuleBroken, match="已经办结"):
        matters.close_from_list(matter, "又一次", by=cast["han"], at=CHANGE)


def test_opening_balances_begin_the_first_handover(evening, cast, units):
    assert opening.take(units["qinglan"], ENTRIES, by=cast["li"], at=CHANGE) == 5
    db.session.commit()
    handover = make_handover(evening[0], cast["liu"])
    body = handover.draft.body
    assert body["rolls"][0]["expected_no"] == "0048213601" and body["cards"][0]["opening"] == "1240"
    assert [line["standard"] for line in body["settlements"]] == [30000, 50000]
    (matter,) = db.session.scalars(queries.held_matters(handover.id)).all()
    assert matter.is_opening and matter.sentence == "X02 栏杆待修"
    with pytest.raises(RuleBroken, match="只能录入一次"):
        opening.take(units["qinglan"], ENTRIES, by=cast["li"], at=CHANGE)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (Entry(7, "票据", "船票", "", "1"), "第 7 行：票种应为"),
        (Entry(7, "票据", "机打票", "", "12A"), "第 7 行：请填写下一张票据的号码"),
        (Entry(7, "通行卡", "", "Z9", "1"), "第 7 行：本站没有车道 Z9"),
        (Entry(7, "通行卡", "", "", "-1"), "第 7 行：请填写 0 以上的整数"),
        (Entry(7, "现金", "", "", "1"), "第 7 行：类别应为"),
    ],
)
def test_a_bad_line_is_refused_and_nothing_is_kept(evening, cast, units, entry, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        opening.take(units["qinglan"], [*ENTRIES, entry], by=cast["li"], at=CHANGE)


def test_opening_balances_come_from_a_spreadsheet(evening, cast, units, as_):
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for row, line in enumerate([("类别", "名称", "车道", "数值"), ("票据", "机打票", "X01", "0048213601")]):
        for column, text in enumerate(line):
            page.write_string(row, column, text)
    book.close()
    data = {"file": (io.BytesIO(out.getvalue()), "期初.xlsx"), "form_key": "ab" * 16}
    browser = as_(cast["li"])
    assert browser.post("/handover/opening", data=data).status_code == 303
    assert "0048213601" in browser.get("/handover/opening").text
    assert as_(cast["liu"]).get("/handover/opening").status_code == 403


def test_an_outage_is_entered_later_and_marked(evening, cast, as_, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: CHANGE + timedelta(hours=10))
    data = {"shift": str(evening[0].id), "reason": "全站停电", "form_key": "ab" * 16}
    browser = as_(cast["liu"])
    answer = browser.post("/handover/backfill", data=data)
    assert answer.status_code == 303
    assert "补录记录" in browser.get(answer.location).text
    handover = full(db.session.scalars(queries.of_shift(evening[0].id)).one())
    rules.save_draft(handover, clean_texts(handover), by=cast["liu"], at=CHANGE)
    handover = seal(sign_in(sign_out(handover, cast["liu"]), cast["han"]), cast["duo"])
    assert handover.state is HandoverState.SEALED and handover.is_backfill
    assert "补录：全站停电" in browser.get(f"/handover/{handover.id}/print").text


@pytest.mark.one_engine
def test_only_the_shifts_of_the_own_crew_are_offered_for_entering(evening, cast, as_, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: CHANGE + timedelta(minutes=10))
    assert f'value="{evening[0].id}"' in as_(cast["liu"]).get("/handover/backfill").text
    other = as_(cast["han"]).get("/handover/backfill").text
    assert "没有您可以补录的班次" in other and 'name="form_key"' not in other


def test_a_running_shift_is_not_backfilled(evening, cast):
    with pytest.raises(RuleBroken, match="还没有结束"):
        rules.backfill(evening[0], "停电", by=cast["liu"], at=CHANGE - timedelta(hours=1))


@pytest.mark.parametrize(("minutes", "told"), [(29, 0), (31, 1)])
def test_the_duty_leader_hears_of_an_unsigned_handover(evening, cast, monkeypatch, minutes, told):
    handover = make_handover(evening[0], cast["liu"])
    monkeypatch.setattr(clock, "now", lambda: CHANGE + timedelta(minutes=minutes))
    for _ in range(2):
        jobs.remind(CHANGE)
    db.session.commit()
    heard = [m for m in db.session.scalars(db.select(Message)) if m.href == f"/handover/{handover.id}"]
    assert [m.user_id for m in heard] == [cast["duo"].id] * told


def test_both_signed_in_time_tells_nobody(evening, cast, monkeypatch):
    sign_in(sign_out(fill(make_handover(evening[0], cast["liu"]), cast["liu"]), cast["liu"]), cast["han"])
    monkeypatch.setattr(clock, "now", lambda: CHANGE + timedelta(hours=1))
    jobs.remind(CHANGE)
    assert db.session.scalars(db.select(Message).where(Message.title.contains("未双签"))).all() == []


def test_the_invariants_hold_and_notice_what_is_tampered_with(evening, cast):
    handover = short_by(evening, cast)
    assert [broken for _, broken in checks.run() if broken] == []
    db.session.execute(db.text("UPDATE handover_signatures SET is_void = true WHERE side = 'incoming'"))
    db.session.execute(db.text("UPDATE handover_differences SET state = 'settled'"))
    db.session.commit()
    said = "；".join(line for _, broken in checks.run() for line in broken)
    assert f"{handover.number} 状态为" in said and f"{handover.number} 缺少签名" in said and "已补 0 分" in said
    assert date(2026, 10, 27) == handover.shift.business_date


def test_what_may_not_be_settled_asks_for_nothing(evening, cast, as_):
    short_by(evening, cast)
    db.session.commit()
    answer = as_(cast["duo"]).get(f"/handover/shortages/{the_shortage(cast).id}/settle")
    assert answer.status_code == 409 and "短款须补缴" in answer.text and 'name="form_key"' not in answer.text
