"""The lists: meetings, the decisions of all meetings (督办台账), and what one has to do oneself."""

from __future__ import annotations

from itertools import chain

from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page
from blueprints.core.sheets.exports import sheet
from blueprints.meetings import bp
from blueprints.meetings.columns import DECISIONS, MEETINGS
from blueprints.meetings.forms import DecisionFilter, MeetingFilter
from models.accounts import Unit
from models.core import clock
from models.core.db import db
from models.core.scope import visible
from models.meetings import Decision, Meeting, queries

CARRIED = ("owned_by", "overseen_by", "finished_of")  # queries of what one has to do with


@bp.get("/")
@requires("meeting.list")
def index():
    form, rows = _meetings()
    shown = page_of(rows, *form.sort.key)
    return page("meetings/index.html", form=form, page=shown, counts=queries.counts_of([row.id for row in shown.rows]))


@bp.get("/export.xlsx")
@requires("meeting.export")
def export():
    form, rows = _meetings()
    return sheet("所务会", MEETINGS, rows.order_by(*form.sort.key), action="meeting.export", filters=form)


@bp.get("/decisions")
@requires("meeting.list")
def decisions():
    """督办台账: the decisions of all meetings within sight."""
    form, rows = _decisions()
    return page("meetings/decisions.html", form=form, page=page_of(rows, *form.sort.key), today=clock.today())


@bp.get("/decisions/export.xlsx")
@requires("meeting.export")
def export_decisions():
    form, rows = _decisions()
    return sheet("督办台账", DECISIONS, rows.order_by(*form.sort.key), action="meeting.export", filters=form)


@bp.get("/mine")
@requires("meeting.attend")
def mine():
    """What one has to carry out, sees to, has done last, and the meetings one is called to."""
    asked = (*CARRIED, "coming")
    found = {name: db.session.scalars(getattr(queries, name)(current_user)).all() for name in asked}
    return page("meetings/mine.html", today=clock.today(), **found)


@bp.get("/mine/export.xlsx")
@requires("meeting.attend")
def export_mine():
    """What one carries out, sees to and has done last, a line per decision."""
    found = [db.session.scalars(getattr(queries, name)(current_user)).all() for name in CARRIED]
    return sheet("会议承办", DECISIONS, [*chain.from_iterable(found)], action="meeting.export")


def _meetings():
    form = MeetingFilter()
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    return form, queries.filtered(visible(Meeting, current_user), **form.values())


def _decisions():
    form = DecisionFilter()
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    return form, queries.filtered_decisions(visible(Decision, current_user), **form.values())
