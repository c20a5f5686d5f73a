"""A certificate is prepared, issued once and for ever, and taken back on record. Source: issue 4 §6, show 3."""

from __future__ import annotations

import threading
from io import BytesIO

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from models import certificates
from models.accounts import User
from models.certificates import (
    Certificate,
    CertificateState,
    FrozenPaper,
    checking,
    designs,
    issuing,
)
from models.core import attachments, audit, checks, clock
from models.core.errors import Overtaken, RuleBroken
from models.core.scope import visible
from models.inbox import Message, todos_of
from tests.certificates.makers import ADDRESS, make_issued, make_pending, use_address

S = CertificateState


def broken() -> list[str]:
    return [sentence for _rule, found in checks.run() for sentence in found]


def paper_of(db, row) -> bytes:
    (kept,) = db.session.scalars(attachments.of(row)).all()
    with attachments.open_stored(kept) as file:
        return file.read()


def test_issuing_numbers_freezes_and_tells(cast, db):
    row = make_issued(cast)
    assert (
        row.number == f"ZS-{clock.today().year}-0001" and row.state is S.ISSUED and len(checking.clean(row.code)) == 20
    )
    assert (row.holder_name, row.issuer, row.dated_on) == ("王倩", "昌南收费所", clock.today())
    assert row.body == "您在2026年第三季度规范化服务工作中成绩突出，被评为“服务标兵”。"
    assert checking.compare(row, file=BytesIO(paper_of(db, row)), sha256="").is_same and checking.is_intact(row)
    said = db.session.scalars(select(Message.title).where(Message.user_id == cast["wang"].id)).all()
    assert f"您获得“服务标兵”证书 {row.number}" in said
    assert broken() == []


def test_what_was_issued_outlives_names_designs_and_schema(cast, units, db):
    """Show 3 of issue 4: renamed, redesigned, upgraded, and the paper is the same to the bit."""
    row, plaque = make_issued(cast), make_issued(cast, units["crew1"], award="金牌服务班组")
    before = {one.number: (one.sha256, paper_of(db, one)) for one in (row, plaque)}
    cast["wang"].name, units["crew1"].name, units["office"].name = "王茜", "先锋班", "昌南中心"
    for changed in (cast["wang"], units["crew1"], units["office"]):
        audit.record("user.edit", changed, cast["xi"])
    design = certificates.template_of("honour")
    words = {part: getattr(design.newest, part) for part in ("layout", "palette", "salutation", "closing")}
    more = {"title": "嘉奖令", "body": "您在{期间}被评为“{奖项}”。"} | words
    assert designs.edit(design, name=design.name, is_open=True, by=cast["ming"], at=clock.now(), **more)
    db.session.commit()
    db.session.remove()
    upgrade()
    for one in db.session.scalars(select(Certificate).order_by(Certificate.id)):
        assert (one.sha256, paper_of(db, one)) == before[one.number]
        assert checking.is_intact(one)
    row = checking.look_up(row_code(db, 1))
    assert (row.holder_name, row.title, row.issuer) == ("王倩", "荣誉证书", "昌南收费所")
    wang, wu = (db.session.scalars(select(User).where(User.staff_no == no)).one() for no in ("00317", "00020"))
    ming = db.session.scalars(select(User).where(User.staff_no == "00021")).one()
    later = make_pending(wang, ming)
    issuing.issue(later, by=wu, at=clock.now())
    assert (later.holder_name, later.title, later.issuer) == ("王茜", "嘉奖令", "昌南中心")
    assert broken() == []


def row_code(db, row_id: int) -> str:
    return db.session.scalar(select(Certificate.code).order_by(Certificate.id).limit(1).offset(row_id - 1))


def test_no_rule_and_no_accident_rewrites_an_issued_paper(cast, db):
    row = make_issued(cast)
    row.holder_name = "李四"
    with pytest.raises(FrozenPaper):
        db.session.flush()


def test_revoked_stays_on_file_and_says_so(cast, db):
    row = make_issued(cast)
    digest = row.sha256
    with pytest.raises(RuleBroken, match="理由"):
        certificates.revoke(row, reason="", by=cast["wu"], at=clock.now())
    certificates.revoke(row, reason="公示后查实投诉", by=cast["wu"], at=clock.now())
    assert (row.state, row.sha256, row.ended_by_id) == (S.REVOKED, digest, cast["wu"].id)
    assert checking.look_up(row.shown_code.lower()).id == row.id and checking.is_intact(row)
    said = db.session.scalars(select(Message.title).where(Message.user_id == cast["wang"].id)).all()
    assert f"“服务标兵”证书 {row.number} 已撤销" in said
    with pytest.raises(Overtaken):
        certificates.revoke(row, reason="再次", by=cast["wu"], at=clock.now())
    assert broken() == []


