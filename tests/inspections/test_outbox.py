"""What a phone sends arrives once, whatever it sends again. Source: docs/adr/0019."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from models.core import attachments, clock
from models.core.attachments import Attachment
from models.inspections import Delivery, confirming, recording
from models.inspections.scoring import said
from tests.inspections import makers

KEY, FINDING, PHOTO = "a" * 32, "b" * 32, "c" * 32


@pytest.fixture
def inspection(cast, units):
    return makers.make_running(cast, units)


@pytest.fixture
def send(inspection, cast, as_):
    """``send(verdict, **fields)`` delivers item 4.1 from Min's phone; ``send.photo()`` a picture of its finding."""
    browser, one = as_(cast["min"]), makers.item("4.1", inspection)
    here = f"/inspections/{inspection.id}/outbox"

    def deliver(verdict: str = "fail", key: str = KEY, words: str = "没有戴工号牌", number: str = "1"):
        sent = {"key": key, "item": one.id, f"verdict-{one.id}": verdict, f"finding-{one.id}": FINDING}
        sent |= {f"number-{FINDING}": number, f"words-{FINDING}": words, f"person-{FINDING}": cast["wang"].id}
        return browser.post(here, data=sent)

    def photo(key: str = PHOTO):
        sent = {"key": key, "finding": FINDING, "photo": (makers.picture(), "a.jpg")}
        return browser.post(f"{here}/photo", data=sent, content_type="multipart/form-data")

    deliver.photo, deliver.state = photo, lambda: browser.get(here).json
    return deliver


def test_a_receipt_is_given_again_and_nothing_is_doubled(db, inspection, send):
    answers = [send() for _ in range(3)]
    assert [one.status_code for one in answers] == [200] * 3
    assert {one.json["key"] for one in answers} == {KEY} and answers[0].json["total"] == "98"
    assert [send.photo().status_code for _ in range(3)] == [200] * 3
    whole = makers.whole(inspection.id)
    assert len(whole.findings) == 1 and said(whole.score) == "98"
    assert len(db.session.scalars(attachments.of(whole.findings[0])).all()) == 1
    assert db.session.scalar(select(func.count(Delivery.id))) == 2
    assert set(send.state()["received"]) == {KEY, PHOTO}


def test_a_later_answer_for_the_item_replaces_the_first(db, inspection, send):
    send()
    assert send("pass", key="d" * 32).json["total"] == "100"
    assert [one.is_removed for one in makers.whole(inspection.id).findings] == [True]
    assert send.photo().status_code == 200, "a photo that was on its way is not lost"


def test_a_refused_one_may_come_again_under_the_same_key(db, inspection, send):
    refused = send(number="0")
    assert refused.status_code == 422 and "第 4.1 项" in refused.json["refused"]
    assert send().status_code == 200


def test_a_photo_before_its_finding_is_refused_and_not_kept(db, send):
    answer = send.photo()
    assert answer.status_code == 422 and "还没有送达" in answer.json["refused"]
    assert db.session.scalar(select(func.count(Attachment.id))) == 0
    assert send.state()["received"] == []


def test_after_the_submission_nothing_is_taken_but_receipts_are_given(db, cast, inspection, send):
    send()
    whole = makers.whole(inspection.id)
    makers.fill(whole, cast["min"])
    confirming.submit(whole, summary="一处", suggestion="", by=cast["min"], at=clock.now())
    assert send().status_code == 200
    late = send(key="e" * 32)
    assert late.status_code == 409 and "待当事人确认" in late.json["refused"]
    assert send.state()["running"] is False


def test_others_reach_neither_state_nor_delivery(cast, inspection, as_):
    for key, status in (("wang", 403), ("han", 404)):
        browser = as_(cast[key])
        assert browser.get(f"/inspections/{inspection.id}/outbox").status_code == status
        assert browser.post(f"/inspections/{inspection.id}/outbox", data={"key": KEY}).status_code == status


def test_an_outsider_of_the_team_is_refused_with_a_sentence(cast, inspection, as_):
    one = makers.item("1.1", inspection)
    sent = {"key": KEY, "item": one.id, f"verdict-{one.id}": "pass"}
    answer = as_(cast["ming"]).post(f"/inspections/{inspection.id}/outbox", data=sent)
    assert answer.status_code == 422 and "只有本次督查人员" in answer.json["refused"]
    assert recording.received_keys(inspection) == []


@pytest.mark.parametrize(
    ("marks", "kept", "said_so"),
    [
        ("8,3,5", "3,5,8", "3 辆（第 3、5、8 辆）"),
        ("3,5", "3,5", "3 辆，扣"),  # one of them was not pointed out: the sheet names none
        ("1,2,3,4", "", "3 辆，扣"),
        ("3;5", "", "3 辆，扣"),
    ],
)
def test_which_of_the_sample_were_wrong_is_kept_and_said(cast, inspection, as_, marks, kept, said_so):
    browser, one = as_(cast["min"]), makers.item("5.2", inspection)
    sent = {"key": KEY, "item": one.id, f"verdict-{one.id}": "fail", f"finding-{one.id}": FINDING}
    sent |= {f"number-{FINDING}": "3", f"marks-{FINDING}": marks}
    assert browser.post(f"/inspections/{inspection.id}/outbox", data=sent).status_code == 200
    assert [row.marks for row in makers.whole(inspection.id).findings] == [kept]
    assert said_so in browser.get(f"/inspections/{inspection.id}").text
    assert f'name="marks-{FINDING}" value="{kept}"' in browser.get(f"/inspections/{inspection.id}/record").text
