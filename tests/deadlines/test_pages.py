"""The pages: who sees a deadline, what it explains, the rules and their dry run."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from models import deadlines
from models.core import clock
from models.deadlines import DeadlineAlarm, DeadlineRule, Step, Whom, plans, sweeps, trial
from models.inbox import Message
from tests.deadlines.golden import at
from tests.deadlines.makers import CHECK, make_rule, make_timer


@pytest.fixture
def ago():
    """``ago(hours=3)`` is a moment of the real clock, since pages ask it."""
    return lambda **span: clock.now() - timedelta(**span)


def form_of(rule: DeadlineRule, **changes) -> dict:
    """Return what the browser sends of an unchanged rule, and what is changed."""
    given = {"amount": rule.amount, "time_unit": rule.time_unit.value, "clock_kind": rule.clock.value}
    given |= {"source": rule.source, "valid_from": clock.today().isoformat(), "act": "save"}
    for number, step in enumerate(rule.steps):
        row = {"level": step.level, "distance": abs(step.distance)}
        row["place"] = "before_minutes" if step.distance < 0 else "after_minutes" if step.distance else "due"
        row["whom"] = "responsible" if step.whom is Whom.RESPONSIBLE else f"role:{step.role_code}"
        row |= {"is_urgent": "y"} if step.is_urgent else {}
        given |= {f"ladder-{number}-{name}": value for name, value in row.items()}
    return given | changes


def test_a_deadline_is_explained_segment_by_segment(cast, as_):
    make_rule(text="办公 4时")
    owner, timer = make_timer(cast, "09-11 11:00")
    deadlines.pause(owner, CHECK, reason="等待当事人补充材料", by=cast["ming"], at=at("09-11 15:00"))
    deadlines.resume(owner, CHECK, by=cast["wu"], at=at("09-11 16:00"))
    sweeps.escalate(at("09-14 09:00"))
    text = as_(cast["wu"]).get(f"/deadlines/{timer.id}").get_data(as_text=True)
    for words in (
        "午休",
        "暂停：等待当事人补充材料",
        "非办公时间",
        "周末",
        "累计",
        "实施方案第七条",
        "核实第 1 版",
        "吴静",
    ):
        assert words in text
    assert "到期前 30 分钟" in text and "已发 2 次" in text


def test_who_may_not_see_the_matter_does_not_see_its_deadline(cast, as_):
    make_rule()
    _owner, timer = make_timer(cast)
    seen = {key: as_(cast[key]).get(f"/deadlines/{timer.id}").status_code for key in ("wu", "ming", "mo", "mei", "an")}
    assert seen == {"wu": 200, "ming": 200, "mo": 404, "mei": 404, "an": 404}
    assert as_(cast["wu"]).get("/deadlines/999999").status_code == 404
    assert "核实" not in as_(cast["du"]).get("/deadlines/").get_data(as_text=True).split('id="deadline-rows"')[1]


@pytest.mark.one_engine
def test_the_list_narrows_and_costs_the_same_for_one_and_for_many(db, cast, as_, ago, count_queries):
    make_rule(text="全天 2时")
    make_timer(cast, ago(hours=3))
    browser = as_(cast["wu"])
    browser.get("/deadlines/")
    with count_queries() as few:
        browser.get("/deadlines/")
    for _number in range(12):
        make_timer(cast, ago(minutes=10))
    db.session.commit()
    with count_queries() as many:
        text = browser.get("/deadlines/").get_data(as_text=True)
    assert len(few) == len(many) and "共 13 条" in text
    counts = {
        query: browser.get(f"/deadlines/?{query}").get_data(as_text=True) for query in ("late=overdue", "late=soon")
    }
    assert "共 1 条" in counts["late=overdue"] and "已超期 1 小时" in counts["late=overdue"]
    assert "共 12 条" in counts["late=soon"]
    assert "没有符合条件的期限" in browser.get("/deadlines/?standing=stopped").get_data(as_text=True)
    assert browser.get("/deadlines/?late=nonsense").status_code == 422


def test_the_export_is_what_the_list_shows(cast, as_, ago):
    make_rule(text="全天 2时")
    make_timer(cast, ago(hours=3))
    answer = as_(cast["wu"]).get("/deadlines/export.xlsx?late=overdue")
    assert answer.status_code == 200 and answer.mimetype.endswith("sheet")
    assert as_(cast["liu"]).get("/deadlines/export.xlsx").status_code == 403


def test_a_change_of_a_rule_is_a_new_edition(db, cast, as_):
    rule = make_rule(text="办公 3日")
    answer = as_(cast["wu"]).post(f"/deadlines/rules/{rule.id}/edit", data=form_of(rule, amount="2"))
    assert answer.status_code == 303
    newest = db.session.scalars(plans.editions_of(CHECK, "", None)).first()
    assert (newest.amount, newest.edition, len(newest.steps)) == (2, 2, 3)
    same = as_(cast["wu"]).post(f"/deadlines/rules/{newest.id}/edit", data=form_of(newest))
    assert same.status_code == 422 and "不需要新版" in same.get_data(as_text=True)


def test_a_rule_out_of_bounds_is_refused_at_its_field(cast, as_):
    rule = make_rule(text="办公 3日")
    wrong = form_of(rule, amount="500", **{"ladder-0-level": "0"})
    text = as_(cast["wu"]).post(f"/deadlines/rules/{rule.id}/edit", data=wrong).get_data(as_text=True)
    assert "级别请填 1 到 99" in text
    text = (
        as_(cast["wu"])
        .post(f"/deadlines/rules/{rule.id}/edit", data=form_of(rule, amount="500"))
        .get_data(as_text=True)
    )
    assert "时限请填 1 到 120 个工作日" in text and 'value="500"' in text


def test_a_station_gets_a_rule_of_its_own(db, cast, as_, units):
    make_rule(text="办公 3日")
    own = {"kind": CHECK, "severity": "", "unit": units["qinglan"].id, "amount": "1", "time_unit": "workdays"}
    own |= {"clock_kind": "office", "valid_from": clock.today().isoformat(), "act": "save"}
    assert as_(cast["chen"]).post("/deadlines/rules/new", data=own).status_code == 303
    assert make_timer(cast, clock.now())[1].rule_id == db.session.scalar(select(func.max(DeadlineRule.id)))
    text = as_(cast["chen"]).get("/deadlines/rules").get_data(as_text=True)
    assert "青岚收费站" in text and "全部单位" in text


def test_a_dry_run_counts_and_neither_saves_nor_tells(db, cast, as_):
    rule = make_rule(text="全天 2时")
    owner, _timer = make_timer(cast, clock.now() - timedelta(minutes=170))
    stopped, _other = make_timer(cast, clock.now() - timedelta(minutes=170))
    deadlines.stop(stopped, CHECK, by=cast["ming"], at=clock.now() - timedelta(minutes=100))
    text = (
        as_(cast["wu"])
        .post(f"/deadlines/rules/{rule.id}/edit", data=form_of(rule, act="try", amount="1"))
        .get_data(as_text=True)
    )
    assert "试算结果，还没有保存" in text and owner.number in text
    assert db.session.scalar(select(func.count(DeadlineRule.id)).where(DeadlineRule.kind == CHECK)) == 1
    assert db.session.scalar(select(func.count(Message.id)).where(Message.kind == "deadline")) == 0
    assert db.session.scalar(select(func.count(DeadlineAlarm.id))) == 0


def test_a_dry_run_tells_what_the_engine_then_does(db, cast):
    rule = make_rule(
        text="全天 2时", ladder=[Step(1, -30, is_urgent=True), Step(2, 0, Whom.ROLE, "leader", is_urgent=True)]
    )
    _owner, timer = make_timer(cast, "09-09 10:00")
    early, _timer = make_timer(cast, "09-09 10:00")
    deadlines.stop(early, CHECK, by=cast["ming"], at=at("09-09 11:40"))
    tried = trial.run(
        trial.Family(CHECK, "", None), plans.terms_of(rule), cast["chen"], at("09-01 00:00").date(), at("09-20 10:00")
    )
    for moment in ("09-09 11:30", "09-09 12:00"):
        sweeps.escalate(at(moment))
    assert [(one.at, one.timer.id, one.step.level) for one in tried.fired if one.timer.id == timer.id] == [
        (alarm.planned_at, alarm.timer_id, level)
        for level, alarm in enumerate(
            db.session.scalars(select(DeadlineAlarm).where(DeadlineAlarm.timer_id == timer.id)), 1
        )
    ]
    assert len(tried.fired) == 3 and tried.missed == 1 and not any(one.is_ahead for one in tried.fired)
    assert [(person.name, count) for person, count in tried.by_person] == [("明月", 2), ("陈立新", 1)]


def test_the_dry_run_leaves_clocks_to_the_nearer_rule(cast, units):
    make_rule(text="办公 3日")
    make_rule(text="办公 1日", unit=units["qinglan"])
    make_timer(cast, "09-07 10:00")
    day, now = at("09-01 00:00").date(), at("09-20 10:00")
    of = {
        unit_id: trial.run(trial.Family(CHECK, "", unit_id), plans.Terms(2, *_rest()), cast["chen"], day, now).timers
        for unit_id in (None, units["qinglan"].id, units["crew1"].id)
    }
    assert of == {None: 0, units["qinglan"].id: 1, units["crew1"].id: 1}


def _rest() -> tuple:
    return deadlines.TimeUnit.WORKDAYS, deadlines.ClockKind.OFFICE, ""


@pytest.mark.one_engine
@pytest.mark.parametrize("path", ["rules", "rules/{0}", "rules/{0}/edit", "rules/{0}/trial", "rules/new"])
def test_only_who_plans_opens_the_rules(cast, as_, path):
    rule = make_rule()
    address = f"/deadlines/{path.format(rule.id)}"
    codes = {key: as_(cast[key]).get(address).status_code for key in ("wu", "chen", "ming", "hq")}
    assert codes == {"wu": 200, "chen": 200, "ming": 403, "hq": 403}


def test_the_rules_are_narrowed_by_kind_and_word_and_taken_along(db, cast, as_):
    make_rule(text="办公 4时")
    browser = as_(cast["wu"])
    whole, checked = (rows_of(browser, narrow) for narrow in ("", f"?kind={CHECK}"))
    assert len(whole) > len(checked) == 1 and "4 小时" in checked[0][3]
    label = checked[0][0]
    table = browser.get(f"/deadlines/rules?text={label}").text.partition("<tbody")[2]
    assert label in table and rows_of(browser, f"?text={label}") == checked
    assert "没有符合条件的期限规则" in browser.get("/deadlines/rules?text=没有这条").text
    assert browser.get("/deadlines/rules?kind=nonsense").status_code == 422


def rows_of(browser, narrow: str) -> list[tuple]:
    book = load_workbook(io.BytesIO(browser.get(f"/deadlines/rules/export.xlsx{narrow}").data))
    return list(book.active.iter_rows(min_row=2, values_only=True))