@pytest.mark.parametrize(
    ("holder", "drafter", "by", "said"),
    [("wang", "wu", "wu", "您拟发的"), ("wu", "ming", "wu", "不能给自己"), ("hq", "ming", "wu", "不在您管理")],
)
def test_who_may_not_issue(cast, db, holder, drafter, by, said):
    row = make_pending(cast[holder], cast[drafter])
    with pytest.raises(RuleBroken, match=said):
        certificates.issue(row, by=cast[by], at=clock.now())


def test_nothing_is_issued_without_an_address_for_its_code(cast, db):
    row = make_pending(cast["wang"], cast["ming"])
    use_address("")
    with pytest.raises(RuleBroken, match="内网地址"):
        certificates.issue(row, by=cast["wu"], at=clock.now())
    assert row.number is None


@pytest.mark.parametrize(
    ("template", "told", "field", "said"),
    [
        ("honour", {"period": ""}, "period", "有期间"),
        ("merit", {}, "citation", "有事由"),
        ("honour", {"award": "☃"}, "award", "“☃”"),
        ("plaque", {}, "template", "不能发给个人"),
        ("merit", {"citation": "坚守岗位，" * 80}, "citation", "放不下"),
    ],
)
def test_it_refuses_to_prepare_what_could_not_be_printed(cast, template, told, field, said):
    with pytest.raises(RuleBroken, match=said) as refused:
        make_pending(cast["wang"], cast["ming"], template, **told)
    assert refused.value.field == field


def test_a_case_has_one_live_certificate_for_each_holder(cast, db):
    case = cast["min"]  # any row of any room
    row = make_pending(cast["wang"], cast["ming"], source=case)
    with pytest.raises(RuleBroken, match="已经有证书"):
        make_pending(cast["wang"], cast["ming"], source=case)
    make_pending(cast["zhao"], cast["ming"], source=case)
    certificates.cancel(row, reason="名单有误", by=cast["ming"], at=clock.now())
    make_pending(cast["wang"], cast["ming"], source=case)
    with pytest.raises(RuleBroken, match="已经有证书"):
        certificates.restore(row, by=cast["ming"], at=clock.now())
    assert len(db.session.scalars(certificates.of(case)).all()) == 3


def test_when_the_award_falls_its_certificates_fall_with_it(cast, units, db):
    case = cast["min"]
    issued = make_pending(cast["wang"], cast["ming"], source=case)
    certificates.issue(issued, by=cast["wu"], at=clock.now())
    waiting = make_pending(units["crew1"], cast["ming"], source=case, award="金牌服务班组")
    other = make_issued(cast, cast["zhao"])
    assert certificates.withdraw(case, reason="异议成立", by=cast["chen"], at=clock.now()) == 2
    assert (issued.state, waiting.state, other.state) == (S.REVOKED, S.CANCELLED, S.ISSUED)
    assert certificates.withdraw(case, reason="异议成立", by=cast["chen"], at=clock.now()) == 0
    assert broken() == []


def test_a_ban_holds_back_what_waits_and_its_reversal_lets_it_wait_again(cast, db):
    ban = cast["tan"]
    waiting, other = make_pending(cast["wang"], cast["ming"]), make_pending(cast["zhao"], cast["ming"])
    issued = make_issued(cast)
    assert certificates.hold_back(cast["wang"], ban, reason="取消评先资格", by=None, at=clock.now()) == 1
    assert (waiting.state, other.state, issued.state) == (S.CANCELLED, S.PENDING, S.ISSUED)
    assert certificates.release(ban, by=cast["chen"], at=clock.now()) == 1
    assert (waiting.state, waiting.cause_type, waiting.reason) == (S.PENDING, "", "")
    assert certificates.release(ban, by=cast["chen"], at=clock.now()) == 0


def test_several_are_issued_in_the_order_of_preparation_all_or_none(cast, db):
    rows = [make_pending(cast[who], cast["ming"]) for who in ("wang", "zhao", "sun")]
    done = issuing.issue_all(reversed(rows), by=cast["wu"], at=clock.now())
    assert [one.number[-4:] for one in done] == ["0001", "0002", "0003"] and done == rows
    with pytest.raises(RuleBroken, match="至少选择一张"):
        issuing.issue_all([], by=cast["wu"], at=clock.now())


