"""No page and no export shows a phone, a plate or an ID number unmasked to anybody. Source: security.md 28.

A house with a row of everything has numbers in all that people write in the rooms that deal with drivers. What a
reader is shown depends on what they may do and on whose row it is. So every address is asked for by one person who may
do everything everywhere and by one who may just enter, both with a hand in most rows; in the rooms that keep numbers
by every role, too. Whoever needs a number looks behind the mask, on record.
"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Enum, String, Table, update

from models.accounts import Reach
from models.accounts.tables import Held, User
from models.complaints import Complaint
from models.core.db import Base, db
from models.core.permissions import CATALOGUE
from tests.core import access
from tests.core.test_access_table import ROLE_OF
from tests.security import makers, test_other_station
from tests.service import makers as services

PHONE = re.compile(r"(?<![\w.])1[3-9]\d{9}(?![\w.])", re.ASCII)  # a run of digits within a hash is none
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE = re.compile(rf"[{PROVINCES}][A-HJ-NP-Z][·• ]?(?=[A-Z0-9]*\d)[A-HJ-NP-Z0-9]{{5,6}}(?![A-Z0-9])")
BORN = r"(?:19|20)\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])"
ID_NUMBER = re.compile(rf"(?<![\dA-Za-z])[1-9]\d{{5}}{BORN}\d{{3}}[\dXx](?![\dA-Za-z])")
OWN_ID = "360103198807154417"
COLLEAGUE, THEIR_PHONE = "zhao", "13500009753"
WORDS = f"车牌赣C3K0D8，电话 13700002468，身份证 {OWN_ID}。"
KEEPERS = {"complaints", "footage", "service"}  # rooms with columns for numbers
ROOMS = KEEPERS | {"deadlines", "inspections", "mystery_visits", "rectifications", "sampling"}
OURS = re.compile(r"template|campaign|process|rule|channel|kind|window_item|survey_round|mystery_(visit|report|draft)")
WRITTEN = re.compile(
    r"^(content|demand|investigation|finding|measures|reply|apology|summary|suggestion|problem|cause|goal|opinion"
    r"|business|items|text|said|words|note|\w+_words|reason|\w+_reason|withdrawal)$"
)
ALL_IN, BARE = "wang", "ming"  # a collector whom much is about, and the office that has a hand in most of it
SENT = ("collector", "shift_leader", "duty_leader")  # the visit's two, and who sends them
CARRIED = {("service.print_appointment", role) for role in SENT}  # that it was printed is on record
ENDS = {"accounts.sign_out", "accounts.switch"}
SAYS = re.compile(r'(placeholder|title)="[^"]*"|<(p|span) class="hint"[^>]*>.*?</\2>')  # examples at the fields
CORRECTS = {  # forms that correct what is there, for those who wrote it or keep it; see the tests of the rooms
    "complaints.edit",
    "mystery_visits.decide",
    "rectifications.plan",
    "service.edit",
    "admin.edit_person",
}


@pytest.fixture
def house(cast, units):
    """青岚 with a row of everything, and numbers in what people wrote."""
    made = makers.make_house(cast, units) | makers.make_all(cast, units, "qinglan")
    made |= makers.make_services(cast, units, "qinglan")
    db.session.execute(update(Complaint).values(plate=services.PLATE))
    db.session.execute(update(User).where(User.id == cast[COLLEAGUE].id).values(phone=THEIR_PHONE))
    for table, names in written():
        db.session.execute(update(table).values(dict.fromkeys(names, WORDS)))
    db.session.commit()
    return made


def written() -> list[tuple[Table, list[str]]]:
    """Return the columns of the rooms in which people write about what happened; not the house's own rules."""
    tables = [one.local_table for one in Base.registry.mappers if one.class_.__module__.split(".")[1] in ROOMS]
    found = [(one, [c.name for c in one.columns if _is_written(c)]) for one in tables if not OURS.search(one.name)]
    return [(table, names) for table, names in found if names]


