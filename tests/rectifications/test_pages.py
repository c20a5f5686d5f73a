"""The pages: what they show, refuse and hide."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from docx import Document as Word
from openpyxl import load_workbook
from sqlalchemy import func, select

from models.core import audit, clock, settings
from models.core.audit import AuditEntry
from models.inbox import Message
from models.rectifications import (
    Campaign,
    CampaignSignature,
    Category,
    ProcessReview,
    ProcessState,
    Rectification,
    RectificationState,
    issuing,
    queries,
    reviewing,
    working,
)
from tests.rectifications import makers

S = RectificationState


def last(db, table=Rectification):
    return db.session.scalars(select(table).order_by(table.id.desc())).first()


def whole(db, row_id: int) -> Rectification:
    here = select(Rectification).where(Rectification.id == row_id).options(*queries.WHOLE)
    return db.session.scalars(here.execution_options(populate_existing=True)).unique().one()


def cells(answer) -> list[tuple]:
    return list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))


def the_order(units, **more) -> dict:
    day = makers.in_days(7).isoformat()
    given = {"unit": units["crew1"].id, "category": "service", "source": "audit", "source_ref": "审-1"}
    return given | {"deadline_on": day, "problem": "未使用问候语"} | more


def test_an_order_is_issued_with_a_photo(db, cast, units, as_):
    ming = as_(cast["ming"])
    data = the_order(units, photo=(makers.picture(), "a.png"))
    assert ming.post("/rectifications/new", data=data, content_type="multipart/form-data").status_code == 303
    row = last(db)
    text = ming.get(f"/rectifications/{row.id}").text
    assert "未使用问候语" in text and "整改前" in text and "刘建平" in text
    again = ming.post("/rectifications/new", data=the_order(units))
    assert again.status_code == 422 and row.number in again.text


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"unit": ""}, "请从列表中选择"),
        ({"problem": ""}, "请写明问题表现"),
        ({"deadline_on": "2020-01-01"}, "晚于今天"),
        ({"goal_metric": "满意度", "goal_to": "nan", "goal_by": "2030-01-01"}, "0 到"),
        ({"goal_metric": "满意度"}, "目标值"),
    ],
)
@pytest.mark.one_engine
def test_a_faulty_order_is_refused_at_its_field(db, cast, units, as_, more, said):
    answer = as_(cast["ming"]).post("/rectifications/new", data=the_order(units, **more))
    assert answer.status_code == 422 and said in answer.text
    assert last(db) is None


def test_the_whole_way_on_the_web(db, cast, units, as_):
    ming, liu, wang, min_ = (as_(cast[key]) for key in ("ming", "liu", "wang", "min"))
    ming.post("/rectifications/new", data=the_order(units))
    row = last(db)
    here = f"/rectifications/{row.id}"
    assert liu.post(f"{here}/sign").status_code == 303
    day = makers.in_days(3).isoformat()
    db.session.expire_all()
    plan = {
        "version": last(db).version,
        "cause": "没有演练",
        "goal": "达标",
        "measures-0-text": "班前演练",
        "measures-0-owner": cast["wang"].id,
    }
    assert liu.post(f"{here}/plan", data=plan).status_code == 422
    assert liu.post(f"{here}/plan", data=plan | {"measures-0-due_on": day}).status_code == 303
    measure = db.session.scalars(queries.measures_of(cast["wang"])).one()
    assert "班前演练" in wang.get("/rectifications/mine").text
    early = liu.get(here).text
    assert "还有 1 项措施没有办结" in early and f'href="{here}/submit"' not in early
    assert liu.get(f"{here}/submit").status_code == 409
    assert wang.post(f"{here}/measures/{measure.id}/tick", data={"words": "练了三次"}).status_code == 303
    assert f'href="{here}/submit"' in liu.get(here).text
    assert liu.post(f"{here}/submit", data={"summary": "已落实"}).status_code == 303
    assert liu.post(f"{here}/review", data={"passed": "yes", "opinion": "好"}).status_code == 403
    assert min_.post(f"{here}/review", data={"opinion": "好"}).status_code == 422
    assert min_.post(f"{here}/review", data={"passed": "yes", "opinion": "好"}).status_code == 303
    db.session.expire_all()
    assert last(db).state is S.CLOSED


def test_a_second_reviewer_is_told_who_was_faster(db, cast, as_):
    row = makers.make_submitted(cast)
    tan = as_(cast["tan"])
    reviewing.close(whole(db, row.id), opinion="合格", by=cast["min"], at=clock.now())
    answer = tan.post(f"/rectifications/{row.id}/review", data={"passed": "yes", "opinion": "我的意见"})
    assert answer.status_code == 409 and "周敏" in answer.text and "我的意见" in answer.text


def test_a_failed_review_goes_one_level_up(db, cast, as_):
    row = makers.make_submitted(cast)
    data = {"passed": "no", "opinion": "仍未使用", "due_on": makers.in_days(9).isoformat()}
    assert as_(cast["min"]).post(f"/rectifications/{row.id}/review", data=data).status_code == 303
    again = last(db)
    text = as_(cast["duo"]).get(f"/rectifications/{again.id}").text
    assert "第 2 次" in text and row.number in text and "签收" in text


def test_more_time_is_asked_for_and_decided(db, cast, as_):
    row = makers.make_working(cast)
    here = f"/rectifications/{row.id}/extension"
    data = {"until": makers.in_days(12).isoformat(), "reason": "等货"}
    liu = as_(cast["liu"])
    assert liu.post(here, data=data).status_code == 303
    assert liu.get(here).status_code == 409
    assert as_(cast["chen"]).get(f"{here}/decide").status_code == 409  # not the leader of who issued it
    assert as_(cast["wu"]).get(f"{here}/decide").status_code == 200
    assert as_(cast["wu"]).post(f"{here}/decide", data={"decision": "refused"}).status_code == 422
    assert as_(cast["wu"]).post(f"{here}/decide", data={"decision": "granted", "words": ""}).status_code == 303
    db.session.expire_all()
    assert last(db).due_on == makers.in_days(12)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("wang", 200), ("zhao", 404), ("liu", 200), ("han", 404), ("duo", 200), ("mo", 404), ("du", 404)),
        *(("ming", 200), ("min", 200), ("chen", 200), ("hq", 200), ("cai", 404), ("mystery", 404), ("xi", 404)),
    ],
)
def test_who_sees_an_order(cast, as_, who, status):
    row = makers.make_working(cast, owners=("wang",))
    assert as_(cast[who]).get(f"/rectifications/{row.id}").status_code == status


@pytest.mark.one_engine
def test_a_stranger_to_the_order_reaches_none_of_its_parts(cast, as_):
    row = makers.make_submitted(cast)
    photo = makers.add_photo(row, cast["ming"])
    mo = as_(cast["mo"])
    for part in ("print", "notice.docx", "plan", "submit", "extension"):
        assert mo.get(f"/rectifications/{row.id}/{part}").status_code == 404
    assert mo.get(f"/files/{photo.attachment_id}").status_code == 404
    assert as_(cast["wang"]).get(f"/files/{photo.attachment_id}").status_code == 200


def test_the_list_narrows_and_the_export_shows_just_that(cast, as_):
    first, second = makers.make_issued(cast), makers.make_issued(cast, unit="crew2", problem="票据未交接")
    ming = as_(cast["ming"])
    text = ming.get("/rectifications/?text=票据").text
    assert second.number in text and first.number not in text
    rows = cells(ming.get("/rectifications/export.xlsx?text=票据"))
    assert rows[0][0] == "编号" and [row[0] for row in rows[1:]] == [second.number]
    assert ming.get("/rectifications/?state=nonsense").status_code == 422


@pytest.mark.one_engine
def test_the_lists_cost_the_same_for_many(cast, as_, count_queries):
    """Filled with all relations, else a question per row would not be noticed."""
    wu, counts = as_(cast["wu"]), {}
    for many in (1, 6):
        for _ in range(many):
            makers.make_working(cast, owners=("wang", "zhao"))
            makers.make_submitted(cast, by="wu")
        for path in ("/rectifications/", "/rectifications/mine", "/rectifications/statistics"):
            settings.forget()  # else its five seconds end here or there
            with count_queries() as seen:
                assert wu.get(path).status_code == 200
            counts.setdefault(path, []).append(len(seen))
    assert all(len(set(found)) == 1 for found in counts.values()), counts


def test_notice_and_review_on_paper_and_for_word(cast, as_):
    row = makers.make_closed(cast)
    ming = as_(cast["ming"])
    for path, said in (("print", "整改通知书"), ("print-review", "整改复查意见书")):
        text = ming.get(f"/rectifications/{row.id}/{path}").text
        assert said in text and row.number in text and "现场抽查合格" in text + "现场抽查合格" * (path == "print")
    for path, said in (("notice.docx", "整改通知书"), ("review.docx", "整改复查意见书")):
        paper = Word(io.BytesIO(ming.get(f"/rectifications/{row.id}/{path}").data))
        assert said in "\n".join(one.text for one in paper.paragraphs)
    unreviewed = makers.make_issued(cast)
    assert ming.get(f"/rectifications/{unreviewed.id}/print-review").status_code == 404


def test_the_figures_say_when_there_are_too_few(cast, as_):
    makers.make_closed(cast)
    ming = as_(cast["ming"])
    assert "数据不足" in ming.get("/rectifications/statistics").text
    rows = cells(ming.get("/rectifications/statistics.xlsx"))
    assert rows[1][:3] == ("合计", 1, 1) and rows[1][4] == "数据不足（n=1）"


def test_what_the_figures_count_is_what_they_open(cast, as_):
    """The same days, and no order that was withdrawn."""
    makers.make_closed(cast)
    issuing.withdraw(makers.make_issued(cast), reason="下错了单位", by=cast["ming"], at=clock.now())
    ming = as_(cast["ming"])
    page = ming.get("/rectifications/statistics").text
    links = [unescape(one) for one in re.findall(r'class="stat" href="(/rectifications/\?[^"]+)"', page)]
    assert len(links) == 5 and all("since=" in one and "until=" in one for one in links)
    count = r'class="code nowrap"><a href="/rectifications/\d+"'
    assert [len(re.findall(count, ming.get(one).text)) for one in links] == [1, 1, 1, 0, 0]
    assert len(re.findall(count, ming.get("/rectifications/").text)) == 2


def test_the_figures_of_each_group_open_its_orders(db, cast, as_):
    """Two of one name stand apart, and a unit stands without those below it."""
    makers.make_closed(cast)
    makers.make_issued(cast, responsible=cast["zhao"])
    makers.make_issued(cast, unit="qinglan", responsible=cast["duo"], category=list(Category)[-1])
    cast["zhao"].name = cast["duo"].name
    audit.record("user.edit", cast["zhao"], None)
    db.session.commit()
    ming = as_(cast["ming"])
    page = unescape(ming.get("/rectifications/statistics").text)
    compared = 0
    for panel in ("classes", "owners", "units"):
        table = page[page.index(f'id="{panel}-table"') :].partition("</table>")[0].partition("<tbody>")[2]
        for line in table.split("<tr>")[1:]:
            for link, count in re.findall(r'href="(/rectifications/\?[^"]+)">(\d+)</a>', line):
                opened = ming.get(link).text
                assert (f"共 {count} 条" in opened) is bool(int(count)), (panel, link)
                compared += int(count) > 0
    assert page.count(cast["duo"].name) == 2 and compared > 8


def test_a_campaign_on_the_web(db, cast, units, as_):
    ming, wang = as_(cast["ming"]), as_(cast["wang"])
    data = {"name": "服务月", "unit": units["office"].id, "purpose": "提升", "begins_on": clock.today().isoformat()}
    assert ming.post("/rectifications/campaigns/new", data=data).status_code == 303
    campaign = last(db, Campaign)
    here = f"/rectifications/campaigns/{campaign.id}"
    text = ming.get(here).text
    for said in ("学习发动", "组织实施", "长效机制", "业务平均办理时长", "不超过 2 分钟", "特殊群体服务覆盖率"):
        assert said in text
    assert wang.get(here).status_code == 404, "a draft is not shown to those who will study"
    assert "尚未开始" in text and ">现在<" not in text.partition('id="phases"')[2]
    assert ming.post(f"{here}/start").status_code == 409, "there is nothing to study"
    study = {"title": "管理办法", "content": "全文", "unit": units["qinglan"].id}
    late = ming.post(f"{here}/studies/new", data=study | {"due_on": makers.in_days(-1).isoformat()})
    assert late.status_code == 422 and "签字期限不能早于今天" in late.text, "nobody is late before they could sign"
    ming.post(f"{here}/studies/new", data=study | {"due_on": makers.in_days(5).isoformat()})
    assert ming.post(f"{here}/start").status_code == 303
    assert "管理办法" in wang.get(here).text and "已签 0 / " in ming.get(here).text
    assert 'href="/rectifications/"' in ming.get(here).text.partition("<main")[2], "the office's list, not one's own"
    more = study | {"title": "补充学习", "due_on": makers.in_days(5).isoformat()}
    assert ming.post(f"{here}/studies/new", data=more).status_code == 303
    assert "请学习并签字：补充学习" in wang.get("/inbox/").text, "who joins under way is told, too"
    assert wang.post(f"{here}/studies/1", data={"words": "懂了"}).status_code == 303
    assert wang.post(f"{here}/studies/1", data={"words": "懂了"}).status_code == 422
    assert last(db, CampaignSignature).user_id == cast["wang"].id
    assert as_(cast["mei"]).post(f"{here}/studies/1", data={}).status_code == 422
    entry = {"on": clock.today().isoformat(), "figure": "101", "source": "抽查"}
    assert ming.post(f"{here}/goals/2/progress", data=entry).status_code == 422
    assert ming.post(f"{here}/goals/2/progress", data=entry | {"figure": "92"}).status_code == 303
    assert "92 %" in ming.get(here).text
    earlier = entry | {"figure": "88", "on": makers.in_days(-1).isoformat()}
    assert ming.post(f"{here}/goals/2/progress", data=earlier).status_code == 303
    assert "从 88 到 92 %" in ming.get(here).text, "two figures are a course"
    assert "您已于" in wang.get(f"{here}/studies/1").text, "said before the text, not after it"
    assert ">现在<" in ming.get(here).text.partition('id="phases"')[2]
    assert ming.post(f"{here}/close", data={"practice": "班前演练"}).status_code == 303
    assert ">现在<" not in ming.get(here).text.partition('id="phases"')[2], "what is over is in no phase"
    assert "已结束" in ming.get(here).text and "已结束" in ming.get("/rectifications/campaigns").text
    assert "班前演练" in wang.get(here).text and "管理办法" in ming.get(f"{here}/print").text


def test_a_process_is_simplified_on_the_web(db, cast, units, as_):
    ming, fu = as_(cast["ming"]), as_(cast["fu"])
    data = {"title": "退费", "unit": units["office"].id, "verdict": "simplified", "reason": "慢"}
    data |= {"steps-0-text": "填表", "steps-0-minutes": "5", "steps-0-fate": "remove"}
    data |= {"steps-1-text": "核对", "steps-1-minutes": "2", "steps-1-fate": "keep"}
    assert ming.post("/rectifications/processes/new", data=data | {"steps-0-fate": "keep"}).status_code == 422
    assert ming.post("/rectifications/processes/new", data=data).status_code == 303
    row = last(db, ProcessReview)
    here = f"/rectifications/processes/{row.id}"
    assert as_(cast["wang"]).get(here).status_code == 404
    assert ming.post(f"{here}/submit").status_code == 303
    told = {"valid_from": clock.today().isoformat(), "notice": "即日起执行"}
    assert ming.post(f"{here}/publish", data=told).status_code == 403
    assert fu.post(f"{here}/publish", data=told).status_code == 303
    db.session.expire_all()
    assert last(db, ProcessReview).state is ProcessState.PUBLISHED
    assert "即日起执行" in as_(cast["wang"]).get(here).text
    assert "2 步改为 1 步" in fu.get(f"{here}/print").text
    assert cells(fu.get("/rectifications/processes/export.xlsx"))[1][1] == "退费"


def test_an_edited_plan_that_was_overtaken_shows_both(db, cast, as_):
    row = makers.make_working(cast)
    liu = as_(cast["liu"])
    seen = row.version
    plan = makers.the_plan(cast, ("zhao",), cause="新的根源")
    working.plan(whole(db, row.id), by=cast["liu"], at=clock.now(), **plan)
    answer = liu.post(
        f"/rectifications/{row.id}/plan", data={"cause": "旧的根源", "goal": "达标", "version": str(seen)}
    )
    assert answer.status_code == 409 and "新的根源" in answer.text and "旧的根源" in answer.text


def test_withdrawing_is_the_issuers(cast, as_):
    row = makers.make_issued(cast)
    assert as_(cast["min"]).post(f"/rectifications/{row.id}/withdraw", data={"reason": "错了"}).status_code == 422
    assert as_(cast["ming"]).post(f"/rectifications/{row.id}/withdraw", data={"reason": "错了"}).status_code == 303


@pytest.mark.parametrize("step", ["plan", "extension"])
def test_who_is_not_responsible_is_told_before_anything_is_typed(db, cast, as_, step):
    row = makers.make_working(cast)
    db.session.commit()
    answer = as_(cast["wu"]).get(f"/rectifications/{row.id}/{step}")
    assert answer.status_code == 409 and "只有整改责任人可以办理" in answer.text and "<textarea" not in answer.text


def test_what_nobody_has_signed_for_may_be_changed_or_withdrawn(db, cast, units, as_):
    campaign = makers.make_campaign(cast)
    db.session.flush()
    here = f"/rectifications/campaigns/{campaign.id}/studies/{campaign.studies[0].id}"
    db.session.commit()
    ming, wang = as_(cast["ming"]), as_(cast["wang"])
    assert f"{here}/edit" in ming.get(here).text and f"{here}/edit" not in wang.get(here).text
    new = {"title": "管理办法（修订）", "content": "全文", "unit": units["office"].id}
    late = ming.post(f"{here}/edit", data=new | {"due_on": makers.in_days(-1).isoformat()})
    assert late.status_code == 422 and "签字期限不能早于今天" in late.text
    assert ming.post(f"{here}/edit", data=new | {"due_on": makers.in_days(9).isoformat()}).status_code == 303
    assert "管理办法（修订）" in wang.get(here).text
    assert "请学习并签字" in as_(cast["cai"]).get("/inbox/").text, "who has to study it from now on is told"
    assert ming.post(f"{here}/withdraw", data={"reason": "并入下月学习"}).status_code == 303
    assert ming.get(here).status_code == 404
    assert unread(db, cast["wang"]) == 0, "nobody is asked for what was taken back"
    told = db.session.scalars(select(AuditEntry.note).order_by(AuditEntry.id.desc()).limit(5)).all()
    assert any("撤回学习内容：管理办法（修订）（并入下月学习）" in note for note in told)


def test_what_somebody_has_signed_for_stays(db, cast, units, as_):
    campaign = makers.make_campaign(cast)
    db.session.flush()
    here = f"/rectifications/campaigns/{campaign.id}/studies/{campaign.studies[0].id}"
    db.session.commit()
    assert unread(db, cast["wang"]) == 1
    assert as_(cast["wang"]).post(here, data={"words": "懂了"}).status_code == 303
    assert unread(db, cast["wang"]) == 0 and unread(db, cast["zhao"]) == 1, "who has signed is not asked any more"
    ming = as_(cast["ming"])
    assert f"{here}/edit" not in ming.get(here).text
    for step in ("edit", "withdraw"):
        refused = ming.get(f"{here}/{step}")
        assert refused.status_code == 409 and "已经有人签字" in refused.text and 'name="form_key"' not in refused.text


def test_a_campaign_does_not_start_overdue(db, cast, units, as_):
    campaign = makers.make_campaign(cast, started=False)
    campaign.studies[0].due_on = makers.in_days(-1)
    audit.record("campaign.plan", campaign, cast["ming"])
    db.session.commit()
    refused = as_(cast["ming"]).post(f"/rectifications/campaigns/{campaign.id}/start")
    assert refused.status_code == 409 and "签字期限已过" in refused.text


def test_a_campaign_asks_for_nothing_that_it_would_refuse(db, cast, units, as_):
    campaign = makers.make_campaign(cast, started=False)
    db.session.flush()
    study_id = campaign.studies[0].id
    db.session.commit()
    here, ming, wang = f"/rectifications/campaigns/{campaign.id}", as_(cast["ming"]), as_(cast["wang"])
    goal, phase, study = (f"{here}/{part}" for part in ("goals/1", "phases/1", f"studies/{study_id}"))

    def refused(path: str, why: str) -> bool:
        answer = ming.get(path)
        return answer.status_code == 409 and why in answer.text and 'name="form_key"' not in answer.text

    assert refused(f"{goal}/progress", "行动进行中才能登记进度") and f"{goal}/progress" not in ming.get(here).text
    assert ming.get(goal).status_code == ming.get(phase).status_code == 200
    assert ming.post(f"{here}/start").status_code == 303
    assert f"{goal}/progress" in ming.get(here).text and ming.get(f"{goal}/progress").status_code == 200
    assert "学习签字</button>" in wang.get(study).text
    assert ming.post(f"{here}/close", data={"practice": "班前演练"}).status_code == 303
    over = ming.get(here).text
    for path in (goal, phase, f"{here}/studies/new"):
        assert refused(path, "行动已经总结，不能再修改") and f'{path}"' not in over, path
    assert refused(f"{goal}/progress", "行动进行中才能登记进度") and f"{goal}/progress" not in over
    read = wang.get(study)
    assert read.status_code == 200 and "学习签字</button>" not in read.text, "what was studied may still be read"


def test_a_campaign_with_nothing_to_study_says_so_instead_of_starting(db, cast, units, as_):
    campaign = makers.make_campaign(cast, started=False)
    campaign.studies[0].due_on = makers.in_days(-1)
    audit.record("campaign.plan", campaign, cast["ming"])
    db.session.flush()
    study_id = campaign.studies[0].id
    db.session.commit()
    here, ming = f"/rectifications/campaigns/{campaign.id}", as_(cast["ming"])
    waiting = ming.get(here).text
    assert f"{here}/start" not in waiting and "签字期限已过，请先修改期限" in waiting
    assert ming.post(f"{here}/studies/{study_id}/withdraw", data={"reason": "改期"}).status_code == 303
    waiting = ming.get(here).text
    assert f"{here}/start" not in waiting and "请先添加学习内容" in waiting


def test_the_message_of_a_withdrawn_study_says_so_and_leads_to_the_campaign(db, cast, units, as_):
    """And what comes in its place is told, though SQLite gives it the id of the one that went."""
    makers.make_campaign(cast)
    db.session.commit()
    wang, ming = as_(cast["wang"]), as_(cast["ming"])
    message = db.session.scalars(select(Message).where(Message.user_id == cast["wang"].id)).one()
    study, campaign = message.href, message.href.split("/studies/")[0]
    assert ming.post(f"{study}/withdraw", data={"reason": "重复"}).status_code == 303
    box = wang.get("/inbox/").text
    assert "已撤回，不用再签字：规范化服务考核管理办法" in box and "请学习并签字" not in box
    opened = wang.post(f"/inbox/{message.id}/open")
    assert opened.location.endswith(campaign) and wang.get(opened.location).status_code == 200
    told = {"title": "文明用语", "content": "全文", "unit": units["office"].id, "due_on": makers.in_days(9).isoformat()}
    assert ming.post(f"{campaign}/studies/new", data=told).status_code == 303
    assert "请学习并签字：文明用语" in wang.get("/inbox/").text


def test_a_message_that_has_the_old_title_opens_the_study_which_tells_it(db, cast, units, as_):
    makers.make_campaign(cast)
    db.session.commit()
    wang, ming, old = as_(cast["wang"]), as_(cast["ming"]), "规范化服务考核管理办法"
    message = db.session.scalars(select(Message).where(Message.user_id == cast["wang"].id)).one()
    here = message.href
    assert old in message.title and "原名" not in wang.get(here).text
    told = {"content": "全文", "unit": units["office"].id, "due_on": makers.in_days(9).isoformat()}
    for title in ("管理办法（试行）", "管理办法（修订）"):
        assert ming.post(f"{here}/edit", data=told | {"title": title}).status_code == 303
    again = told | {"title": "管理办法（修订）", "content": "新的全文"}
    assert ming.post(f"{here}/edit", data=again).status_code == 303
    assert f"请学习并签字：{old}" in wang.get("/inbox/").text, "what was sent stays as it was sent"
    opened = wang.post(f"/inbox/{message.id}/open", follow_redirects=True)
    assert opened.status_code == 200 and "管理办法（修订）" in opened.text
    assert f"原名 管理办法（试行）、{old}" in wang.get(here).text
    assert ming.post(f"{here}/edit", data=told | {"title": old}).status_code == 303
    assert "原名 管理办法（修订）、管理办法（试行）" in wang.get(here).text, "the name it has again is no former one"


def unread(db, person) -> int:
    asked = (Message.user_id == person.id, Message.title.startswith("请学习并签字"), Message.read_at.is_(None))
    return db.session.scalar(select(func.count(Message.id)).where(*asked))
