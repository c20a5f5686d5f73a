"""Who may open which page of the roster, what it shows, and what it costs."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from blueprints.core.sheets.reading import rows_of
from models.core import clock
from models.roster import Change, DayOffKind, Duty, DutyPost, Pattern, ShiftState, rules
from models.roster.changing import Span
from tests.roster.makers import make_ended_shift, make_lanes, make_shift

DAY = date(2026, 11, 24)
TODAY = date(2026, 11, 22)

EVERYBODY = "wang liu duo li jian nei ming wu min cai chen hq mei du mystery xi an shen"


@pytest.fixture
def house(cast, units, monkeypatch):
    """A published shift of 青岚站, a frozen one, a draft and one of 梅岭站, with a change that waits."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    lanes = make_lanes(units["qinglan"])
    places = {
        cast["duo"]: (DutyPost.DUTY_LEADER, None),
        cast["liu"]: (DutyPost.LEADER, None),
        cast["wang"]: (DutyPost.COLLECTOR, lanes["X01"]),
        cast["zhao"]: (DutyPost.RESERVE, None),
    }
    return {
        "lanes": lanes,
        "shift": make_shift(units["qinglan"], DAY, "early", units["crew1"], places),
        "frozen": make_ended_shift(units["qinglan"], DAY - timedelta(days=5), "early", units["crew1"], places),
        "draft": make_shift(units["qinglan"], DAY, "middle", units["crew2"], {}, ShiftState.PLANNED),
        "other": make_shift(units["meiling"], DAY, "early", units["mcrew1"], {cast["mo"]: (DutyPost.LEADER, None)}),
    }


def duty_of(db, shift, user) -> Duty:
    here = (Duty.shift_id == shift.id, Duty.user_id == user.id, Duty.is_void.is_(False))
    return db.session.scalars(select(Duty).where(*here)).one()


def answers(as_, cast, address, people) -> dict[str, int]:
    return {who: as_(cast[who]).get(address, buffered=True).status_code for who in people}


CHANGERS = dict.fromkeys(EVERYBODY.split(), 403) | {"liu": 200, "duo": 200}
PAGES = (
    "/roster/ /roster/?month=2026-11 /roster/print?month=2026-11 /roster/export.xlsx /roster/day/2026-11-24"
    " /roster/day/2026-11-24/print /roster/day/2026-11-24/export.xlsx /roster/changes /roster/overtime"
    " /roster/overtime/export.xlsx /roster/days-off /roster/generate /roster/day/2026-11-24/add"
)
SETUP = (
    "/roster/setup /roster/setup/lanes/create /roster/setup/hours/create /roster/setup/patterns/create /roster/import"
    " /roster/import/template.xlsx"
)


@pytest.mark.parametrize(("who", "pages"), [("duo", PAGES), ("du", PAGES), ("wu", SETUP), ("wang", "/roster/mine")])
def test_every_page_opens(as_, cast, house, who, pages):
    """For whom it is meant; who else gets in says the table of all routes in tests/core."""
    answered = {page: as_(cast[who]).get(page, buffered=True).status_code for page in pages.split()}
    assert answered == dict.fromkeys(pages.split(), 200)


@pytest.mark.one_engine
@pytest.mark.parametrize("step", ["substitute", "move", "release"])
def test_who_may_change_a_duty(as_, cast, house, db, step):
    address = f"/roster/duties/{duty_of(db, house['shift'], cast['wang']).id}/{step}"
    expected = CHANGERS | {"han": 403, "du": 404}
    assert answers(as_, cast, address, expected) == expected


@pytest.mark.one_engine
def test_who_may_call_up_and_correct(as_, cast, house):
    call_up = CHANGERS | {"du": 404}
    assert answers(as_, cast, f"/roster/shifts/{house['shift'].id}/call-up", call_up) == call_up
    correct = CHANGERS | {"liu": 403, "du": 404, "wu": 200}
    assert answers(as_, cast, f"/roster/shifts/{house['frozen'].id}/correct", correct) == correct


