"""The rules of meetings and decisions against the real database."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from models.accounts import Move, MoveKind, User, people
from models.core import checks, clock
from models.core.audit import AuditEntry
from models.core.errors import Overtaken, RuleBroken
from models.inbox import Message, todos_of
from models.meetings import (
    Decision,
    DecisionEntry,
    DecisionState,
    EntryKind,
    Meeting,
    MeetingState,
    Presence,
    deciding,
    holding,
    pack,
    planning,
    publishing,
    queries,
    sweeps,
)
from models.meetings.period import Period, last_month
from tests.meetings import makers
from tests.penalties import makers as penalties

M, D, K = MeetingState, DecisionState, EntryKind


@pytest.mark.parametrize(
    ("since", "until", "before"),
    [
        ("2026-11-01", "2026-11-30", ("2026-10-01", "2026-10-31")),
        ("2026-01-01", "2026-01-31", ("2025-12-01", "2025-12-31")),
        ("2026-07-01", "2026-09-30", ("2026-04-01", "2026-06-30")),
        ("2024-03-01", "2024-03-31", ("2024-02-01", "2024-02-29")),
        ("2026-11-01", "2026-11-28", ("2026-10-04", "2026-10-31")),
        ("2026-11-05", "2026-11-05", ("2026-11-04", "2026-11-04")),
    ],
)
def test_the_period_before(since, until, before):
    found = Period(date.fromisoformat(since), date.fromisoformat(until)).before()
    assert found == tuple(map(date.fromisoformat, before))


def test_last_month_over_the_year():
    assert last_month(date(2026, 1, 15)) == (date(2025, 12, 1), date(2025, 12, 31))


def test_a_meeting_is_called_held_written_and_signed(db, cast, units):
    meeting = makers.make_meeting(cast, units["office"])
    assert meeting.number == f"HY-{clock.today().year}-0001" and meeting.title.startswith("昌南收费所 ")
    assert {one.user.name for one in meeting.attendees} == {"陈立新", "明月", "吴静", "多国庆"}
    assert any("所务会通知" in one.title for one in db.session.query(Message).filter_by(user_id=cast["duo"].id))
    absences = {cast["duo"].id: "值班"}
    holding.hold(meeting, held_at=clock.now(), absences=absences, by=cast["ming"], at=clock.now())
    assert {one.user.name: one.presence for one in meeting.attendees}["多国庆"] is Presence.ABSENT
    with pytest.raises(RuleBroken, match="还没有写纪要的议题：督查和整改情况、投诉情况"):
        holding.submit(meeting, by=cast["ming"], at=clock.now())
    for place in range(2):
        item = makers.item_of(meeting, place)
        holding.write(item, title=item.title, words="已研究。", by=cast["ming"], at=clock.now())
    holding.submit(meeting, by=cast["ming"], at=clock.now())
    with pytest.raises(RuleBroken, match="由主持人签发"):
        holding.sign(meeting, by=cast["fu"], at=clock.now())
    holding.send_back(meeting, reason="第二项写清楚", by=cast["chen"], at=clock.now())
    assert meeting.state is M.HELD and meeting.opinion == "第二项写清楚"
    holding.submit(meeting, by=cast["ming"], at=clock.now())
    holding.sign(meeting, by=cast["chen"], at=clock.now())
    db.session.commit()
    assert meeting.state is M.SIGNED


def test_signed_minutes_take_only_marked_additions(db, cast, units):
    meeting = makers.make_signed(cast, units["office"])
    with pytest.raises(Overtaken, match="已签发"):
        holding.write(makers.item_of(meeting), title="x", words="改", by=cast["ming"], at=clock.now())
    with pytest.raises(Overtaken, match="已签发"):
        makers.make_decision(cast, units, meeting)
    holding.add_remark(meeting, words="第一项中的 3 件应为 4 件。", by=cast["ming"], at=clock.now())
    db.session.commit()
    assert [one.words for one in makers.whole(meeting).remarks] == ["第一项中的 3 件应为 4 件。"]
    assert meeting.agenda[0].words == "督查和整改情况：已研究。"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"chair": "ming"}, "recorder"),
        ({"chair": "wu"}, "chair"),
        ({"recorder": "duo"}, "recorder"),
        ({"agenda": ()}, "agenda"),
        ({"until": date(2020, 1, 1)}, "until"),
    ],
)
def test_a_call_that_does_not_fit_is_refused(cast, units, told, field):
    told = {name: cast.get(value, value) if isinstance(value, str) else value for name, value in told.items()}
    with pytest.raises(RuleBroken) as refusal:
        planning.plan(Meeting(), unit=units["office"], by=cast["ming"], at=clock.now(), **makers.call_of(cast, **told))
    assert refusal.value.field == field


def test_the_chair_has_to_be_there(cast, units):
    meeting = makers.make_meeting(cast, units["office"])
    with pytest.raises(RuleBroken, match="更换主持人"):
        holding.hold(meeting, held_at=clock.now(), absences={cast["chen"].id: "出差"}, by=cast["ming"], at=clock.now())


def test_changing_the_plan_keeps_what_stays(db, cast, units):
    meeting = makers.make_meeting(cast, units["office"])
    kept = meeting.agenda[1].id
    told = makers.call_of(cast, called=[cast["wu"], cast["min"]], agenda=("安全", "投诉情况"), place="二楼")
    planning.replan(meeting, by=cast["ming"], at=clock.now(), **told)
    db.session.commit()
    meeting = makers.whole(meeting)
    assert [(one.position, one.title) for one in meeting.agenda] == [(1, "安全"), (2, "投诉情况")]
    assert meeting.agenda[1].id == kept
    assert "多国庆" not in {one.user.name for one in meeting.attendees}


def test_the_frozen_pack_stays_as_it_was(db, cast, units):
    meeting = makers.make_held(cast, units["office"], **makers.this_month())
    db.session.commit()
    before, text = meeting.pack_hash, pack.written(meeting.pack)
    assert pack.section_of(meeting.pack, "penalties")["figures"][0]["value"] == 0
    penalties.make_due(cast)
    db.session.commit()
    again = makers.whole(meeting)
    assert pack.written(pack.shown(again, clock.now())) == text and pack.hash_of(again.pack) == before
    live = pack.compose(again, clock.now())
    assert pack.section_of(live, "penalties")["figures"][0]["value"] == 1


def test_a_pack_that_was_touched_is_found(db, cast, units):
    meeting = makers.make_held(cast, units["office"])
    db.session.commit()
    assert _broken("汇报材料") == []
    db.session.execute(db.update(Meeting).values(pack=meeting.pack | {"unit": "别处"}))
    assert _broken("汇报材料") == [f"{meeting.number} 的汇报材料被改动"]


def test_a_decision_from_its_making_to_its_end(db, cast, units):
    row = makers.make_decision(cast, units)
    owner, at = cast["duo"], clock.now()
    assert any("会议决定待办理" in one.title and one.due_at for one in todos_of(owner, at))
    with pytest.raises(RuleBroken, match="由责任人报告"):
        deciding.report(row, words="办完", by=cast["wu"], at=at)
    deciding.progress(row, words="办了一半", by=owner, at=at)
    deciding.report(row, words="办完", by=owner, at=at)
    assert not any("会议决定待办理" in one.title for one in todos_of(owner, at))
    assert any("会议决定待确认办结" in one.title for one in todos_of(cast["ming"], at))
    with pytest.raises(RuleBroken, match="责任人不能确认自己的事项"):
        deciding.confirm(row, opinion="好", by=owner, at=at)
    deciding.send_back(row, opinion="补照片", due_on=row.due_on, by=cast["ming"], at=at)
    deciding.report(row, words="已补", by=owner, at=at)
    deciding.confirm(row, opinion="同意", by=cast["chen"], at=at)
    db.session.commit()
    course = [entry.kind for entry in makers.loaded(row).entries]
    assert course == [K.MADE, K.PROGRESS, K.REPORT, K.RETURN, K.REPORT, K.CONFIRM] and row.state is D.DONE
    with pytest.raises(Overtaken):
        deciding.drop(row, reason="x", by=cast["ming"], at=at)


def test_of_two_who_confirm_at_once_one_wins(db, cast, units, at_once):
    row = makers.make_decision(cast, units)
    deciding.report(row, words="办完", by=cast["duo"], at=clock.now())
    row_id, people = row.id, (cast["ming"].id, cast["chen"].id)

    def confirm(person_id: int) -> None:
        found = db.session.scalars(select(Decision).where(Decision.id == row_id).options(*queries.COURSE)).one()
        deciding.confirm(found, opinion="同意", by=db.session.get(User, person_id), at=clock.now())

    refusals = at_once(*(partial(confirm, one) for one in people))
    assert sorted(map(bool, refusals)) == [False, True]
    kinds = db.session.scalars(select(DecisionEntry.kind).where(DecisionEntry.decision_id == row_id)).all()
    assert kinds.count(K.CONFIRM) == 1


def test_owner_and_overseer_are_two(cast, units):
    with pytest.raises(RuleBroken, match="督办人不能是责任人本人"):
        makers.make_decision(cast, units, owner=cast["ming"])


def test_more_time_is_given_once(db, cast, units):
    row = makers.make_decision(cast, units)
    first, later = row.due_on, row.due_on + timedelta(days=7)
    with pytest.raises(RuleBroken, match="督办人或会议主持人"):
        deciding.extend(row, due_on=later, reason="缺料", by=cast["duo"], at=clock.now())
    deciding.extend(row, due_on=later, reason="缺料", by=cast["ming"], at=clock.now())
    assert (row.first_due_on, row.due_on) == (first, later)
    with pytest.raises(RuleBroken, match="只能延长一次"):
        deciding.extend(row, due_on=later + timedelta(days=1), reason="又缺", by=cast["chen"], at=clock.now())


def test_the_chair_hears_of_a_missed_day_once(db, cast, units):
    row = makers.make_decision(cast, units, due_on=clock.today())
    sweeps.tell_chairs(clock.now())
    assert row.escalated_at is None
    tomorrow = clock.now() + timedelta(days=1)
    for _ in range(2):
        sweeps.tell_chairs(tomorrow)
    db.session.commit()
    told = db.session.query(Message).filter_by(user_id=cast["chen"].id).all()
    assert [one.title for one in told if "超期未办结" in one.title] == [
        f"{row.number} 超期未办结，多国庆 负责：核查班前布置。"
    ]
    assert [entry.kind for entry in makers.loaded(row).entries][-1] is K.ESCALATE


def test_after_the_signature_only_the_chair_takes_a_decision_back(db, cast, units):
    meeting = makers.make_written(cast, units["office"])
    row = makers.make_decision(cast, units, meeting)
    holding.submit(makers.whole(meeting), by=cast["ming"], at=clock.now())
    holding.sign(meeting, by=cast["chen"], at=clock.now())
    row = makers.loaded(row)
    with pytest.raises(RuleBroken, match="只有会议主持人"):
        deciding.drop(row, reason="不需要了", by=cast["ming"], at=clock.now())
    deciding.drop(row, reason="不需要了", by=cast["chen"], at=clock.now())
    assert row.state is D.DROPPED


def test_the_next_meeting_begins_with_what_is_open(db, cast, units):
    meeting = makers.make_held(cast, units["office"])
    row = makers.make_decision(cast, units, meeting)
    later = clock.now() + timedelta(days=7)
    following = makers.make_meeting(cast, units["office"], planned_at=later)
    assert [one["number"] for one in pack.compose(following, clock.now())["earlier"]] == [row.number]
    first = pack.compose(makers.whole(meeting), clock.now())
    assert first["earlier"] == [] and first["last"] is None
    assert pack.compose(makers.whole(following), clock.now())["last"]["decisions"] == 1


def test_who_leaves_hands_over(db, cast, units):
    row = makers.make_decision(cast, units)
    db.session.commit()
    meeting_id = row.meeting_id
    assert ("会议决定", 1) in people.open_work_of(cast["duo"])
    assert dict(people.open_work_of(cast["ming"])) == {"督办的会议决定": 1, "主持或记录的会议": 1}
    told = {"kind": MoveKind.LEAVING, "on": clock.today(), "reason": "退休"}
    with pytest.raises(RuleBroken, match="已是另一方"):
        people.move(cast["duo"], Move(), by=cast["xi"], successor=cast["ming"], **told)
    db.session.rollback()
    people.move(cast["duo"], Move(), by=cast["xi"], successor=cast["han"], **told)
    people.move(cast["ming"], Move(), by=cast["xi"], successor=cast["wu"], **told)
    db.session.commit()
    row = makers.loaded(row)
    assert (row.owner.name, row.overseer.name) == ("韩雪", "吴静")
    assert db.session.get(Meeting, meeting_id).recorder_id == cast["wu"].id
    deciding.report(row, words="办完", by=cast["han"], at=clock.now())


def test_signed_minutes_become_a_notice(db, cast, units):
    meeting = makers.make_written(cast, units["office"])
    row = makers.make_decision(cast, units, meeting)
    with pytest.raises(RuleBroken, match="签发之后"):
        publishing.draft_notice(makers.whole(meeting), by=cast["ming"], at=clock.now())
    holding.submit(meeting, by=cast["ming"], at=clock.now())
    holding.sign(meeting, by=cast["chen"], at=clock.now())
    notice = publishing.draft_notice(makers.whole(meeting), by=cast["ming"], at=clock.now())
    assert notice.kind.code == "minutes" and row.text in notice.body and "投诉情况：已研究。" in notice.body
    with pytest.raises(RuleBroken, match="已经起草过"):
        publishing.draft_notice(makers.whole(meeting), by=cast["ming"], at=clock.now())


def test_every_act_is_on_record(db, cast, units):
    meeting = makers.make_signed(cast, units["office"])
    db.session.commit()
    acts = [
        one.action for one in db.session.query(AuditEntry).filter_by(subject_type="meetings").order_by(AuditEntry.id)
    ]
    assert acts == [
        "meeting.plan",
        "meeting.hold",
        "meeting.write",
        "meeting.write",
        "meeting.submit",
        "meeting.sign",
    ]
    held = db.session.query(AuditEntry).filter_by(action="meeting.hold").one()
    assert meeting.pack_hash in held.note and held.changes["pack"] == ["••••", "••••"]


def _broken(word: str) -> list[str]:
    return next(found for sentence, found in checks.run() if word in sentence)
