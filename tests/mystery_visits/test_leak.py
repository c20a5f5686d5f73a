"""The heart of the room: whoever may not know of a visit cannot tell a house that has hidden ones from one without.

Two houses are built alike, but one has visits that are planned, coded, sent, studied and cancelled. No table differs
but those of the room. Every role walks every address of the first house; what reads one of those tables, and whatever
has a row in its address, is asked again in the other: the rest has nothing to tell from. Status, body, file, number of
statements and log must be the same. Source: domain §2.2, §6.9.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from dataclasses import dataclass, field

import pytest
from sqlalchemy import event, inspect
from sqlalchemy import text as sql

from blueprints.core import nav
from models.core import audit, settings
from models.core.db import db as _db
from models.mystery_visits import planning
from tests import cast as _cast
from tests.conftest import _renew
from tests.core import access
from tests.core.access import NOBODYS_ID
from tests.core.test_access_table import ROLE_OF
from tests.mystery_visits import makers

ORGANISERS = {"office_head", "leader"}
GROUP = {"deputy", "finance"}  # sit on the 领导小组: know of reports, not of plans
OUTSIDERS = sorted(set(ROLE_OF) - ORGANISERS - GROUP)
OWN_TABLES = {"mystery_visits", "mystery_drafts", "mystery_photos", "mystery_reports", "mystery_matters", "held_acts"}
OWN = re.compile(r"\b(mystery_\w+|held_acts)\b")  # days and their hashes with them, though they are alike
WITH_A_ROW = re.compile(r" \d+$|^history$")  # of a hidden visit, or beside one
WITH_MENU = "home.index"  # a third of the work of each page, where it tells the same
LEAVES = {"accounts.sign_out", "accounts.switch"}  # end the sign-in of the walk
PASSING = [
    (r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?(\.\d+)?", "<moment>"),
    (r"\d\d:\d\d(:\d\d)?", "<clock>"),
    (r"<v>4\d{4}\.\d+</v>", "<moment>"),
    (r"[0-9a-f]{16,}", "<hex>"),
    (r"[A-Za-z0-9_\-.]{40,}", "<token>"),
    (r"nonce-[\w\-]+", "<nonce>"),
    (r"\b[1-9]\d{8}\b", "<id>"),
    (r"HZ-\w{4}-\w{4}", "<receipt>"),
    (r"(\d+ 秒前|刚刚|\d+ 分钟前)", "<ago>"),
]


@dataclass
class House:
    """One of the two houses: its hidden visits, its tables as text, and what a walk through it has heard.

    ``published`` are the visits before and after the hidden ones; ``heard`` has the answers that came from the room's
    tables, and those to addresses with a row.
    """

    hidden: list[int]
    published: list[int]
    tables: dict[str, str]
    heard: dict = field(default_factory=dict)


class Listening:
    """Counts statements and keeps log lines while a request is answered."""

    def __init__(self) -> None:
        self.statements, self.lines, self.has_read = 0, [], False

    def __enter__(self) -> Listening:
        event.listen(_db.engine, "before_cursor_execute", self._count)
        self.handler = logging.Handler()
        self.handler.emit = lambda record: self.lines.append(record.getMessage())
        logging.getLogger("zw").addHandler(self.handler)
        return self

    def __exit__(self, *_) -> None:
        event.remove(_db.engine, "before_cursor_execute", self._count)
        logging.getLogger("zw").removeHandler(self.handler)

    def _count(self, _connection, _cursor, statement: str, *_) -> None:
        self.statements += "setting_values" not in statement  # read anew every few seconds, whoever asks
        self.has_read = self.has_read or bool(OWN.search(statement))


def plain(answer) -> str:
    """Return what a reader can see of an answer: text, or the parts of an Office file, without what passes by."""
    content = answer.get_data()
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [name for name in packed.namelist() if "docProps" not in name]
            text = "\n".join(packed.read(name).decode("utf-8", "replace") for name in sorted(parts))
    else:
        text = content.decode("utf-8", "replace")
    return "\n".join(_in_order(row) for row in re.split(r"<tr|<row", _lasting(text)))


def _lasting(text: str) -> str:
    for pattern, word in PASSING:
        text = re.sub(pattern, word, text)
    return text


def _in_order(row: str) -> str:
    """Put the changes that one entry of the trail names into an order: it has none of its own."""
    return "\n".join(sorted(re.split(r"；|<br>|</?t>|</td>", row))) if "封存期间" in row else row


def tables() -> dict[str, str]:
    """Return every table of the database as text, without what passes by."""
    found = {}
    for name in sorted(inspect(_db.session.connection()).get_table_names()):
        rows = _db.session.execute(sql(f'SELECT * FROM "{name}"')).all()
        found[name] = "\n".join(sorted(_parts(_lasting(" | ".join(map(str, row)))) for row in rows))
    return found


def _parts(row: str) -> str:
    """Return a row with the members of its JSON in an order: those of the trail's changes have none of their own."""
    return " ".join(sorted(re.split(r"[,{}\[\]|]", row)))


