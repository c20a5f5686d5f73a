"""Chains on the web: who lays them down, what is refused, what a new version changes, who would be asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models import approvals
from models.accounts import RoleGrant, Unit, UnitKind
from models.approvals import ApprovalChain, StepPlan, people, planning
from models.approvals.people import Pool
from models.approvals.staffing import Staffing
from models.core import audit, clock
from models.core.errors import Overtaken
from tests.approvals.conftest import NOW

ON = date(2026, 11, 20)
TWO_STEPS = {
    "steps-0-position": "1",
    "steps-0-name": "征费室主任审核",
    "steps-0-who": "role:office_head",
    "steps-0-mode": "any",
    "steps-0-timeout_hours": "48",
    "steps-0-escalate_to": "deputy",
    "steps-1-position": "2",
    "steps-1-name": "所长批准",
    "steps-1-who": "role:leader",
    "steps-1-mode": "any",
    "steps-1-escalate_to": "",
}


@pytest.fixture
def penalties_chain(matters, db) -> ApprovalChain:
    return db.session.scalars(select(ApprovalChain).where(ApprovalChain.kind == "penalty")).one()


@pytest.fixture
def told(units):
    """``told(act="preview", **changes)`` is what the browser sends for the chain of two steps."""

    def data(act: str = "save", **changes) -> dict[str, str]:
        sent = {"act": act, "valid_from": "2026-12-01", "source": "所务会纪要", "unit": units["crew1"].id}
        return TWO_STEPS | sent | {name.replace("__", "-"): value for name, value in changes.items()}

    return data


def versions(db, chain) -> list[ApprovalChain]:
    db.session.expire_all()
    return list(db.session.scalars(planning.versions_of(chain)))


def names(db, chain) -> list[str]:
    return [step.name for step in planning.steps_by_chain([chain.id])[chain.id]]


@pytest.mark.parametrize("who", ["ming", "fu", "duo", "xi", "an", "shen", "hq"])
def test_others_do_not_see_chains(as_, cast, penalties_chain, told, who):
    browser, address = as_(cast[who]), f"/approvals/chains/{penalties_chain.id}"
    assert [browser.get(at).status_code for at in ("/approvals/chains", address, f"{address}/edit")] == [403] * 3
    assert browser.post(f"{address}/edit", data=told()).status_code == 403


def test_the_list_and_the_page_say_who_decides_today(as_, cast, penalties_chain, penalty_of):
    penalty_of()
    text = as_(cast["chen"]).get("/approvals/chains").text
    assert "处罚审批" in text and "征费室主任审核 → 所长批准" in text
    text = as_(cast["chen"]).get(f"/approvals/chains/{penalties_chain.id}").text
    for shown in ("吴静", "陈立新", "48 小时", "72 小时", "副所长", "任一人同意", "1 件", "实施方案第八条"):
        assert shown in text
    assert "走不通" not in text


def test_a_new_version_holds_from_its_day_and_cases_under_way_keep_theirs(
    as_, cast, units, penalties_chain, penalty_of, told, db, monkeypatch
):
    before = penalty_of()
    answer = as_(cast["wu"]).post(
        f"/approvals/chains/{penalties_chain.id}/edit",
        data=told(
            steps__2__position="3",
            steps__2__name="副所长会签",
            steps__2__who="role:deputy",
            steps__2__mode="all",
            steps__2__escalate_to="",
            steps__2__level="",
        ),
    )
    assert (answer.status_code, answer.location) == (303, "/approvals/chains")
    second, first = versions(db, penalties_chain)
    assert (second.version, second.valid_from, second.source) == (2, date(2026, 12, 1), "所务会纪要")
    assert (
        names(db, second) == ["征费室主任审核", "所长批准", "副所长会签"] and names(db, first) == names(db, first)[:2]
    )
    text = as_(cast["wu"]).get("/approvals/chains").text
    assert "第 2 版 2026-12-01 起" in text
    assert penalty_of("zhao").chain_id == first.id
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=11))
    after = approvals.start("penalty", cast["sun"], units["crew2"], cast["ming"], clock.now(), {cast["sun"].id})
    assert after.chain_id == second.id
    approvals.approve(before, cast["wu"], "", clock.now())
    approvals.approve(before, cast["chen"], "", clock.now())
    assert before.state is approvals.ApprovalState.APPROVED and before.chain_id == first.id


def test_the_history_of_a_chain_tells_its_steps(as_, cast, penalties_chain, told, db):
    as_(cast["chen"]).post(f"/approvals/chains/{penalties_chain.id}/edit", data=told())
    newest = versions(db, penalties_chain)[0]
    text = as_(cast["chen"]).get(f"/history/approval_chains/{newest.id}").text
    for said in ("保存审批流程：处罚审批", "，环节 征费室主任审核，", "时限（小时） 48", "依据：所务会纪要"):
        assert said in text
    assert "陈立新" in text


def test_steps_are_added_removed_and_numbered_anew_without_a_script(as_, cast, penalties_chain, told, db):
    browser, address = as_(cast["chen"]), f"/approvals/chains/{penalties_chain.id}/edit"
    assert 'name="steps-2-name"' not in browser.get(address).text
    answer = browser.post(address, data=told("add"))
    assert answer.status_code == 200 and 'name="steps-2-name"' in answer.text
    assert len(versions(db, penalties_chain)) == 1
    browser.post(address, data=told(steps__0__position="5", steps__1__position="1"))
    second = versions(db, penalties_chain)[0]
    assert names(db, second) == ["所长批准", "征费室主任审核"]
    browser.post(f"/approvals/chains/{second.id}/edit", data=told(steps__0__remove="y"))
    third = versions(db, penalties_chain)[0]
    assert third.version == 3 and names(db, third) == ["所长批准"]


def test_a_preview_says_who_would_be_asked_and_saves_nothing(as_, cast, penalties_chain, told, db):
    changed = told("preview", steps__0__who="role:duty_leader", steps__1__who="body:lead_group:")
    answer = as_(cast["chen"]).post(f"/approvals/chains/{penalties_chain.id}/edit", data=changed)
    assert answer.status_code == 200 and "走得通" in answer.text
    preview = answer.text.split('id="preview"')[1]
    assert "多国庆" in preview and "杜鹃" not in preview
    assert "陈立新、傅强、吴静、蔡玲" in preview
    assert len(versions(db, penalties_chain)) == 1


def test_a_preview_warns_of_stations_where_nobody_decides(as_, cast, penalties_chain, told, db):
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == cast["du"].id)).one()
    grant.to_on = date(2026, 11, 1)
    audit.record("role.revoke", grant, None)
    changed = told("preview", steps__0__who="role:duty_leader", steps__0__escalate_to="")
    text = as_(cast["chen"]).post(f"/approvals/chains/{penalties_chain.id}/edit", data=changed).text
    assert "有收费站走不通" in text and "没有人可以办完：梅岭收费站" in text and "青岚收费站、" not in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"steps__0__remove": "y", "steps__1__remove": "y"}, "请保留 1 到 10 个环节。"),
        ({"steps__0__name": ""}, "请填写环节名称。"),
        ({"steps__0__timeout_hours": "0"}, "请填 1 到 2160。"),
        ({"steps__0__who": "role:admin"}, "谁办理"),
        ({"valid_from": "2026-11-19"}, "生效日期不能早于今天。"),
        ({"steps__1__who": "body:lead_group:", "valid_from": ""}, "请填写生效日期。"),
        (
            {"steps__0__who": "role:clerk", "steps__0__level": "office", "steps__0__escalate_to": ""},
            "“征费室主任审核”没有可以办理的人，请换角色，或先由安全管理员授权。",
        ),
        (
            {"steps__0__who": "role:leader", "steps__0__escalate_to": ""},
            "“所长批准”与其他环节只有相同的人可以办理，请换角色，或允许一人办理多个环节。",
        ),
    ],
)
def test_a_chain_that_cannot_work_is_refused_with_the_reason(as_, cast, penalties_chain, told, db, changes, sentence):
    answer = as_(cast["chen"]).post(f"/approvals/chains/{penalties_chain.id}/edit", data=told(**changes))
    assert answer.status_code == 422 and sentence in answer.text
    assert len(versions(db, penalties_chain)) == 1


def test_one_person_may_decide_several_steps_where_that_is_allowed(as_, cast, penalties_chain, told, db):
    changed = told(steps__0__who="role:leader", allows_repeat="y")
    assert as_(cast["chen"]).post(f"/approvals/chains/{penalties_chain.id}/edit", data=changed).status_code == 303
    assert versions(db, penalties_chain)[0].allows_repeat


def test_an_older_version_is_no_ground_for_a_new_one(as_, cast, penalties_chain, told, db):
    browser, address = as_(cast["chen"]), f"/approvals/chains/{penalties_chain.id}/edit"
    assert browser.post(address, data=told()).status_code == 303
    answer = browser.post(address, data=told())
    assert answer.status_code == 409 and "第 2 版刚刚保存，请在第 2 版上修改。" in answer.text
    assert "修改</a>" not in browser.get(f"/approvals/chains/{penalties_chain.id}").text
    newest = versions(db, penalties_chain)[0]
    early = browser.post(f"/approvals/chains/{newest.id}/edit", data=told(valid_from="2026-11-30"))
    assert early.status_code == 422 and "第 2 版从 2026-12-01 起生效，新版不能更早。" in early.text
    with pytest.raises(Overtaken):
        planning.renew(penalties_chain, steps=[], valid_from=ON, allows_repeat=False, source="", by=cast["chen"])


def test_staffing_answers_as_the_engine_does(cast, units, matters, db):
    """The preview may not promise other people than those the engine will ask."""
    staffing = Staffing(ON)
    roles = [role.code for role in planning.roles()]
    pools = [Pool(unit, code) for unit in db.session.scalars(select(Unit)) for code in roles]
    pools += [Pool(units["crew1"], "", "lead_group", posts) for posts in ("", "组长", "组长,副组长", "主任")]
    for pool in pools:
        assert staffing.of(pool) == list(db.session.scalars(people.people_of(pool, ON))), pool


@pytest.mark.parametrize(("level", "who"), [(None, []), (UnitKind.STATION, ["多国庆"]), (UnitKind.OFFICE, [])])
def test_a_step_looks_at_the_unit_of_its_level(cast, units, matters, db, level, who):
    """A 内勤 is granted at the station: from a crew the step has to name that level. SUBTREE covers the crew too."""
    found = Staffing(ON).outlook(StepPlan("审批", "duty_leader", level=level), units["crew1"]).asked
    assert [one.name for one in found] == (["多国庆"] if level is None else who)


def test_a_page_costs_the_same_for_every_unit(as_, cast, units, penalties_chain, count_queries):
    browser = as_(cast["chen"])
    browser.get(f"/approvals/chains/{penalties_chain.id}")
    costs = set()
    for unit in ("crew1", "meiling", "office"):
        with count_queries() as seen:
            answer = browser.get(f"/approvals/chains/{penalties_chain.id}?unit={units[unit].id}")
        assert answer.status_code == 200
        costs.add(len(seen))
    assert len(costs) == 1 and costs.pop() <= 16
