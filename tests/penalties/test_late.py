"""Who comes too late is told so: by a page, or beside what they had typed."""

from datetime import timedelta

import pytest

from models.core import clock
from models.inbox import todos_of
from models.penalties import PenaltyState
from tests.penalties import makers


@pytest.mark.one_engine
def test_a_step_page_of_a_case_that_is_past_it_says_so(cast, as_):
    penalty = makers.make_collected(cast)
    here, paid = f"/penalties/{penalty.id}", {"receipt_no": "SK-9", "amount": "200", "method": "cash"}
    pages = {
        "ming": ("edit", "withdraw", "serve"),
        "chen": ("overlap", "decide_appeal"),  # what was collected can still be reversed, and is paid back
        "cai": ("collect",),
    }
    pages |= {"wang": ("statement", "sign", "waive", "appeal")}
    for key, steps in pages.items():
        for step in steps:
            assert as_(cast[key]).get(f"{here}/{step}").status_code == 409, step
    late = as_(cast["cai"]).post(f"{here}/collect", data=paid | {"collected_on": clock.today().isoformat()})
    assert late.status_code == 409 and "SK-9" in late.text and "已收缴" in late.text
    reported = f"/penalties/violations/{penalty.violation_id}"
    for key, step in (("ming", "edit"), ("min", "confirm"), ("min", "dismiss")):
        assert as_(cast[key]).get(f"{reported}/{step}").status_code == 409, step
    assert as_(cast["min"]).post(f"{reported}/confirm", data={"finding": "属实"}).status_code == 409


def test_between_the_end_of_the_window_and_the_night_no_appeal_is_offered(db, cast, as_):
    """The window of three working days is over, the nightly run has not come yet."""
    penalty = makers.make_served(cast)
    db.session.commit()
    here, last = f"/penalties/{penalty.id}", penalty.appeal_until
    clock.pin(last)
    wang = as_(cast["wang"])
    assert f'href="{here}/appeal"' in wang.get(here).text and wang.get(f"{here}/appeal").status_code == 200
    clock.pin(last + timedelta(days=1))
    shown, said = as_(cast["wang"]), f"申诉期已于 {last:%m-%d} 结束"
    page = shown.get(here).text
    assert said in page and f'href="{here}/appeal"' not in page and f'href="{here}/waive"' not in page
    for step, sent in (("appeal", {"grounds": "不服"}), ("waive", {"pin": makers.PIN})):
        opened = shown.get(f"{here}/{step}")
        assert opened.status_code == 409 and said in opened.text and 'name="form_key"' not in opened.text, step
        assert said in shown.post(f"{here}/{step}", data=sent).text
    assert said in shown.get("/penalties/mine").text
    assert [ask for ask in todos_of(cast["wang"], clock.now()) if penalty.number in ask.title] == []
    db.session.refresh(penalty)
    assert penalty.state is PenaltyState.SERVED


def test_a_violation_that_has_its_penalty_is_not_offered_for_another(db, cast, as_):
    penalty = makers.make_draft(cast)
    db.session.commit()
    here, office = f"/penalties/violations/{penalty.violation_id}", as_(cast["ming"])
    assert f'href="{here}/draft"' not in office.get(here).text
    refused = office.get(f"{here}/draft")
    assert refused.status_code == 409 and "已经拟定过处罚" in refused.text and 'name="form_key"' not in refused.text


@pytest.mark.one_engine
def test_what_is_read_in_another_year_says_of_which_year_it_speaks(db, cast, as_):
    penalty = makers.make_served(cast)
    db.session.commit()
    served, last = clock.today(), penalty.appeal_until
    assert f"可以申诉到 {last:%Y-%m-%d} 为止" in as_(cast["wang"]).get("/inbox/").text  # a message is kept
    clock.pin(served.replace(year=served.year + 1, month=7, day=1))
    course = as_(cast["ming"]).get(f"/penalties/{penalty.id}").text.split('id="course" ')[1].split("</section>")[0]
    assert f"{served:%Y-%m-%d} " in course and f"申诉期已于 {last:%Y-%m-%d} 结束" in course