def test_no_page_of_one_station_shows_a_row_of_another(as_, cast, house, units):
    there = units["meiling"].id
    for address in ("/roster/", "/roster/day/2026-11-24", "/roster/print", "/roster/export.xlsx"):
        assert answers(as_, cast, f"{address}?station={there}", ["wang", "ming"]) == {"wang": 404, "ming": 200}
    text = as_(cast["du"]).get("/roster/day/2026-11-24").text
    assert "莫山" in text and "王倩" not in text


@pytest.mark.parametrize(
    "address", ["/roster/?month=2026-13", "/roster/day/heute", "/roster/mine?day=x", "/roster/?station=a"]
)
def test_an_address_that_names_no_day_or_station_answers_404(as_, cast, address):
    assert as_(cast["wang"]).get(address).status_code == 404


def test_the_month_shows_crews_feasts_and_today(as_, cast, units, house):
    text = as_(cast["wang"]).get("/roster/?month=2026-11").text
    assert "早班" in text and "今天" in text and "编排中" not in text
    assert "编排中" in as_(cast["duo"]).get("/roster/?month=2026-11").text
    make_shift(units["qinglan"], date(2026, 10, 1), "early", units["crew1"], {})
    assert "国庆节" in as_(cast["wang"]).get("/roster/?month=2026-10").text


def test_the_day_shows_posts_lanes_and_what_may_be_done(as_, cast, house):
    leader = as_(cast["liu"]).get("/roster/day/2026-11-24").text
    assert "X01 出口" in leader and "王倩" in leader and "顶班" in leader
    assert "/substitute" not in as_(cast["wang"]).get("/roster/day/2026-11-24").text


def test_a_leader_arranges_a_substitute(as_, cast, house, db):
    duty = duty_of(db, house["shift"], cast["wang"])
    form = {"person": cast["sun"].id, "starts": "09:00", "ends": "11:30", "reason": "家里有事"}
    answer = as_(cast["liu"]).post(f"/roster/duties/{duty.id}/substitute", data=form)
    assert answer.status_code == 303
    text = as_(cast["wang"]).get("/roster/day/2026-11-24").text
    assert "09:00–11:30" in text and "顶替王倩" in text and "调整前的安排" in text


def test_a_refused_form_keeps_what_was_typed(as_, cast, house, db):
    duty = duty_of(db, house["shift"], cast["wang"])
    form = {"person": cast["sun"].id, "starts": "06:00", "ends": "", "reason": "家里有事"}
    answer = as_(cast["liu"]).post(f"/roster/duties/{duty.id}/substitute", data=form)
    assert answer.status_code == 422
    assert "06:00 不在 07:30–15:30 之内" in answer.text and "家里有事" in answer.text


def test_a_change_is_acknowledged_by_whom_it_concerns(as_, cast, house, db):
    duty = duty_of(db, house["shift"], cast["wang"])
    rules.substitute(duty, cast["sun"], Span(duty.starts_at, duty.ends_at), "生病", cast["liu"])
    db.session.commit()
    change = db.session.scalars(select(Change).where(Change.user_id == cast["sun"].id)).one()
    assert "您顶替王倩" in as_(cast["duo"]).get("/roster/changes").text
    assert "您顶替王倩" in as_(cast["sun"]).get("/roster/mine").text
    assert as_(cast["wang"]).post(f"/roster/changes/{change.id}/acknowledge").status_code == 404
    assert as_(cast["sun"]).post(f"/roster/changes/{change.id}/acknowledge").status_code == 303
    assert "您顶替王倩" not in as_(cast["duo"]).get("/roster/changes").text


def test_my_week_names_lane_and_colleagues(as_, cast, house, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: house["shift"].starts_at - timedelta(hours=10))
    text = as_(cast["wang"]).get("/roster/mine?day=2026-11-24").text
    assert "X01 出口" in text and "刘建平（班长）" in text


