"""The pages of organisers, group and readers: who sees what, what it costs, what comes out on paper."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.accounts import BodyPost
from models.core import audit, clock
from models.core.audit import AuditEntry
from models.mystery_visits import Decision, MysteryVisit, VisitState, comparison, following, publishing, studying
from models.rectifications import Rectification
from models.rulebook import scores
from models.rulebook.scores import Mean
from tests.mystery_visits import makers
from tests.mystery_visits.test_leak import plain

HOME = "/mystery-visits/"


def statuses(as_, cast, address: str, *people: str) -> dict[str, int]:
    return {key: as_(cast[key]).get(address).status_code for key in people}


def test_a_plan_is_seen_by_its_organisers_alone(as_, cast, units):
    visit = makers.make_plan(cast, units)
    seen = statuses(
        as_, cast, f"{HOME}{visit.id}", "wu", "chen", "fu", "cai", "ming", "duo", "min", "hq", "wang", "shen"
    )
    assert {key for key, status in seen.items() if status == 200} == {"wu", "chen"}
    assert {status for key, status in seen.items() if key not in ("wu", "chen")} == {404}


def test_a_sealed_report_is_seen_by_organisers_and_group(as_, cast, units):
    visit = makers.make_sent(cast, units, photo=True)
    seen = statuses(as_, cast, f"{HOME}{visit.id}", "wu", "chen", "fu", "cai", "ming", "duo", "min", "hq", "shen")
    assert {key for key, status in seen.items() if status == 200} == {"wu", "chen", "fu", "cai"}
    photo = f"{HOME}{visit.id}/photos/{visit.photos[0].id}"
    assert statuses(as_, cast, photo, "cai", "duo") == {"cai": 200, "duo": 404}


def test_a_published_report_is_seen_by_the_leaders_of_its_station(as_, cast, units):
    visit = makers.make_published(cast, units, photo=True)
    seen = statuses(as_, cast, f"{HOME}{visit.id}", "duo", "du", "ming", "min", "hq", "wang", "liu", "mystery")
    assert seen == {"duo": 200, "du": 404, "ming": 200, "min": 200, "hq": 200, "wang": 404, "liu": 404, "mystery": 404}
    for part in ("print", "verify", "sealed.txt", "report.docx"):
        assert statuses(as_, cast, f"{HOME}{visit.id}/{part}", "duo", "du") == {"duo": 200, "du": 404}
    assert statuses(as_, cast, "/files/1", "duo", "du") == {"duo": 200, "du": 404}


def test_word_and_proof_exist_only_of_what_is_published(as_, cast, units):
    """A download stands in the trail, so a sealed report can be printed, and not downloaded."""
    visit = makers.make_sent(cast, units)
    for part, status in (("print", 200), ("report.docx", 404), ("verify", 404), ("sealed.txt", 404)):
        assert as_(cast["wu"]).get(f"{HOME}{visit.id}/{part}").status_code == status


def test_the_slip_shows_the_code_once(as_, cast, units, db):
    visit = makers.make_plan(cast, units)
    slip = as_(cast["wu"]).post(f"{HOME}{visit.id}/issue").text
    code = slip.split('class="strong code">')[1][:14]
    assert len(code) == 14 and code.count("-") == 2
    assert code not in as_(cast["wu"]).get(f"{HOME}{visit.id}").text


def test_the_course_of_a_visit_in_the_browser(as_, cast, units, db):
    wu, chen = as_(cast["wu"]), as_(cast["chen"])
    today = clock.today().isoformat()
    told = {"unit": units["qinglan"].id, "from_on": today, "to_on": today, "alias": "甲", "focus": "看夜班"}
    where = wu.post(f"{HOME}plans/new", data=told).location
    assert wu.post(f"{HOME}plans/new", data=told | {"to_on": "2020-01-01"}).status_code == 422
    assert "看夜班" in wu.get(where).text
    assert wu.post(f"{where}/edit", data=told | {"alias": "乙", "version": "1"}).status_code == 303
    visit = makers.make_sent(cast, units)
    page = f"{HOME}{visit.id}"
    assert "待研究" in chen.get(f"{HOME}study").text and makers.SECRET_WORDS in chen.get(page).text
    matters = [matter.id for matter in visit.matters]
    for matter_id in matters:
        form = {"decision": "adopted", "reason": "照办", "version": "1"}
        assert chen.post(f"{page}/matters/{matter_id}", data=form | {"reason": ""}).status_code == 422
        assert chen.post(f"{page}/matters/{matter_id}", data=form).location == page
    assert chen.post(f"{page}/matters/{matters[0]}", data=form | {"decision": "declined"}).status_code == 409
    assert chen.post(f"{page}/close", data={"opinion": "同意"}).location == page
    assert "次日凌晨" in wu.get(page).text and wu.post(f"{page}/publish").status_code == 409
    makers.seal_today()
    assert wu.post(f"{page}/publish").location == page
    assert "AF-" in as_(cast["duo"]).get(HOME).text


def test_a_form_can_not_decide_for_another_report(as_, cast, units):
    one, other = makers.make_sent(cast, units), makers.make_sent(cast, units)
    assert as_(cast["chen"]).get(f"{HOME}{one.id}/matters/{other.matters[0].id}").status_code == 404


def test_verification_says_yes_and_shows_how(as_, cast, units):
    visit = makers.make_published(cast, units)
    page = as_(cast["duo"]).get(f"{HOME}{visit.id}/verify").text
    assert "内容与收到时一致" in page and "certutil" in page and visit.report.commitment in page
    sealed = as_(cast["duo"]).get(f"{HOME}{visit.id}/sealed.txt").get_data()
    assert makers.hashlib.sha256(sealed).hexdigest() == visit.report.commitment


def test_verification_says_when_the_root_did_not_come_first(as_, cast, units, db):
    """The order is reckoned from the two moments, not promised."""
    visit, said = makers.make_published(cast, units), "当日承诺不在公布之前"
    here = f"{HOME}{visit.id}/verify"
    root = makers.report_of(visit).root
    root.published_at = visit.published_at - timedelta(minutes=1)
    db.session.commit()
    assert said not in as_(cast["duo"]).get(here).text
    root.published_at = visit.published_at + timedelta(minutes=1)
    db.session.commit()
    assert said in as_(cast["duo"]).get(here).text


def test_the_days_for_the_study_run_until_it_is_closed(as_, cast, units, db):
    sent, studied = makers.make_sent(cast, units), makers.make_studied(cast, units)
    db.session.commit()
    assert "研究期限" in as_(cast["wu"]).get(f"{HOME}{sent.id}").text
    assert "研究期限" not in as_(cast["wu"]).get(f"{HOME}{studied.id}").text


def test_verification_notices_a_changed_report(as_, cast, units, db):
    visit = makers.make_published(cast, units)
    report = makers.report_of(visit)
    report.sealed = report.sealed.replace("熟练", "生疏")
    makers.audit.record("mystery_visit.edit", visit, None)
    assert "内容与收到时不一致" in as_(cast["duo"]).get(f"{HOME}{visit.id}/verify").text


def test_paper_and_word_say_the_same(as_, cast, units):
    visit = makers.make_published(cast, units)
    paper = as_(cast["wu"]).get(f"{HOME}{visit.id}/print").text
    word = as_(cast["wu"]).get(f"{HOME}{visit.id}/report.docx").get_data()
    text = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    for said in (visit.number, "青岚收费站", "采纳", visit.report.commitment, "90.0"):
        assert said in paper and said in text


@pytest.mark.one_engine
def test_lists_cost_the_same_for_one_and_for_many(as_, cast, units, count_queries):
    def cost(who: str, address: str) -> int:
        browser = as_(cast[who])
        with count_queries() as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    pages = (
        ("duo", HOME),
        ("wu", f"{HOME}plans"),
        ("chen", f"{HOME}study"),
        ("chen", f"{HOME}comparison"),
        ("hq", f"{HOME}roots"),
    )
    makers.make_published(cast, units)
    makers.make_sent(cast, units)
    before = [cost(*page) for page in pages]
    for _ in range(4):
        makers.make_published(cast, units)
        makers.make_sent(cast, units)
    assert [cost(*page) for page in pages] == before


def test_the_export_holds_what_the_list_shows(as_, cast, units, db):
    makers.make_published(cast, units, station="meiling")
    makers.make_sent(cast, units)
    answer = as_(cast["ming"]).get(f"{HOME}export.xlsx?unit={units['qinglan'].id}")
    text = plain(answer)
    assert "梅岭" not in text and makers.SECRET_WORDS not in text
    assert db.session.scalar(select(AuditEntry.note).where(AuditEntry.action == "mystery_visit.export"))


def test_todos_reach_the_group_and_the_organisers_alone(as_, cast, units):
    makers.make_sent(cast, units)
    makers.make_plan(cast, units)
    told = {key: "暗访评价待研究" in as_(cast[key]).get("/inbox/").text for key in ("chen", "cai", "fu", "ming", "duo")}
    assert told == {"chen": True, "cai": True, "fu": True, "ming": False, "duo": False}
    assert (
        "未发访问码" in as_(cast["wu"]).get("/inbox/").text and "未发访问码" not in as_(cast["fu"]).get("/inbox/").text
    )


def test_what_the_group_adopts_becomes_an_order_linked_both_ways(as_, cast, units, db):
    visit = makers.make_published(cast, units)
    wu, page = as_(cast["wu"]), f"{HOME}{visit.id}"
    where = f"{page}/matters/{visit.matters[0].id}/rectify"
    form = {"category": "service", "deadline_on": (clock.today() + timedelta(days=10)).isoformat()}
    assert wu.post(where, data=form | {"deadline_on": ""}).status_code == 422
    assert wu.post(where, data=form).location == page
    order = db.session.scalars(select(Rectification)).one()
    assert order.source_href == page and order.number in wu.get(page).text
    assert wu.post(where, data=form).status_code == 422, "one matter, one order"


def test_no_order_before_publication_nor_of_what_was_declined(as_, cast, units, db):
    visit = makers.make_studied(cast, units)
    where = f"{HOME}{visit.id}/matters/{visit.matters[0].id}/rectify"
    assert as_(cast["wu"]).get(where).status_code == 404
    assert "公布以后" in following.refusal_to_rectify(visit, visit.matters[0])
    declined = makers.make_published(cast, units).matters[0]
    declined.decision = Decision.DECLINED
    assert "采纳" in following.refusal_to_rectify(makers.make_published(cast, units), declined)
    db.session.rollback()


# Open against secret


@pytest.fixture
def open_scores(units):
    """As if the inspections had published: 95.0 of three in this month."""
    means = {(units["qinglan"].id, clock.today().replace(day=1)): Mean(950, 3)}
    scores.provide("open", lambda ids, first, until: means)
    yield
    scores.provide("open", comparison.open_means)


def test_the_gap_needs_enough_of_both(db, cast, units, open_scores):
    makers.make_published(cast, units)
    year = clock.today().year
    whole = comparison.lines([units["qinglan"]], year)[0]
    assert (whole.open, whole.secret, whole.gap) == (Mean(950, 3), Mean(900, 1), None)
    makers.make_published(cast, units)
    lines = comparison.lines([units["qinglan"], units["meiling"]], year)
    assert [(line.month is None, line.gap) for line in lines] == [(True, 50), (False, 50), (True, None)]


def test_without_inspections_there_is_no_open_score(db, units):
    assert comparison.open_means([units["qinglan"].id], clock.today(), clock.today()) == {}


def test_what_is_not_published_counts_nowhere(db, cast, units):
    makers.make_studied(cast, units)
    assert comparison.lines([units["qinglan"]], clock.today().year)[0].secret is None


def test_the_comparison_shows_n_and_says_when_it_is_too_small(as_, cast, units, open_scores):
    makers.make_published(cast, units)
    page = as_(cast["duo"]).get(f"{HOME}comparison").text
    assert "n = 1" in page and "数据不足" in page and "梅岭" not in page
    assert as_(cast["chen"]).get(f"{HOME}comparison.xlsx").status_code == 200
    assert as_(cast["chen"]).get(f"{HOME}comparison?year=99999999999").status_code in (200, 422)


def test_numbers_count_publications_and_nothing_else(db, cast, units):
    makers.make_sent(cast, units)
    first = makers.make_published(cast, units)
    makers.make_studied(cast, units)
    second = makers.make_published(cast, units)
    assert [visit.number[-4:] for visit in (first, second)] == ["0001", "0002"]
    assert len({visit.id for visit in db.session.scalars(select(MysteryVisit))}) == 4
    assert publishing.PREFIX == "AF" and VisitState.PUBLISHED is first.state


def test_closing_the_study_is_offered_once_all_is_decided(as_, cast, units, db):
    visit = makers.make_sent(cast, units)
    db.session.commit()
    page, chen = f"{HOME}{visit.id}", as_(cast["chen"])
    assert f"{page}/close" not in chen.get(page).text
    early = chen.get(f"{page}/close")
    assert early.status_code == 409 and "还有 2 条" in early.text and 'name="form_key"' not in early.text
    makers.decide_all(visit, cast)
    db.session.commit()
    assert f"{page}/close" in chen.get(page).text and chen.get(f"{page}/close").status_code == 200


def test_who_does_not_sit_on_the_group_is_told_before_anything_is_typed(as_, cast, units, db):
    visit, published = makers.make_sent(cast, units), makers.make_published(cast, units)
    for seat in db.session.scalars(select(BodyPost).where(BodyPost.user_id == cast["wu"].id)):
        seat.from_on, seat.to_on = (clock.today() - timedelta(days=days) for days in (9, 1))
        audit.record("body.edit", seat, None)
    db.session.commit()
    for at in (
        f"{visit.id}/matters/{makers.matter_of(visit).id}",
        f"{visit.id}/close",
        f"{published.id}/matters/{makers.matter_of(published).id}/take-back",
    ):
        refused = as_(cast["wu"]).get(f"{HOME}{at}")
        assert refused.status_code == 409 and studying.NOT_SEATED in refused.text, at


def test_what_leads_nowhere_asks_for_nothing(as_, cast, units, db):
    visit = makers.make_sent(cast, units)
    for matter in visit.matters:
        told = {"decision": Decision.DECLINED, "reason": "不合适", "by": cast["chen"], "at": clock.now()}
        studying.decide(visit, matter, **told)
    studying.close(visit, opinion="", by=cast["chen"], at=clock.now())
    makers.seal_today()
    publishing.publish(makers.whole(visit), by=cast["wu"], at=clock.now())
    db.session.commit()
    here = f"{HOME}{visit.id}/matters/{next(one.id for one in makers.whole(visit).matters if one.kind == 'proposal')}"
    for person, step, why in (
        ("wu", "rectify", "采纳或部分采纳后才能下发整改"),
        ("ming", "report-violation", "采纳或部分采纳后才能转违规处理"),
        ("chen", "take-back", "仍然采纳的才能撤销"),
    ):
        refused = as_(cast[person]).get(f"{here}/{step}")
        assert refused.status_code == 409 and why in refused.text and 'name="form_key"' not in refused.text, step


def test_no_code_is_offered_when_the_window_is_over(as_, cast, units, db):
    visit = makers.make_plan(cast, units)
    page, office = f"{HOME}{visit.id}", as_(cast["wu"])
    db.session.commit()
    assert f"{page}/issue" in office.get(page).text
    visit.from_on, visit.to_on = (clock.today() - timedelta(days=days) for days in (5, 1))
    audit.record("mystery_visit.edit", visit, cast["wu"])
    db.session.commit()
    late = office.get(page).text
    assert f"{page}/issue" not in late and f"{page}/edit" in late
