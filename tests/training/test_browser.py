"""The whole quiz in a real browser with the keyboard alone, at both sizes, by day and by night."""

from __future__ import annotations

import time

import pytest

from models.core import clock
from tests.browser import DESK, PHONE, WireMeter, complaints, furnished, launched, outsiders, violations, visit

pytestmark = pytest.mark.browser
PASSWORD = "Qinglan-2026"
ON_DUTY = """
SELECT users.staff_no FROM duties JOIN shifts ON shifts.id = duties.shift_id JOIN users ON users.id = duties.user_id
WHERE shifts.starts_at <= :now AND shifts.ends_at > :now AND duties.post = 'collector' AND NOT duties.is_void
AND NOT EXISTS (SELECT 1 FROM quiz_attempts WHERE quiz_attempts.user_id = users.id
                AND quiz_attempts.business_date = shifts.business_date)
ORDER BY duties.id
"""
CHANGED = "UPDATE users SET must_change_password = 0, must_change_pin = 0"


@pytest.fixture(scope="module")
def browser():
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with furnished(tmp_path_factory, "quiz") as server:
        yield server


@pytest.fixture(scope="module")
def collectors(house):
    """Staff numbers of people who are on duty now and have the quiz before them."""
    import sqlite3

    with sqlite3.connect(house.log.parent / "house.db", timeout=20) as database:
        database.execute(CHANGED)
        now = clock.now().strftime("%Y-%m-%d %H:%M:%S")
        return iter([row[0] for row in database.execute(ON_DUTY, {"now": now})])


def enter(page, house, staff_no: str) -> None:
    page.goto(f"{house.url}/sign-in")
    page.fill("[name=staff_no]", staff_no)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{house.url}/")


def answer_by_keyboard(page) -> None:
    page.wait_for_selector("#quiz-form")
    if page.query_selector(".option"):
        page.keyboard.press("1")
        page.keyboard.press("b")
    else:
        page.keyboard.type("收费票据")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-quiz-next]")


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESK, "dark")])
def test_the_quiz_is_done_with_the_keyboard_in_under_a_minute(browser, house, collectors, size, scheme):
    with visit(browser, size, color_scheme=scheme) as page:
        heard, asked = complaints(page), outsiders(page.context, house.url)
        enter(page, house, next(collectors))
        page.goto(f"{house.url}/training/today")
        page.get_by_role("button", name="开始答题").focus()
        begun = time.monotonic()
        page.keyboard.press("Enter")
        for _number in range(5):
            answer_by_keyboard(page)
            page.keyboard.press("Enter")
        page.wait_for_selector(".score")
        assert time.monotonic() - begun < 60
        page.wait_for_selector("h1 >> text=今日答题已完成")
        assert (heard, asked) == ([], [])
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_no_finding_of_axe_and_few_bytes(browser, house, collectors):
    with visit(browser, PHONE) as page:
        enter(page, house, next(collectors))
        page.goto(f"{house.url}/training/today")
        found = violations(page)
        page.get_by_role("button", name="开始答题").click()
        page.wait_for_selector("#quiz-form")
        wire = WireMeter(page)
        page.reload(wait_until="networkidle")
        assert wire.total <= 60 * 1024
        found += violations(page)
        answer_by_keyboard(page)
        assert found + violations(page) == []


def test_without_script_it_works_as_well(browser, house, collectors):
    with visit(browser, DESK, java_script_enabled=False) as page:
        enter(page, house, next(collectors))
        page.goto(f"{house.url}/training/today")
        page.get_by_role("button", name="开始答题").click()
        for _number in range(5):
            if page.query_selector(".option"):
                for option in page.query_selector_all(".option input")[:2]:
                    option.check(force=True)
            else:
                page.fill("[name=choice]", "收费票据")
            page.get_by_role("button", name="确定").click()
            page.get_by_role("link", name="下一题").or_(page.get_by_role("link", name="查看结果")).click()
        assert "今日答题已完成" in page.inner_text("h1")
