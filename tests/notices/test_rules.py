"""What a notice may and may not do on its way, and whom it reaches."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from models import notices
from models.accounts import MoveKind
from models.accounts import people as rooms
from models.accounts.tables import Move
from models.core import audit, clock
from models.core.audit import AuditEntry
from models.core.db import db as database
from models.core.errors import Overtaken, RuleBroken
from models.inbox import Message, todos_of
from models.notices import NoticeState, Source, delivering, drafting, signing
from models.notices.invariants import numbers_without_gaps
from models.roster import DutyPost
from tests.notices import makers
from tests.notices.makers import RIGHT, WRONG
from tests.roster.makers import make_shift

DAY = date(2026, 11, 27)


@pytest.fixture
def day(monkeypatch):
    """A Friday morning; the roster of the weekend is out."""
    moment = clock.at(DAY, time(9))
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: DAY)
    return DAY


def test_it_gets_a_number_when_it_is_signed_out_and_not_before(cast, units):
    notice = makers.make_submitted(cast, units["office"])
    assert (notice.number, notice.state) == (None, NoticeState.REVIEW)
    makers.approve(notice, cast)
    assert (notice.number, notice.state) == (f"站务通〔{clock.today().year}〕1号", NoticeState.PUBLISHED)
    assert notice.issuer_name == "昌南收费所"


def test_a_returned_draft_leaves_no_gap(cast, units):
    first = makers.make_submitted(cast, units["office"])
    drafting.decide(first, decision="return", opinion="标题太长", by=cast["chen"], at=clock.now())
    assert first.state is NoticeState.DRAFT
    second = makers.make_published(cast, units["office"])
    drafting.submit(first, by=cast["ming"], at=clock.now())
    makers.approve(first, cast)
    assert [one.number[-2:] for one in (second, first)] == ["1号", "2号"]
    assert list(numbers_without_gaps()) == []


def test_criticism_is_checked_by_the_head_before_the_leader(cast, units):
    notice = makers.make_submitted(cast, units["office"], kind=makers.kind("criticism"))
    with pytest.raises(RuleBroken, match="现在不由您办理"):
        drafting.decide(notice, decision="approve", opinion="", by=cast["chen"], at=clock.now())
    makers.approve(notice, cast)
    assert notice.number == f"站务批〔{clock.today().year}〕1号"


@pytest.mark.parametrize(
    ("target", "reached", "missed"),
    [
        ({"units": ["crew1"]}, "wang zhao liu huang", "sun duo ming chen"),
        ({"units": ["qinglan"], "roles": ["collector"]}, "wang zhao sun zhou", "liu duo mei"),
        ({"roles": ["shift_leader"]}, "liu han mo", "wang duo"),
        ({"people": "00317，00417"}, "wang mei", "zhao liu ming"),
        ({"units": ["crew2"], "people": "00317"}, "sun zhou han wang", "zhao liu"),
        ({}, "wang mei duo ming chen cai", "mystery xi an shen hq"),
    ],
)
def test_it_reaches_its_audience_and_nobody_else(cast, units, target, reached, missed):
    roles = {role.code: role for role in database.session.scalars(notices.audience.roles_that_read())}
    given = {"units": [units[one] for one in target.get("units", ())], "people": target.get("people", "")}
    given["roles"] = [roles[code] for code in target.get("roles", ())]
    got = makers.readers(makers.make_published(cast, units["office"], **given))
    assert {cast[key].id for key in reached.split()} <= got
    assert not got & {cast[key].id for key in missed.split()}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"question": ""}, "question"),
        ({"choices": ["三张", ""]}, "choice_1"),
        ({"choices": ["三张", "三张"]}, "choice_1"),
        ({"answer": None}, "answer"),
        ({"answer": 3}, "answer"),
        ({"expires_on": date(2020, 1, 1)}, "expires_on"),
        ({"people": "99999"}, "people"),
    ],
)
def test_a_draft_that_cannot_work_is_refused_at_its_field(cast, units, wrong, field):
    with pytest.raises(RuleBroken) as refused:
        makers.make_draft(cast, units["office"], **wrong)
    assert refused.value.field == field


def test_nobody_drafts_for_a_unit_out_of_reach(cast, units):
    with pytest.raises(RuleBroken, match="不能以这个单位的名义"):
        makers.make_draft(cast, units["meiling"], by="duo")


def test_only_the_drafter_works_on_a_draft(cast, units):
    notice = makers.make_draft(cast, units["office"])
    for act in (drafting.submit, drafting.drop):
        with pytest.raises(RuleBroken, match="起草人"):
            act(notice, by=cast["wu"], at=clock.now())
    drafting.submit(notice, by=cast["ming"], at=clock.now())
    with pytest.raises(Overtaken, match="先撤回"):
        drafting.edit(notice, by=cast["ming"], **makers.told(units["office"]))
    drafting.recall(notice, by=cast["ming"], at=clock.now())
    drafting.drop(notice, by=cast["ming"], at=clock.now())
    assert (notice.state, notice.number) == (NoticeState.DROPPED, None)


def test_whom_it_is_about_keeps_out_of_its_approval(cast, units):
    source = Source("CF-2026-0001", "/penalties/1", [cast["chen"].id])
    told = {"source": source, "unit": units["office"], "by": cast["ming"], "at": clock.now()}
    notice = notices.draft_from("praise", "关于表彰的通报", "正文", **told)
    with pytest.raises(RuleBroken, match="已经起草过"):
        notices.draft_from("praise", "又一份", "正文", **told)
    drafting.submit(notice, by=cast["ming"], at=clock.now())
    with pytest.raises(RuleBroken):
        drafting.decide(notice, decision="approve", opinion="", by=cast["chen"], at=clock.now())
    makers.approve(notice, cast)
    assert notice.state is NoticeState.PUBLISHED and notice.published_by_id == cast["fu"].id


def test_a_wrong_answer_is_kept_and_does_not_sign(cast, units, db):
    notice = makers.make_published(cast, units["office"])
    mine = makers.receipt(notice, cast["wang"])
    assert signing.sign(mine, answer=WRONG, by=cast["wang"], at=clock.now()) is False
    assert signing.sign(mine, answer=RIGHT, by=cast["wang"], at=clock.now()) is True
    assert (mine.tries, mine.is_signed) == (1, True)
    with pytest.raises(Overtaken, match="您已于"):
        signing.sign(mine, answer=RIGHT, by=cast["wang"], at=clock.now())
    db.session.commit()
    acts = db.select(AuditEntry.action).where(AuditEntry.subject_type == "notice_receipts").order_by(AuditEntry.id)
    assert db.session.scalars(acts).all() == ["notice.miss", "notice.sign"]


def test_nobody_signs_for_another_or_without_an_answer(cast, units):
    mine = makers.receipt(makers.make_published(cast, units["office"]), cast["wang"])
    with pytest.raises(RuleBroken, match="本人"):
        signing.sign(mine, answer=RIGHT, by=cast["liu"], at=clock.now())
    with pytest.raises(RuleBroken, match="先回答"):
        signing.sign(mine, answer=None, by=cast["wang"], at=clock.now())


def test_the_deadline_counts_from_the_next_shift_and_follows_the_roster(cast, units, db, day):
    crew = {cast["liu"]: (DutyPost.LEADER, None), cast["wang"]: (DutyPost.COLLECTOR, None)}
    later = make_shift(units["qinglan"], DAY + timedelta(days=2), "early", units["crew1"], crew)
    notice = makers.make_published(cast, units["office"])
    assert makers.receipt(notice, cast["wang"]).due_at == later.starts_at + timedelta(hours=8)
    assert makers.receipt(notice, cast["sun"]).due_at is None  # no roster yet
    assert makers.receipt(notice, cast["ming"]).due_at == clock.at(date(2026, 12, 1), notices.audience.OFFICE_ENDS)
    other = {cast["han"]: (DutyPost.LEADER, None), cast["sun"]: (DutyPost.COLLECTOR, None)}
    sooner = make_shift(units["qinglan"], DAY + timedelta(days=1), "early", units["crew2"], other)
    delivering.go_round(clock.now())
    db.session.expire_all()
    assert makers.receipt(notice, cast["sun"]).due_at == sooner.starts_at + timedelta(hours=8)


def test_who_joins_later_gets_what_is_in_force_once(cast, units, db):
    notice = makers.make_published(cast, units["office"], units=[units["crew1"]])
    assert makers.receipt(notice, cast["sun"]) is None
    cast["sun"].unit_id = units["crew1"].id
    audit.record("user.move", cast["sun"], None)
    for _ in range(2):
        delivering.go_round(clock.now())
    assert makers.receipt(notice, cast["sun"]) is not None
    told = (Message.user_id == cast["sun"].id, Message.key == f"notice-{notice.id}")
    assert len(db.session.scalars(db.select(Message).where(*told)).all()) == 1


def test_it_waits_for_its_first_day_and_ends_with_its_last(cast, units, db):
    today = clock.today()
    window = {"effective_on": today + timedelta(days=1), "expires_on": today + timedelta(days=2)}
    notice = makers.make_published(cast, units["office"], **window)
    assert makers.readers(notice) == set()
    delivering.go_round(clock.at(window["effective_on"], notices.audience.OFFICE_ENDS))
    assert cast["wang"].id in makers.readers(notice)
    delivering.go_round(clock.at(today + timedelta(days=3), notices.audience.OFFICE_ENDS))
    db.session.refresh(notice)
    assert notice.state is NoticeState.EXPIRED
    with pytest.raises(Overtaken, match="不需要再签收"):
        signing.sign(makers.receipt(notice, cast["wang"]), answer=RIGHT, by=cast["wang"], at=clock.now())


def test_a_withdrawn_notice_asks_for_nothing_and_everybody_hears(cast, units, db):
    notice = makers.make_published(cast, units["office"])
    drafting.withdraw(notice, reason="日期有误", by=cast["chen"], at=clock.now())
    assert [one.title for one in todos_of(cast["wang"], clock.now()) if "通知" in one.title] == []
    told = (Message.user_id == cast["wang"].id, Message.key == f"notice-{notice.id}-withdrawn")
    assert db.session.scalars(db.select(Message.title).where(*told)).one().endswith(notice.title)
    assert list(numbers_without_gaps()) == []


def test_what_is_unsigned_is_one_todo_with_the_count(cast, units):
    for _ in range(2):
        makers.make_published(cast, units["office"])
    found = [one for one in todos_of(cast["wang"], clock.now()) if one.title == "2 份通知待签收"]
    assert [one.count for one in found] == [2]


def test_reminding_reaches_the_unsigned_once_a_day(cast, units, db):
    notice = makers.make_published(cast, units["office"], units=[units["crew1"]])
    signing.sign(makers.receipt(notice, cast["wang"]), answer=RIGHT, by=cast["wang"], at=clock.now())
    assert [signing.remind(notice, by=cast["liu"], at=clock.now()) for _ in range(2)] == [2, 2]
    asked = db.select(Message.user_id).where(Message.key.startswith(f"notice-{notice.id}-remind"))
    assert sorted(db.session.scalars(asked)) == sorted((cast["zhao"].id, cast["huang"].id))


def test_a_leaving_drafter_hands_the_draft_over(cast, units):
    notice = makers.make_draft(cast, units["office"])
    assert ("通知草稿", 1) in rooms.open_work_of(cast["ming"])
    given = {"kind": MoveKind.LEAVING, "on": clock.today(), "reason": "调离", "successor": cast["wu"]}
    rooms.move(cast["ming"], Move(), by=cast["xi"], **given)
    assert notice.drafted_by_id == cast["wu"].id
