"""No page and no export shows a phone, a plate or an ID number unmasked to anybody. Source: security.md 28.

Every address of a house with a row of everything is asked for; whoever needs a number looks behind the mask, on
record.
"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from models.complaints import Complaint
from models.core.db import db
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
WORDS = f"车牌赣C3K0D8，电话 13700002468，身份证 {OWN_ID}。"
EACH = 3  # roles that ask for each address, in turn
CARRIED = {("service.print_appointment", "shift_leader"), ("service.print_appointment", "collector")}  # the visit's two
ENDS = {"accounts.sign_out", "accounts.switch"}
SAYS = re.compile(r'(placeholder|title)="[^"]*"|<(p|span) class="hint"[^>]*>.*?</\2>')  # examples at the fields
CORRECTS = {  # forms that correct what is there, for those who entered it or keep it
    "complaints.edit",
    "service.edit",
    "admin.edit_person",
}


@pytest.fixture
def house(cast, units):
    """青岚 with a row of everything, and numbers in the words of the complaint, too."""
    made = makers.make_house(cast, units) | makers.make_all(cast, units, "qinglan")
    made |= makers.make_services(cast, units, "qinglan")
    db.session.execute(update(Complaint).values(content=WORDS, plate=services.PLATE, investigation=WORDS))
    db.session.commit()
    return made


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


def askers(cast, roles: set[str], turn: int) -> list[str]:
    """Return the roles that ask for an address: of those that get in, in turn, so that every role walks its share."""
    inside = sorted(ROLE_OF) if roles & {"*", "public"} else sorted(roles & ROLE_OF.keys())
    return [inside[(turn + n) % len(inside)] for n in range(min(EACH, len(inside)))]


@pytest.mark.one_engine
def test_no_page_or_export_shows_a_number(app, as_, cast, house, monkeypatch):
    access.without_error_pages(monkeypatch)
    approved, shown, asked, walked = access.approved(), {}, 0, set()
    browsers = {role: as_(cast[key]) for role, key in ROLE_OF.items()}
    for turn, (endpoint, address) in enumerate(addresses(app, house)):
        for role in askers(cast, approved.get((endpoint, "GET"), set()), turn):
            if (endpoint, role) in CARRIED:
                continue  # they take the paper along; that it was printed is on record
            answer = browsers[role].get(address)
            asked += answer.status_code == 200
            walked.add(role)
            if found := numbers_in(test_other_station.text_of(answer), cast[ROLE_OF[role]].phone):
                shown[f"{role} {address}"] = found
            answer.close()
    assert shown == {}
    assert asked > 100 and walked == ROLE_OF.keys()


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
