"""The visitor's side in the browser: a code, one report, a receipt; and nothing of the house."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models.accounts import User
from models.core import clock
from models.mystery_visits import MysteryPhoto, MysteryReport, VisitState, planning, portal
from tests.mystery_visits import makers
from tests.mystery_visits.test_leak import plain

CODE, FORM, DRAFT = "/mystery-visits/portal", "/mystery-visits/portal/report", "/mystery-visits/portal/draft"


def filled(**told) -> dict:
    visited = clock.local(clock.now() - timedelta(hours=1))
    given = {"visited_at": visited.strftime("%Y-%m-%dT%H:%M"), "lane": "X04", "errand": "现金缴费", "sure": "1"}
    return given | {"service": "27", "words": "18.5", "suggestion_2": "补块小牌", "proposal_1": "提醒"} | told


@pytest.fixture
def opened(app, client, cast, units):
    """A stranger's browser that has typed a good code, and the visit."""
    visit, code = makers.make_issued(cast, units)
    browser = app.test_client()
    assert browser.post(CODE, data={"code": code.lower()}).location == FORM
    return browser, makers.whole(visit)


def test_a_report_is_sent_once_and_leaves_only_a_receipt(opened, db):
    browser, _visit = opened
    assert browser.post(FORM, data=filled()).location == "/mystery-visits/portal/sent"
    report = db.session.scalars(select(MysteryReport)).one()
    receipt = browser.get("/mystery-visits/portal/sent").text
    assert report.receipt_no in receipt and report.commitment in receipt
    assert not any(word in receipt for word in ("现金缴费", "补块小牌", "青岚", "X04"))
    assert browser.get(FORM).location == "/mystery-visits/portal/sent"
    assert report.content["suggestions"] == ["补块小牌"] and report.score == 910
    assert report.content["scores"]["dress"] is None


def test_after_sending_the_same_code_opens_nothing(app, client, cast, units):
    _visit, code = makers.make_issued(cast, units)
    browser = app.test_client()
    browser.post(CODE, data={"code": code})
    browser.post(FORM, data=filled())
    again = app.test_client().post(CODE, data={"code": code})
    assert again.status_code == 422 and portal.NO_SUCH_CODE in again.text


def test_what_is_typed_survives_the_browser(app, opened, cast, db):
    browser, visit = opened
    assert browser.post(DRAFT, data=filled(errand="问了路", sure="")).location == FORM
    assert "问了路" in browser.get(FORM).text
    browser.post("/mystery-visits/portal/leave")
    assert browser.get(FORM).location == CODE
    code = planning.issue(makers.whole(visit), by=cast["wu"], at=clock.now())
    other = app.test_client()
    other.post(CODE, data={"code": code})
    page = other.get(FORM).text
    assert "问了路" in page and "18.5" in page


def test_a_refused_report_keeps_every_word(opened):
    browser, _visit = opened
    answer = browser.post(FORM, data=filled(service="31", sure=""))
    assert answer.status_code == 422 and "先核对" in answer.text and "补块小牌" in answer.text
    answer = browser.post(FORM, data=filled(service="31"))
    assert answer.status_code == 422 and "0 到 30 分之间" in answer.text and "现金缴费" in answer.text


def test_photos_come_and_go_before_the_sending(opened, db):
    browser, _visit = opened
    sent = filled() | {"photo": (makers.picture(), "我的手机.jpg")}
    assert browser.post(DRAFT, data=sent, content_type="multipart/form-data").location == FORM
    photo = db.session.scalars(select(MysteryPhoto)).one()
    assert browser.get(f"/mystery-visits/portal/photos/{photo.id}").mimetype == "image/jpeg"
    bad = {"photo": (makers.BytesIO(b"not a picture"), "x.jpg")}
    browser.post(DRAFT, data=filled() | bad, content_type="multipart/form-data")
    assert "照片没有保存" in browser.get(FORM).text
    browser.post(f"/mystery-visits/portal/photos/{photo.id}/remove", data=filled())
    assert db.session.scalar(select(func.count(MysteryPhoto.id))) == 0


def test_nobody_else_sees_the_photos_of_a_report(app, opened, db):
    browser, _visit = opened
    browser.post(DRAFT, data={"photo": (makers.picture(), "a.jpg")}, content_type="multipart/form-data")
    photo = db.session.scalars(select(MysteryPhoto)).one()
    assert app.test_client().get(f"/mystery-visits/portal/photos/{photo.id}").status_code == 404
    browser.post(FORM, data=filled())
    assert browser.get(f"/mystery-visits/portal/photos/{photo.id}").status_code == 404


def test_every_bad_code_gets_the_same_sentence_from_the_same_work(app, client, cast, units, db, count_queries):
    expired = makers.make_issued(cast, units)
    expired[0].code_until = clock.today() - timedelta(days=1)
    revoked, early, good = (makers.make_issued(cast, units) for _ in range(3))
    planning.revoke(revoked[0], by=cast["wu"])
    early[0].from_on = clock.today() + timedelta(days=1)
    makers.audit.record("mystery_visit.edit", expired[0], cast["wu"])
    makers.audit.record("mystery_visit.edit", early[0], cast["wu"])
    answers = set()
    for code in ("AAAA-AAAA-AAAA", "x", expired[1], revoked[1], early[1]):
        with count_queries() as seen:
            answer = app.test_client().post(CODE, data={"code": code})
        text = answer.text.replace(f'value="{code}"', "")
        answers.add((answer.status_code, portal.NO_SUCH_CODE in text, len(seen)))
    assert len(answers) == 1 and answers.pop()[:2] == (422, True)
    assert app.test_client().post(CODE, data={"code": good[1]}).status_code == 303


def test_guessing_is_slowed_down(app, client, cast, units):
    _visit, code = makers.make_issued(cast, units)
    for _ in range(10):
        app.test_client().post(CODE, data={"code": "AAAA-AAAA-AAAA"})
    answer = app.test_client().post(CODE, data={"code": code})
    assert answer.status_code == 422 and "频繁" in answer.text


def test_a_program_that_fills_every_field_is_refused(app, client, cast, units):
    visit, code = makers.make_issued(cast, units)
    assert app.test_client().post(CODE, data={"code": code, "website": "http://x"}).status_code == 422
    assert visit.state is VisitState.ISSUED


def test_the_pages_of_a_visitor_name_nobody_of_the_house(opened, db):
    browser, _visit = opened
    pages = [browser.get(where).text for where in (CODE, FORM)]
    browser.post(FORM, data=filled())
    pages.append(browser.get("/mystery-visits/portal/sent").text)
    people = db.session.scalars(select(User)).all()
    told = {word for person in people for word in (person.name, person.staff_no) for page in pages if word in page}
    assert told == set()


@pytest.mark.one_engine
def test_the_signed_in_visitor_opens_the_portal_and_sees_nothing_else(app, as_, cast, units, db):
    """Role 监督员: neither staff nor results. Source: domain §6.9."""
    makers.make_published(cast, units)
    browser, others = as_(cast["mystery"]), [p for p in cast.values() if p.id != cast["mystery"].id]
    assert "/mystery-visits/portal" in browser.get("/").text
    names = {word for person in others for word in (person.name, person.staff_no)}
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.arguments and "sign" not in rule.endpoint:
            answer = browser.get(rule.rule)
            said = plain(answer) if answer.status_code == 200 else ""
            assert not {name for name in names if name in said} and "AF-" not in said, rule.rule


def test_no_page_of_the_portal_is_kept_by_the_browser(opened):
    browser, _visit = opened
    assert {browser.get(where).headers["Cache-Control"] for where in (CODE, FORM)} == {"no-store"}
