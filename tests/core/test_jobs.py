"""Jobs: which slots are due, that each takes effect once whatever is killed, and that failures are told."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time as stopwatch
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, select, update

from models.accounts import SignIn, sign_ins
from models.core import audit, chores, clock, jobs, receipts
from models.core.audit import AuditEntry
from models.core.db import Moment
from models.core.jobs import JobRun, RunState
from models.core.receipts import FormReceipt

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # 12:00 at the station
EFFECTS = Table(
    "trial_effects",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("due_at", Moment),
    Column("worker", String),
)


@pytest.fixture(autouse=True)
def own_jobs(monkeypatch):
    """Only the jobs of the test are registered."""
    monkeypatch.setattr(jobs, "JOBS", {})


@pytest.fixture
def effects(db):
    EFFECTS.create(db.engine)
    yield lambda: [row.due_at for row in db.session.execute(select(EFFECTS).order_by(EFFECTS.c.due_at))]
    db.session.rollback()
    EFFECTS.drop(db.engine)


def leave_a_mark(db):
    def work(due_at: datetime) -> None:
        db.session.execute(insert(EFFECTS).values(due_at=due_at, worker=str(os.getpid())))

    return work


def test_a_daily_job_runs_once_at_its_hour(db, effects):
    jobs.job("trial", "试", daily_at=time(3, 10))(leave_a_mark(db))
    slot = clock.at(clock.local(NOON).date(), time(3, 10))
    assert jobs.run_due(NOON, "a") == [("trial", slot, RunState.DONE)]
    assert jobs.run_due(NOON + timedelta(hours=14), "b") == []
    assert jobs.run_due(NOON + timedelta(hours=16), "b") == [("trial", slot + timedelta(days=1), RunState.DONE)]
    assert effects() == [slot, slot + timedelta(days=1)]


def test_after_a_stop_only_the_newest_slot_runs(db, effects):
    jobs.job("trial", "试", every=timedelta(hours=1))(leave_a_mark(db))
    jobs.run_due(NOON, "a")
    jobs.run_due(NOON + timedelta(hours=5, minutes=20), "a")
    assert effects() == [NOON, NOON + timedelta(hours=5)]


def test_a_job_may_want_every_missed_slot_within_bounds(db, effects):
    jobs.job("trial", "试", every=timedelta(hours=1), all_missed=True)(leave_a_mark(db))
    jobs.run_due(NOON, "a")
    jobs.run_due(NOON + timedelta(hours=3), "a")
    assert effects() == [NOON + timedelta(hours=n) for n in range(4)]
    jobs.run_due(NOON + timedelta(days=365), "a")
    assert len(effects()) == 4 + jobs.CATCH_UP


def test_a_clock_that_jumps_back_repeats_nothing(db, effects):
    jobs.job("trial", "试", every=timedelta(hours=1))(leave_a_mark(db))
    for moment in (NOON, NOON + timedelta(days=2), NOON, NOON + timedelta(minutes=5)):
        jobs.run_due(moment, "a")
    assert effects() == [NOON, NOON + timedelta(days=2)]
    jobs.run_due(NOON + timedelta(hours=1), "a")
    assert len(effects()) == 3


def test_a_failure_undoes_the_effect_and_is_tried_again_later(db, effects):
    fails = [True, True, False]
    mark = leave_a_mark(db)

    @jobs.job("trial", "试", every=timedelta(hours=1))
    def work(due_at):
        mark(due_at)
        if fails.pop(0):
            raise OSError("磁盘已满")

    assert jobs.run_due(NOON, "a")[0][2] is RunState.TODO
    assert effects() == []
    (standing,) = jobs.standings(NOON)
    assert (standing.failing, standing.error, standing.last_done_at) == (1, "OSError: 磁盘已满", None)
    assert jobs.run_due(NOON + timedelta(seconds=59), "a") == []
    assert jobs.run_due(NOON + timedelta(minutes=1), "a")[0][2] is RunState.TODO
    assert jobs.run_due(NOON + timedelta(minutes=2), "a") == []
    assert jobs.run_due(NOON + timedelta(minutes=3), "a")[0][2] is RunState.DONE
    assert effects() == [NOON]
    assert jobs.standings(NOON)[0].failing == 0


def test_a_slot_that_always_fails_is_given_up_and_stays_in_sight(db):
    @jobs.job("trial", "试", every=timedelta(days=1))
    def work(due_at):
        raise ValueError("坏")

    moment, ran = NOON, []
    for _ in range(jobs.TRIES + 2):
        ran += [state for _name, _due, state in jobs.run_due(moment, "a")]
        moment += timedelta(hours=1)
    assert ran == [RunState.TODO] * (jobs.TRIES - 1) + [RunState.FAILED]
    assert jobs.standings(moment)[0].error == "ValueError: 坏"


def test_who_has_lost_the_lease_does_nothing(db, effects):
    jobs.job("trial", "试", every=timedelta(hours=1))(leave_a_mark(db))
    jobs._add_slots(NOON)
    claimed = jobs._claim(NOON, "slow")
    later = NOON + jobs.LEASE + timedelta(seconds=1)
    assert jobs.run_due(NOON + jobs.LEASE, "fast") == []
    assert jobs.run_due(later, "fast")[0][2] is RunState.DONE
    assert jobs._carry_out(*claimed, later, "slow")[2] is RunState.RUNNING
    assert effects() == [NOON]


def test_what_a_job_changes_is_recorded_as_the_systems_own(db, cast):
    @jobs.job("trial", "试", every=timedelta(hours=1))
    def work(due_at):
        cast["wang"].post_title = "组长"
        db.session.add(cast["wang"])
        audit.record("user.edit", cast["wang"], None)

    assert jobs.run_due(NOON, "a")[0][2] is RunState.DONE
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.actor_name, entry.origin, entry.action) == ("系统", "定时任务", "user.edit")


def test_names_and_rhythms_are_checked():
    jobs.job("trial", "试", every=timedelta(hours=1))(lambda due_at: None)
    for given in ({"every": timedelta(1)}, {}):
        with pytest.raises(ValueError, match="a name of its own"):
            jobs.job("trial", "试", **given)


def test_finished_slots_are_forgotten_but_the_newest(db, effects):
    jobs.job("trial", "试", every=timedelta(days=1))(leave_a_mark(db))
    for days in range(4):
        jobs.run_due(NOON + timedelta(days=days), "a")
    jobs.sweep(NOON + timedelta(days=365))
    db.session.commit()
    assert db.session.scalars(select(JobRun.due_at)).all() == [jobs.JOBS["trial"].last_slot(NOON + timedelta(days=3))]
    assert jobs.run_due(NOON + timedelta(days=3), "a") == []


def test_the_chores_sweep_what_is_over(db, cast):
    at = clock.now()
    for key, days in (("a" * 32, 31), ("b" * 32, 29)):
        receipts.claim(key, cast["wang"].id)
        db.session.execute(update(FormReceipt).where(FormReceipt.key == key).values(at=at - timedelta(days=days)))
    sign_ins.start(cast["wang"], at - timedelta(hours=13))
    sign_ins.start(cast["han"], at)
    chores.forget_receipts(at)
    from models.accounts.sweeps import forget_sign_ins

    forget_sign_ins(at)
    assert db.session.scalars(select(FormReceipt.key)).all() == ["b" * 32]
    assert db.session.scalars(select(SignIn.user_id)).all() == [cast["han"].id]


def _work_on(app, db) -> None:
    """A worker process: run what is due until killed."""
    with app.app_context():
        db.engine.dispose(close=False)
        worker = jobs.worker_name()
        while True:
            jobs.run_due(clock.now(), worker)
            stopwatch.sleep(0.03)


def test_four_processes_that_are_killed_run_every_slot_exactly_once(app, db, effects, monkeypatch):
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=1))
    mark = leave_a_mark(db)

    @jobs.job("trial", "试", every=timedelta(milliseconds=250), all_missed=True)
    def work(due_at):
        stopwatch.sleep(0.03)
        mark(due_at)
        stopwatch.sleep(0.03)

    db.session.remove()
    fork = multiprocessing.get_context("fork")
    chance = random.Random(7)

    def hire():
        process = fork.Process(target=_work_on, args=(app, db), daemon=True)
        process.start()
        return process

    crew, kills, end = [hire() for _ in range(4)], 0, stopwatch.monotonic() + 6
    while kills < 15 or stopwatch.monotonic() < end:
        stopwatch.sleep(0.25)
        victim = chance.randrange(len(crew))
        os.kill(crew[victim].pid, signal.SIGKILL)
        crew[victim].join()
        crew[victim], kills = hire(), kills + 1
    for process in crew:
        process.kill()
        process.join()
    stopwatch.sleep(1.1)  # the leases of the dead
    jobs.run_due(clock.now(), "last")
    done = effects()
    steps = {later - earlier for earlier, later in pairwise(done)}
    assert kills >= 15 and len(done) >= 20
    assert steps == {timedelta(milliseconds=250)}  # no slot twice, none left out
    assert db.session.scalar(select(func.count(JobRun.id)).where(JobRun.state != RunState.DONE)) == 0
    assert len({row.worker for row in db.session.execute(select(EFFECTS))}) > 4


def test_the_commands_run_and_list(app, db, effects):
    jobs.job("trial", "试运行", every=timedelta(minutes=10))(leave_a_mark(db))
    db.session.remove()
    runner = app.test_cli_runner()
    assert "试运行（trial，每 10 分钟）上次 从未执行" in runner.invoke(args=["jobs", "list"]).output
    first = runner.invoke(args=["jobs", "run"])
    assert first.exit_code == 0 and "已完成  试运行" in first.output
    assert runner.invoke(args=["jobs", "run"]).output == "没有到期的任务。\n"


def test_a_failing_command_says_so(app, db):
    @jobs.job("trial", "试运行", every=timedelta(minutes=10))
    def work(due_at):
        raise OSError("磁盘已满")

    db.session.remove()
    runner = app.test_cli_runner()
    assert runner.invoke(args=["jobs", "run"]).exit_code == 1
    assert "失败 1 次：OSError: 磁盘已满" in runner.invoke(args=["jobs", "list"]).output
