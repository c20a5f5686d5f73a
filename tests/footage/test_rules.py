"""A recording is asked for, counted down and saved, or lost on record. Source: domain §2.1."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import deadlines, footage
from models.core import checks, clock
from models.core.errors import Overtaken, RuleBroken
from models.deadlines import DeadlineTimer
from models.footage import FootageState, Preservation, groups, rules, sweeps
from models.inbox import Message, todos_of
from tests.footage.makers import HASH, ask, make_group, make_lane

SAVED = {"clip": "2 号硬盘/20261128/LX.mp4", "sha256": HASH}


def clocks(db, row) -> list[DeadlineTimer]:
    return list(db.session.scalars(deadlines.open_of(row)))


def titles(db, person) -> list[str]:
    return list(db.session.scalars(select(Message.title).where(Message.user_id == person.id).order_by(Message.id)))


def broken() -> list[str]:
    return [sentence for _rule, found in checks.run() for sentence in found]


@pytest.fixture
def group(cast, units):
    return make_group(cast, units)


def test_a_request_counts_down_to_the_overwriting_of_its_first_moment(cast, units, db, group):
    row = ask(cast, units, ago=10)
    assert row.number.startswith("LX-") and row.minutes == 20 and row.state is FootageState.WAITING
    assert row.overwritten_at == row.from_at + timedelta(hours=72)
    (timer,) = clocks(db, row)
    assert abs(timer.due_at - row.overwritten_at) < timedelta(seconds=1) and timer.alarm_at is not None
    assert any("前保全录像" in one for one in titles(db, cast["jian"]))
    assert broken() == []


def test_saving_needs_place_and_hash_and_ends_the_clock(cast, units, db, group):
    row = ask(cast, units, by="duo")
    for bad in ("", "abc", HASH[:-1], HASH[:-1] + "g"):
        with pytest.raises(RuleBroken, match="64 位") as refused:
            rules.save(row, clip="2 号硬盘", sha256=bad, by=cast["jian"], at=clock.now())
        assert refused.value.field == "sha256"
    rules.save(row, clip="2 号硬盘", sha256=f" {HASH[:32].upper()} {HASH[32:]} ", by=cast["jian"], at=clock.now())
    assert (row.state, row.sha256, row.closed_by_id) == (FootageState.SAVED, HASH, cast["jian"].id)
    assert clocks(db, row) == [] and f"{row.number} 录像已保全" in titles(db, cast["duo"])
    with pytest.raises(Overtaken):
        rules.cancel(row, reason="不需要了", by=cast["duo"], at=clock.now())
    assert broken() == []


@pytest.mark.parametrize(
    "line",
    [
        f"{HASH}  LX-2026-0001.mp4",  # sha256sum
        f"SHA256    {HASH.upper()}    D:\\LX\\0001.mp4",  # Get-FileHash
        f"0001.mp4 的 SHA256 哈希: {HASH}",
    ],
)
def test_the_whole_line_of_a_program_is_taken(cast, units, db, group, line):
    row = ask(cast, units)
    rules.save(row, clip="2 号硬盘", sha256=line, by=cast["jian"], at=clock.now())
    assert row.sha256 == HASH


def test_one_file_is_not_booked_for_two_recordings(cast, units, group):
    first, second = ask(cast, units, ago=10), ask(cast, units, ago=20)
    rules.save(first, by=cast["jian"], at=clock.now(), **SAVED)
    with pytest.raises(RuleBroken, match=f"已经登记在 {first.number}"):
        rules.save(second, by=cast["jian"], at=clock.now(), **SAVED)


def test_what_is_not_over_cannot_be_saved_yet(cast, units, group):
    row = ask(cast, units, ago=0, after_minutes=60)
    with pytest.raises(RuleBroken, match="才结束"):
        rules.save(row, by=cast["jian"], at=clock.now(), **SAVED)


def test_requests_that_overlap_become_one(cast, units, db, group):
    first = ask(cast, units, ago=10, owner=cast["wang"], title="投诉一", href="/complaints/1")
    before = first.overwritten_at
    second = ask(cast, units, ago=10.25, owner=cast["zhao"], title="投诉二", href="/complaints/2")
    assert second.id == first.id and first.minutes == 35 and first.overwritten_at < before
    (timer,) = clocks(db, first)
    assert abs(timer.due_at - first.overwritten_at) < timedelta(seconds=1)
    for owner in ("wang", "zhao"):
        assert [one.number for one in db.session.scalars(footage.of(cast[owner]))] == [first.number]
    assert ask(cast, units, ago=20).id != first.id
    assert broken() == []


def test_the_same_case_asks_once_and_a_saved_recording_serves_the_next(cast, units, db, group):
    row = ask(cast, units, owner=cast["wang"])
    assert ask(cast, units, owner=cast["wang"]).id == row.id
    rules.save(row, by=cast["jian"], at=clock.now(), **SAVED)
    later = ask(cast, units, owner=cast["zhao"], before_minutes=5, after_minutes=5)
    assert later.id == row.id and row.state is FootageState.SAVED
    assert ask(cast, units, owner=cast["zhao"], before_minutes=30).id != row.id
    db.session.expire(row, ["requests"])
    loaded = db.session.scalars(select(Preservation).options(*footage.queries.WHOLE)).unique().first()
    assert len(loaded.requests) == 2


def test_cameras_of_another_group_are_another_task(cast, units, group):
    make_group(cast, units, name="广场全景", coverage=footage.Coverage.PLAZA, lanes=[])
    assert ask(cast, units).id != ask(cast, units, lane=None).id


@pytest.mark.parametrize(
    ("told", "said", "field"),
    [
        ({"ago": -1.0}, "不能晚于现在", "around"),
        ({"before_minutes": 721}, "0 到 720", "before_minutes"),
        ({"before_minutes": 0, "after_minutes": 0}, "至少填一个", "before_minutes"),
        ({"lane": None}, "广场的摄像机组", "lane"),
    ],
)
def test_it_refuses(cast, units, group, told, said, field):
    with pytest.raises(RuleBroken, match=said) as refused:
        ask(cast, units, **told)
    assert refused.value.field == field


def test_a_lane_belongs_to_its_station(cast, units, group):
    with pytest.raises(RuleBroken, match="不是青岚收费站的车道"):
        ask(cast, units, lane=make_lane(units, "meiling"))
    with pytest.raises(RuleBroken, match="能看到 X09"):
        ask(cast, units, lane=make_lane(units, code="X09"))


def test_what_was_overwritten_is_marked_lost_and_told(cast, units, db, group):
    row = ask(cast, units, ago=71, asked=60, by="ming")
    still = ask(cast, units, ago=5)
    sweeps.give_up(clock.now())
    assert row.state is FootageState.WAITING
    sweeps.give_up(clock.now() + timedelta(hours=2))
    assert (row.state, row.reason, still.state) == (FootageState.LOST, rules.GONE, FootageState.WAITING)
    for who in ("ming", "duo"):
        assert any("没有保住" in one for one in titles(db, cast[who]))
    rules.save(row, by=cast["jian"], at=clock.now(), **SAVED)  # the disk had kept it after all
    assert row.state is FootageState.SAVED and broken() == []


def test_a_request_that_comes_too_late_is_still_looked_for(cast, units, db, group):
    row = ask(cast, units, ago=100)
    assert row.is_waiting and clocks(db, row) == []
    rules.give_up(clock.now())
    assert row.state is FootageState.LOST


def test_a_cancelled_request_stops_its_clock(cast, units, db, group):
    row = ask(cast, units)
    with pytest.raises(RuleBroken, match="理由"):
        rules.cancel(row, reason="", by=cast["duo"], at=clock.now())
    rules.cancel(row, reason="重复", by=cast["duo"], at=clock.now())
    assert row.state is FootageState.CANCELLED and clocks(db, row) == []
    assert ask(cast, units).id != row.id


def test_a_shorter_retention_hurries_what_lies_on_the_disk(cast, units, group, monkeypatch):
    today = clock.today()
    group.retentions[0].valid_from = today - timedelta(days=30)
    groups.keep_for(group, hours=48, valid_from=today, by=cast["wu"])
    assert group.hours_on(today - timedelta(days=1)) == 72 and group.hours_on(today) == 48
    from_at = clock.now() - timedelta(hours=26)
    assert groups.overwritten_at(group, from_at, clock.now()) == from_at + timedelta(hours=48)
    with pytest.raises(RuleBroken, match="须晚于"):
        groups.keep_for(group, hours=24, valid_from=today, by=cast["wu"])
    with pytest.raises(RuleBroken, match="小时"):
        groups.keep_for(group, hours=0, valid_from=today + timedelta(days=1), by=cast["wu"])


def test_a_group_has_a_name_of_its_own_and_lanes_to_see(cast, units, group):
    with pytest.raises(RuleBroken, match="已经有"):
        make_group(cast, units)
    with pytest.raises(RuleBroken, match="车道"):
        make_group(cast, units, name="别的", lanes=[])


def test_the_ladder_reaches_the_monitor_and_the_head_of_the_shift(cast, units, db, group):
    row = ask(cast, units, ago=10)
    (timer,) = clocks(db, row)
    deadlines.sweeps.escalate(row.overwritten_at - timedelta(hours=3, minutes=59))
    assert timer.alarm_at is not None
    assert any("录像覆盖" in one for one in titles(db, cast["jian"]))
    assert any("录像覆盖" in one for one in titles(db, cast["duo"]))


def test_monitors_see_all_that_waits_and_the_head_only_what_is_urgent(cast, units, db, group):
    def waits(key) -> str:
        return " ".join(one.title for one in todos_of(cast[key], clock.now()))

    ask(cast, units, ago=10)
    db.session.commit()
    assert "录像待保全" in waits("jian") and "录像" not in waits("duo") and "录像" not in waits("du")
    ask(cast, units, ago=70)
    assert "录像即将被覆盖" in waits("duo")
