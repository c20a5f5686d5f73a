"""In a real browser: a visit is booked at the desk, done on a phone, and a passer-by taps the faces."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from tests import browser as kit

LEADER, CLERK = "21001", "21031"


def assert_sound(page) -> None:
    """Nothing that axe objects to, nothing to scroll sideways."""
    assert kit.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def book(page, server) -> str:
    """Book a visit for tomorrow's last slot; return its address."""
    page.goto(f"{server.url}/service/appointments/new")
    assert_sound(page)
    page.click("main form >> text=登记预约")
    page.wait_for_selector(".error-summary")
    for name, text in (("person_name", "王秀兰"), ("phone", "13812345678"), ("address", "青岚镇红光村三组")):
        page.fill(f"[name={name}]", text)
    page.fill("[name=business]", "补缴通行费")
    tomorrow = "new Date(Date.now() + 32 * 3600e3).toISOString().slice(0, 10)"  # on the station's clock
    page.evaluate(f"document.querySelector('[name=on]').value = {tomorrow}")
    page.check("[name=slot] >> nth=-1", force=True)
    page.check("[name=group] >> nth=1", force=True)
    page.click("main form >> text=登记预约")
    page.wait_for_selector("text=已预约")
    assert "王秀兰" not in page.inner_text("main")
    assert_sound(page)
    return page.url


def send(page, server) -> str:
    """Dispatch the visit on the page to the first two who can go; return the staff number of who collects."""
    page.click("main >> text=派单")
    assert_sound(page)
    collector = page.locator("[name=collector] option >> nth=1").get_attribute("value")
    page.select_option("[name=collector]", collector)
    others = page.eval_on_selector_all("[name=recorder] option", "all => all.map((one) => one.value)")
    page.select_option("[name=recorder]", next(one for one in others if one not in ("", collector)))
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=已派单")
    with sqlite3.connect(Path(server.environment["ZW_INSTANCE"]) / "house.db") as house:
        return house.execute("SELECT staff_no FROM users WHERE id = ?", [collector]).fetchone()[0]


def let_the_day_come(server, address: str) -> None:
    """Move the visit from tomorrow to today, as a night would."""
    row_id = address.rsplit("/", 1)[1]
    with sqlite3.connect(Path(server.environment["ZW_INSTANCE"]) / "house.db") as house:
        days = "strftime('%Y-%m-%d', {0}, '-1 day') || substr({0}, 11)"
        moved = f"starts_at = {days.format('starts_at')}, ends_at = {days.format('ends_at')}"
        house.execute(f"UPDATE appointments SET {moved} WHERE id = ?", [row_id])


@pytest.mark.one_engine
@pytest.mark.browser
def test_a_visit_is_booked_at_the_desk_and_done_on_a_phone(server, chromium):
    with kit.visit(chromium) as page:
        kit.sign_in(page, server, LEADER)
        heard = kit.complaints(page)
        address = book(page, server)
        collector = send(page, server)
        assert [one for one in heard if "422" not in one] == []
    with kit.visit(chromium, kit.PHONE, has_touch=True) as page:
        kit.sign_in(page, server, collector)
        heard = kit.complaints(page)
        page.goto(address)
        page.tap("text=查看姓名、电话和地址")
        page.wait_for_selector("text=王秀兰")
        assert_sound(page)
        page.wait_for_selector("text=当天才能登记出发")
        let_the_day_come(server, address)
        page.goto(address)
        page.tap("text=登记出发")
        page.fill("[name=device_no]", "M-03")
        page.tap("main form button[type=submit]")
        page.wait_for_selector("text=已登记出发")
        page.tap("text=登记到达")
        page.wait_for_selector("text=已登记到达")
        page.tap("text=登记完成")
        for name, text in (("amount", "35"), ("receipt_no", "SM-90001"), ("signer", "王秀兰")):
            page.fill(f"[name={name}]", text)
        page.check("[name=satisfaction][value=unsatisfied]", force=True)
        page.tap("main form button[type=submit]")
        page.wait_for_selector(".error-summary")
        assert page.input_value("[name=receipt_no]") == "SM-90001"
        page.fill("[name=said]", "等了很久")
        page.tap("main form button[type=submit]")
        page.wait_for_selector("#result")
        assert "channel=revisit&reference=YY-" in page.get_attribute("#result a", "href")
        assert_sound(page)
        assert [one for one in heard if "422" not in one] == []


@pytest.mark.one_engine
@pytest.mark.browser
def test_a_passer_by_taps_the_faces(server, chromium):
    with kit.visit(chromium) as page:
        kit.sign_in(page, server, CLERK)
        page.goto(f"{server.url}/service/surveys?state=open")
        page.click("#survey-table a >> nth=0")
        before = int(re.search(r"答卷\s*(\d+)", page.inner_text("main .stats")).group(1))
        survey = page.url
        page.click("text=打印二维码")
        code = re.search(r"http\S+/service/say/\S+", page.inner_text("body")).group()
        for size in (kit.DESK, kit.PHONE):
            with kit.visit(chromium, size) as stranger:
                heard = kit.complaints(stranger)
                stranger.goto(code)
                assert_sound(stranger)
                for question in stranger.locator("fieldset.say-question").all():
                    face = question.locator(".face-choice >> nth=-1")
                    assert face.bounding_box()["height"] >= 56
                    face.click()
                stranger.click("text=提交评价")
                stranger.wait_for_url("**/thanks")
                assert_sound(stranger)
                assert heard == []
        page.goto(survey)
        assert f"{before + 2}" in page.inner_text("main .stats")
        assert_sound(page)
