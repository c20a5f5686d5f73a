"""No page and no export shows a phone, a plate or an ID number unmasked to anybody. Source: security.md 28.

Every address of a house with a row of everything is asked for by every role that gets in, one for each set of
permissions; whoever needs a number looks behind the mask, on record.
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


def askers(cast) -> dict[str, frozenset]:
    """Return a role for each set of permissions that somebody has."""
    sets = {cast[key].permissions: role for role, key in sorted(ROLE_OF.items(), reverse=True)}
    return {role: permissions for permissions, role in sets.items()}


@pytest.mark.one_engine
@pytest.mark.parametrize("half", [0, 1])
def test_no_page_or_export_shows_a_number(app, as_, cast, house, monkeypatch, half):
    access.without_error_pages(monkeypatch)
    approved, shown, asked, all_addresses = access.approved(), {}, 0, addresses(app, house)
    for role in sorted(askers(cast))[half::2]:
        browser, own = as_(cast[ROLE_OF[role]]), cast[ROLE_OF[role]].phone
        for endpoint, address in all_addresses:
            if not approved.get((endpoint, "GET"), set()) & {role, "*", "public"}:
                continue
            answer = browser.get(address)
            asked += answer.status_code == 200
            if found := numbers_in(test_other_station.text_of(answer), own):
                shown[f"{role} {address}"] = found
            answer.close()
    assert shown == {}
    assert asked > 500


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