def _is_written(column) -> bool:
    return isinstance(column.type, String) and not isinstance(column.type, Enum) and bool(WRITTEN.match(column.name))


def addresses(app, made: dict) -> list[tuple[str, str]]:
    """Return ``(endpoint, address)`` of every page and export, with the rows of the house where it takes one."""
    found = []
    for rule in app.url_map.iter_rules():
        asked = rule.arguments - {"position"}
        names = {name: test_other_station.OWN_NAME.get((rule.endpoint, name), name) for name in asked}
        if "GET" not in rule.methods or rule.endpoint in ENDS | CORRECTS or not set(names.values()) <= made.keys():
            continue
        found.append((rule.endpoint, test_other_station.address(app, rule, made)))
    return found


def numbers_in(text: str, own: str) -> list[str]:
    """Return the unmasked numbers of a text, examples at fields and the reader's own phone left out."""
    text = SAYS.sub("", text)
    found = [*PHONE.findall(text), *(one.group() for one in PLATE.finditer(text)), *ID_NUMBER.findall(text)]
    return sorted({one for one in found if one != own})


def askers(roles: set[str], room: str) -> list[str]:
    """Return the roles that ask for an address of a room that keeps numbers: all that get in."""
    inside = sorted(ROLE_OF) if roles & {"*", "public"} else sorted(roles & ROLE_OF.keys())
    return inside if room in KEEPERS else []


@pytest.fixture
def powers(monkeypatch, units):
    """What people may do instead of what their roles give them, by their id; reaching everything."""
    given: dict[int, set[str]] = {}
    root, plain = units["company"], User.held.func

    def held(user: User) -> dict[str, list[Held]]:
        if user.id not in given:
            return plain(user)
        return {name: [Held(Reach.ALL, root.id, root.path)] for name in sorted(given[user.id])}

    monkeypatch.setattr(User, "held", property(held))
    monkeypatch.setattr(User, "standing", None)  # what is kept for others who are who they say they are
    return given


@pytest.mark.one_engine
def test_no_page_or_export_shows_a_number(app, as_, cast, house, powers, monkeypatch):
    access.without_error_pages(monkeypatch)
    access.without_menu(monkeypatch)
    approved, shown, asked, walked = access.approved(), {}, 0, set()
    browsers = {role: as_(cast[key]) for role, key in ROLE_OF.items()}
    whole, bare = as_(cast[ALL_IN]), as_(cast[BARE])
    for endpoint, address in addresses(app, house):
        door = getattr(app.view_functions[endpoint], "permission", None)
        roles = askers(approved.get((endpoint, "GET"), set()), endpoint.partition(".")[0])
        walked.update(roles)
        tries = [(ALL_IN, whole, set(CATALOGUE)), (BARE, bare, {door} if door else set())]
        tries += [(ROLE_OF[role], browsers[role], None) for role in roles if (endpoint, role) not in CARRIED]
        for key, browser, held in tries:
            powers.clear()
            powers.update({} if held is None else {cast[key].id: held})
            answer = browser.get(address)
            asked += answer.status_code == 200
            if found := numbers_in(test_other_station.text_of(answer), cast[key].phone):
                shown[f"{key} {'' if held is None else len(held)} {address}"] = found
            answer.close()
    assert shown == {}
    assert asked > 1000 and walked == ROLE_OF.keys()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("电话 13812345678，138****5678", ["13812345678"]),
        ("赣CA1B45、赣AD12345、赣C****5", ["赣AD12345", "赣CA1B45"]),
        (f"身份证 {OWN_ID}", [OWN_ID]),
        ('<input placeholder="例如 13812345678">', []),
        ("编号 TS-20261128-001，合计 13812345678.50 元", []),
    ],
)
def test_the_walk_would_notice(text, found):
    assert numbers_in(text, "") == found
