"""Every page of the room opens for whom it is meant and for nobody else."""

from __future__ import annotations

import pytest

from tests.cast import PEOPLE

PAGES = {
    "/admin/people": {"shift_leader", "duty_leader", "office", "office_head", "leader", "deputy", "inspector", "hq"}
    | {"admin", "security"},
    "/admin/people/new": {"admin"},
    "/admin/people/import": {"admin"},
    "/admin/people/import/template.xlsx": {"admin"},
    "/admin/units": {"office", "office_head", "leader", "deputy", "hq", "admin", "security"},
    "/admin/units/new": {"admin"},
    "/admin/roles": {"admin", "security", "auditor"},
    "/admin/grants": {"admin", "security", "auditor"},
    "/admin/grants/new": {"security"},
    "/admin/grants/requests": {"security"},
    "/admin/bodies": {"admin"},
    "/admin/bodies/new": {"admin"},
    "/admin/terminals": {"admin"},
    "/admin/terminals/new": {"admin"},
    "/admin/settings": {"admin"},
    "/admin/settings/password.policy": {"admin"},
    "/admin/settings/sign_in.idle_minutes": {"admin"},
    "/admin/holidays": {"admin"},
    "/admin/audit": {"auditor"},
    "/admin/audit/verify": {"auditor"},
    "/admin/audit/export.xlsx": {"auditor"},
    "/admin/jobs": {"admin"},
    "/admin/patterns": {"admin"},
}
ROLES = {row[4]: key for key, row in PEOPLE.items()}


@pytest.mark.one_engine
@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_for_whom_it_is_meant(as_, cast, address):
    let_in = {role for role, key in ROLES.items() if as_(cast[key]).get(address).status_code == 200}
    assert let_in == PAGES[address]


@pytest.mark.parametrize("address", PAGES)
def test_a_stranger_signs_in_first(client, address):
    answer = client.get(address)
    assert answer.status_code == 303 and answer.location.startswith("/sign-in?next=/admin")


@pytest.mark.parametrize(
    ("who", "status"), [("liu", 200), ("duo", 200), ("chen", 200), ("xi", 200), ("han", 404), ("mo", 404), ("du", 404)]
)
def test_a_person_is_seen_within_reach_only(as_, cast, who, status):
    assert as_(cast[who]).get(f"/admin/people/{cast['wang'].id}").status_code == status


@pytest.mark.parametrize("step", ["edit", "move"])
def test_only_the_system_administrator_changes_people(as_, cast, step):
    address = f"/admin/people/{cast['wang'].id}/{step}"
    assert [as_(cast[who]).get(address).status_code for who in ("xi", "an", "shen", "chen", "liu")] == [200] + [403] * 4


def test_a_list_shows_nobody_of_another_station(as_, cast):
    text = as_(cast["duo"]).get("/admin/people").text
    assert "王倩" in text and "梅芳" not in text


def test_an_export_holds_nobody_of_another_station(as_, cast, read_sheet):
    rows = read_sheet(as_(cast["duo"]).get("/admin/people/export.xlsx"))
    assert {row[1] for row in rows[1:]} == {
        "王倩",
        "赵磊",
        "刘建平",
        "孙晓梅",
        "周洋",
        "韩雪",
        "黄涛",
        "多国庆",
        "李国强",
        "简宁",
        "倪文",
    }
    assert rows[1][0] == "00105"


def test_the_list_filters_by_name_unit_role_and_state(as_, cast, units):
    browser = as_(cast["xi"])

    def names(query):
        return {
            name for name in ("王倩", "刘建平", "韩雪", "梅芳") if name in browser.get(f"/admin/people?{query}").text
        }

    assert names("text=王") == {"王倩"}
    assert names("text=00417") == {"梅芳"}
    assert names(f"unit={units['crew1'].id}") == {"王倩", "刘建平"}
    assert names("state=left") == set()
    assert names(f"unit={units['qinglan'].id}&text=0011") == {"刘建平"}


def test_a_list_costs_the_same_for_one_person_and_for_all(as_, cast, count_queries):
    browser = as_(cast["xi"])
    browser.get("/admin/people")
    with count_queries() as few:
        browser.get("/admin/people?text=王倩")
    with count_queries() as many:
        browser.get("/admin/people")
    assert len(few) == len(many)


def test_a_wrong_filter_is_answered_at_its_field(as_, cast):
    answer = as_(cast["xi"]).get("/admin/people?unit=999999")
    assert answer.status_code == 422 and "请从列表中选择" in answer.text


def test_htmx_gets_the_rows_alone(as_, cast):
    answer = as_(cast["xi"]).get("/admin/people", headers={"HX-Request": "true", "HX-Target": "people-rows"})
    assert "王倩" in answer.text and "<html" not in answer.text


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x onerror=1>', "{{7*7}}", "👮𠮷田"])
def test_a_name_never_runs(as_, cast, db, rename, name):
    rename(cast["wang"], name)
    for address in ("/admin/people", f"/admin/people/{cast['wang'].id}", f"/admin/people/{cast['wang'].id}/move"):
        text = as_(cast["xi"]).get(address).text
        assert "<script>alert" not in text and "<img src=x" not in text and ">49<" not in text
    assert "👮𠮷田" not in name or "👮𠮷田" in text