def test_the_sidebar_names_the_running_shift(as_, cast, house, monkeypatch, count_queries):
    monkeypatch.setattr(clock, "now", lambda: house["shift"].starts_at + timedelta(hours=1))
    text = as_(cast["wang"]).get("/roster/").text
    assert "11-24 早班" in text and "班长 刘建平 · 在岗 4 人" in text


def test_publishing_tells_those_concerned(as_, cast, units, house, db):
    browser = as_(cast["duo"])
    assert browser.post("/roster/publish?month=2026-11").status_code == 409
    draft = house["draft"]
    rules.call_up(draft, cast["han"], DutyPost.LEADER, None, Span(draft.starts_at, draft.ends_at), "带班", cast["duo"])
    assert browser.post("/roster/publish?month=2026-11").status_code == 303
    db.session.refresh(draft)
    assert draft.state is ShiftState.PUBLISHED


def test_a_month_costs_the_same_for_one_shift_and_many(as_, cast, units, house, count_queries):
    browser = as_(cast["wang"])
    pages = (
        "/roster/?month=2026-11",
        "/roster/day/2026-11-24",
        "/roster/mine?day=2026-11-24",
        "/roster/export.xlsx?month=2026-11",
    )
    browser.get("/me")  # the first page of a sign-in asks for the numbers of the menu by itself
    few = [_cost(browser, address, count_queries) for address in pages]
    for n in range(1, 4):  # all of them over: a shift under way would cost a line in the frame of every page
        people = {cast["liu"]: (DutyPost.LEADER, None), cast["wang"]: (DutyPost.COLLECTOR, house["lanes"]["X02"])}
        make_shift(units["qinglan"], DAY + timedelta(days=n), "early", units["crew1"], people)
    make_shift(
        units["qinglan"], DAY, "night", units["crew2"], {cast["sun"]: (DutyPost.COLLECTOR, house["lanes"]["E01"])}
    )
    assert [_cost(browser, address, count_queries) for address in pages] == few


def _cost(browser, address, count_queries) -> int:
    with count_queries() as seen:
        assert browser.get(address, buffered=True).status_code == 200
    return len(seen)


def test_lists_of_leaders_cost_the_same_for_one_row_and_many(as_, cast, units, house, db, count_queries):
    browser = as_(cast["duo"])
    pages = [f"/roster/{path}" for path in ("overtime?month=2026-11", "changes", "days-off")]
    first = duty_of(db, house["shift"], cast["wang"])
    rules.replace(first, cast["sun"], "生病", cast["liu"])
    rules.register(cast["wang"], DAY, DayOffKind.LEAVE, "生病", cast["liu"])
    few = [_cost(browser, address, count_queries) for address in pages]
    rules.replace(duty_of(db, house["shift"], cast["sun"]), cast["zhou"], "生病", cast["liu"])
    for n in range(1, 9):
        rules.register(cast["sun"], DAY + timedelta(days=n), DayOffKind.LEAVE, "生病", cast["liu"])
    assert [_cost(browser, address, count_queries) for address in pages] == few


def test_the_month_is_exported_as_it_is_shown(as_, cast, house):
    answer = as_(cast["wang"]).get("/roster/export.xlsx?month=2026-11", buffered=True)
    rows = rows_of(BytesIO(answer.data))
    assert rows[0][0] == "青岚收费站班表 2026-11" and rows[1][:4] == ["工班日", "星期", "节假日", "一班"]
    assert rows[25][0] == "2026-11-24" and rows[25][3] == "早班 07:30–15:30"


def test_the_day_is_exported_with_posts_and_lanes(as_, cast, house):
    answer = as_(cast["wang"]).get("/roster/day/2026-11-24/export.xlsx", buffered=True)
    rows = rows_of(BytesIO(answer.data))
    early = dict(zip(rows[1], rows[2], strict=False))
    assert (early["班长"], early["X01 出口"], early["机动"]) == ("刘建平", "王倩", "赵磊")


