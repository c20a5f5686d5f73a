"""Awards on the web: the journey, who sees what, why a place, paper and spreadsheets."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import select

from models import approvals
from models.awards import Award, AwardKind, AwardObjection, AwardState, jury, keeping, objections, queries, rounds
from models.awards.ranking import said
from models.core import clock
from models.inbox import todos_of
from tests.awards import makers
from tests.awards.makers import candidate
from tests.penalties import makers as penalties


def test_from_the_call_to_the_notice_on_the_web(db, cast, units, as_):
    office, kind = as_(cast["ming"]), makers.kind(weights={"score": 100})
    assert office.get("/awards/new").status_code == 200
    sent = {"kind": kind.id, "unit": units["qinglan"].id, "title": "本月标兵", "until": clock.today().isoformat()}
    answer = office.post("/awards/new", data=sent | {"since": f"{clock.today():%Y-%m}-01"})
    assert answer.status_code == 303, answer.text
    here = answer.location
    assert as_(cast["liu"]).get(f"{here}/nominate").status_code == 200
    sent = {"holder": cast["wang"].id, "words": "服务周到"}
    assert as_(cast["liu"]).post(f"{here}/nominate", data=sent).status_code == 303
    assert as_(cast["wang"]).get(here).status_code == 404, "the call is not for everybody"
    for one in ("screen", "start-jury", "publish"):
        assert office.post(f"{here}/{one}").status_code == 303, one
    text = as_(cast["zhao"]).get(here).text
    assert "公示" in text and "王倩" in text
    assert as_(cast["mei"]).get(here).status_code == 404, "another station's round"
    sent = {"candidate": candidate(db.session.scalars(select(Award)).one(), "王倩").id, "words": "请核实"}
    assert as_(cast["zhao"]).post(f"{here}/object", data=sent).status_code == 303
    assert "请核实" in as_(cast["chen"]).get(here).text and "请核实" not in as_(cast["sun"]).get(here).text
    refused = office.post(f"{here}/submit", headers={"Referer": f"http://localhost{here}"})
    assert refused.status_code == 409 and "次日起才能提交" in refused.text
    assert "没有办成" in refused.text and "情况已有变化" not in refused.text, "nothing has moved"
    assert f'href="{here}"' in refused.text.split("没有办成")[-1], "and the way back to the round is there"


def test_a_place_is_explained_to_the_last_hundredth(db, cast, units, as_):
    award = makers.make_notice(cast, units)
    zhao = candidate(award, "赵磊")
    db.session.commit()
    text = as_(cast["zhao"]).get(f"/awards/candidates/{zhao.id}").text
    for words in ("为什么是这个名次", "第 2 名", f"= {said(zhao.total)}", "比第 1 名王倩少", "评审打分", "并列"):
        assert words in text


def test_the_reason_of_exclusion_is_for_the_person_alone(db, cast, units, as_):
    penalties.make_due(cast)
    award = makers.make_notice_without(cast, units)
    wang = candidate(award, "王倩")
    db.session.commit()
    assert "受过处罚" in as_(cast["wang"]).get(f"/awards/candidates/{wang.id}").text
    assert as_(cast["zhao"]).get(f"/awards/candidates/{wang.id}").status_code == 404
    assert "受过处罚" not in as_(cast["zhao"]).get(f"/awards/{award.id}").text
    assert "受过处罚" in as_(cast["ming"]).get(f"/awards/{award.id}").text
    assert "受过处罚" not in as_(cast["zhao"]).get(f"/history/awards/{award.id}").text


def said_in(content: bytes) -> str:
    """Return all that a Word document says."""
    word = Document(BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in word.paragraphs), *cells])


def test_approved_printed_and_paid(db, cast, units, as_):
    award = makers.make_approved(cast, units)
    db.session.commit()
    office, finance = as_(cast["ming"]), as_(cast["cai"])
    assert award.state is AwardState.APPROVED
    assert "评审表" in office.get(f"/awards/{award.id}/print").text
    praised, judged = "王倩（青岚收费站", "征费室主任审核：吴静"
    assert praised in office.get(f"/awards/{award.id}/praise").text
    for name, words in (("praise", praised), ("sheet", judged)):
        assert words in said_in(office.get(f"/awards/{award.id}/{name}.docx").data)
    assert office.post(f"/awards/{award.id}/notice").status_code == 303
    assert office.post(f"/awards/{award.id}/notice").status_code == 409
    assert office.post(f"/awards/{award.id}/issue").status_code == 303
    assert "王倩" in finance.get("/awards/payments").text
    pay = f"/awards/candidates/{candidate(award, '王倩').id}/pay"
    sent = {"receipt_no": "JJ-7", "paid_on": clock.today().isoformat()}
    assert finance.post(pay, data=sent).status_code == 303
    assert "JJ-7" in finance.get("/awards/payments").text
    head = as_(cast["wu"])
    for address in ("/awards/export.xlsx", f"/awards/{award.id}/export.xlsx", "/awards/stars.xlsx"):
        assert head.get(address).data[:2] == b"PK", address
    assert finance.get("/awards/payments.xlsx").data[:2] == b"PK"
    assert "五星级" in head.get("/awards/stars").text


def test_the_head_approves_with_the_bar(db, cast, units, as_):
    award = makers.make_submitted(cast, units)
    db.session.commit()
    head = as_(cast["wu"])
    asked = head.get(f"/awards/{award.id}").text
    assert "审批意见" in asked and '<body class="task"' in asked, "on a phone the bar that decides stands alone"
    assert '<body class=""' in as_(cast["ming"]).get(f"/awards/{award.id}").text
    assert head.post(f"/awards/{award.id}/decide", data={"decision": "return"}).status_code == 422
    assert head.post(f"/awards/{award.id}/decide", data={"decision": "approve"}).status_code == 303
    assert approvals.latest_of(award) is not None


def test_kinds_and_bars_are_kept_on_the_web(db, cast, units, as_):
    head, kind = as_(cast["wu"]), db.session.scalars(select(AwardKind).where(AwardKind.code == "model")).one()
    assert head.get(f"/awards/kinds/{kind.id}/edit").status_code == 200
    sent = {"name": "服务标兵", "places": "5", "amount": "600", "source": "本所文件", "is_open": "y", "no_ban": "y"}
    sent |= {"weight_score": "60", "weight_jury": "30", "least_score": "98", "version": kind.version}
    sent |= {"posts": "收费员， 班长"}
    assert head.post(f"/awards/kinds/{kind.id}/edit", data=sent).status_code == 422
    assert head.post(f"/awards/kinds/{kind.id}/edit", data=sent | {"weight_jury": "40"}).status_code == 303
    db.session.expire_all()
    assert (kind.weights, kind.filters) == (
        {"score": 60, "jury": 40},
        {"no_ban": True, "least_score": 980, "posts": ["收费员", "班长"]},
    )
    assert 'value="收费员、班长"' in head.get(f"/awards/kinds/{kind.id}/edit").text
    sent = {"holder": units["crew1"].id, "year": clock.today().year, "reason": "专项行动不力"}
    assert head.post("/awards/bars/new/crew", data=sent).status_code == 303
    assert "专项行动不力" in head.get("/awards/bars").text


@pytest.mark.one_engine
@pytest.mark.parametrize("address", ["/awards/{award}", "/awards/stars"])
def test_a_list_asks_the_same_for_few_and_many(db, cast, units, as_, count_queries, address):
    award = makers.make_notice(cast, units)
    db.session.commit()
    browser, asked = as_(cast["wu"]), []
    address = address.format(award=award.id)
    browser.get(address)
    for limit in (2, 50):
        with pytest.MonkeyPatch.context() as patch, count_queries() as seen:
            patch.setattr("blueprints.core.paging.SIZE", limit)
            assert browser.get(address).status_code == 200
        asked.append(len([one for one in seen if "setting_values" not in one]))
    assert asked[0] == asked[1]


@pytest.mark.one_engine
def test_a_juror_finds_the_points_given_and_hears_at_once_where_none_can_be(cast, units, as_):
    award = makers.make_jury(cast, units)
    row, juror = makers.candidate(award, "王倩"), as_(cast["min"])
    at = f"/awards/candidates/{row.id}/vote"
    assert juror.post(at, data={"points": "88"}).status_code == 303
    shown = juror.get(at).text
    assert 'value="88"' in shown
    assert "积分得分" in shown and "基础分" in shown, "what is known of the candidate stands beside the points"
    assert "评审打分" not in shown, "not what the others gave"
    assert as_(cast["ming"]).post(f"/awards/{award.id}/publish").status_code == 303
    late = juror.get(at)
    assert late.status_code == 409 and "现在不在评审阶段" in late.text


@pytest.mark.one_engine
def test_who_decided_an_objection_and_who_cancelled_stand_on_the_page(db, cast, units, as_):
    award, head = makers.make_notice(cast, units), as_(cast["chen"])
    sent = {"candidate": candidate(award, "王倩").id, "words": "请核实"}
    at = f"/awards/{award.id}"
    assert as_(cast["zhao"]).post(f"{at}/object", data=sent).status_code == 303
    objection = db.session.scalars(select(AwardObjection)).one()
    told = {"outcome": "rejected", "reason": "经核对无误"}
    assert head.post(f"/awards/objections/{objection.id}/decide", data=told).status_code == 303
    assert f"{cast['chen'].name}决定：经核对无误" in head.get(at).text
    again = head.get(f"/awards/objections/{objection.id}/decide")
    assert again.status_code == 409 and "这件异议已经决定：异议不成立" in again.text
    assert as_(cast["ming"]).post(f"{at}/cancel", data={"reason": "名额调整"}).status_code == 303
    assert cast["ming"].name in head.get(at).text.split("评选已取消")[1].split("</div>")[0]
    assert "评审表（评选已取消）</h1>" in head.get(f"{at}/print").text


@pytest.mark.one_engine
def test_a_bar_that_was_lifted_is_not_lifted_again(db, cast, as_):
    told = {"by": cast["chen"], "at": clock.now()}
    row = keeping.bar(holder=cast["wang"], year=clock.today().year, reason="活动消极", **told)
    keeping.lift(row, reason="查明属公差", **told)
    db.session.commit()
    again = as_(cast["chen"]).get(f"/awards/bars/{row.id}/lift")
    assert again.status_code == 409 and "恢复：查明属公差" in again.text


def test_a_juror_is_counted_and_shown_the_rounds_still_to_judge(db, cast, units, as_):
    award = makers.make_jury(cast, units)
    db.session.commit()
    juror = as_(cast["duo"])
    (todo,) = [one for one in todos_of(cast["duo"], clock.now()) if one.title == "评优待打分"]
    assert todo.count == 1 and award.number in juror.get(todo.href).text
    all_ = db.session.scalars(queries.eligible_of(award))
    rows = [one for one in all_ if not rounds.refusal_to_vote(one, cast["duo"])]
    for left, row in zip(range(len(rows) - 1, -1, -1), rows, strict=True):
        assert f"还有 {left + 1} 名候选等您打分" in juror.get(f"/awards/{award.id}").text
        assert award.number in juror.get("/awards/?unjudged=y").text, "a round half judged still waits"
        given = juror.post(f"/awards/candidates/{row.id}/vote", data={"points": "80"}, follow_redirects=True).text
        assert (f"还有 {left} 名候选没有打分" if left else "您已给全部候选打分") in given
    assert "等您打分" not in juror.get(f"/awards/{award.id}").text
    assert award.number in juror.get("/awards/?state=jury").text
    assert award.number not in juror.get("/awards/?unjudged=y").text
    assert "只看待我打分" not in as_(cast["wang"]).get("/awards/").text


@pytest.mark.one_engine
def test_an_inspector_is_reminded_to_judge_the_round_of_a_station(db, cast, units, as_):
    award = makers.make_jury(cast, units)
    db.session.commit()
    (todo,) = [one for one in todos_of(cast["min"], clock.now()) if one.title == "评优待打分"]
    assert todo.count == 1 and award.number in as_(cast["min"]).get(todo.href).text
    assert [one for one in todos_of(cast["du"], clock.now()) if one.title == "评优待打分"] == [], "another station's"
    for row in db.session.scalars(queries.eligible_of(award)):
        rounds.vote(award, row, points=80, by=cast["min"], at=clock.now())
    assert [one for one in todos_of(cast["min"], clock.now()) if one.title == "评优待打分"] == []


def test_the_organiser_sees_who_has_not_judged_and_who_lacks_points(db, cast, units, as_):
    """A leader of a crew is not asked for their own people; whoever has judged all is not named."""
    award = makers.make_jury(cast, units)
    db.session.commit()
    people = db.session.scalars(queries.eligible_of(award)).all()
    makers.judge(award, cast["liu"], 孙晓梅=75)
    for row in people:
        rounds.vote(award, row, points=80, by=cast["min"], at=clock.now())
    db.session.commit()
    shown = as_(cast["ming"]).get(f"/awards/{award.id}").text
    panel = shown.split('id="jury"')[1].split("</section>")[0]
    asked = sum(not rounds.refusal_to_vote(row, cast["liu"]) for row in people)
    assert asked < len(people) and cast["min"].name not in panel
    assert cast["duo"].name in panel and f"已打 0 / {len(people)}" in panel
    assert (cast["liu"].name in panel) is (asked > 1) and (f"已打 1 / {asked}" in panel) is (asked > 1)
    sun, wang = (shown.split(f">{name}</a>")[1].split("</tr>")[0] for name in ("孙晓梅", "王倩"))
    judges = jury.of(award, clock.today())
    for row, text, given in (("孙晓梅", sun, 2), ("王倩", wang, 1)):
        assert f'评委已打 <span class="num nowrap">{given} / {judges.asked[candidate(award, row).id]}</span>' in text, (
            row
        )
    assert 'id="jury"' not in as_(cast["duo"]).get(f"/awards/{award.id}").text, "jurors do not watch each other"


@pytest.mark.one_engine
def test_the_rounds_with_objections_open_as_they_are_counted(db, cast, units, as_):
    award = makers.make_notice(cast, units)
    for caption in ("王倩", "赵磊"):
        told = {"candidate": candidate(award, caption), "words": "请核实", "by": cast["sun"], "at": clock.now()}
        objections.object_to(award, **told)
    db.session.commit()
    (todo,) = [one for one in todos_of(cast["chen"], clock.now()) if "异议" in one.title]
    assert todo.count == as_(cast["chen"]).get(todo.href).text.count(f'href="/awards/{award.id}"') == 1


def test_a_form_that_nobody_could_send_is_not_offered(db, cast, units, as_):
    """Nobody left to put forward, an objection of one's own, the own eligibility: said before anything is typed."""
    award = makers.make_round(cast, units)
    for key in ("wang", "zhao", "huang"):
        rounds.nominate(award, holder=cast[key], words="尽责", by=cast["liu"])
    db.session.commit()
    here, leader = f"/awards/{award.id}", as_(cast["liu"])
    assert f'href="{here}/nominate"' not in leader.get(here).text
    refused = leader.get(f"{here}/nominate")
    assert refused.status_code == 409 and "没有可以再提名" in refused.text and 'name="form_key"' not in refused.text
    offered = as_(cast["duo"]).get(f"{here}/nominate").text.split('name="holder"')[1].split("</select>")[0]
    assert "孙晓梅" in offered and "王倩" not in offered and "多国庆" not in offered and "梅芳" not in offered
    bar = keeping.bar(holder=cast["wu"], year=clock.today().year, reason="工作不力", by=cast["chen"], at=clock.now())
    db.session.commit()
    own = as_(cast["wu"])
    assert f"/awards/bars/{bar.id}/lift" not in own.get("/awards/bars").text
    assert own.get(f"/awards/bars/{bar.id}/lift").status_code == 409
    assert own.post(f"/awards/bars/{bar.id}/lift", data={"reason": "我改了"}).status_code in (409, 422)
    assert f"/awards/bars/{bar.id}/lift" in as_(cast["chen"]).get("/awards/bars").text


