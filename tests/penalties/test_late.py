"""Who comes too late is told so: by a page, or beside what they had typed."""

import pytest

from models.core import clock
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
