"""What people see and may open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.core import attachments, clock
from models.inspections import Inspection, InspectionState, Template, confirming, reviewing
from tests.inspections import makers

BAD = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def typed(inspection, **fails) -> dict:
    """Pass every item on the long form; ``fails`` are words by code with _ for the point."""
    sent = {f"verdict-{one.id}": "pass" for one in inspection.template.items}
    for number, (code, words) in enumerate(fails.items()):
        one, key = makers.item(code.lstrip("i").replace("_", "."), inspection), f"{number:032x}"
        sent |= {f"verdict-{one.id}": "fail", f"finding-{one.id}": key, f"number-{key}": "1", f"words-{key}": words}
    return sent


def test_crews_are_offered_with_their_station(db, cast, units, as_):
    """Every station has a 一班: on a telephone the chosen name stands alone."""
    for address in ("/inspections/new", "/inspections/"):
        page = as_(cast["min"]).get(address).text
        unit = page[page.index('name="unit"') :].partition("</select>")[0]
        assert ">青岚收费站一班</option>" in unit and ">一班</option>" not in unit


def test_the_thin_path_without_the_script(db, cast, units, as_):
    """Begin → long form → photo → submit."""
    browser, when = as_(cast["min"]), clock.local(clock.now())
    sent = {"unit": units["crew1"].id, "template": makers.sheet().id, "kind": "daily", "method": "on_site"}
    sent |= {"started_at": f"{when:%Y-%m-%dT%H:%M}", "topics": ["courtesy"], "inspectors": [cast["tan"].id]}
    answer = browser.post("/inspections/new", data=sent)
    assert answer.status_code == 303, answer.text
    inspection = makers.whole(db.session.scalar(select(Inspection.id)))
    here = f"/inspections/{inspection.id}"
    assert browser.post(f"{here}/record", data=typed(inspection, i4_1="王倩没有戴工号牌")).status_code == 303
    finding = makers.whole(inspection.id).findings[0]
    sent = {"photo": (makers.picture(), "a.png")}
    answer = browser.post(f"{here}/findings/{finding.id}/photo", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert len(db.session.scalars(attachments.of(finding)).all()) == 1
    assert "98" in browser.get(here).text
    assert browser.post(f"{here}/submit", data={"summary": "一处不合格"}).status_code == 303
    assert makers.whole(inspection.id).number.startswith("DC-")


def test_a_refused_page_keeps_what_was_typed(cast, units, as_):
    inspection = makers.make_running(cast, units)
    sent = typed(inspection, i5_2="没有唱收唱付") | {f"number-{0:032x}": "12"}
    answer = as_(cast["min"]).post(f"/inspections/{inspection.id}/record", data=sent)
    assert answer.status_code == 422
    assert "第 5.2 项：不合格 12 辆，多于抽查的 10 辆" in answer.text and "没有唱收唱付" in answer.text
    assert makers.whole(inspection.id).answers == []


@pytest.mark.one_engine
@pytest.mark.parametrize("address", ["", "new", "mine", "templates", "templates/new"])
def test_pages_open_empty_and_filled(cast, units, as_, address):
    assert as_(cast["wu"]).get(f"/inspections/{address}").status_code == 200
    makers.make_submitted(cast, units)
    answer = as_(cast["wu"]).get(f"/inspections/{address}")
    assert answer.status_code == 200 and answer.text.count("<h1") == 1


def test_it_is_handed_in_when_every_item_has_its_verdict(db, cast, units, as_):
    inspection, browser = makers.make_running(cast, units), as_(cast["min"])
    here = f"/inspections/{inspection.id}"
    assert f'href="{here}/submit"' not in browser.get(here).text
    early = browser.get(f"{here}/submit")
    assert early.status_code == 409 and "还有检查项没有结论" in early.text
    makers.fill(inspection, cast["min"])
    db.session.commit()
    assert f'href="{here}/submit"' in browser.get(here).text
    assert browser.get(f"{here}/submit").status_code == 200


@pytest.mark.one_engine
@pytest.mark.parametrize("step", ["", "/record", "/head", "/withdraw"])
def test_every_page_of_a_running_one_opens_for_its_inspector(cast, units, as_, step):
    inspection = makers.make_running(cast, units)
    makers.mark(inspection, "4.1", cast["min"], makers.found(cast, words=BAD))
    answer = as_(cast["min"]).get(f"/inspections/{inspection.id}{step}")
    assert answer.status_code == 200 and BAD not in answer.text


def test_a_sheet_is_drawn_up_and_published(db, cast, as_):
    head = as_(cast["wu"])
    told = {"title": "文明用语月查", "basis": "full", "full": "10", "source": "自编"}
    here = head.post("/inspections/templates/new", data=told).location
    template = db.session.scalars(select(Template).where(Template.title == "文明用语月查")).one()
    assert head.post(f"{here}/publish").status_code == 409
    assert head.post(f"{here}/sections/0", data={"title": "用语", "points": "10"}).status_code == 303
    section = makers.sheet(template.code).sections[0]
    one = {"code": "1.1", "text": "用语齐全", "step": "0.5", "unit": "次", "cap": "open", "red_line": "no"}
    there = f"{here}/sections/{section.id}/items/0"
    assert head.post(there, data=one | {"step": "0.55"}).status_code == 422
    assert head.post(there, data=one).status_code == 303
    assert "用语齐全" in head.get(here).text
    assert head.post(f"{here}/publish").status_code == 303
    assert head.post(there, data=one | {"code": "1.2"}).status_code == 409
    assert f"{here}/renew" in head.get(here).text
    assert head.post(f"{here}/renew").status_code == 303
    assert f"{here}/renew" not in head.get(here).text, "one edition is being drawn up already"
    assert head.post(f"{here}/renew").status_code == 409


@pytest.mark.one_engine
def test_the_list_asks_as_often_for_fifty_as_for_one(cast, units, as_, count_queries, db):
    makers.make_submitted(cast, units)
    office = as_(cast["wu"])
    with count_queries() as few:
        office.get("/inspections/")
    for _ in range(12):
        makers.make_running(cast, units)
    with count_queries() as many:
        office.get("/inspections/")
    assert len(few) == len(many)


def test_the_export_is_the_list(cast, units, as_):
    makers.make_submitted(cast, units)
    answer = as_(cast["wu"]).get("/inspections/export.xlsx")
    assert answer.status_code == 200 and answer.data[:2] == b"PK"


# What runs is seen by those who inspect


@pytest.mark.one_engine
@pytest.mark.parametrize("key", ["wang", "liu", "han", "huang", "duo", "jian", "li", "nei", "hq", "cai"])
def test_a_running_inspection_is_not_there_for_the_shifts(cast, units, as_, key):
    inspection = makers.make_running(cast, units)
    makers.mark(inspection, "4.1", cast["min"], makers.found(cast))
    browser = as_(cast[key])
    for address in (f"{inspection.id}", f"{inspection.id}/record", f"{inspection.id}/submit", "mine", ""):
        answer = browser.get(f"/inspections/{address}")
        assert answer.status_code in (200, 403, 404)
        assert "周敏" not in answer.text and "工号牌" not in answer.text
    for address in ("export.xlsx", "statistics", f"{inspection.id}/print", f"{inspection.id}/outbox"):
        assert browser.get(f"/inspections/{address}").status_code in (200, 403, 404)
    history = browser.get(f"/history/inspections/{inspection.id}")
    assert history.status_code in (403, 404) and "工号牌" not in history.text
    assert inspection.state is InspectionState.RUNNING


@pytest.mark.parametrize("step", ["record", "head", "submit", "withdraw", "photo"])
def test_who_does_not_inspect_is_told_before_anything_is_typed(cast, units, as_, db, step):
    inspection = makers.make_running(cast, units)
    makers.mark(inspection, "4.1", cast["min"], makers.found(cast))
    db.session.commit()
    at = f"findings/{makers.whole(inspection.id).findings[0].id}/photo" if step == "photo" else step
    refused = as_(cast["wu"]).get(f"/inspections/{inspection.id}/{at}")
    assert refused.status_code == 409 and "只有本次督查人员可以记录" in refused.text
    assert 'name="form_key"' not in refused.text
    assert as_(cast["min"]).get(f"/inspections/{inspection.id}/{at}").status_code == (409 if step == "submit" else 200)


def test_what_has_a_number_is_not_offered_to_be_given_up(cast, units, as_, db):
    inspection = makers.make_submitted(cast, units)
    confirming.lapse(clock.now() + timedelta(hours=25))
    inspection = makers.whole(inspection.id)
    reviewing.send_back(inspection, reason="补照片", by=cast["wu"], at=clock.now())
    db.session.commit()
    here, browser = f"/inspections/{inspection.id}", as_(cast["min"])
    assert f"{here}/submit" in browser.get(here).text and f"{here}/withdraw" not in browser.get(here).text
    refused = browser.get(f"{here}/withdraw")
    assert refused.status_code == 409 and "已经编号的督查不能作废" in refused.text and "<textarea" not in refused.text


def test_a_published_sheet_asks_for_no_changes(cast, as_, db):
    template = makers.sheet()
    part = template.sections[0]
    here = f"/inspections/templates/{template.id}"
    items = f"sections/{part.id}/items"
    for at in ("edit", "sections/0", f"sections/{part.id}", f"{items}/0", f"{items}/{part.items[0].id}/right"):
        refused = as_(cast["wu"]).get(f"{here}/{at}")
        assert refused.status_code == 409 and "请编制新版" in refused.text and 'name="form_key"' not in refused.text, at