def build(engine: str, *, plans: bool, reports: bool) -> House:
    """Build a house with one published visit before, and one after the hidden ones."""
    _db.session.remove()
    _db.engine.dispose()
    _renew(engine)
    audit.origin.set("")
    people, units = _cast.people(), _cast.units()
    first = makers.make_published(people, units, photo=True, suggestions=["公开的意见"], **OPEN_WORDS)
    hidden = []
    if plans:
        cancelled = makers.make_plan(people, units)
        planning.cancel(cancelled, reason=makers.SECRET_WORDS, by=people["wu"])
        made = [cancelled, makers.make_plan(people, units), makers.make_issued(people, units)[0]]
        hidden += [visit.id for visit in made]
    if reports:
        made = [makers.make_sent(people, units, photo=True), makers.make_studied(people, units, photo=True)]
        hidden += [visit.id for visit in made]
    last = makers.make_published(people, units, station="meiling", suggestions=[], **OPEN_WORDS)
    _db.session.commit()
    return House(hidden, [first.id, last.id], tables())


OPEN_WORDS = {"focus": "公开的重点", "errand": "公开的经过", "proposals": ["公开的建议"]}


def addresses(app, role: str, house: House, how_many: int) -> list[tuple[str, str, str]]:
    """Return ``(name, method, address)``: what the role may open, and whatever takes the id of a hidden visit.

    Where there are no hidden visits, ids that nobody has stand in their place. What the table of access refuses is
    refused before any view runs, so it is left to the walk of that table.
    """
    routes, nobody = access.routes(app), str(NOBODYS_ID)
    open_to = {key for key, roles in access.approved().items() if {role, "*", "public"} & roles}
    routes = [route for route in routes if route[:2] in open_to and route[0] not in LEAVES]
    found = [route for route in routes if route[1] == "GET" and nobody not in route[2]]
    own = [route for route in routes if route[0].startswith("mystery_visits.") and nobody in route[2]]
    for number, visit_id in enumerate(house.hidden or [NOBODYS_ID] * how_many):
        asked = own if number == how_many - 1 else [one for one in own if one[0] == "mystery_visits.show"]
        found += [(f"{name} {number}", how, where.replace(nobody, str(visit_id), 1)) for name, how, where in asked]
    found.append(("history", "GET", f"/history/mystery_visits/{(house.hidden or [NOBODYS_ID])[-1]}"))
    found += [(f"file {n}", "GET", f"/files/{n}") for n in range(1, 4)]
    return [*found, *((f"published {n}", "GET", f"/mystery-visits/{one}") for n, one in enumerate(house.published))]


def walk(app, house: House, as_, roles: list[str], how_many: int, only: set | None = None) -> None:
    """Ask for everything as every role, or ``only`` for some of it, and keep what was answered."""
    people, menu = _cast.people(), nav.ENTRIES
    for role in roles:
        browser = as_(people[ROLE_OF[role]]) if role in ROLE_OF else app.test_client()
        for name, method, address in addresses(app, role, house, how_many):
            if only is not None and (role, method, name) not in only and not WITH_A_ROW.search(name):
                continue
            settings.forget()  # else its five seconds end here or there
            with Listening() as heard, pytest.MonkeyPatch.context() as patch:
                access.with_menu(patch, menu if name == WITH_MENU else [])
                answer = browser.open(address, method=method)
            if heard.has_read or WITH_A_ROW.search(name):
                lines = [re.sub(r"\d{9}", "<id>", line) for line in heard.lines]
                house.heard[role, method, name] = (answer.status_code, plain(answer), heard.statements, lines)
            answer.close()


def differences(one: House, other: House) -> dict:
    """Return, for each answer that differs, what the house with hidden visits said: status, statements, log, lines."""
    return {key: _told(one.heard[key], other.heard[key]) for key in other.heard if one.heard[key] != other.heard[key]}


def _told(without: tuple, having: tuple) -> list:
    (status, body, *rest), other = having, without[1].split("\n")
    return [status, *rest, [line[:400] for line in body.split("\n") if line not in other][:5]]


def compare(app, engine, as_, roles: list[str], *, plans: bool, reports: bool) -> House:
    """Compare the houses, then walk both; return the one with hidden visits."""
    many = 3 * plans + 2 * reports
    without = build(engine, plans=False, reports=False)
    walk(app, without, as_, roles, many)
    having = build(engine, plans=plans, reports=reports)
    assert len(having.hidden) == many
    assert {name for name in having.tables if having.tables[name] != without.tables[name]} <= OWN_TABLES
    walk(app, having, as_, roles, many, only=set(without.heard))
    assert {key[0] for key in having.heard} == set(roles)
    assert differences(without, having) == {}
    return having


@pytest.mark.one_engine
@pytest.mark.parametrize("roles", [OUTSIDERS[::2], [*OUTSIDERS[1::2], "stranger"]], ids=["half", "other-half"])
def test_no_role_outside_can_tell_that_there_are_hidden_visits(app, engine, client, as_, roles):
    house = compare(app, engine, as_, roles, plans=True, reports=True)
    assert [key for key, heard in house.heard.items() if makers.SECRET_WORDS in heard[1] + str(heard[3])] == []
    readers = [key[0] for key, heard in house.heard.items() if key[2] == "published 0" and heard[0] == 200]
    assert set(readers) <= {"duty_leader", "hq", "inspector", "office"}


@pytest.mark.one_engine
def test_the_group_knows_of_reports_and_not_of_plans(app, engine, client, as_):
    compare(app, engine, as_, sorted(GROUP), plans=True, reports=False)


def test_the_walk_would_notice(app, engine, client, as_):
    """The organiser's pages differ, so the walk can see a difference where there is one."""
    one, other = build(engine, plans=False, reports=False), build(engine, plans=True, reports=False)
    assert one.hidden == [] and len(other.hidden) == 3
    page = as_(_cast.people()["wu"]).get("/mystery-visits/plans")
    assert "已发码" in page.text and all(str(visit_id) in page.text for visit_id in other.hidden)
