"""Cases at every stage, made by the rules themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from models.accounts import User
from models.complaints import (
    Channel,
    Complaint,
    ComplaintKind,
    ComplaintType,
    Liability,
    ReplyWay,
    Satisfaction,
    chain,
    exits,
    handling,
    merging,
    queries,
    registering,
    revisits,
)
from models.core import clock
from models.core.db import db
from models.core.gathered import gather
from tests.penalties import makers as penalties

PHONE, PLATE = "13800004127", "赣C3K0D8"


def make_case(cast, by: str = "wang", at: datetime | None = None, **told) -> Complaint:
    """A case as ``by`` takes it on the telephone, of their own station."""
    at = at or clock.now()
    given = {"kind": ComplaintKind.COMPLAINT, "channel": Channel.CALL, "occurred_at": at - timedelta(hours=1)}
    given |= {
        "type": ComplaintType.ATTITUDE,
        "content": "收费员态度生硬。",
        "phone": PHONE,
        "unit": station(cast),
    } | told
    return whole(registering.register(by=cast[by], at=at, **given))


def station(cast):
    return cast["duo"].unit


def whole(case: Complaint) -> Complaint:
    """Read the case anew with all that hangs on it."""
    db.session.flush()
    here = gather(select(Complaint).where(Complaint.id == case.id), queries.WHOLE)
    return db.session.scalars(here.execution_options(populate_existing=True)).unique().one()


def make_accepted(cast, by: str = "wang", **told) -> Complaint:
    case = make_case(cast, by, **told)
    handling.accept(case, by=cast[by], at=clock.now())
    return whole(case)


def make_investigated(cast, investigator: str = "duo", **told) -> Complaint:
    """Under investigation by somebody who has taken the responsibility."""
    case = make_accepted(cast, **told)
    handling.investigate(case, person=cast[investigator], note="", by=cast["ming"], at=clock.now())
    chain.take(whole(case), by=cast[investigator], at=clock.now())
    return whole(case)


def make_judging(cast, investigator: str = "duo", people: tuple = ("zhao",), **told) -> Complaint:
    case = make_investigated(cast, investigator, **told)
    given = {"investigation": "经调取录像核对，情况属实。", "people": [cast[key] for key in people]}
    handling.report(case, by=cast[investigator], at=clock.now(), **given)
    return whole(case)


def make_decided(cast, liability: Liability = Liability.OURS, by: str = "wu", **told) -> Complaint:
    case = make_judging(cast, **told)
    true = liability in (Liability.OURS, Liability.BOTH)
    given = {"liability": liability, "is_verified": true, "finding": "录像为证", "clauses": [penalties.clause()]}
    handling.decide(case, by=cast[by], at=clock.now(), **given)
    return whole(case)


def make_replied(cast, liability: Liability = Liability.OURS, **told) -> Complaint:
    case = make_decided(cast, liability, **told)
    if liability in (Liability.OURS, Liability.BOTH):
        handling.apologise(case, people=[cast["zhao"]], apology="当面致歉", by=cast["duo"], at=clock.now())
    given = {"measures": "批评教育", "reply": "已核实并致歉。", "reply_way": ReplyWay.PHONE}
    handling.reply(case, by=cast["duo"], at=clock.now(), **given)
    return whole(case)


def make_revisited(cast, said: Satisfaction | None = Satisfaction.SATISFIED, words: str = "", **told) -> Complaint:
    case = make_replied(cast, **told)
    revisits.record(case, satisfaction=said, words=words, by=cast["ming"], at=clock.now())
    return whole(case)


def make_closed(cast, **told) -> Complaint:
    case = make_revisited(cast, **told)
    handling.close(case, by=cast["ming"], at=clock.now())
    return whole(case)


def make_refused(cast) -> Complaint:
    case = make_case(cast)
    exits.refuse(case, reason="与本站无关", by=cast["ming"], at=clock.now())
    return whole(case)


def make_withdrawn(cast) -> Complaint:
    case = make_accepted(cast)
    exits.withdraw(case, reason="来电撤回", by=cast["ming"], at=clock.now())
    return whole(case)


def make_transferred(cast) -> Complaint:
    case = make_accepted(cast)
    exits.transfer(case, transferred_to="交警大队", reason="事故现场", by=cast["ming"], at=clock.now())
    return whole(case)


def make_merged(cast) -> Complaint:
    into, case = make_accepted(cast), make_accepted(cast)
    merging.merge(case, into=into, reason="同一来电", by=cast["ming"], at=clock.now())
    return whole(case)


def offer(case: Complaint, to: User, by: User, at: datetime | None = None) -> None:
    chain.offer(case, person=to, note="", by=by, at=at or clock.now())
