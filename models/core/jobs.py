"""Scheduled jobs that take effect exactly once per slot, over crashes, restarts and several processes.

Every slot of a job is one row. Whoever claims it holds it for a lease; the effect and the mark *done* are one
transaction, begun by the mark, so that a second worker finds either nothing done or everything.
"""

import logging
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint, func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from models.core import audit, clock
from models.core.db import Base, Labelled, choice, db, own_transaction, pk, upsert, utc

log = logging.getLogger("zw.jobs")

LEASE = timedelta(minutes=2)  # from the claim to the start of the work; the work itself is guarded by its row lock
TRIES = 5  # failures until a slot is given up; a crash is no failure
BACK_OFF = timedelta(minutes=1)  # doubled with every failure
CATCH_UP = 100  # slots of one job that a long stop leaves to be run at most
PAUSE_SECONDS = 15.0
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RunState(Labelled):
    TODO = ("todo", "待执行")
    RUNNING = ("running", "执行中", "info")
    DONE = ("done", "已完成", "ok")
    FAILED = ("failed", "失败", "danger")


class JobRun(Base):
    """One slot of one job. ``not_before`` delays a retry; ``error`` keeps the last failure in words."""

    __tablename__ = "job_runs"
    __table_args__ = (UniqueConstraint("job", "due_at"), Index("ix_job_runs_state_due_at", "state", "due_at"))
    id: Mapped[pk]
    job: Mapped[str]
    due_at: Mapped[utc]
    state: Mapped[RunState] = choice(RunState, default=RunState.TODO)
    worker: Mapped[str] = mapped_column(default="")
    lease_until: Mapped[utc | None]
    not_before: Mapped[utc]
    failures: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[utc | None]


@dataclass(frozen=True, slots=True)
class Job:
    """``work(due_at)`` runs inside a transaction that it must not end. ``all_missed`` runs every slot of a stop."""

    name: str
    label: str
    work: Callable[[datetime], Any]
    every: timedelta | None
    daily_at: time | None
    all_missed: bool

    def last_slot(self, now: datetime) -> datetime:
        """Return the newest slot that is due at ``now``."""
        if self.daily_at is None:
            return now - (now - EPOCH) % self.every
        today = clock.at(clock.local(now).date(), self.daily_at)
        return today if today <= now else clock.at(clock.local(now).date() - timedelta(days=1), self.daily_at)

    def next_slot(self, now: datetime) -> datetime:
        return self.last_slot(now) + (self.every or timedelta(days=1))

    def slots(self, since: datetime | None, now: datetime) -> list[datetime]:
        """Return the slots after ``since`` that are due, oldest first; only the newest unless ``all_missed``."""
        newest = [slot for slot, _n in zip(self._back(now), range(CATCH_UP), strict=False) if not since or slot > since]
        return sorted(newest if self.all_missed and since else newest[:1])

    def _back(self, now: datetime) -> Iterator[datetime]:
        slot = self.last_slot(now)
        while True:
            yield slot
            slot -= self.every or timedelta(days=1)


JOBS: dict[str, Job] = {}


def job(
    name: str,
    label: str,
    *,
    every: timedelta | None = None,
    daily_at: time | None = None,
    all_missed: bool = False,
) -> Callable:
    """Register the decorated ``work(due_at)`` as a job; ``daily_at`` is the station's wall clock.

    After a stop only the newest missed slot is run, or with ``all_missed`` up to CATCH_UP of them.
    Raises ValueError: the name is taken, or not exactly one of ``every`` and ``daily_at`` is given.
    """
    if name in JOBS or (every is None) == (daily_at is None):
        raise ValueError(f"job {name}: a name of its own, and one of every and daily_at")

    def register(work: Callable[[datetime], Any]) -> Callable[[datetime], Any]:
        JOBS[name] = Job(name, label, work, every, daily_at, all_missed)
        return work

    return register


@dataclass(frozen=True, slots=True)
class Loop:
    """``work(now, worker)`` is called every ``seconds`` outside any transaction, in a thread of its own."""

    name: str
    work: Callable[[datetime, str], Any]
    seconds: float


LOOPS: dict[str, Loop] = {}


def beside(name: str, *, seconds: float) -> Callable:
    """Register work that waits for others (a mail server, a robot): it must not hold up jobs, nor a lock.

    Of several processes each runs it; it takes care of itself that a thing is done once.
    """

    def register(work: Callable[[datetime, str], Any]) -> Callable[[datetime, str], Any]:
        LOOPS[name] = Loop(name, work, seconds)
        return work

    return register


def loop_forever(app, stop, loop: Loop) -> None:
    """Run one loop until the event ``stop`` is set, whatever happens in it."""
    worker = worker_name()
    while not stop.is_set():
        with app.app_context():
            try:
                loop.work(clock.now(), worker)
            except Exception:
                log.exception("loop %s goes on", loop.name)
        stop.wait(loop.seconds)


def worker_name() -> str:
    """Return a name that no other worker of any machine has."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"


def run_due(now: datetime, worker: str) -> list[tuple[str, datetime, RunState]]:
    """Run every slot that is due and free; return what became of each. Ends the session's transaction."""
    db.session.rollback()
    _add_slots(now)
    ran = []
    while claimed := _claim(now, worker):
        ran.append(_carry_out(*claimed, now, worker))
    return ran


