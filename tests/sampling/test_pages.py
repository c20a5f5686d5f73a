"""The pages of plans and draws, and that shift roles learn nothing."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook

from models.core import clock
from models.sampling import ReviewState, rules
from tests.core.access import REFUSED, routes
from tests.inspections.makers import sheet
from tests.sampling.makers import MONTH, UNTIL, clips, make_draw, make_month, score, whole

SHIFT = ("wang", "huang", "liu", "duo", "jian", "li", "nei")


@pytest.fixture
def month(cast, units):
    make_month(cast, units)


def fields(units, cast, **told) -> dict:
    return {
        "month": f"{MONTH:%Y-%m}",
        "until": UNTIL.isoformat(),
        "total": "4",
        "template": str(sheet().id),
        "reviewers": [str(cast["min"].id), str(cast["tan"].id)],
    } | told


def test_the_office_draws_and_the_page_proves_it(month, cast, units, as_):
    browser = as_(cast["ming"])
    address = f"/sampling/draws/new?station={units['qinglan'].id}"
    assert "不能检查" not in browser.get(address).text
    made = browser.post(address, data=fields(units, cast))
    page = browser.get(made.location).text
    assert made.status_code == 303 and "重新计算，结果一致" in page and page.count("待评分") >= 4
    again = browser.post(address, data=fields(units, cast))
    assert again.status_code == 422 and "已随机抽检过" in again.text and 'value="4"' in again.text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [("month", "2026-13", "请填写月份"), ("until", "", "请填写截止日期"), ("total", "x", "整数")],
)
def test_what_is_malformed_comes_back_at_its_field(month, cast, units, as_, field, value, sentence):
    answer = as_(cast["ming"]).post(
        f"/sampling/draws/new?station={units['qinglan'].id}", data=fields(units, cast, **{field: value})
    )
    assert answer.status_code == 422 and sentence in answer.text


def test_what_was_taken_back_unscored_is_not_among_what_i_scored(month, cast, units, as_):
    draw = make_draw(cast, units, reviewers=[cast["min"]])
    scored, waiting = (clip.reviews[0] for clip in clips(draw)[:2])
    score(whole(scored.id))
    rules.cancel(draw, reason="段数选错了", by=cast["ming"])
    page = as_(cast["min"]).get("/sampling/mine").text
    assert f"/sampling/reviews/{scored.id}" in page and f"/sampling/reviews/{waiting.id}" not in page


def test_a_reviewer_scores_from_the_page_and_is_led_to_the_next(month, cast, units, as_):
    draw = make_draw(cast, units, reviewers=[cast["min"]])
    first, second = (clip.reviews[0] for clip in clips(draw)[:2])
    browser = as_(cast["min"])
    assert "等我评分" in browser.get("/sampling/mine").text
    verdicts = {f"verdict-{item.id}": "pass" for item in sheet().items}
    lacking = browser.post(f"/sampling/reviews/{first.id}", data={**verdicts, f"verdict-{sheet().items[0].id}": ""})
    assert lacking.status_code == 422 and "还没有评" in lacking.text
    done = browser.post(f"/sampling/reviews/{first.id}", data=verdicts | {"clip_ref": "NVR-1"})
    assert (done.status_code, done.location) == (303, f"/sampling/reviews/{second.id}")
    assert whole(first.id).state is ReviewState.DONE
    assert "NVR-1" in browser.get(f"/sampling/reviews/{first.id}").text


def test_a_finding_is_made_an_inspection_from_the_page(month, cast, units, as_):
    review = clips(make_draw(cast, units, reviewers=[cast["min"]]))[0].reviews[0]
    score(review, "5.1")
    browser = as_(cast["min"])
    assert "转为督查" in browser.get(f"/sampling/reviews/{review.id}").text
    made = browser.post(f"/sampling/reviews/{review.id}/convert", data={"companion": str(cast["tan"].id)})
    assert made.status_code == 303 and re.fullmatch(r"/inspections/\d+", made.location)


def test_lists_export_what_they_show(month, cast, units, as_):
    draw = make_draw(cast, units)
    browser = as_(cast["wu"])
    for address, cell in (
        ("/sampling/export.xlsx", "青岚收费站"),
        ("/sampling/draws/export.xlsx", draw.number),
        ("/sampling/agreement/export.xlsx", "检查项"),
    ):
        book = load_workbook(io.BytesIO(browser.get(address).data))
        assert cell in [value for row in book.active.iter_rows(values_only=True) for value in row]
    book = load_workbook(io.BytesIO(browser.get(f"/sampling/draws/{draw.id}/export.xlsx").data))
    assert book.active.max_row == 1 + 6


def test_the_printed_record_has_seed_and_signatures(month, cast, units, as_):
    draw = make_draw(cast, units)
    paper = as_(cast["wu"]).get(f"/sampling/draws/{draw.id}/print").text
    assert draw.seed in paper and "抽取人：" in paper and "监督人：" in paper


def test_a_plan_is_set_from_its_page(cast, units, as_):
    browser, address = as_(cast["wu"]), f"/sampling/plans/{units['qinglan'].id}/2026-12"
    assert browser.post(address, data={"daily": "8", "special": "4"}).status_code == 303
    page = browser.get("/sampling/?month=2026-12").text
    assert "还差 12 次" in page and "日常检查" in page
    assert browser.post(address, data={"daily": "900"}).status_code == 422
    assert browser.get(f"/sampling/plans/{units['qinglan'].id}/2026-99").status_code == 404
    assert browser.get("/sampling/?month=banana").status_code in (200, 422)


@pytest.mark.one_engine
@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_asks_as_much_for_one_as_for_many(month, cast, units, as_, count_queries, rows, db):
    from models.sampling import rules

    for n in range(rows):
        draw = make_draw(cast, units, total=2 + n)
        if n < rows - 1:
            rules.cancel(draw, reason="重抽", by=cast["wu"])
            db.session.commit()
    browser = as_(cast["wu"])
    browser.get("/sampling/draws")
    with count_queries() as seen:
        assert browser.get("/sampling/draws").status_code == 200
    assert len(seen) <= 9, "\n".join(seen)


def test_a_draw_does_not_claim_to_be_under_way(month, cast, units, as_):
    """How far it has come stands beside it as figures; its state says only that it was drawn, or cancelled."""
    page = as_(cast["wu"]).get("/sampling/draws").text
    states = page[page.index('name="state"') :].partition("</select>")[0]
    assert "已抽取" in states and "已作废" in states and "评分中" not in page


@pytest.mark.one_engine
def test_shift_roles_learn_nothing_of_plans_and_draws(app, month, cast, units, as_, db):
    """Whatever they may open says the same whether or not there is a plan and a draw, also one that names them."""
    browsers = {who: as_(cast[who]) for who in ("wang", "duo")}
    pages = {who: pages_of(app, cast[who]) for who in browsers}
    quiet = {who: answers(browser, pages[who]) for who, browser in browsers.items()}
    draw = make_draw(cast, units)
    as_(cast["wu"]).post(f"/sampling/plans/{units['qinglan'].id}/{clock.today():%Y-%m}", data={"daily": "31"})
    for who, browser in browsers.items():
        loud = answers(browser, pages[who])
        assert [address for address in pages[who] if loud[address] != quiet[who][address]] == [], who
    for who in SHIFT:
        for address in (f"/sampling/draws/{draw.id}", "/sampling/", "/sampling/mine", "/sampling/draws/export.xlsx"):
            assert as_(cast[who]).get(address).status_code == REFUSED


def pages_of(app, person) -> list[str]:
    """Return the addresses without a number in them that the person may open."""
    found = [(e, a) for e, method, a in routes(app) if method == "GET" and "999999999" not in a and "static" not in a]
    needs = {e: getattr(app.view_functions[e], "permission", None) for e, _a in found}
    return sorted({a for e, a in found if needs[e] is not None and (not needs[e] or person.may(needs[e]))})


TOKENS = re.compile(
    r'[0-9a-f]{32}|name="csrf_token" value="[^"]*"|"X-CSRFToken":"[^"]*"|\d{2}:\d{2}(:\d{2})?|nonce-[\w-]+'
)


def answers(browser, addresses) -> dict:
    """Return status, size and text of every page, without what differs each time."""
    found = {}
    for address in addresses:
        answer = browser.get(address)
        text = "" if "sheet" in (answer.mimetype or "") else TOKENS.sub("", answer.text)
        found[address] = (answer.status_code, text)
    return found


def test_a_reviewer_of_several_stations_reads_whose_crew_it_is(month, cast, units, as_):
    draw = make_draw(cast, units, reviewers=[cast["min"]])
    score(whole(clips(draw)[0].reviews[0].id))
    browser = as_(cast["min"])
    waiting, _, scored = browser.get("/sampling/mine").text.partition('id="review-rows"')
    assert "· 青岚收费站" in waiting and "青岚收费站" in scored
    exported = load_workbook(io.BytesIO(browser.get("/sampling/mine/export.xlsx").data)).active
    assert any(str(cell).startswith("青岚收费站") for row in exported.values for cell in row)
