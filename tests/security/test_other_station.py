"""Nothing of one station reaches another: each address with an id, list, export and page. Source: security.md 2."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest

from blueprints.core import nav
from models.core.digest import state_digest
from tests.core.access import UNSAFE, with_menu, without_error_pages, without_pages
from tests.security import makers

FIXED = set("part name key token kept state theme day table code number month".split())  # no row of a station
OTHER = {"qinglan": "meiling", "meiling": "qinglan"}
MATTERS = "decide rectify report_violation take_back".split()
REVIEWS = "convert miss reassign review".split()
PROCESSES = "edit publish return print show submit".split()
SHEETS = (
    "drop_item drop_section edit_item edit_section edit_template publish_template renew_template retire_template "
    "show_right show_template"
).split()
RULES = "edit_rule export_trial show_rule try_rule".split()
OWN_NAME = {
    ("roster.withdraw_day_off", "row_id"): "day_off_id",
    ("penalties.collect", "penalty_id"): "due_id",
    ("service.follow_up", "round_id"): "sample_id",
    ("service.edit_item", "item_id"): "window_item_id",
    ("mystery_visits.edit", "visit_id"): "planned_visit_id",
    ("mystery_visits.cancel", "visit_id"): "planned_visit_id",
    ("mystery_visits.close", "visit_id"): "sealed_visit_id",
    ("mystery_visits.photo", "visit_id"): "sealed_visit_id",
    ("inspections.drop_photo", "attachment_id"): "shot_id",
    **{(f"mystery_visits.{step}", "matter_id"): "visit_matter_id" for step in MATTERS},
    **{(f"sampling.{step}", "review_id"): "clip_review_id" for step in REVIEWS},
    **{(f"rectifications.{step}_process", "review_id"): "process_review_id" for step in PROCESSES},
    **{(f"inspections.{step}", "template_id"): "sheet_id" for step in SHEETS},
    **{(f"inspections.{step}", "item_id"): "sheet_item_id" for step in SHEETS},
    **{(f"deadlines.{step}", "rule_id"): "deadline_rule_id" for step in RULES},
    ("rectifications.tick", "measure_id"): "planned_measure_id",
}
POSITION = 1
LATE = {
    "awards.pay",
    "awards.reverse_recovery",
    "penalties.refund",
    "inspections.report_word",
    "rectifications.print_review",
    "rectifications.review_document",
}  # after many steps: the rooms' own tests come there
HOUSE_WIDE = frozenset(
    "body_id post_id chain_id clause_id holiday_id question_id role_id import_id rule_id "
    "template_id kind_id channel_id delivery_id".split()
)
ASKS = "?station={unit}&unit={unit}&crew={crew}&person={person}&user={person}&who={person}"
NO_MAKER = "no row for {}: let tests/security/makers.py make one, under the name that the address has for it"
PUBLIC = {"mystery_visits.own_photo", "mystery_visits.remove_photo", "service.say", "service.thanks"}
OWN_WALKS = frozenset({"personal"})  # takes a row of any table
PERSONAL = {"attempt_id", "message_id"}  # of one person, whoever else may see the station


def with_rows(app) -> list:
    """Return the rules of the map that have a row in their address."""
    return [rule for rule in app.url_map.iter_rules() if rule.arguments - FIXED and not walks_itself(rule)]


def walks_itself(rule) -> bool:
    """Whether the room's own tests ask for its rows from another station, or strangers who hold the key to them."""
    return rule.endpoint.partition(".")[0] in OWN_WALKS or rule.endpoint in PUBLIC


def address(app, rule, made: dict) -> str:
    rows = {name: OWN_NAME.get((rule.endpoint, name), name) for name in rule.arguments - FIXED - {"position"}}
    missing = set(rows.values()) - made.keys()
    assert not missing, NO_MAKER.format(f"{rule.endpoint} {missing}")
    values = {name: made[row] for name, row in rows.items()}
    values |= {"month": made["month"]} if "month" in rule.arguments else {}
    values |= {"position": POSITION} if "position" in rule.arguments else {}
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def rooms(app) -> list:
    """Return the rules whose rows belong to a station; the history is walked by table."""
    return [rule for rule in with_rows(app) if rule.endpoint != "accounts.history" and not rule.arguments & HOUSE_WIDE]


@pytest.mark.one_engine
def test_every_argument_has_a_maker(app, made):
    known = made["qinglan"].keys() | FIXED | {"position"}
    missing = {
        f"{rule.endpoint} {name}"
        for rule in with_rows(app)
        for name in rule.arguments
        if OWN_NAME.get((rule.endpoint, name), name) not in known and rule.endpoint != "accounts.history"
    }
    assert missing == set(), NO_MAKER.format(sorted(missing))