def run_forever(app, stop) -> None:
    """Run what is due until the event ``stop`` is set; a database that is away is waited for."""
    worker = worker_name()
    while not stop.is_set():
        with app.app_context():
            try:
                run_due(clock.now(), worker)
            except SQLAlchemyError:
                log.exception("jobs wait for the database")
        stop.wait(PAUSE_SECONDS)


def _add_slots(now: datetime) -> None:
    """Make a row of every slot that has come due; of several processes that do, each slot stays one row."""
    with own_transaction() as session:
        latest = select(JobRun.job, func.max(JobRun.due_at)).where(JobRun.due_at <= now).group_by(JobRun.job)
        since = dict(session.execute(latest).all())
        rows = [
            {"job": one.name, "due_at": slot, "not_before": slot, "state": RunState.TODO, "worker": "", "failures": 0}
            | {"error": ""}
            for one in JOBS.values()
            for slot in one.slots(since.get(one.name), now)
        ]
        if rows:
            session.execute(upsert(session, JobRun).values(rows).on_conflict_do_nothing())


def _claim(now: datetime, worker: str) -> tuple[int, str, datetime] | None:
    """Take the oldest free slot for a lease; two workers never get the same one."""
    free = (
        JobRun.job.in_(JOBS),
        JobRun.not_before <= now,
        or_(JobRun.state == RunState.TODO, (JobRun.state == RunState.RUNNING) & (JobRun.lease_until < now)),
    )
    with own_transaction() as session:
        oldest = select(JobRun.id).where(*free).order_by(JobRun.due_at).limit(1).with_for_update(skip_locked=True)
        run_id = session.scalar(oldest)
        taken = {"state": RunState.RUNNING, "worker": worker, "lease_until": now + LEASE}
        claim = update(JobRun).where(JobRun.id == run_id, *free).values(taken)
        found = session.execute(claim.returning(JobRun.id, JobRun.job, JobRun.due_at)).first() if run_id else None
        return tuple(found) if found else None


def _carry_out(run_id: int, name: str, due_at: datetime, now: datetime, worker: str) -> tuple:
    """Mark done, then do: the mark's row lock keeps others away until the effect is committed with it."""
    db.session.rollback()
    origin = audit.origin.set("定时任务")
    try:
        with db.session.begin():
            if not _mark_done(run_id, now, worker):
                return name, due_at, RunState.RUNNING
            JOBS[name].work(due_at)
    except Exception as error:
        db.session.rollback()
        log.exception("job %s of %s failed", name, due_at)
        return name, due_at, _fail(run_id, f"{type(error).__name__}: {error}", now, worker)
    finally:
        audit.origin.reset(origin)
    return name, due_at, RunState.DONE


def _mark_done(run_id: int, now: datetime, worker: str) -> bool:
    mine = (JobRun.id == run_id, JobRun.worker == worker, JobRun.state == RunState.RUNNING)
    done = {"state": RunState.DONE, "done_at": now, "lease_until": None}
    return db.session.execute(update(JobRun).where(*mine).values(done)).rowcount == 1


def _fail(run_id: int, error: str, now: datetime, worker: str) -> RunState:
    """Keep the failure and try again later, or give up after TRIES of them."""
    with own_transaction() as session:
        mine = (JobRun.id == run_id, JobRun.worker == worker, JobRun.state == RunState.RUNNING)
        failures = (session.scalar(select(JobRun.failures).where(*mine)) or 0) + 1
        state = RunState.FAILED if failures >= TRIES else RunState.TODO
        later = {"state": state, "failures": failures, "error": error[:2000], "lease_until": None}
        later["not_before"] = now + BACK_OFF * 2 ** (failures - 1)
        session.execute(update(JobRun).where(*mine).values(later))
    return state


@dataclass(frozen=True, slots=True)
class Standing:
    """How a job stands: its last success, its next slot, and what went wrong last."""

    job: Job
    last_done_at: datetime | None
    next_at: datetime
    failing: int
    error: str


def standings(now: datetime) -> list[Standing]:
    """Return how every job stands, in the order of registration."""
    done = select(JobRun.job, func.max(JobRun.done_at)).group_by(JobRun.job)
    last = dict(db.session.execute(done).all())
    bad: dict[str, list[str]] = {}
    failing = select(JobRun.job, JobRun.error).where(JobRun.failures > 0, JobRun.state != RunState.DONE)
    for name, error in db.session.execute(failing.order_by(JobRun.due_at)):
        bad.setdefault(name, []).append(error)
    return [
        Standing(one, last.get(one.name), one.next_slot(now), len(bad.get(one.name, ())), bad.get(one.name, [""])[-1])
        for one in JOBS.values()
    ]


def sweep(before: datetime) -> None:
    """Forget finished slots older than ``before``, the newest of each job excepted: it says where to go on."""
    newest = select(func.max(JobRun.id)).group_by(JobRun.job)
    old = (JobRun.due_at < before, JobRun.state == RunState.DONE, JobRun.id.not_in(newest))
    db.session.execute(JobRun.__table__.delete().where(*old))