def test_a_month_is_drawn_up_and_published_from_the_pages(as_, cast, units, house, db):
    browser = as_(cast["duo"])
    free = db.session.scalars(select(Pattern).where(Pattern.name == "自由排班（三班）")).one()
    span = {"starts_on": "2026-12-01", "since": "2026-12-01", "until": "2026-12-31"}
    assert browser.post("/roster/generate", data=span | {"pattern": free.id}).status_code == 303
    kind = house["shift"].kind_id
    form = {"kind": kind, "crew": units["crew1"].id}
    assert browser.post("/roster/day/2026-12-01/add", data=form).status_code == 303
    again = browser.post("/roster/day/2026-12-01/add", data=form)
    assert again.status_code == 422 and "已经有班次" in again.text
    assert browser.post("/roster/publish?month=2026-12").status_code == 303
    assert "王倩" in as_(cast["wang"]).get("/roster/day/2026-12-01").text


def test_an_office_keeps_lanes_hours_and_patterns(as_, cast, units, house):
    browser, here = as_(cast["wu"]), f"?station={units['qinglan'].id}"
    lane = {"code": "X09", "kind": "exit", "is_open": "y", "sort": "9"}
    hours = {"kind": house["shift"].kind_id, "starts": "08:00", "ends": "16:00", "valid_from": "2027-01-01"}
    pattern = {"name": "三班倒", "scheme": "three", "cycle": "早 中 夜 休", "offsets": "0 1 2 3"}
    for path, form in (("lanes", lane), ("hours", hours), ("patterns", pattern)):
        assert browser.post(f"/roster/setup/{path}/create{here}", data=form).status_code == 303
    text = browser.get(f"/roster/setup{here}").text
    assert "X09" in text and "08:00–16:00" in text and "三班倒" in text
    refused = browser.post(f"/roster/setup/patterns/create{here}", data=pattern | {"offsets": "0 0 1 2"})
    assert refused.status_code == 422 and "第 1 天有两个班组上同一个班" in refused.text


def test_changes_are_narrowed_by_person_day_and_whether_they_are_acknowledged(as_, cast, db, house):
    browser = as_(cast["duo"])
    rules.replace(duty_of(db, house["shift"], cast["wang"]), cast["sun"], "请假", cast["liu"])
    mine = db.session.scalars(select(Change).where(Change.user_id == cast["wang"].id)).one()
    rules.acknowledge(mine, by=cast["wang"], at=clock.now())
    db.session.commit()

    def people(narrow: str) -> list[str]:
        found = rows_of(BytesIO(browser.get(f"/roster/changes/export.xlsx?{narrow}").data))
        return sorted(row[1] for row in found[1:])

    assert [people(f"show={show}") for show in ("open", "done", "all")] == [["孙晓梅"], ["王倩"], ["孙晓梅", "王倩"]]
    assert people("show=all&text=王倩") == ["王倩"] and people(f"show=all&first={DAY}&last={DAY}") == people("show=all")
    assert "已确认" in browser.get("/roster/changes?show=done").text
    assert "没有符合条件的变动" in browser.get("/roster/changes?show=all&text=没有此人").text
    assert "没有符合条件的变动" in browser.get(f"/roster/changes?show=all&first={DAY + timedelta(days=9)}").text
    assert "没有符合条件的变动" in browser.get(f"/roster/changes?show=all&last={TODAY - timedelta(days=9)}").text


def test_hours_are_narrowed_to_a_crew_and_ordered(as_, cast, db, units, house):
    browser = as_(cast["duo"])
    where = f"station={units['qinglan'].id}&month=2026-11"
    page = browser.get(f"/roster/overtime?{where}&crew={units['crew1'].id}&sort=staff_no").text
    assert "王倩" in page.partition("<tbody")[2]
    assert "没有符合条件的工时" in browser.get(f"/roster/overtime?{where}&crew={units['crew2'].id}").text
    assert browser.get(f"/roster/overtime?{where}&crew={units['mcrew1'].id}").status_code == 422
    assert 'name="month" value="2026-11"' in page and f"month=2026-10&amp;crew={units['crew1'].id}" in page
