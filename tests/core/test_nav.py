"""The menu: which entry is lit, and that nobody's menu is longer than a glance."""

import re

import pytest

from blueprints.core import nav
from models import inbox
from models.accounts.seed import ROLES
from models.core import audit, clock
from models.core.permissions import CATALOGUE
from models.core.settings import change
from tests.core.access import with_menu

LIT = re.compile(r'<nav class="nav".*?</nav>', re.S)


def lit(page: str) -> list[str]:
    """Return the lit labels of the sidebar."""
    menu = LIT.search(page).group()
    return re.findall(r'aria-current="page">.*?<span>(.*?)</span>', menu, re.S)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("who", "address", "label"),
    [
        ("an", "/admin/roles", "角色授权"),
        ("an", "/admin/roles/1", "角色授权"),
        ("an", "/admin/grants", "角色授权"),
        ("an", "/admin/grants/new", "角色授权"),
        ("xi", "/admin/people", "人员班组"),
        ("xi", "/admin/people/new", "人员班组"),
        ("xi", "/admin/units/new", "组织机构"),
        ("xi", "/admin/settings/house.name", "参数"),
        ("wu", "/admin/units", "人员班组"),  # folded into its main entry
        ("wu", "/roster/setup/lanes/create", "班表"),
        ("wang", "/roster/mine", "我的班次"),
        ("wang", "/roster/", "班表"),
        ("wang", "/", "今日"),
        ("wang", "/me/password", "我的"),
        ("ming", "/training/imports/new", "本班答题"),  # folded too
    ],
)
def test_one_entry_is_lit_and_it_is_the_nearest(as_, cast, units, who, address, label):
    extra = f"?station={units['qinglan'].id}" if "lanes" in address else ""
    assert lit(as_(cast[who]).get(address + extra).text) == [label]


@pytest.mark.parametrize("code", [row[0] for row in ROLES])
def test_no_role_has_more_links_than_fit(code):
    held = {permission.name for permission in CATALOGUE.values() if code in permission.roles}
    shown = [entry for entry in nav.ENTRIES if not entry.permission or entry.permission in held]
    heads = nav._heads(shown)
    assert len(set(heads.values())) <= nav.MOST, "put the new entry under=... another one"
    assert set(heads) == set(shown), "every entry is found somewhere"


@pytest.mark.parametrize("entry", nav.ENTRIES, ids=lambda entry: entry.endpoint)
def test_a_label_has_two_to_five_characters(entry):
    assert 1 < len(entry.label) <= 5
    assert not entry.under or entry.under in {one.endpoint for one in nav.ENTRIES}


def test_what_a_long_menu_folds_stands_on_the_page_of_its_main_entry(as_, cast, monkeypatch):
    leader = as_(cast["liu"])
    page = leader.get("/handover/").text
    assert "遗留事项" not in LIT.search(page).group()
    strip = re.search(r'aria-label="同一栏目">(.*?)</nav>', page).group(1)
    assert re.findall(r">([^<]+)</a>", strip) == ["交接班", "遗留事项", "短款与差异", "交接记录"]
    assert 'aria-current="true">遗留事项' in leader.get("/handover/matters").text
    monkeypatch.setattr(nav, "MOST", 99)
    with_menu(monkeypatch, nav.ENTRIES)  # else the long one is remembered
    assert "同一栏目" not in leader.get("/handover/").text, "a short menu has room for all"


def test_a_station_shows_its_own_name_and_the_door_that_of_the_house(as_, cast, units, db, client):
    for unit, name in ((None, "昌南收费所"), (units["qinglan"], "青岚收费站")):
        unit_id = unit.id if unit else None
        row = change("house.name", name, valid_from=clock.today(), unit_id=unit_id, by=cast["xi"])
        audit.record("setting.edit", row, cast["xi"])
    db.session.commit()
    assert "<b>青岚收费站</b>" in as_(cast["wang"]).get("/").text
    assert "<b>昌南收费所</b>" in as_(cast["mei"]).get("/").text
    assert "<b>昌南收费所</b>" in client.get("/sign-in").text
    assert "青岚" not in client.get("/sign-in").text


def told(page: str) -> list[str]:
    """Return the numbers beside the links of the sidebar."""
    return re.findall(r'<span class="count[^"]*">([0-9]+)', LIT.search(page).group(), re.S)


def test_the_numbers_come_with_the_sign_in(as_, cast, units, db, count_queries):
    """The first page asks for them, the next ones bring them along; they are those of the moment and of the reader."""
    at = clock.now()
    browser, other = as_(cast["wu"]), as_(cast["chen"])
    with count_queries() as first:
        before = browser.get("/me/password").text
    with count_queries() as second:
        assert told(browser.get("/me/password").text) == told(before)
    assert len(second) == len(first) - 1
    for key in ("a", "b", "c"):
        inbox.notify([cast["wu"].id], "test", "一条消息", "/inbox/", key=key, at=at)
    db.session.commit()
    number = str(3 + sum(map(int, told(before)[:1])))
    assert number in told(browser.get("/me/password").text), "as many as wait now"
    other.get("/me/password")
    assert number not in told(other.get("/me/password").text)
