"""In a real browser: an order from its issue to the second review, its people at the desk and on the phone."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from models.accounts.demo import PASSWORD
from tests import browser as kit

INSPECTOR, CREW_HEAD, STATION_HEAD, REVIEWER, LEADER = "00031", "21101", "21001", "00021", "00001"
IN_DAYS = "new Date(Date.now() + (8 + 24 * {days}) * 3600e3).toISOString().slice(0, 10)"  # on the station's clock


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with kit.furnished(tmp_path_factory, "rectifications") as live:
        yield live


@pytest.fixture(scope="module")
def chromium():
    with kit.launched() as browser:
        yield browser


class Person:
    """Somebody at a browser; ``looks`` opens a page and finds it sound."""

    def __init__(self, page, server, staff_no: str) -> None:
        self.page, self.server, self.heard = page, server, kit.complaints(page)
        page.goto(f"{server.url}/sign-in?password=1")
        page.fill("[name=staff_no]", staff_no)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda address: "/sign-in" not in address)

    def looks(self, address: str = "") -> None:
        if address:
            self.page.goto(address if address.startswith("http") else self.server.url + address)
        assert kit.violations(self.page) == []
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def writes(self, **given: str) -> None:
        for name, text in given.items():
            self.page.fill(f"main [name={name}]", text)

    def dates(self, name: str, days: int) -> None:
        self.page.fill(f"main [name={name}]", self.page.evaluate(IN_DAYS.format(days=days)))

    def sends(self, said: str, button: str = "main form button[type=submit]") -> None:
        self.page.click(f"{button} >> nth=-1")
        self.page.wait_for_selector(f"text={said}")

    def opens(self, text: str) -> None:
        self.page.click(f"main a:has-text('{text}') >> nth=0")
        self.page.wait_for_load_state()


@pytest.fixture
def at(server, chromium):
    """``with at(staff_no, size) as person``: signed in, and no error in the console at the end."""

    def sign_in(staff_no: str, size=kit.DESK, **options):
        return _At(server, chromium, staff_no, size, options)

    return sign_in


class _At:
    def __init__(self, server, chromium, staff_no, size, options) -> None:
        self.visit = kit.visit(chromium, size, **options)
        self.server, self.staff_no = server, staff_no

    def __enter__(self) -> Person:
        self.person = Person(self.visit.__enter__(), self.server, self.staff_no)
        return self.person

    def __exit__(self, *error) -> None:
        self.visit.__exit__(*error)
        if error[0] is None:
            # refusals, and what was on its way when the page was left: a draft, a picture
            expected = ("422", "/drafts", "/small: net::ERR_ABORTED")
            assert [one for one in self.person.heard if not any(part in one for part in expected)] == []


def photo(colour: str) -> dict:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(out, "JPEG")
    return {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def issue(inspector: Person) -> str:
    """Order crew 一班 of 青岚 to mend something; return the address of the order."""
    page = inspector.page
    inspector.looks("/rectifications/new")
    inspector.sends("请写明问题表现", "main form button[type=submit]")
    units = page.eval_on_selector_all("[name=unit] option", "all => all.map((one) => [one.text.trim(), one.value])")
    at_station = [name for name, _value in units].index("青岚收费站")
    page.select_option("[name=unit]", next(value for name, value in units[at_station:] if name == "一班"))
    page.select_option("[name=source]", "self")
    inspector.writes(problem="X03 收费亭灭火器压力不足，未登记检查", source_item="4.2 灭火器")
    inspector.dates("deadline_on", 7)
    page.set_input_files("[name=photo]", photo("#884422"))
    inspector.sends("已下发")
    inspector.looks()
    return page.url


def plan(person: Person, text: str) -> None:
    """Write cause, goal and one measure of one's own, and save."""
    person.opens("制定")
    person.looks()
    person.writes(cause="没有指定专人检查", goal="灭火器每周检查并登记")
    person.page.fill("[name=measures-0-text]", text)
    person.page.select_option("[name=measures-0-owner]", index=1)
    person.dates("measures-0-due_on", 3)
    person.sends("办结 0 / 1", "main form.stack > p button[type=submit]")


def hand_in(person: Person) -> None:
    """Tick the measure, show what it looks like now, and report."""
    page = person.page
    page.click("#measures >> text=办结 >> nth=-1")
    person.writes(words="已更换并登记")
    person.sends("办结 1 / 1")
    page.click("#photos summary")
    page.select_option("#photos [name=side]", "after")
    page.set_input_files("#photos [name=photo]", photo("#228844"))
    page.fill("#photos [name=caption]", "同一位置")
    page.click("#photos button[type=submit]")
    page.wait_for_selector("#photos img[alt^=整改后]")
    person.looks()
    person.opens("报请复查")
    person.writes(summary="已更换，连续三班检查合格")
    person.sends("待复查")


def review(reviewer: Person, address: str, passed: str) -> None:
    reviewer.looks(address)
    reviewer.opens("复查")
    reviewer.looks()
    reviewer.page.check(f"[name=passed][value={passed}]", force=True)
    reviewer.writes(opinion="现场查看并询问两人")
    if passed == "no":
        reviewer.writes(due_on="")
        reviewer.sends("不合格请填写重新下发的期限")
        reviewer.dates("due_on", 9)
        reviewer.sends("重新下发")
    else:
        reviewer.sends("合格销号")


@pytest.mark.one_engine
@pytest.mark.browser
def test_an_order_fails_once_and_is_struck_off_one_level_higher(at):
    with at(INSPECTOR) as inspector:
        address = issue(inspector)
        inspector.page.click("#timers .badge >> nth=0")
        inspector.page.wait_for_url("**/deadlines/*")
        inspector.looks()
        assert "逐段说明" in inspector.page.inner_text("main")
    with at(CREW_HEAD, kit.PHONE, color_scheme="dark", has_touch=True) as head:
        head.looks(address)
        head.sends("已签收", "main form button:has-text('签收')")
        plan(head, "更换 X03 灭火器")
        head.looks(address)
        head.opens("申请延期")
        head.dates("until", 12)
        head.writes(reason="配件下周到货")
        head.sends("延期待决定")
        assert head.page.locator("main a:has-text('申请延期')").count() == 0
    with at(LEADER, kit.PHONE) as leader:
        leader.looks(address)
        leader.opens("决定延期")
        leader.page.select_option("[name=decision]", "granted")
        leader.sends("同意")
    with at(CREW_HEAD, kit.PHONE) as head:
        head.page.goto(address)
        hand_in(head)
        assert head.page.locator("main a.btn:has-text('复查')").count() == 0  # not one's own
    with at(REVIEWER) as reviewer:
        review(reviewer, address, "no")
        reviewer.looks(address)
        reviewer.page.click("#chain a >> nth=-1")
        reviewer.page.wait_for_url(lambda now: now != address)
        again = reviewer.page.url
    with at(STATION_HEAD, kit.PHONE) as head:
        head.looks(again)
        assert "第 2 次" in head.page.inner_text("main")
        head.sends("已签收", "main form button:has-text('签收')")
        plan(head, "指定每班专人检查")
        hand_in(head)
    with at(REVIEWER, color_scheme="dark") as reviewer:
        review(reviewer, again, "yes")
        reviewer.looks()
