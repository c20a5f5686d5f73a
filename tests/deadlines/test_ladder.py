"""The ladder: every step once, to whoever is there, at an hour that suits its urgency."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from models import deadlines
from models.accounts import RoleGrant, User, UserState
from models.core import audit
from models.deadlines import DeadlineAlarm, DeadlineTimer, Step, StepMeasure, Whom, sweeps
from models.inbox import Message
from models.inbox import rules as messages_out
from tests.cast import GROUP
from tests.deadlines.golden import at, shown
from tests.deadlines.makers import CHECK, make_rule, make_timer

PERCENT = StepMeasure.PERCENT


def messages(db) -> list[tuple[str, str]]:
    rows = select(User.name, Message.title).join(Message, Message.user_id == User.id).where(Message.kind == "deadline")
    return [tuple(row) for row in db.session.execute(rows.order_by(Message.id, User.staff_no))]


def test_each_step_is_taken_once_and_tells_how_long(db, cast):
    make_rule(text="全天 2时")
    owner, timer = make_timer(cast, "09-07 14:00")
    assert shown(timer.alarm_at) == "09-07 15:30"
    assert sweeps.escalate(at("09-07 15:29")) == 0
    assert [sweeps.escalate(at(f"09-07 {time}")) for time in ("15:31", "15:32", "16:00", "16:01")] == [1, 0, 1, 0]
    assert [(name, title.split(" ", 1)[1]) for name, title in messages(db)] == [
        ("明月", "核实还剩 29 分钟"),
        ("吴静", "核实已到期"),
    ]
    deadlines.stop(owner, CHECK, by=cast["ming"], at=at("09-07 16:30"))
    assert sweeps.escalate(at("09-07 19:00")) == 0
    db.session.commit()


def test_what_is_not_urgent_waits_for_the_office(cast, monkeypatch):
    told = []
    monkeypatch.setattr(messages_out, "LISTENERS", [told.append])
    make_rule(text="全天 2时", ladder=[Step(1, -30), Step(2, 0, Whom.ROLE, "leader", is_urgent=True)])
    _owner, timer = make_timer(cast, "09-11 20:00")
    assert shown(timer.alarm_at) == "09-11 22:00"
    assert sweeps.escalate(at("09-11 22:00")) == 1
    assert shown(timer.alarm_at) == "09-14 08:30"
    assert sweeps.escalate(at("09-14 08:30")) == 1 and timer.alarm_at is None
    assert [one.is_urgent for one in told] == [True, False]  # the first is told whoever sleeps


def test_shares_of_the_time_lie_on_the_clock_of_the_rule(cast):
    ladder = [Step(1, 50, measure=PERCENT), Step(2, 150, measure=PERCENT, is_urgent=True)]
    make_rule(text="办公 4时", ladder=ladder)
    _owner, timer = make_timer(cast, "09-07 11:00")
    assert shown(timer.alarm_at) == "09-07 15:00"
    sweeps.escalate(at("09-07 15:00"))
    assert shown(timer.alarm_at) == "09-08 10:00" and shown(timer.due_at) == "09-07 17:00"


def test_a_paused_clock_tells_nobody_and_a_later_due_tells_again(db, cast):
    make_rule(text="全天 2时")
    owner, timer = make_timer(cast, "09-07 14:00")
    sweeps.escalate(at("09-07 15:30"))
    deadlines.pause(owner, CHECK, reason="等材料", by=cast["ming"], at=at("09-07 15:40"))
    assert sweeps.escalate(at("09-08 10:00")) == 0
    deadlines.resume(owner, CHECK, by=cast["ming"], at=at("09-08 10:00"))
    assert shown(timer.due_at) == "09-08 10:20" and shown(timer.alarm_at) == "09-08 10:20"
    deadlines.extend(owner, CHECK, until=at("09-08 16:00"), reason="路远", by=cast["wu"], at=at("09-08 10:05"))
    assert shown(timer.alarm_at) == "09-08 15:30" and sweeps.escalate(at("09-08 15:30")) == 1


def test_a_pause_of_a_late_clock_swallows_no_step(cast):
    make_rule(text="全天 2时")
    owner, timer = make_timer(cast, "09-07 10:00")
    sweeps.escalate(at("09-07 12:00"))
    deadlines.pause(owner, CHECK, reason="等材料", by=cast["ming"], at=at("09-07 13:00"))
    deadlines.resume(owner, CHECK, by=cast["ming"], at=at("09-07 16:00"))
    assert shown(timer.due_at) == "09-07 12:00" and sweeps.escalate(at("09-07 16:01")) == 1


def test_where_nobody_is_there_the_next_step_up_is_told_and_hears_why(db, cast):
    make_rule(
        text="全天 2时", ladder=[Step(1, 0, is_urgent=True), Step(2, 60, Whom.BODY, body_code=GROUP, post="副组长")]
    )
    cast["ming"].state = UserState.LEFT
    audit.record("user.edit", cast["ming"], None)
    make_timer(cast, "09-07 14:00")
    sweeps.escalate(at("09-07 16:00"))
    ((name, title),) = messages(db)
    assert name == "傅强" and title.endswith("（原定的责任人无人在岗，上报一级）")


def test_at_the_end_of_the_ladder_the_head_of_the_office_is_told(db, cast):
    for grant in db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == cast["wu"].id)):
        db.session.delete(grant)
        audit.record("role.revoke", grant, None)
    make_rule(text="全天 2时", ladder=[Step(1, 0, Whom.ROLE, "office_head", is_urgent=True)])
    make_timer(cast, "09-07 14:00")
    sweeps.escalate(at("09-07 16:00"))
    assert [name for name, _title in messages(db)] == ["陈立新"]
    assert "无人在岗" in db.session.scalar(select(DeadlineAlarm.note))


def test_two_workers_take_each_step_once(app, db, cast):
    make_rule(text="全天 2时")
    for _number in range(8):
        make_timer(cast, "09-07 14:00")
    db.session.commit()
    db.session.remove()
    ready = Barrier(2)

    def work(_worker: int) -> int:
        with app.app_context():
            db.session.rollback()
            ready.wait()
            taken = sweeps.escalate(at("09-07 16:00"))
            db.session.commit()
            return taken

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(work, range(2))) <= 16
    sweeps.escalate(at("09-07 16:00"))
    db.session.commit()
    assert db.session.scalar(select(func.count(DeadlineAlarm.id))) == 16
    assert len(messages(db)) == 16
    assert (
        db.session.scalar(select(func.count(DeadlineTimer.id)).where(DeadlineTimer.alarm_at <= at("09-07 16:00"))) == 0
    )
