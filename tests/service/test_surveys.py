"""Surveys and calls back. Source: domain §2.12 (W21), seeds 1-30, 2-60, 3-31."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from models.accounts import Unit
from models.core import audit, clock
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.inbox import todos_of
from models.service import (
    CallResult,
    Channel,
    FollowUpCall,
    RoundState,
    Satisfaction,
    Scale,
    ServiceRecord,
    SurveyDimension,
    SurveySheet,
    asking,
    figures,
    follow_ups,
    keeping,
    results,
    surveys,
)
from tests.service import makers


def make_survey(cast, units, is_open: bool = True, scale: Scale = Scale.FIVE):
    today = clock.today()
    told = {"name": "满意度调查", "greeting": "", "since": today - timedelta(days=5), "until": today, "wanted": 30}
    told |= {"dimensions": list(surveys.DIMENSIONS), "scale": scale, "unit": units["qinglan"]}
    row = surveys.create(by=cast["nei"], at=clock.now(), **told)
    if is_open:
        surveys.start(row, by=cast["nei"])
    return row


def asked(row) -> list[SurveyDimension]:
    rows = select(SurveyDimension).where(SurveyDimension.round_id == row.id).order_by(SurveyDimension.sort)
    return list(db.session.scalars(rows))


def enter(row, cast, scores: list[int | None], channel: Channel = Channel.PAPER, by: str | None = "nei") -> None:
    sheets = [({one.id: score for one in asked(row)}, "") for score in scores]
    who = cast[by] if by else None
    surveys.enter(row, sheets, channel=channel, answered_on=clock.today(), by=who, at=clock.now())


def test_results_have_distribution_mean_share_and_n(cast, units):
    row = make_survey(cast, units)
    enter(row, cast, [5, 5, 4, 4, 3, 5, 5, 5, None])
    enter(row, cast, [5, 1], Channel.PHONE)
    found = results.of(row, asked(row))
    first = found.dimensions[0]
    assert (first.counts, first.n, first.mean, first.share.shown) == ([1, 0, 1, 2, 6], 10, 4.2, "80")
    assert [(one.label, one.sheets, one.share.shown) for one in found.channels] == [
        ("纸质", 8, "数据不足"),
        ("电话", 2, "数据不足"),
    ]
    assert (found.sheets, found.share.shown, found.share.tone) == (10, "80", "warn")


@pytest.mark.parametrize("scores", [[6], [0, -1], [None]])
def test_scores_beyond_the_scale_and_empty_sheets_are_refused(cast, units, scores):
    with pytest.raises(RuleBroken):
        enter(make_survey(cast, units), cast, scores)


def test_a_round_takes_answers_only_while_it_is_open(cast, units):
    row = make_survey(cast, units, is_open=False)
    with pytest.raises(Overtaken):
        enter(row, cast, [5])
    surveys.start(row, by=cast["nei"])
    surveys.close(row, by=cast["nei"])
    with pytest.raises(Overtaken):
        enter(row, cast, [5])
    assert row.state is RoundState.CLOSED


def test_the_page_of_the_code_needs_no_sign_in_and_takes_one_answer_once(client, cast, units):
    row = make_survey(cast, units)
    here, key = f"/service/say/{row.slug}", "0" * 31 + "a"
    page = client.get(here)
    assert page.status_code == 200 and "很满意" in page.text
    assert client.post(here, data={"form_key": key}).status_code == 422
    sent = {f"d{one.id}": "5" for one in asked(row)} | {"form_key": key[:-1] + "b"}
    assert client.post(here, data=sent | {"website": "x"}).status_code == 422
    sent["form_key"] = key[:-1] + "c"
    assert client.post(here, data=sent).location.endswith("/thanks")
    assert client.post(here, data=sent).location.endswith("/thanks")
    assert client.get(f"{here}/thanks").headers["Refresh"].endswith(f"url={here}")
    assert [sheet.channel for sheet in db.session.scalars(select(SurveySheet))] == [Channel.CODE]


def test_strangers_learn_nothing_of_other_rounds(client, cast, units):
    row = make_survey(cast, units, is_open=False)
    closed, unknown = client.get(f"/service/say/{row.slug}"), client.get("/service/say/nowhere")
    assert (closed.status_code, unknown.status_code) == (200, 404)
    assert row.name not in closed.text and closed.text.count("<h1") == 1


def test_the_code_is_answered_only_so_often_from_one_address(client, cast, units):
    row = make_survey(cast, units)
    sent = {f"d{asked(row)[0].id}": "5"}
    answers = [client.post(f"/service/say/{row.slug}", data=sent).status_code for _ in range(61)]
    assert answers[:60] == [303] * 60 and answers[60] == 422


def test_many_sheets_are_entered_at_once(cast, units, as_):
    row, browser = make_survey(cast, units), as_(cast["nei"])
    sent = {f"s{n}_{one.id}": "4" for n in range(20) for one in asked(row)}
    sent |= {"answered_on": clock.today().isoformat(), "channel": "paper"}
    here = f"/service/surveys/{row.id}"
    assert browser.post(f"{here}/enter", data=sent | {f"s0_{asked(row)[0].id}": "9"}).status_code == 422
    assert browser.post(f"{here}/enter", data=sent).status_code == 303
    assert len(db.session.scalars(select(SurveySheet)).all()) == 20
    for address in (
        here,
        f"{here}/print",
        f"{here}/poster",
        f"{here}/export.xlsx",
        f"{here}/enter",
        "/service/surveys",
    ):
        assert browser.get(address).status_code == 200, address
    assert as_(cast["du"]).get(here).status_code == 404


def test_a_sheet_typed_wrongly_is_struck_out_and_counts_nowhere(cast, units, as_):
    row, browser = make_survey(cast, units), as_(cast["nei"])
    enter(row, cast, [5] * 10 + [1])
    wrong = db.session.scalars(select(SurveySheet).order_by(SurveySheet.id.desc())).first()
    here, address = f"/service/surveys/{row.id}", f"/service/sheets/{wrong.id}/void"
    assert address in browser.get(here).text and "1 很不满意" in browser.get(address).text
    assert browser.post(address, data={"reason": ""}).status_code == 422
    assert browser.post(address, data={"reason": "第 1 题录错"}).location.endswith(here)
    text = browser.get(here).text
    assert "另有 1 份已作废" in text and "第 1 题录错" in text and address not in text
    assert "另有 1 份录错作废" in browser.get(f"{here}/print").text
    found, today = results.of(row, asked(row)), clock.today()
    assert (found.sheets, found.share.shown, found.dimensions[0].counts) == (10, "100", [0, 0, 0, 0, 10])
    assert figures.surveyed(select(Unit.id), today, today).size == 10 == asking.sheet_counts([row.id])[row.id]
    assert browser.post(address, data={"reason": "再来一次"}).status_code == 409


def test_after_striking_a_sheet_one_is_back_on_the_page_of_the_list(cast, units, as_):
    row, browser = make_survey(cast, units), as_(cast["nei"])
    enter(row, cast, [5] * 60)
    text = browser.get(f"/service/surveys/{row.id}").text
    later = re.search(r'href="([^"]*after=[^"]*)"', text).group(1).replace("&amp;", "&")
    link = re.search(r'href="(/service/sheets/[^"]*/void[^"]*)"', browser.get(later).text).group(1)
    action = re.search(r'<form class="panel pad" method="post" action="([^"]*)"', browser.get(link).text).group(1)
    answer = browser.post(action, data={"reason": "录错"})
    assert answer.location == later and "录错" in browser.get(later).text


def test_what_people_said_themselves_is_not_struck_out(cast, units, as_):
    row = make_survey(cast, units)
    enter(row, cast, [1], Channel.CODE, by=None)
    address = f"/service/sheets/{db.session.scalars(select(SurveySheet.id)).one()}/void"
    assert address not in as_(cast["nei"]).get(f"/service/surveys/{row.id}").text
    assert as_(cast["nei"]).post(address, data={"reason": "不好看"}).status_code == 422
    assert as_(cast["wang"]).get(address).status_code == 403


def entering(row, browser, **sent):
    page = browser.post(f"/service/surveys/{row.id}/enter", data={"channel": "phone"} | sent)
    return page, page.get_data(as_text=True)


def test_words_without_a_score_are_not_dropped(cast, units, as_):
    row, day = make_survey(cast, units), clock.today().isoformat()
    first = f"_{asked(row)[0].id}"
    sent = {f"s0{first}": "5", "w6": "排队太久", "answered_on": day}
    page, text = entering(row, as_(cast["nei"]), **sent)
    assert page.status_code == 422 and "第 7 份只有意见，没有打分" in text and "排队太久" in text
    assert db.session.scalars(select(SurveySheet)).all() == []
    assert entering(row, as_(cast["nei"]), **sent | {f"s6{first}": "2"})[0].status_code == 303
    assert [one.said for one in db.session.scalars(asking.sheets_of(row.id))].count("排队太久") == 1


def test_the_next_pile_of_sheets_keeps_day_and_channel(cast, units, as_):
    row, day = make_survey(cast, units), (clock.today() - timedelta(days=2)).isoformat()
    page, _text = entering(row, as_(cast["nei"]), **{f"s0_{asked(row)[0].id}": "5", "answered_on": day})
    after = as_(cast["nei"]).get(page.headers["Location"]).get_data(as_text=True)
    assert f'value="{day}"' in after and re.search(r'<option selected[^>]*value="phone"', after)
    wrong = as_(cast["nei"]).get(f"/service/surveys/{row.id}/enter?answered_on=x&channel=x")
    assert wrong.status_code == 200 and f'value="{clock.today().isoformat()}"' in wrong.get_data(as_text=True)


def test_a_draft_of_sheets_comes_back_with_its_day(cast, units, as_):
    row, day = make_survey(cast, units), (clock.today() - timedelta(days=2)).isoformat()
    browser, here = as_(cast["nei"]), f"/service/surveys/{row.id}/enter"
    browser.post(f"/drafts?key={here}", data={"answered_on": day, "channel": "phone", "w0": "草稿里的话"})
    text = browser.get(here).get_data(as_text=True)
    assert "草稿里的话" in text and f'value="{day}"' in text


def served(cast, units, many: int) -> None:
    for n in range(many):
        makers.make_record(cast, units, phone=f"138{n:08d}", person_name=makers.NAME)


def draw(cast, units, size: int = 30):
    days = {"since": clock.today() - timedelta(days=30), "until": clock.today(), "sample_size": size}
    return follow_ups.draw(unit=units["qinglan"], by=cast["nei"], at=clock.now(), **days)


def calls(row) -> list[FollowUpCall]:
    return list(
        db.session.scalars(select(FollowUpCall).where(FollowUpCall.round_id == row.id).order_by(FollowUpCall.id))
    )


def test_the_same_seed_draws_the_same_people_and_nobody_twice(cast, units):
    served(cast, units, 12)
    makers.make_record(cast, units)  # left no phone
    pool = follow_ups.pool(units["qinglan"].id, clock.today(), clock.today())
    row = draw(cast, units, 8)
    drawn = [("record_id", one.record_id) for one in calls(row)]
    assert drawn == follow_ups.sample(pool, 8, row.seed) and (len(drawn), row.pool_size) == (8, 12)
    assert len(calls(draw(cast, units, 8))) == 4
    with pytest.raises(RuleBroken, match="没有留下电话"):
        draw(cast, units)


def test_refusals_count_apart_and_reasons_are_written(cast, units):
    served(cast, units, 3)
    one, two, three = calls(draw(cast, units))
    told = {"by": cast["nei"], "at": clock.now()}
    with pytest.raises(RuleBroken, match="如实写明"):
        follow_ups.call(one, result=CallResult.REFUSED, said="", **told)
    follow_ups.call(one, result=CallResult.REFUSED, said="正在开车", **told)
    follow_ups.call(two, result=CallResult.NO_ANSWER, said="", **told)
    follow_ups.call(two, result=CallResult.SATISFIED, said="", **told)
    with pytest.raises(Overtaken):
        follow_ups.call(two, result=CallResult.FAIR, said="", **told)
    tally = follow_ups.tally([one, two, three])
    assert (tally[CallResult.REFUSED], tally[CallResult.SATISFIED], tally[None], two.tries) == (1, 1, 1, 2)


def test_who_served_does_not_call(cast, units):
    makers.make_record(cast, units, phone=makers.PHONE)
    row = draw(cast, units)
    db.session.get(ServiceRecord, calls(row)[0].record_id).signed_by_id = cast["nei"].id
    audit.record("service.record", db.session.get(ServiceRecord, calls(row)[0].record_id), None)
    with pytest.raises(RuleBroken, match="没有经办"):
        follow_ups.call(calls(row)[0], result=CallResult.FAIR, said="", by=cast["nei"], at=clock.now())


def test_calls_through_the_browser(cast, units, as_):
    served(cast, units, 2)
    row = draw(cast, units)
    browser, first = as_(cast["nei"]), calls(row)[0]
    assert browser.get(f"/service/calls/{first.id}").status_code == 200
    assert first.record_id and "13800000000" in browser.post(f"/service/calls/{first.id}/contact").text
    assert browser.post(f"/service/calls/{first.id}", data={"result": "fair"}).status_code == 303
    for address in (
        f"/service/follow-ups/{row.id}",
        "/service/follow-ups",
        "/service/calls",
    ):
        answer = browser.get(address)
        assert answer.status_code == 200 and "13800000000" not in answer.text, address
    assert browser.get("/service/satisfaction").status_code == 200


def test_each_satisfaction_opens_what_it_is_made_of(cast, units, as_):
    """Sheets that were struck out, visits without a word, refusals and calls nobody took are not among them."""
    row = make_survey(cast, units)
    enter(row, cast, [5, 4, 1])
    enter(row, cast, [5], Channel.PHONE)
    surveys.void(sheet_of(row), reason="录错", by=cast["nei"], at=clock.now())
    for said in (Satisfaction.SATISFIED, Satisfaction.UNSATISFIED, None):
        makers.make_done(cast, units, said)
    served(cast, units, 3)
    for one, result in zip(calls(draw(cast, units)), (CallResult.FAIR, CallResult.REFUSED), strict=False):
        follow_ups.call(one, result=result, said="不方便", by=cast["nei"], at=clock.now())
    db.session.commit()
    browser = as_(cast["nei"])
    page = unescape(browser.get(f"/service/satisfaction?since={makers.DAY}").text)
    tiles = re.findall(r'class="stat" href="([^"]+)".*?n=(\d+) ', page, re.DOTALL)
    opened = {link.partition("?")[0]: (browser.get(link).text, count) for link, count in tiles}
    assert {place: count for place, (_text, count) in opened.items()} == {
        "/service/sheets": "3",
        "/service/appointments": "2",
        "/service/calls": "1",
    }
    assert all(f"共 {count} 条" in text for text, count in opened.values())
    (by_phone,) = re.findall(r'href="(/service/sheets[^"]*channel=phone[^"]*)">1 份', unescape(show(browser, row)))
    assert "共 1 条" in browser.get(by_phone).text
    rows = list(load_workbook(io.BytesIO(browser.get("/service/sheets/export.xlsx").data)).active.values)
    assert len(rows) == 4 and rows[1][4].count("；") == len(asked(row)) - 1


def sheet_of(row) -> SurveySheet:
    return db.session.scalars(
        select(SurveySheet).where(SurveySheet.round_id == row.id).order_by(SurveySheet.id)
    ).first()


def show(browser, row) -> str:
    return browser.get(f"/service/surveys/{row.id}").text


def test_personal_data_goes_when_its_time_is_over_and_figures_stay(cast, units):
    record = makers.make_record(cast, units, phone=makers.PHONE, plate=makers.PLATE, person_name=makers.NAME)
    keeping.purge(clock.now() + timedelta(days=179))
    assert record.phone
    keeping.purge(clock.now() + timedelta(days=181))
    assert (record.phone, record.plate, record.person_name, record.quantity) == ("", "", "", 1)
    assert record.purged_at is not None


def test_the_calls_that_wait_open_as_they_are_counted(cast, units, as_):
    served(cast, units, 3)
    one, two, _three = calls(draw(cast, units))
    told = {"said": "", "by": cast["nei"], "at": clock.now()}
    follow_ups.call(one, result=CallResult.SATISFIED, **told)
    follow_ups.call(two, result=CallResult.NO_ANSWER, **told)  # to be tried again
    db.session.commit()
    (asked_for,) = [todo for todo in todos_of(cast["nei"], clock.now()) if todo.title == "回访待拨打"]
    text = as_(cast["nei"]).get(asked_for.href).text
    assert asked_for.count == 2 and "共 2 条" in text and text.count("登记</a>") == 2


def test_who_is_to_be_called_is_one_question(cast, units, as_):
    served(cast, units, 3)
    row = draw(cast, units)
    unheard, answered, _never = calls(row)
    told = {"by": cast["nei"], "at": clock.now()}
    follow_ups.call(unheard, result=CallResult.NO_ANSWER, said="", **told)
    follow_ups.call(answered, result=CallResult.SATISFIED, said="", **told)
    db.session.commit()
    waits = next(one for one in todos_of(cast["nei"], clock.now()) if one.title == "回访待拨打")
    browser = as_(cast["nei"])
    shown = " ".join(re.sub(r"<[^>]+>", " ", browser.get(f"/service/follow-ups/{row.id}").text).split())
    assert waits.count == 2 and "待拨打 2 人" in shown
    listed = re.findall(r'href="/service/calls/\d+"', browser.get(waits.href).text)
    assert len(listed) == 2, "the list of the to-do has as many"


def test_nobody_is_asked_to_call_whom_they_served_themselves(cast, units, as_):
    """The to-do, its list, the buttons and the form ask one question."""
    served(cast, units, 2)
    record = makers.make_record(cast, units, phone=makers.PHONE)
    record.signed_by_id = cast["nei"].id
    audit.record("service.record", record, None)
    row = draw(cast, units)
    (own,) = [one for one in calls(row) if db.session.get(ServiceRecord, one.record_id).phone == makers.PHONE]
    db.session.commit()
    waits = next(one for one in todos_of(cast["nei"], clock.now()) if one.title == "回访待拨打")
    browser, here = as_(cast["nei"]), f"/service/calls/{own.id}"
    opened, whole = browser.get(waits.href).text, browser.get(f"/service/follow-ups/{row.id}").text
    assert waits.count == 2 and "共 2 条" in opened and f'"{here}"' not in opened
    assert f'"{here}"' not in whole and whole.count("登记</a>") == 2
    refused = browser.get(here)
    assert refused.status_code == 409 and "没有经办这次服务的人" in refused.text
    assert 'name="form_key"' not in refused.text
    assert browser.post(f"{here}/contact").status_code == 409
    others = [one for one in calls(row) if one.id != own.id]
    first, second = (f"/service/calls/{one.id}" for one in others)
    assert browser.post(first, data={"result": "fair"}).location == second
    assert browser.post(second, data={"result": "fair"}).location == f"/service/follow-ups/{row.id}"
    assert f'"{here}"' in as_(cast["ming"]).get(f"/service/follow-ups/{row.id}").text, "a colleague calls"


def test_who_never_answers_is_called_three_times(cast, units, as_):
    served(cast, units, 1)
    row = draw(cast, units)
    browser, here = as_(cast["nei"]), f"/service/calls/{calls(row)[0].id}"
    for _try in range(3):
        assert f'"{here}"' in browser.get(f"/service/follow-ups/{row.id}").text
        assert browser.post(here, data={"result": "no_answer"}).status_code == 303
    assert f'"{here}"' not in browser.get(f"/service/follow-ups/{row.id}").text
    assert f'"{here}"' not in browser.get("/service/calls").text
    refused = browser.get(here)
    assert refused.status_code == 409 and "已拨打 3 次无人接听" in refused.text
    assert 'name="form_key"' not in refused.text