@pytest.mark.one_engine  # the rooms' own tests ask for rows out of reach on both
@pytest.mark.parametrize("station", makers.STATIONS)
def test_a_row_of_another_station_does_not_exist(app, as_, cast, made, monkeypatch, station):
    """Whoever may come here at all gets 404, read or change; whoever may not, 403 as for any row."""
    without_error_pages(monkeypatch)
    theirs, before, wrong = made[OTHER[station]], state_digest(), {}
    browsers = {key: as_(cast[key]) for key in makers.AT_HOME[station]}
    for rule in rooms(app):
        permission = app.view_functions[rule.endpoint].permission
        for method in sorted(rule.methods & ({"GET"} | UNSAFE)):
            may = [key for key in browsers if not permission or cast[key].may(permission)]
            may_not = [key for key in browsers if key not in may][:1]  # the table of access walks them all
            for key in may + may_not:
                expected = 404 if key in may else 403
                answer = browsers[key].open(address(app, rule, theirs), method=method)
                answer.close()
                if answer.status_code != expected:
                    wrong[f"{key} {method} {rule.rule}"] = answer.status_code
    assert wrong == {}
    assert state_digest() == before


@pytest.mark.one_engine
@pytest.mark.parametrize("station", makers.STATIONS)
def test_the_history_of_another_station_does_not_exist(as_, cast, made, monkeypatch, station):
    without_error_pages(monkeypatch)
    wrong = {}
    for key in makers.AT_HOME[station]:
        browser, expected = as_(cast[key]), 404 if cast[key].may("history.read") else 403
        for table, row_id in makers.tables_of(made[OTHER[station]]).items():
            if (status := browser.get(f"/history/{table}/{row_id}").status_code) != expected:
                wrong[f"{key} {table}"] = status
    assert wrong == {}


@pytest.mark.one_engine
def test_the_rows_of_the_walk_are_real(app, as_, cast, made, monkeypatch):
    """Somebody gets in at every address of the walk: else it would prove nothing."""
    without_pages(monkeypatch)
    browsers, nobody = {key: as_(cast[key]) for key in cast}, []
    for rule in (rule for rule in rooms(app) if rule.endpoint not in LATE and "GET" in rule.methods):
        permission, where = app.view_functions[rule.endpoint].permission, address(app, rule, made["qinglan"])
        may = [browser for key, browser in browsers.items() if not permission or cast[key].may(permission)]
        if not any(browser.get(where).status_code in (200, 303, 409) for browser in may):
            nobody.append(rule.rule)
    assert nobody == []


@pytest.mark.one_engine
@pytest.mark.parametrize("station", makers.STATIONS)
def test_what_belongs_to_one_person_is_nobody_elses(app, as_, cast, made, monkeypatch, station):
    without_pages(monkeypatch)
    owner, wrong = makers.STATIONS[station][3], {}
    for rule in with_rows(app):
        if not rule.arguments & PERSONAL:
            continue
        for key in cast.keys() - {owner}:
            browser = as_(cast[key])
            for method in sorted(rule.methods & ({"GET"} | UNSAFE)):
                status = browser.open(address(app, rule, made[station]), method=method).status_code
                if status not in (403, 404):
                    wrong[f"{key} {method} {rule.rule}"] = status
    assert wrong == {}


def text_of(answer) -> str:
    """Return what a reader sees of an answer, spreadsheets unpacked."""
    return text_in(answer.data)


def text_in(body: bytes) -> str:
    if body[:2] != b"PK":
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(BytesIO(body)) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def pages(app, made: dict) -> list[str]:
    """Return every address that can be read: without a row, and with the rows of one's own station."""
    adapter, found = app.url_map.bind("localhost"), []
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.arguments & (FIXED - {"day"}):
            continue
        if not rule.arguments:
            found.append(rule.rule)
        elif walks_itself(rule):
            continue
        elif rule.arguments == {"day"}:
            found += [adapter.build(rule.endpoint, {"day": day}) for day in ("2026-11-24", "2026-10-27", "2026-11-18")]
        else:
            found.append(address(app, rule, made))
    return found


@pytest.mark.one_engine
@pytest.mark.parametrize("asks", [False, True])
@pytest.mark.parametrize("station", makers.STATIONS)
def test_no_page_list_or_export_names_anybody_of_another_station(
    app, as_, cast, units, made, monkeypatch, station, asks
):
    """Neither by itself nor when the address asks for the other station, its crew or its people."""
    other = OTHER[station]
    query = (
        ASKS.format(unit=units[other].id, crew=made[other]["unit_id"], person=made[other]["user_id"]) if asks else ""
    )
    strangers = [cast[key].name for key in makers.AT_HOME[other]] + [makers.PHONES[other], f"{units[other].name}的事实"]
    wrong, menu = {}, nav.ENTRIES
    for key in makers.STATIONS[station][: 2 if asks else 4 : 2]:  # asked for others: by whoever may ask most
        browser = as_(cast[key])
        for where in pages(app, made[station]):
            if asks and re.search(r"\d", where):
                continue  # the page of a row asks for nothing
            with_menu(monkeypatch, menu if where == "/" else [])  # the same on each page
            answer = browser.get(where + query)
            seen = [name for name in strangers if name in text_of(answer)]
            answer.close()
            if answer.status_code >= 500 or seen:
                wrong[f"{key} {where}"] = (answer.status_code, seen)
    assert wrong == {}
