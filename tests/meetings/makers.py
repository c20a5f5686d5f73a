"""Meetings and decisions at every stage, made by the rules themselves."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models.accounts import Unit
from models.core import clock
from models.core.db import db
from models.meetings import AgendaItem, Decision, Meeting, deciding, holding, planning, queries
from models.meetings.period import Period, last_month

AGENDA = ("督查和整改情况", "投诉情况")


def whole(meeting: Meeting) -> Meeting:
    """Return the meeting as the pages load it."""
    db.session.flush()
    rows = select(Meeting).where(Meeting.id == meeting.id).options(*queries.WHOLE)
    return db.session.scalars(rows.execution_options(populate_existing=True)).one()


def loaded(row: Decision) -> Decision:
    db.session.flush()
    rows = select(Decision).where(Decision.id == row.id).options(*queries.COURSE)
    return db.session.scalars(rows.execution_options(populate_existing=True)).one()


def item_of(meeting: Meeting, place: int = 0) -> AgendaItem:
    rows = select(AgendaItem).where(AgendaItem.id == meeting.agenda[place].id).options(queries.OF_ITEM)
    return db.session.scalars(rows).one()


def call_of(cast, **told) -> dict:
    """Return what a meeting is called with: chen chairs, ming records, wu and duo come."""
    since, until = last_month(clock.today())
    given = {"title": "", "since": since, "until": until, "planned_at": clock.now(), "place": "会议室"}
    given |= {"chair": cast["chen"], "recorder": cast["ming"], "called": [cast["wu"], cast["duo"]], "agenda": AGENDA}
    return given | told


def make_meeting(cast, unit: Unit, by: str = "ming", **told) -> Meeting:
    meeting = Meeting()
    planning.plan(meeting, unit=unit, by=cast[by], at=clock.now(), **call_of(cast, **told))
    return whole(meeting)


def this_month() -> dict:
    """Return the period that rows made now fall into, for a meeting at its end."""
    today = clock.today()
    return Period(today.replace(day=1), today)._asdict()


def make_held(cast, unit: Unit, absences=None, **told) -> Meeting:
    meeting = make_meeting(cast, unit, **told)
    holding.hold(meeting, held_at=clock.now(), absences=absences or {}, by=cast["ming"], at=clock.now())
    return meeting


def make_written(cast, unit: Unit, **told) -> Meeting:
    meeting = make_held(cast, unit, **told)
    for place, item in enumerate(meeting.agenda):
        row = item_of(meeting, place)
        holding.write(row, title=item.title, words=f"{item.title}：已研究。", by=cast["ming"], at=clock.now())
    return meeting


def make_signed(cast, unit: Unit, **told) -> Meeting:
    meeting = make_written(cast, unit, **told)
    holding.submit(meeting, by=cast["ming"], at=clock.now())
    holding.sign(meeting, by=cast["chen"], at=clock.now())
    return meeting


def terms_of(cast, units, **told) -> dict:
    given = {"text": "核查班前布置。", "department": units["qinglan"], "owner": cast["duo"], "overseer": cast["ming"]}
    return given | {"due_on": clock.today() + timedelta(days=3), "agenda": None} | told


def make_decision(cast, units, meeting: Meeting | None = None, **told) -> Decision:
    meeting = meeting or make_held(cast, units["office"])
    row = deciding.make(meeting, by=cast["ming"], at=clock.now(), **terms_of(cast, units, **told))
    return loaded(row)
