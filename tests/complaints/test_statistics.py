"""Figures: each opens exactly what it counted; rates are fair. Source: docs/adr/0007."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from models.complaints import Complaint, ComplaintType, Liability, Satisfaction, statistics
from models.complaints.kinds import Part
from models.complaints.tables import ComplaintPerson
from models.core import audit, clock
from models.core.rates import Share
from models.core.scope import visible
from models.roster import DutyPost
from tests.complaints import makers
from tests.roster.makers import make_lanes, make_shift

NAMED = {"person_name": "某人", "unit_name": "一班"}


def test_every_figure_opens_its_list(db, cast, as_):
    makers.make_closed(cast)
    makers.make_decided(cast, Liability.DRIVER)
    makers.make_merged(cast)
    browser = as_(cast["wu"])
    page = browser.get("/complaints/statistics").text
    links = re.findall(r'href="(/complaints/\?[^"]+)"[^>]*>(?:[^<]*　)?(\d+)(?: 件)?</a>', page)
    assert any("hour=" in href for href, _count in links)
    for href, count in links:
        shown = browser.get(href.replace("&amp;", "&"))
        assert shown.status_code == 200
        assert len(re.findall(r'class="code" href="/complaints/\d+"', shown.text)) == int(count), href


def test_the_rates_open_all_that_they_count(db, cast, as_):
    for liability in (Liability.OURS, Liability.BOTH, Liability.DRIVER):
        makers.make_decided(cast, liability)
    for said in (Satisfaction.SATISFIED, Satisfaction.BASICALLY):
        makers.make_closed(cast, said=said)
    browser = as_(cast["wu"])
    page = browser.get("/complaints/statistics").text
    links = {word: re.search(rf'href="(/complaints/\?[^"]+{word})"', page) for word in ("at_fault", "happy")}
    counts = {}
    for word, link in links.items():
        shown = browser.get(link[1].replace("&amp;", "&")).text
        counts[word] = len(re.findall(r'class="code" href="/complaints/\d+"', shown))
        assert f'<option selected value="{word}">' in shown
    found = statistics.figures(cast["wu"], {})
    assert counts == {"at_fault": found.at_fault.good, "happy": found.satisfied.good}


def test_the_mean_and_the_repeated_calls_open_the_cases_they_are_made_of(db, cast, as_):
    makers.make_closed(cast)
    again = [makers.make_accepted(cast, phone="13900002222") for _ in range(3)]
    makers.make_accepted(cast, phone="13900003333")
    browser = as_(cast["wu"])
    page = browser.get("/complaints/statistics").text
    links = {word: re.search(rf'href="(/complaints/\?[^"]+{word}=y)">(\d+) 件', page) for word in ("replied", "again")}
    shown = {word: unescape(browser.get(unescape(link[1])).text) for word, link in links.items()}
    assert [int(link[2]) for link in links.values()] == [1, 3] and "1 人重复来电" in page
    assert "共 1 条" in shown["replied"] and "共 3 条" in shown["again"]
    assert all(case.number in shown["again"] for case in again)


def test_the_shares_of_the_three_classes_open_their_cases(db, cast, as_):
    for kind in (ComplaintType.ATTITUDE, ComplaintType.ATTITUDE, ComplaintType.TOLL):
        makers.make_accepted(cast, type=kind)
    browser = as_(cast["wu"])
    page = browser.get("/complaints/statistics").text
    table = page[page.index('id="s1-table"') :].partition("</table>")[0]
    month = page[page.index('id="trend-table"') :].partition("</table>")[0].rpartition("<tr>")[2]
    opened = [unescape(one) for one in re.findall(r'href="(/complaints/\?[^"]+)"', table + month)]
    told = [re.search(r"共 (\d+) 条", browser.get(one).text) for one in opened if "type=attitude" in one]
    assert len(told) == 3 and {one[1] for one in told} == {"2"}
    assert "共 3 条" in browser.get(next(one for one in opened if "type=" not in one)).text


def test_a_case_that_still_runs_past_its_time_was_not_handled_in_time(db, cast, as_, monkeypatch):
    for _ in range(3):
        makers.make_closed(cast)
    for _ in range(2):
        makers.make_accepted(cast)
    since = (clock.today() - timedelta(days=1)).isoformat()
    assert statistics.figures(cast["wu"], {}).on_time == Share(3, 3)
    later = clock.now() + timedelta(days=20)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert statistics.figures(cast["wu"], {}).on_time == Share(3, 5)
    assert "60.0" in as_(cast["wu"]).get(f"/complaints/statistics?since={since}").text


def test_small_samples_say_so_and_joined_cases_count_once(db, cast):
    makers.make_merged(cast)
    makers.make_closed(cast)
    chosen = {"since": clock.today(), "until": clock.today()}
    found = statistics.figures(cast["wu"], chosen)
    assert found.count == 2
    assert "数据不足" in str(found.satisfied) and "数据不足" in str(found.verified)
    assert db.session.scalars(visible(Complaint, cast["wu"])).all()


def test_the_page_is_for_those_who_answer_for_it(db, cast, as_):
    assert as_(cast["wang"]).get("/complaints/statistics").status_code == 403
    assert as_(cast["hq"]).get("/complaints/statistics").status_code == 200


def test_the_clerk_enters_the_vehicles_of_a_month_and_corrects_them(db, cast, units, as_):
    clerk, month = as_(cast["nei"]), f"{clock.today():%Y-%m}"
    for vehicles in (180_000, 186_400):
        told = {"unit": units["qinglan"].id, "month": month, "vehicles": vehicles}
        assert clerk.post("/complaints/traffic", data=told).status_code == 303
    page = clerk.get("/complaints/traffic").text
    assert "186,400" in page and "180,000" not in page
    assert clerk.post("/complaints/traffic", data=told | {"month": "2099-01"}).status_code == 422
    assert "2.00" not in as_(cast["wu"]).get("/complaints/statistics").text


@pytest.mark.one_engine
def test_identical_collectors_are_never_ranked_apart_on_the_page(db, cast, units, as_):
    """Chance alone gave them 1, 6, 0 and 3 true complaints in thirty shifts: they stand by number, none stands out."""
    collectors, today = ("wang", "zhao", "sun", "zhou"), clock.today()
    lanes = make_lanes(units["qinglan"], "X01 X02 X03 X04")
    posts = {cast[key]: (DutyPost.COLLECTOR, lanes[f"X0{n}"]) for n, key in enumerate(reversed(collectors), start=1)}
    for days in range(1, 31):
        make_shift(units["qinglan"], today - timedelta(days=days), "early", units["crew1"], posts)
    for key, count in zip(collectors, (1, 6, 0, 3), strict=True):
        for _ in range(count):
            case = makers.make_case(cast)
            case.is_verified, case.finding = True, "属实"
            db.session.add(ComplaintPerson(complaint_id=case.id, person_id=cast[key].id, part=Part.INVOLVED, **NAMED))
            audit.record("complaint.decide", case, None)
    db.session.commit()
    since = (today - timedelta(days=40)).isoformat()
    page = as_(cast["wu"]).get(f"/complaints/statistics?since={since}").text
    table = page[page.index('id="people-table"') :].partition("</table>")[0]
    shown = re.findall(r'<span class="code muted">(\w+)</span>', table)
    assert len(shown) == 3 and shown == sorted(shown)
    assert "明显" not in table.replace("无明显差别", "")