@pytest.mark.one_engine
def test_the_next_step_of_a_round_is_offered_when_it_can_be_taken(db, cast, units, as_):
    award = makers.make_jury(cast, units)
    db.session.commit()
    here, office = f"/awards/{award.id}", as_(cast["ming"])
    assert "还没有评委打分，不能公示" in office.get(here).text and f"{here}/publish" not in office.get(here).text
    makers.judge(award, cast["min"], 王倩=90)
    rounds.publish(award, by=cast["ming"], at=clock.now())
    objected = objections.object_to(
        award, candidate=candidate(award, "王倩"), words="请核实", by=cast["fu"], at=clock.now()
    )
    db.session.commit()
    assert "次日起才能提交" in office.get(here).text and f"{here}/submit" not in office.get(here).text
    decide = f"/awards/objections/{objected.id}/decide"
    assert decide in as_(cast["chen"]).get(here).text and decide not in as_(cast["fu"]).get(here).text
    clock.pin(award.notice_until + timedelta(days=1))
    later = as_(cast["ming"])
    assert "请先决定异议" in later.get(here).text and f"{here}/submit" not in later.get(here).text
    told = {"outcome": "rejected", "reason": "无误"}
    assert as_(cast["chen"]).post(decide, data=told).status_code == 303
    assert f"{here}/submit" in later.get(here).text