def test_two_who_issue_at_once_leave_no_gap_and_no_double(app, cast, db):
    """Different certificates at the same time get consecutive numbers; the same one is issued once."""
    ids = [make_pending(cast[who], cast["ming"]).id for who in ("wang", "zhao", "sun", "zhou")]
    boss, refused = cast["wu"].id, []
    db.session.commit()  # lets go of the write lock

    def work(mine: list[int]) -> None:
        with app.app_context():
            for row_id in mine:
                try:
                    row, by = db.session.get_one(Certificate, row_id), db.session.get_one(User, boss)
                    issuing.issue(row, by=by, at=clock.now())
                    db.session.commit()
                except RuleBroken as refusal:
                    db.session.rollback()
                    refused.append(str(refusal))
            db.session.remove()

    threads = [threading.Thread(target=work, args=(order,)) for order in (ids, ids[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()
    numbers = sorted(db.session.scalars(select(Certificate.number)))
    assert [one[-4:] for one in numbers] == ["0001", "0002", "0003", "0004"] and len(refused) == 4
    assert len(db.session.scalars(select(attachments.Attachment)).all()) == 4 and broken() == []


def test_a_change_of_a_design_makes_a_version_and_refuses_what_cannot_be_printed(cast, db):
    design = certificates.template_of("letter")
    now, words = clock.now(), ("layout", "palette", "title", "salutation", "body", "closing")
    same = {part: getattr(design.newest, part) for part in words}
    given = {"name": design.name, "is_open": True, "by": cast["ming"], "at": now}
    assert not designs.edit(design, **given, **same) and design.newest.number == 1
    for part, typed, said in (
        ("body", "{工资}", "不认识“{工资}”"),
        ("body", "{姓名", "成对"),
        ("salutation", "同志：", "要有{姓名}"),
        ("title", "☃", "“☃”"),
        ("body", "很长，" * 400, "放不下"),
    ):
        with pytest.raises(RuleBroken, match=said) as refused, db.session.begin_nested():
            designs.edit(design, **given, **(same | {part: typed}))
        assert refused.value.field == part
    assert designs.edit(design, **given, **(same | {"closing": "特此聘任。"})) and design.newest.number == 2
    with pytest.raises(RuleBroken, match="同名"):
        designs.add(code="x", name=design.name, holder=design.holder, by=cast["ming"], at=now, **same)


def test_what_waits_is_a_todo_of_whoever_may_issue_it(cast, db):
    make_pending(cast["wang"], cast["ming"])
    assert [one.count for one in todos_of(cast["wu"], clock.now()) if one.title == "证书待颁发"] == [1]
    assert [one for one in todos_of(cast["ming"], clock.now()) if one.title == "证书待颁发"] == []
    make_pending(cast["wu"], cast["ming"])  # one's own waits for somebody else
    assert [one.count for one in todos_of(cast["wu"], clock.now()) if one.title == "证书待颁发"] == [1]
    assert [one.count for one in todos_of(cast["chen"], clock.now()) if one.title == "证书待颁发"] == [2]


def test_who_sees_which(cast, units, db):
    own, crews = make_issued(cast), make_issued(cast, units["crew1"], award="金牌服务班组")
    waiting = make_pending(cast["wang"], cast["ming"])

    def seen(who: str) -> set[int]:
        return {row.id for row in db.session.scalars(visible(Certificate, cast[who]))}

    assert seen("wang") == {own.id, crews.id} and seen("zhao") == {crews.id} and seen("sun") == set()
    assert seen("duo") == {own.id, crews.id, waiting.id} and seen("du") == set()


def test_an_uprooted_file_is_noticed(cast, db):
    row = make_issued(cast)
    path = attachments.path_of(row.sha256)
    content = path.read_bytes()
    path.write_bytes(content + b" ")
    try:
        assert not checking.is_intact(row) and any("缺失或被改动" in one for one in broken())
    finally:
        path.write_bytes(content)


def test_an_older_schema_with_certificates_goes_down_and_up(cast, db):
    make_issued(cast)
    db.session.commit()
    db.session.remove()
    downgrade(revision="0012")
    upgrade()
    assert db.session.scalar(text("SELECT count(*) FROM certificates")) == 0


@pytest.mark.parametrize("typed", ["", "7KQ2", "☃" * 20, "7KQ2M9XD4TRB6WHCP3V0", "' OR 1=1 --", "7" * 500])
def test_what_cannot_be_a_code_finds_nothing(cast, db, typed):
    assert checking.look_up(typed) is None


def test_the_address_of_the_code_is_the_house_s(cast, db, monkeypatch):
    seen = []
    monkeypatch.setattr(issuing.designs, "printed", lambda *_a, **rest: seen.append(rest.get("address")) or b"%PDF-x")
    row = make_issued(cast)
    assert seen[-1] == f"{ADDRESS}/certificates/check/{row.shown_code}"
