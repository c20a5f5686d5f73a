"""The ledger of fines: every entry stays, what was wrong is reversed, what was paid for nothing goes back. S0 §8.4."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import select

from models.core import checks, clock
from models.core.db import db as database
from models.core.errors import Overtaken, RuleBroken
from models.penalties import (
    Collection,
    EntryKind,
    PaymentMethod,
    Penalty,
    PenaltyState,
    collecting,
    effects,
    ledger,
    queries,
)
from tests.penalties import makers

S = PenaltyState


def entries() -> list[tuple[EntryKind, int]]:
    rows = select(Collection.kind, Collection.amount).order_by(Collection.id)
    return [tuple(row) for row in database.session.execute(rows)]


def receipt() -> Collection:
    return database.session.scalars(select(Collection).order_by(Collection.id)).first()


def reverse(penalty: Penalty, by) -> None:
    effects.reverse(penalty, reason="新证据", by=by, at=clock.now())


def pay_back(penalty: Penalty, by, receipt_no: str = "TK-1", **told) -> Collection:
    given = {"method": PaymentMethod.CASH, "collected_on": clock.today(), "reason": ""} | told
    return collecting.pay_back(penalty, receipt_no=receipt_no, by=by, at=clock.now(), **given)


def unbook(by, reason: str = "收据号写错") -> Collection:
    return collecting.reverse_receipt(receipt(), reason=reason, by=by, at=clock.now())


def broken() -> list[str]:
    return [sentence for _rule, found in checks.run() for sentence in found]


def test_a_wrong_receipt_is_reversed_and_taken_anew(db, cast):
    penalty = makers.make_collected(cast)
    entry = unbook(cast["cai"])
    assert entry.receipt_no.startswith("CX") and penalty.state is S.DUE
    with pytest.raises(RuleBroken, match="已经用过"):
        makers.pay(penalty, cast["cai"], "SK-0001")
    makers.pay(penalty, cast["cai"], "SK-0002")
    assert entries() == [(EntryKind.RECEIPT, 200_00), (EntryKind.REVERSAL, -200_00), (EntryKind.RECEIPT, 200_00)]
    assert broken() == []


def test_a_receipt_is_reversed_once_with_a_reason(db, cast):
    makers.make_collected(cast)
    with pytest.raises(RuleBroken, match="写明冲销的理由"):
        unbook(cast["cai"], "")
    unbook(cast["cai"])
    with pytest.raises(Overtaken, match="不能冲销"):
        unbook(cast["cai"])


def test_what_was_paid_goes_back_once_and_in_full(db, cast):
    penalty = makers.make_collected(cast)
    reverse(penalty, cast["chen"])
    assert [one.id for one in db.session.scalars(queries.to_pay_back(cast["cai"]))] == [penalty.id]
    entry = pay_back(penalty, cast["cai"])
    assert (entry.kind, entry.amount, penalty.state) == (EntryKind.REFUND, -200_00, S.REVOKED)
    assert db.session.scalars(queries.to_pay_back(cast["cai"])).all() == []
    with pytest.raises(RuleBroken, match="没有需要退还"):
        pay_back(penalty, cast["cai"], "TK-2")
    assert broken() == []


def test_nothing_goes_back_for_what_was_never_paid(cast):
    penalty = makers.make_due(cast)
    reverse(penalty, cast["chen"])
    with pytest.raises(RuleBroken, match="没有需要退还"):
        pay_back(penalty, cast["cai"])


def test_a_refund_needs_a_number_of_its_own_and_a_day_that_has_come(cast):
    penalty = makers.make_collected(cast)
    reverse(penalty, cast["chen"])
    with pytest.raises(RuleBroken, match="已经用过"):
        pay_back(penalty, cast["cai"], "SK-0001")
    with pytest.raises(RuleBroken, match="不能晚于今天"):
        pay_back(penalty, cast["cai"], collected_on=clock.today() + timedelta(days=1))


def test_money_is_booked_no_earlier_than_its_ground(cast):
    """A receipt dated before the penalty took effect would leave that month with less than nothing to collect."""
    penalty, before = makers.make_due(cast), clock.today() - timedelta(days=1)
    with pytest.raises(RuleBroken, match="不能早于处罚生效的日期"):
        makers.pay(penalty, cast["cai"], collected_on=before)
    makers.pay(penalty, cast["cai"])
    reverse(penalty, cast["chen"])
    with pytest.raises(RuleBroken, match="不能早于处罚撤销的日期"):
        pay_back(penalty, cast["cai"], collected_on=before)


def test_finance_keeps_out_of_its_own_case(cast):
    penalty = makers.make_collected(cast)
    penalty.violation.person_id = cast["cai"].id
    with pytest.raises(RuleBroken, match="回避"):
        unbook(cast["cai"])


def test_the_balance_of_a_month_adds_up(db, cast):
    """Two take effect, one is paid and revoked; then the money goes back: what is open is the other one."""
    paid, due = makers.make_collected(cast), makers.make_due(cast, "zhao")
    today = clock.today()
    reverse(paid, cast["chen"])
    found = ledger.reconcile(cast["cai"], today, today)
    assert (found.opening, found.moved.effective, found.moved.reduced) == (0, 400_00, 200_00)
    assert (found.moved.received, found.closing) == (200_00, 0)  # 200 to collect, 200 to give back
    pay_back(paid, cast["cai"])
    found = ledger.reconcile(cast["cai"], today, today)
    assert (found.moved.refunded, found.closing) == (200_00, due.payable)
    later = ledger.reconcile(cast["cai"], today + timedelta(days=1), today + timedelta(days=2))
    assert (later.opening, later.closing) == (due.payable, due.payable)


def test_finance_reverses_and_pays_back_on_its_pages(db, cast, as_):
    penalty, desk = makers.make_collected(cast), as_(cast["cai"])
    at = f"/penalties/collection/{receipt().id}/reverse"
    assert "SK-0001" in desk.get(at).text
    assert desk.post(at, data={"reason": "金额写错"}).status_code == 303
    assert desk.post(at, data={"reason": "再来一次"}).status_code == 409
    db.session.expire_all()
    makers.pay(penalty, cast["cai"], "SK-0002")
    reverse(penalty, cast["chen"])
    db.session.commit()
    assert "登记退还" in desk.get("/penalties/collection").text
    told = {"receipt_no": "TK-1", "method": "cash", "collected_on": clock.today().isoformat()}
    assert desk.post(f"/penalties/{penalty.id}/refund", data=told).status_code == 303
    shown = desk.get("/penalties/collection").text
    assert "冲销" in shown and "退还" in shown and "月末待收" in shown
    assert "退还 200.00 元" in as_(cast["wang"]).get(f"/penalties/{penalty.id}").text


def test_the_ledger_prints_and_goes_along_as_a_document(db, cast, as_):
    makers.make_collected(cast)
    unbook(cast["cai"])
    desk = as_(cast["cai"])
    paper = desk.get("/penalties/collection/print").text
    assert "出纳" in paper and "所长" in paper and "月初待收" in paper and "冲销" in paper
    word = Document(BytesIO(desk.get("/penalties/collection/ledger.docx").data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "SK-0001" in cells and "-200.00" in cells and "月末待收" in cells


@pytest.mark.one_engine
def test_the_decision_as_a_document_says_what_was_frozen(db, cast, as_):
    penalty = makers.make_served(cast)
    word = Document(BytesIO(as_(cast["wang"]).get(f"/penalties/{penalty.id}/decision.docx").data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert any("《服务准则》5.1（第 1 版）" in text for text in cells) and "本人签收" in cells
    assert as_(cast["zhao"]).get(f"/penalties/{penalty.id}/decision.docx").status_code == 404
